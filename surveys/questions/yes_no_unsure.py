"""Yes, no, or not sure: three answers whose meaning never changes, in words of the survey's own."""

from __future__ import annotations

from typing import Literal

from surveys.questions.asked import Choice, Option, Part
from surveys.text import Text


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
