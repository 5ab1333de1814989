"""Voice: an answer that is spoken, or written instead, or both."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from surveys.problems import Problem
from surveys.questions import kept_file
from surveys.questions.asked import Asked, ValueKind
from surveys.questions.kept_file import KeptFile
from surveys.questions.long_text import LONGEST_LONG_TEXT
from surveys.questions.reading import Answer, Form, Reader, words

RECORDING = "recording"


class Voice(Asked):
    """`limit` is of what is written instead, and counts what a reader takes for one character."""

    kind: Literal["voice"]
    limit: Annotated[int, Field(strict=True, ge=1, le=LONGEST_LONG_TEXT)] = 2000

    is_free_text: ClassVar[bool] = True

    @property
    def value_kind(self) -> ValueKind:
        return "other"

    @property
    def media(self) -> frozenset[str]:
        return frozenset([RECORDING])

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.id, f"{self.id}.words")

    @property
    def json_type(self) -> str:
        return "object"

    def kept_file(self, answer: object) -> KeptFile | None:
        return kept_file.of(answer.get("recording")) if isinstance(answer, Mapping) else None

    def reader(self) -> Reader:
        field, writing = self.fields
        written = words(writing, self.limit, lines=True)

        def read(form: Form) -> Answer | Problem | None:
            spoken, said = kept_file.read(form, field), written(form)
            if isinstance(spoken, Problem) or isinstance(said, Problem):
                return spoken if isinstance(spoken, Problem) else said
            if spoken is not None and spoken.medium != RECORDING:
                return Problem("answer.wrong_type", field, {"expected": RECORDING})
            parts = {"recording": spoken.answer() if spoken else None, "words": said}
            return {name: part for name, part in parts.items() if part} or None

        return read

    def typed(self, answer: object) -> Form | None:
        field, writing = self.fields
        if not isinstance(answer, Mapping) or not answer.keys() <= {"recording", "words"}:
            return None
        form: dict[str, list[str]] = {}
        if "words" in answer:
            if not isinstance(answer["words"], str):
                return None
            form[writing] = [answer["words"]]
        if "recording" in answer:
            found = kept_file.of(answer["recording"])
            if found is None:
                return None
            form[field] = [found.written()]
        return form

    def drawn(self, chance: Random) -> Answer | None:
        parts: dict[str, Any] = {"recording": kept_file.drawn(chance, self.media).answer(), "words": "…"}
        left_out = chance.choice(["recording", "words", None])
        return {name: part for name, part in parts.items() if name != left_out}
