"""Choose one: a list of options of which one holds."""

from __future__ import annotations

from typing import ClassVar, Literal

from surveys.questions.asked import Choice, Option, Options


class ChooseOne(Choice):
    kind: Literal["choose_one"]
    options: Options

    has_write_ins: ClassVar[bool] = True

    @property
    def choices(self) -> tuple[Option, ...]:
        return self.options
