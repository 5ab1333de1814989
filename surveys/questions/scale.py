"""Scale: points in order, from one end to the other; `outside` stand apart, such as "I do not know"."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from surveys.questions.asked import Choice, Option
from surveys.questions.counting import Counted

Points = Annotated[tuple[Option, ...], Field(min_length=2, max_length=11)]
Outside = Annotated[tuple[Option, ...], Field(max_length=5)]


class Scale(Choice):
    kind: Literal["scale"]
    points: Points
    outside: Outside = ()

    @property
    def choices(self) -> tuple[Option, ...]:
        return self.points + self.outside

    @property
    def apart(self) -> tuple[Option, ...]:
        return self.outside

    def counted(self) -> tuple[Counted, ...]:
        apart = frozenset(option.id for option in self.outside)
        return (Counted(self.id, "single", self.choices, is_ordered=True, outside=apart),)
