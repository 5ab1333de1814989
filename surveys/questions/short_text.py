"""Short text: one line of somebody's own words."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from surveys.questions.asked import Asked, ValueKind
from surveys.questions.reading import Reader, words

LONGEST_SHORT_TEXT = 1_000


class ShortText(Asked):
    """`limit` counts what a reader takes for one character (grapheme clusters)."""

    kind: Literal["short_text"]
    limit: Annotated[int, Field(strict=True, ge=1, le=LONGEST_SHORT_TEXT)] = 200

    is_free_text: ClassVar[bool] = True

    @property
    def value_kind(self) -> ValueKind:
        return "words"

    def reader(self) -> Reader:
        return words(self.id, self.limit, lines=False)
