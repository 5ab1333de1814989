"""What stands between questions and is not answered: it has no field, no key and nothing to count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from surveys.problems import Problem
from surveys.questions.asked import Asked, ValueKind
from surveys.questions.reading import Answer, Form, Reader
from surveys.strict_json import Place


class Unasked(Asked):
    hint: None = None
    required: Literal[False] = False

    @property
    def keys(self) -> tuple[str, ...]:
        return ()

    @property
    def value_kind(self) -> ValueKind:
        return "other"

    def reader(self) -> Reader:
        return _nothing

    def typed(self, answer: object) -> Form | None:  # noqa: ARG002  # there is none
        return None

    def faults(self, place: Place) -> Iterator[Problem]:  # noqa: ARG002  # none of its own
        yield from ()


def _nothing(_form: Form) -> Answer | Problem | None:
    return None
