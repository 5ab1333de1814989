"""The kinds of question, one class each. Every word a reader meets inside a question is in the document."""

from __future__ import annotations

import math
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, StringConstraints
from pydantic_core import PydanticCustomError

from surveys.expressions.tree import QUESTION_ID, Expression
from surveys.strict_json import LARGEST_WHOLE_NUMBER
from surveys.text import Text, clean

PREFER_NOT_TO_SAY = "prefer_not_to_say"
"""The id under which an about-you question keeps "prefer not to say"."""

MOST_OPTIONS = 500
LONGEST_SHORT_TEXT = 1_000
LONGEST_LONG_TEXT = 20_000
MOST_DECIMALS = 6

OptionId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
QuestionId = Annotated[str, StringConstraints(pattern=QUESTION_ID)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^\S+$"), AfterValidator(clean)]


def _bound(value: Any) -> int | float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and math.isfinite(value) and abs(value) <= LARGEST_WHOLE_NUMBER:
        return int(value) if value == int(value) else float(value)
    raise PydanticCustomError("number_type", "is not a number")


Bound = Annotated[int | float, PlainValidator(_bound, json_schema_input_type=int | float)]


class Part(BaseModel):
    """A part of the document: no unknown fields, never changed after it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(Part):
    """One answer that can be chosen. Its id is never reused for another meaning."""

    id: OptionId
    text: Text
    hint: Text | None = None
    exclusive: bool = Field(default=False, strict=True)


class GoingAhead(Part):
    """Marks a question on whether the plan should go ahead, and which of its options are objections."""

    against: Annotated[tuple[OptionId, ...], Field(min_length=1, max_length=MOST_OPTIONS)]


class Asked(Part):
    """What every kind of question has."""

    kind: str
    id: QuestionId
    code: Code
    text: Text
    hint: Text | None = None
    required: bool = Field(default=False, strict=True)
    condition: Expression | None = None

    is_free_text: ClassVar[bool] = False

    @property
    def choices(self) -> tuple[Option, ...]:
        """Everything that can be chosen, in the order shown; empty for a kind that is typed."""
        return ()

    @property
    def takes_several(self) -> bool:
        return False


class Choice(Asked):
    """What the kinds have whose options can be objections to going ahead."""

    about_going_ahead: GoingAhead | None = None


class ChooseOne(Choice):
    kind: Literal["choose_one"]
    options: Annotated[tuple[Option, ...], Field(min_length=1, max_length=MOST_OPTIONS)]

    @property
    def choices(self) -> tuple[Option, ...]:
        return self.options


class ChooseMany(Choice):
    kind: Literal["choose_many"]
    options: Annotated[tuple[Option, ...], Field(min_length=1, max_length=MOST_OPTIONS)]
    min: Annotated[int, Field(strict=True, ge=1, le=MOST_OPTIONS)] | None = None
    max: Annotated[int, Field(strict=True, ge=1, le=MOST_OPTIONS)] | None = None

    @property
    def choices(self) -> tuple[Option, ...]:
        return self.options

    @property
    def takes_several(self) -> bool:
        return True


class Scale(Choice):
    """Points in order, from one end to the other; `outside` stand apart, such as "I do not know"."""

    kind: Literal["scale"]
    points: Annotated[tuple[Option, ...], Field(min_length=2, max_length=11)]
    outside: Annotated[tuple[Option, ...], Field(max_length=5)] = ()

    @property
    def choices(self) -> tuple[Option, ...]:
        return self.points + self.outside


class YesNoUnsureLabels(Part):
    yes: Text
    no: Text
    unsure: Text


class YesNoUnsure(Choice):
    kind: Literal["yes_no_unsure"]
    labels: YesNoUnsureLabels

    @property
    def choices(self) -> tuple[Option, ...]:
        return (
            Option(id="yes", text=self.labels.yes),
            Option(id="no", text=self.labels.no),
            Option(id="unsure", text=self.labels.unsure),
        )


class Number(Asked):
    kind: Literal["number"]
    minimum: Bound | None = None
    maximum: Bound | None = None
    decimals: Annotated[int, Field(strict=True, ge=0, le=MOST_DECIMALS)] = 0
    unit: Text | None = None


class ShortText(Asked):
    """One line. `limit` counts what a reader takes for one character (grapheme clusters)."""

    kind: Literal["short_text"]
    limit: Annotated[int, Field(strict=True, ge=1, le=LONGEST_SHORT_TEXT)] = 200

    is_free_text: ClassVar[bool] = True


class LongText(Asked):
    """Several lines. `limit` counts what a reader takes for one character (grapheme clusters)."""

    kind: Literal["long_text"]
    limit: Annotated[int, Field(strict=True, ge=1, le=LONGEST_LONG_TEXT)] = 2000

    is_free_text: ClassVar[bool] = True


class AboutYou(Asked):
    """Something a person may say about themselves: never required, always with "prefer not to say"."""

    kind: Literal["about_you"]
    required: Literal[False] = False
    options: Annotated[tuple[Option, ...], Field(min_length=1, max_length=MOST_OPTIONS)]
    several: bool = Field(default=False, strict=True)
    prefer_not_to_say: Text

    @property
    def choices(self) -> tuple[Option, ...]:
        return (*self.options, Option(id=PREFER_NOT_TO_SAY, text=self.prefer_not_to_say, exclusive=True))

    @property
    def takes_several(self) -> bool:
        return self.several


Question = Annotated[
    ChooseOne | ChooseMany | Scale | YesNoUnsure | Number | ShortText | LongText | AboutYou,
    Field(discriminator="kind"),
]

KINDS = frozenset(
    ["choose_one", "choose_many", "scale", "yes_no_unsure", "number", "short_text", "long_text", "about_you"]
)
