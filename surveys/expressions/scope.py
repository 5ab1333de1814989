"""What an expression is asked of: answers, the present entry of a repeat, the answer checked, the time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


def nothing() -> Mapping[str, Any]:
    """Default of a field, which dataclasses want to be hashable or made anew."""
    return NOTHING


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands when it is asked.

    `answers`: question or calculation id -> value; a repeat's id -> its entries in order, each a mapping like this
    one. `entry` and `position` (from 1) are the present entry inside a repeat. `this` is the answer a constraint
    checks, or the id of the option a filter judges; `option` what else that option says of itself.
    `now` is an aware time in the zone of the survey, None where nobody tells. `kept`: calculation id -> what
    `once` remembers. Missing values are absent or None.
    """

    answers: Mapping[str, Any] = field(default_factory=nothing)
    entry: Mapping[str, Any] | None = None
    position: int | None = None
    this: Any = None
    option: Mapping[str, Any] = field(default_factory=nothing)
    now: datetime | None = None
    kept: Mapping[str, Any] = field(default_factory=nothing)

    def within(self, entry: Mapping[str, Any], position: int) -> Scope:
        """The same inside one entry of a repeat, the first of which has position 1."""
        return Scope(self.answers, entry, position, self.this, self.option, self.now, self.kept)

    def checking(self, answer: Any) -> Scope:
        """The same for the constraint of one answer."""
        return Scope(self.answers, self.entry, self.position, answer, self.option, self.now, self.kept)

    def judging(self, option_id: str, properties: Mapping[str, Any] = NOTHING) -> Scope:
        """The same for the filter of one option."""
        return Scope(self.answers, self.entry, self.position, option_id, properties, self.now, self.kept)

    def entries(self, repeat: str) -> Sequence[Mapping[str, Any]]:
        """The entries of a repeat; none where it has none, or is no repeat."""
        found = self.answers.get(repeat)
        if not isinstance(found, list | tuple):
            return ()
        return [entry for entry in found if isinstance(entry, Mapping)]


Valued = Callable[[Scope], Any]
"""A compiled expression: what it gives, None where that is missing."""

Truth = Callable[[Scope], bool | None]
"""A compiled expression that is true, false or unknown (None)."""

Condition = Callable[[Scope], bool]


@dataclass(frozen=True, slots=True)
class Around:
    """What must be known of the survey around an expression to compile it.

    `repeats`: the id of a question or calculation inside a repeat -> the repeat's id.
    `owner`: the id of the calculation the expression is; where `once` remembers.
    """

    repeats: Mapping[str, str] = field(default_factory=nothing)
    owner: str | None = None

    def repeat_of(self, names: Iterable[str]) -> str | None:
        """The repeat whose entries an expression with these names is about; None outside repeats."""
        everything = frozenset(self.repeats.values())
        for name in names:
            if name in everything:
                return name
            if name in self.repeats:
                return self.repeats[name]
        return None


ALONE: Final = Around()
