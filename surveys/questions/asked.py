"""What every kind of question has, and what a kind may say of itself in its own file."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from random import Random
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, StringConstraints
from pydantic_core import PydanticCustomError

from surveys.expressions.tree import PROPERTY, QUESTION_ID
from surveys.expressions.typed import Typed
from surveys.problems import Problem
from surveys.questions.counting import Counted
from surveys.questions.kept_file import KeptFile
from surveys.questions.reading import Answer, Form, Reader, one
from surveys.strict_json import LARGEST_WHOLE_NUMBER, Place, pointer
from surveys.text import Text, clean

MOST_OPTIONS = 500
LONGEST_WRITE_IN = 1_000

OptionId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
PropertyName = Annotated[str, StringConstraints(pattern=PROPERTY)]
PropertyValue = Annotated[str, StringConstraints(max_length=200), AfterValidator(clean)]
QuestionId = Annotated[str, StringConstraints(pattern=QUESTION_ID)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^\S+$"), AfterValidator(clean)]

ValueKind = Literal["truth", "number", "choice", "choices", "words", "date", "other"]
"""What the answer to a question is in an expression; `other` is nothing an expression can look into."""

PREFER_NOT_TO_SAY = "prefer_not_to_say"
"""The id under which an about-you question keeps "prefer not to say"; no other kind may use it."""


def _bound(value: Any) -> int | float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and math.isfinite(value) and abs(value) <= LARGEST_WHOLE_NUMBER:
        return int(value) if value == int(value) else float(value)
    raise PydanticCustomError("number_type", "is not a number")


Bound = Annotated[int | float, PlainValidator(_bound, json_schema_input_type=int | float)]


class Part(BaseModel):
    """A part of the document: no unknown fields, never changed after it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class WriteIn(Part):
    """Room beside an option such as "other" for one line of somebody's own words."""

    label: Text | None = None
    limit: Annotated[int, Field(strict=True, ge=1, le=LONGEST_WRITE_IN)] = 100


class Option(Part):
    """One answer that can be chosen. Its id is never reused for another meaning.

    Where the order is random, one that is `last`, or `exclusive`, stays behind the others.
    """

    id: OptionId
    text: Text
    hint: Text | None = None
    exclusive: bool = Field(default=False, strict=True)
    last: bool = Field(default=False, strict=True)
    properties: Annotated[dict[PropertyName, PropertyValue], Field(max_length=20)] = Field(
        default_factory=dict
    )
    """What else it says of itself, for the filters of choices: the region a town lies in, say."""
    write_in: WriteIn | None = None

    @property
    def stays_last(self) -> bool:
        return self.last or self.exclusive


Options = Annotated[tuple[Option, ...], Field(min_length=1, max_length=MOST_OPTIONS)]


class Constraint(Part):
    """What an answer must be (`that`, where `this` stands for the answer), and what people are told when it is not."""

    that: Typed
    message: Text


class GoingAhead(Part):
    """Marks a question on whether the plan should go ahead, and which of its options are objections."""

    against: Annotated[tuple[OptionId, ...], Field(min_length=1, max_length=MOST_OPTIONS)]


class Asked(Part):
    """A question. A kind is a class of its own, in a file of its own, and says below what is true of it.

    A question owns the form fields and the keys among the answers that are its id, or begin with its id and a point.
    """

    kind: str
    id: QuestionId
    code: Code
    text: Text
    hint: Text | None = None
    required: bool = Field(default=False, strict=True)
    condition: Typed | None = None
    required_when: Typed | None = None
    constraint: Constraint | None = None
    choice_filter: Typed | None = None
    default: Typed | None = None

    is_free_text: ClassVar[bool] = False
    """The answer is somebody's own words: kept apart from what can be counted."""

    is_about_you: ClassVar[bool] = False
    """It may be asked only on a page about the person, under its consent, and nothing else may be asked there."""

    has_write_ins: ClassVar[bool] = False
    """Its options may have room beside them for somebody's own words."""

    @property
    def choices(self) -> tuple[Option, ...]:
        """Everything that can be chosen, in the order shown; empty for a kind that is typed."""
        return ()

    @property
    def picture(self) -> str | None:
        """The address of the picture it shows, if it does."""
        return None

    @property
    def takes_several(self) -> bool:
        return False

    @property
    def apart(self) -> tuple[Option, ...]:
        """The choices that stand apart from a scale's points, such as "I do not know"."""
        return ()

    @property
    def shuffled(self) -> tuple[str, ...]:
        """The names of the fields whose parts each reader sees in an order of their own: `("options",)`, say.

        The parts have an id; those that `stays_last` is true of stay behind.
        """
        return ()

    @property
    def objections(self) -> frozenset[str]:
        """The options that object to going ahead."""
        return frozenset()

    @property
    def most(self) -> int | None:
        """How many options may be chosen, where that is limited."""
        return None

    @property
    def has_logic(self) -> bool:
        """Whether answers to other questions, or the answer itself, decide more than whether it is asked."""
        return any((self.required_when, self.constraint, self.choice_filter, self.default))

    @property
    def media(self) -> frozenset[str]:
        """What may be sent as a file (surveys/questions/kept_file.py); empty for a kind that takes none.

        The first field of a kind that takes one then says which file was kept. Whoever takes in a form writes it there,
        and never believes what the form itself says in it.
        """
        return frozenset()

    def kept_file(self, answer: object) -> KeptFile | None:
        """The file that belongs to this answer."""
        del answer
        return None

    @property
    def value_kind(self) -> ValueKind:
        """What the answer is in an expression."""
        return "choices" if self.takes_several else "choice"

    @property
    def write_ins(self) -> dict[str, Option]:
        """The options with room beside them, each by the field, and key among the answers, of what is written there."""
        return {f"{self.id}.{option.id}": option for option in self.choices if option.write_in}

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its answers; none where there is nothing to answer. The first is that of the answer itself."""
        return (self.id, *self.write_ins)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its form fields, in the order shown; none where there is nothing to answer.

        The first is where a problem of the whole is linked to.
        """
        return self.keys

    def shown_again(self, _field: str, typed: str) -> str:
        """What may be shown again of what was typed into a field: everything, unless the kind keeps less of it."""
        return typed

    def reader(self) -> Reader:
        """The check for this question, with everything it needs looked up already."""
        return one(self.id, [option.id for option in self.choices])

    def typed(self, answer: object) -> Form | None:
        """The form fields that give this answer; None where no answer to this kind is of that type.

        Reading them gives the answer again. Answers that come as JSON are read through this too.
        """
        return {self.id: [answer]} if isinstance(answer, str) else None

    @property
    def json_type(self) -> str:
        """What an answer is in JSON, as a problem tells it."""
        return "string"

    def counted(self) -> tuple[Counted, ...]:
        """What a tally counts of it: nothing for words, one choice for most, one for each statement of a grid."""
        return (Counted(self.id, "single", self.choices),) if self.choices else ()

    def codes(self, answer: Answer) -> Mapping[str, Answer]:
        """An answer as what is counted, by the ids of `counted()`."""
        return {self.id: answer}

    def drawn(self, chance: Random) -> Answer | None:
        """An answer somebody might give, for simulations and tests. None: there is none to be made up."""
        return chance.choice(self.choices).id if self.choices else None

    def faults(self, place: Place) -> Iterator[Problem]:
        """What of it must be put right before it may be published; `place` is its own."""
        yield from option_faults(self.choices, place, is_single=not self.takes_several)
        if not self.has_write_ins:
            for option in self.write_ins.values():
                yield Problem("survey.no_write_in", pointer(*place), {"option": option.id})


class Choice(Asked):
    """What the kinds have whose options can be objections to going ahead."""

    about_going_ahead: GoingAhead | None = None

    @property
    def objections(self) -> frozenset[str]:
        return frozenset(self.about_going_ahead.against) if self.about_going_ahead else frozenset()

    def faults(self, place: Place) -> Iterator[Problem]:
        yield from super().faults(place)
        offered = {option.id for option in self.choices}
        against = self.about_going_ahead.against if self.about_going_ahead else ()
        for index, option in enumerate(against):
            if option not in offered:
                where = pointer(*place, "about_going_ahead", "against", index)
                yield Problem("survey.unknown_option", where, {"option": option})


class Listed(Choice):
    """What the kinds have whose options are a list in no order of its own: each reader may see another one."""

    options: Options
    order: Literal["given", "random"] = "given"

    @property
    def choices(self) -> tuple[Option, ...]:
        return self.options

    @property
    def shuffled(self) -> tuple[str, ...]:
        return ("options",) if self.order == "random" else ()


def option_faults(options: tuple[Option, ...], place: Place, *, is_single: bool) -> Iterator[Problem]:
    """What is wrong with a list of options that people choose from."""
    if not options:
        return
    yield from double_faults("survey.double_id", ((option.id, place) for option in options))
    if len(options) < 2:  # noqa: PLR2004 - one option is no choice
        yield Problem("survey.too_few", pointer(*place, "options"), {"minimum": 2})
    for option in options:
        if option.id == PREFER_NOT_TO_SAY:
            yield Problem("survey.reserved_option", pointer(*place), {"option": PREFER_NOT_TO_SAY})
        if is_single and option.exclusive:
            yield Problem("survey.exclusive_alone", pointer(*place), {"option": option.id})


def double_faults(code: str, names: Iterable[tuple[str, Place]]) -> Iterator[Problem]:
    """A fault for every name that was given before."""
    first: dict[str, Place] = {}
    for name, place in names:
        if name in first:
            yield Problem(code, pointer(*place), {"name": name, "first": pointer(*first[name])})
        first.setdefault(name, place)
