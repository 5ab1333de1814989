"""Drop-down: one of a long list, in groups or not. For up to about ten options `choose_one` is easier to answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from surveys.problems import Problem
from surveys.questions.asked import Asked, Option
from surveys.questions.lists import Entries, Groups, group_faults
from surveys.strict_json import Place


class DropDown(Asked):
    kind: Literal["drop_down"]
    options: Entries
    groups: Groups = ()

    has_write_ins: ClassVar[bool] = True

    @property
    def choices(self) -> tuple[Option, ...]:
        return self.options

    def faults(self, place: Place) -> Iterator[Problem]:
        yield from super().faults(place)
        yield from group_faults("options", self.options, self.groups, place)
