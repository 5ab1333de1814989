"""Consent: words, and one box beside them to tick. What is not ticked is not given."""

from __future__ import annotations

from random import Random
from typing import Final, Literal

from surveys.problems import Problem
from surveys.questions.asked import Asked, Option, ValueKind
from surveys.questions.counting import Counted
from surveys.questions.reading import NOTHING, Answer, Form, Reader
from surveys.text import Text

GIVEN: Final = "given"
"""What a consent is counted as."""


class Consent(Asked):
    """`text` says what is asked for, `label` what a person agrees to by ticking."""

    kind: Literal["consent"]
    label: Text

    @property
    def value_kind(self) -> ValueKind:
        return "truth"

    @property
    def json_type(self) -> str:
        return "boolean"

    def reader(self) -> Reader:
        field = self.id

        def read(form: Form) -> Answer | Problem | None:
            return True if any(form.get(field, NOTHING)) else None

        return read

    def typed(self, answer: object) -> Form | None:
        if not isinstance(answer, bool):
            return None
        return {self.id: ["yes"]} if answer else {}

    def counted(self) -> tuple[Counted, ...]:
        return (Counted(self.id, "single", (Option(id=GIVEN, text=self.label),)),)

    def codes(self, answer: Answer) -> dict[str, Answer]:  # noqa: ARG002  # an answer is a consent given
        return {self.id: GIVEN}

    def drawn(self, chance: Random) -> Answer | None:
        return chance.random() < 1 / 2 or None
