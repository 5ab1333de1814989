"""Comparisons, and what is chosen: the closures nearly every condition consists of, kept as shallow as they can be."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any, Final

from surveys.expressions.scope import Scope, Truth, Valued
from surveys.expressions.values import are_alike, moment, ordered, same

_ORDER: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

ORDER: Final = frozenset(_ORDER)


def equal(left: Valued, right: Valued) -> Truth:
    return lambda scope: same(left(scope), right(scope))


def differ(left: Valued, right: Valued) -> Truth:
    return lambda scope: None if (found := same(left(scope), right(scope))) is None else not found


def answer_is(question_id: str, words: str) -> Truth | None:
    """`equal` for an answer and constant words; None for a constant that could be written otherwise (a time)."""
    if moment(words) is not None:
        return None

    def decide(scope: Scope) -> bool | None:
        found = scope.answers.get(question_id)
        if found.__class__ is str:
            return bool(found == words)
        return same(found, words)

    return decide


def is_empty(value: Valued) -> Truth:
    """Comparing with the empty text asks whether there is anything. Never unknown."""
    return lambda scope: value(scope) in _EMPTY


def is_there(value: Valued) -> Truth:
    return lambda scope: value(scope) not in _EMPTY


_EMPTY: Final[tuple[Any, ...]] = (None, "", [], ())


def answer_is_there(question_id: str) -> Truth:
    return lambda scope: scope.answers.get(question_id) not in _EMPTY


def selected(chosen: Valued, option: Valued) -> Truth:
    def decide(scope: Scope) -> bool | None:
        found, wanted = chosen(scope), option(scope)
        if found is None or wanted is None:
            return None
        return wanted in found if isinstance(found, list | tuple) else bool(wanted == found)

    return decide


def answer_selected(question_id: str, option: object) -> Truth:
    """`selected` for an answer and a constant."""

    def decide(scope: Scope) -> bool | None:
        found = scope.answers.get(question_id)
        if found is None:
            return None
        return option in found if found.__class__ is list else bool(option == found)

    return decide


def compared(op: str, left: Valued, right: Valued) -> Truth:
    """Numbers with numbers, dates with dates, times with times."""
    compare = _ORDER[op]

    def decide(scope: Scope) -> bool | None:
        one, other = ordered(left(scope)), ordered(right(scope))
        if one is None or other is None or not are_alike(one, other):
            return None
        return compare(one, other)

    return decide
