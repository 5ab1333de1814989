"""Image: a picture to look at, and the same in words for whoever cannot see it; nothing to answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from surveys.questions.unasked import Unasked
from surveys.text import Text

Stored = Annotated[str, StringConstraints(pattern=r"^/media/[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$")]
"""The address of a file this service keeps: no other host learns who looks at a question."""


class Image(Unasked):
    """`text` stands below the picture; `alternative` is read aloud in its place."""

    kind: Literal["image"]
    src: Stored
    alternative: Text

    @property
    def picture(self) -> str:
        return self.src
