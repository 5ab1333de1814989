"""Quotas: how many answers of some sort are wanted."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from surveys.expressions.typed import Typed
from surveys.questions.asked import OptionId, Part
from surveys.text import Text


class Quota(Part):
    """How many answers are wanted of those for which the condition holds.

    A soft one tells the officer when there are as many; everybody can still answer. A hard one is closed then, which
    only an invited panel may do: in an open call it would silence people. `words` say what it is a quota of, and to
    those who come after it was reached, why they are not asked any more.
    """

    id: OptionId
    condition: Typed
    most: Annotated[int, Field(strict=True, ge=1, le=10_000_000)]
    mode: Literal["soft", "hard"]
    words: Text

    @property
    def is_hard(self) -> bool:
        return self.mode == "hard"
