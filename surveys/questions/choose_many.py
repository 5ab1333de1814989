"""Choose many: a list of options of which several may hold; an exclusive one goes with no other."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from surveys.problems import Problem
from surveys.questions.asked import MOST_OPTIONS, Listed, Option
from surveys.questions.counting import Counted
from surveys.questions.reading import Answer, Form, Reader, is_list_of_strings, several
from surveys.strict_json import Place, pointer

HowMany = Annotated[int, Field(strict=True, ge=1, le=MOST_OPTIONS)]


class ChooseMany(Listed):
    kind: Literal["choose_many"]
    min: HowMany | None = None
    max: HowMany | None = None

    has_write_ins: ClassVar[bool] = True

    @property
    def takes_several(self) -> bool:
        return True

    @property
    def most(self) -> int | None:
        return self.max

    @property
    def json_type(self) -> str:
        return "list"

    def reader(self) -> Reader:
        return several(
            self.id,
            [option.id for option in self.options],
            exclusive_ids(self.options),
            self.min or 1,
            self.max,
        )

    def typed(self, answer: object) -> Form | None:
        return {self.id: answer} if is_list_of_strings(answer) else None

    def counted(self) -> tuple[Counted, ...]:
        return (Counted(self.id, "many", self.options),)

    def drawn(self, chance: Random) -> Answer | None:
        together = [option.id for option in self.options if not option.exclusive]
        fewest, most = self.min or 1, min(self.max or len(together), len(together))
        chosen = set(chance.sample(together, chance.randint(fewest, most)))
        return [option for option in together if option in chosen]

    def faults(self, place: Place) -> Iterator[Problem]:
        yield from super().faults(place)
        together = sum(not option.exclusive for option in self.options)
        fewest, most = self.min or 1, self.max or together
        if fewest > together:
            yield Problem("survey.too_large", pointer(*place, "min"), {"limit": together})
        if most < fewest:
            yield Problem("survey.too_small", pointer(*place, "max"), {"minimum": fewest})


def exclusive_ids(options: tuple[Option, ...]) -> frozenset[str]:
    """The ids of the options that go with no other."""
    return frozenset(option.id for option in options if option.exclusive)
