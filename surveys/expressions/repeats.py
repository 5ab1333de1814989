"""What is asked of all entries of a repeat: how many, their sum, the least and the most, all of them in a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from surveys.expressions.scope import Scope, Valued
from surveys.expressions.values import EXACT, are_alike, finite, number, ordered, whole, words
from surveys.expressions.wording import together

Each = Callable[[Scope], list[Any]]
"""The values there are, those that are missing left out."""


def each(argument: Valued, repeat: str | None) -> Each:
    """What an argument gives in every entry of the repeat it is about; what it gives, outside of repeats."""
    if repeat is None:
        return lambda scope: _present([argument(scope)])
    return lambda scope: _present(
        argument(scope.within(entry, position)) for position, entry in enumerate(scope.entries(repeat), 1)
    )


def _present(values: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if isinstance(value, Mapping):
            found.extend(_present(value.values()))
        elif isinstance(value, list | tuple):
            found.extend(_present(value))
        elif value is not None and value != "":
            found.append(value)
    return found


def count(each_one: Each, repeat: str | None) -> Valued:
    """How many entries; outside of repeats, how many values."""
    if repeat is None:
        return count_present(each_one)
    return lambda scope: Decimal(len(scope.entries(repeat)))


def count_present(each_one: Each) -> Valued:
    return lambda scope: Decimal(len(each_one(scope)))


def total(values: Sequence[Any]) -> Decimal | None:
    """0 of nothing; None if one of the values is no number."""
    found = Decimal(0)
    for value in values:
        term = number(value)
        if term is None:
            return None
        found = EXACT.add(found, term)
    return finite(found)


def least(values: Sequence[Any]) -> Any:
    return _extreme(values, min)


def most(values: Sequence[Any]) -> Any:
    return _extreme(values, max)


def _extreme(values: Sequence[Any], choose: Callable[..., Any]) -> Any:
    """None of nothing, and of what cannot be compared."""
    found = [ordered(value) for value in values]
    if not found or not all(one is not None and are_alike(one, found[0]) for one in found):
        return None
    chosen = choose(found)
    return chosen.isoformat() if isinstance(chosen, date) else chosen


FOLDS: Final[Mapping[str, Callable[[Sequence[Any]], Any]]] = {"sum": total, "min": least, "max": most}


def folded(op: str, arguments: Sequence[Each]) -> Valued:
    """`sum`, `min` or `max` of everything that all arguments give."""
    fold = FOLDS[op]
    return lambda scope: fold([value for each_one in arguments for value in each_one(scope)])


def joined(between: Valued, arguments: Sequence[Each]) -> Valued:
    """All values as words in a row; missing where there is none."""

    def compute(scope: Scope) -> str | None:
        mark = words(between(scope))
        values = [value for each_one in arguments for value in each_one(scope)]
        return None if mark is None or not values else together(values, mark)

    return compute


def indexed(argument: Valued, repeat: str | None, position: Valued) -> Valued:
    """What an argument gives in the entry at a position, the first at 1."""

    def compute(scope: Scope) -> Any:
        entries = scope.entries(repeat) if repeat else ()
        place = whole(position(scope))
        if place is None or not 0 < place <= len(entries):
            return None
        return argument(scope.within(entries[place - 1], place))

    return compute
