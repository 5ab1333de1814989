"""About you: something a person may say about themselves; never required, always with "prefer not to say"."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, StringConstraints

from surveys.problems import Problem
from surveys.questions.asked import PREFER_NOT_TO_SAY, Asked, Option, Options, Part, double_faults
from surveys.questions.counting import Counted
from surveys.questions.reading import Answer, Form, Reader, is_list_of_strings, one, several
from surveys.strict_json import Place
from surveys.text import Text, clean

Line = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(clean)]


class Standard(Part):
    """Where the categories of a question come from: what the standard is called, in which edition, read where."""

    name: Line
    version: Line
    source: Annotated[str, StringConstraints(max_length=500, pattern=r"^https://[^\s]+$")]


class AboutYou(Asked):
    kind: Literal["about_you"]
    required: Literal[False] = False
    options: Options
    several: bool = Field(default=False, strict=True)
    prefer_not_to_say: Text
    standard: Standard | None = None

    is_about_you: ClassVar[bool] = True
    has_write_ins: ClassVar[bool] = True

    @property
    def choices(self) -> tuple[Option, ...]:
        return (*self.options, Option(id=PREFER_NOT_TO_SAY, text=self.prefer_not_to_say, exclusive=True))

    @property
    def takes_several(self) -> bool:
        return self.several

    @property
    def json_type(self) -> str:
        return "list" if self.several else "string"

    def reader(self) -> Reader:
        offered = [option.id for option in self.choices]
        if not self.several:
            return one(self.id, offered)
        return several(self.id, offered, [option.id for option in self.choices if option.exclusive])

    def typed(self, answer: object) -> Form | None:
        if self.several:
            return {self.id: answer} if is_list_of_strings(answer) else None
        return super().typed(answer)

    def counted(self) -> tuple[Counted, ...]:
        return (Counted(self.id, "many" if self.several else "single", self.choices),)

    def drawn(self, chance: Random) -> Answer | None:
        chosen = chance.choice(self.choices).id
        return [chosen] if self.several else chosen

    def faults(self, place: Place) -> Iterator[Problem]:
        yield from double_faults("survey.double_id", ((option.id, place) for option in self.choices))
