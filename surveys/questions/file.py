"""File: a picture, or a paper. A picture is a photo as a telephone takes it; a paper is a PDF."""

from __future__ import annotations

from random import Random
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from surveys.problems import Problem
from surveys.questions import kept_file
from surveys.questions.asked import Asked, ValueKind
from surveys.questions.kept_file import KeptFile
from surveys.questions.reading import Answer, Form, Reader


class File(Asked):
    kind: Literal["file"]
    takes: Annotated[tuple[Literal["picture", "paper"], ...], Field(min_length=1, max_length=2)] = (
        "picture",
    )

    is_free_text: ClassVar[bool] = True

    @property
    def value_kind(self) -> ValueKind:
        return "other"

    @property
    def media(self) -> frozenset[str]:
        return frozenset(self.takes)

    @property
    def json_type(self) -> str:
        return "file"

    def kept_file(self, answer: object) -> KeptFile | None:
        return kept_file.of(answer)

    def reader(self) -> Reader:
        field, media = self.id, self.media

        def read(form: Form) -> Answer | Problem | None:
            found = kept_file.read(form, field)
            if not isinstance(found, KeptFile):
                return found
            return (
                found.answer()
                if found.medium in media
                else Problem("answer.wrong_type", field, {"expected": "file"})
            )

        return read

    def typed(self, answer: object) -> Form | None:
        found = kept_file.of(answer)
        return {self.id: [found.written()]} if found else None

    def drawn(self, chance: Random) -> Answer | None:
        return kept_file.drawn(chance, self.media).answer()
