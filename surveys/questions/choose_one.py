"""Choose one: a list of options of which one holds."""

from __future__ import annotations

from typing import ClassVar, Literal

from surveys.questions.asked import Listed


class ChooseOne(Listed):
    kind: Literal["choose_one"]

    has_write_ins: ClassVar[bool] = True
