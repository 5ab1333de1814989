"""What a tally counts of a question: one list of options, or one for each of its statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from surveys.text import Text

if TYPE_CHECKING:
    from surveys.questions.asked import Option

CountedKind = Literal["single", "many", "number"]


@dataclass(frozen=True, slots=True)
class Counted:
    """One thing that is counted. `id` is the question's, or begins with it and a point; `label` says which part it is.

    `is_ordered`: its options, those `outside` left out, run from one end to the other.
    """

    id: str
    kind: CountedKind
    options: tuple[Option, ...] = ()
    label: Text | None = None
    is_ordered: bool = False
    outside: frozenset[str] = frozenset()
