"""Operators that are missing as soon as one of their arguments is: what each takes, and what it computes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from surveys.expressions import days, numbers, wording
from surveys.expressions.scope import Scope, Valued
from surveys.expressions.values import day, moment, number, several, whole, words

Converter = Callable[[Any], Any]


def _to_number(value: Any) -> Any:
    return number(int(value)) if isinstance(value, bool) else number(value)


def _at(chosen: Sequence[Any], index: int) -> Any:
    """The option chosen at this place, the first at 0."""
    return chosen[index] if 0 <= index < len(chosen) else None


_TAKES: Final[Mapping[str, tuple[tuple[Converter, ...], Callable[..., Any]]]] = {
    **{op: ((number,), function) for op, function in numbers.OF_NUMBERS.items()},
    **{op: ((words,), function) for op, function in wording.OF_WORDS.items()},
    "+": ((days.quantity,), days.added),
    "-": ((days.quantity,), days.subtracted),
    "round": ((number, whole), numbers.rounded),
    "pi": ((), numbers.pi),
    "number": ((_to_number,), lambda found: found),
    "substr": ((words, whole), wording.part),
    "count-selected": ((several,), lambda chosen: number(len(chosen))),
    "selected-at": ((several, whole), _at),
    "date": ((lambda value: value,), days.dated),
    "days-between": ((day,), days.between),
    "years-between": ((day,), days.years),
    "add-days": ((day, number), days.later),
    "decimal-date-time": ((moment,), days.counted),
    "format-date": ((moment, words), days.formatted),
}
"""Operator -> what each argument is taken for (the last says it for all that follow), and the function of them."""

STRICT: Final = frozenset(_TAKES)


def strict(op: str, arguments: Sequence[Valued]) -> Valued:
    """The closure of an operator of `STRICT`."""
    converters, function = _TAKES[op]
    taken = tuple(
        (argument, converters[min(index, len(converters) - 1)]) for index, argument in enumerate(arguments)
    )

    def compute(scope: Scope) -> Any:
        values = []
        for argument, convert in taken:
            value = convert(argument(scope))
            if value is None:
                return None
            values.append(value)
        return function(*values)

    return compute
