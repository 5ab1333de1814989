"""What was typed or ticked becomes an answer, a problem, or nothing: what the kinds of question share of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Final, TypeGuard

from surveys import free_text
from surveys.problems import Problem

Answer = str | int | float | bool | list[Any] | dict[str, Any]
"""A chosen option's id, the ids chosen in the document's order, a whole number, a decimal number written out
("2.5", never an exponent), words, True for a consent given; or what a kind of several parts makes of these."""

Form = Mapping[str, Sequence[str]]
"""The fields of a form, name -> values."""

Reader = Callable[[Form], Answer | Problem | None]
"""From a form. None: nothing was answered. Whether it had to be is the caller's question."""

LONGEST_VALUE: Final = 100
"""Characters of a forged value that a problem repeats."""

NOTHING: Final[tuple[str, ...]] = ()


def unknown(where: str, value: str) -> Problem:
    """The problem of a value that is not on offer."""
    return Problem("answer.unknown_option", where, {"value": free_text.showable(value[:LONGEST_VALUE])})


def one(field: str, options: Iterable[str]) -> Reader:
    """Reads one choice from a field."""
    offered = frozenset(options)

    def read(form: Form) -> Answer | Problem | None:
        values = form.get(field, NOTHING)
        if len(values) == 1 and values[0] in offered:
            return values[0]
        chosen = {value for value in values if value}
        if not chosen:
            return None
        if forged := chosen - offered:
            return unknown(field, min(forged))
        return chosen.pop() if len(chosen) == 1 else Problem("answer.too_many", field, {"limit": 1})

    return read


def several(
    field: str, options: Iterable[str], alone: Collection[str], fewest: int = 1, most: int | None = None
) -> Reader:
    """Reads several choices from a field, in the document's order; each of `alone` goes with no other."""
    order = {option: number for number, option in enumerate(options)}
    exclusive = frozenset(alone)
    limit = len(order) if most is None else most

    def read(form: Form) -> Answer | Problem | None:
        chosen = {value for value in form.get(field, NOTHING) if value}
        if not chosen:
            return None
        if forged := chosen.difference(order):
            return unknown(field, min(forged))
        if len(chosen) > 1 and (together := exclusive & chosen):
            return Problem("answer.exclusive", field, {"option": min(together)})
        if len(chosen) > limit:
            return Problem("answer.too_many", field, {"limit": limit})
        if len(chosen) < fewest and exclusive.isdisjoint(chosen):
            return Problem("answer.too_few", field, {"minimum": fewest})
        return sorted(chosen, key=order.__getitem__)

    return read


def only(form: Form, field: str) -> str | Problem | None:
    """The one thing typed into a field."""
    typed = [value for value in form.get(field, NOTHING) if value and not value.isspace()]
    if not typed:
        return None
    return typed[0] if len(typed) == 1 else Problem("answer.too_many", field, {"limit": 1})


def words(field: str, limit: int, *, lines: bool) -> Reader:
    """Reads what somebody wrote, at most `limit` characters as a reader sees them."""

    def read(form: Form) -> Answer | Problem | None:
        typed = only(form, field)
        if not isinstance(typed, str):
            return typed
        try:
            return free_text.written(typed, limit, lines=lines) or None
        except free_text.BadCharacters:
            return Problem("answer.bad_characters", field)
        except free_text.TooLong:
            return Problem("answer.too_long", field, {"limit": limit})

    return read


def is_list_of_strings(answer: object) -> TypeGuard[list[str]]:
    """Whether this is what ticked boxes give."""
    return isinstance(answer, list) and all(isinstance(item, str) for item in answer)
