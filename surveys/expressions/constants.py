"""What a constant is, and constants that cannot be: a pattern nobody can match, a day no calendar has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from surveys.expressions import patterns
from surveys.expressions.days import wrong_code
from surveys.expressions.kinds import Kind
from surveys.expressions.tree import Expression, Operation, Value
from surveys.expressions.values import moment
from surveys.problems import Problem
from surveys.strict_json import Place, pointer


def kind(constant: Value) -> Kind:
    if isinstance(constant.value, bool):
        return "truth"
    if isinstance(constant.value, str):
        return "words" if constant.value else "nothing"
    return "number"


def kind_of_day(constant: Value) -> Kind | None:
    """Whether constant words are a date or a time; None where they are neither."""
    found = moment(constant.value)
    return None if found is None else "datetime" if isinstance(found, datetime) else "date"


def faults(operation: Operation, place: Place) -> Iterator[Problem]:
    """What is wrong with the constants an operation is given: `survey.expression_bad_pattern`, `.._bad_date`,
    `.._bad_format`. `place` is that of the arguments.
    """
    index, check = _CHECKS.get(operation.op, (0, None))
    if check is not None and index < len(operation.args):
        yield from check(operation.args[index], (*place, index))


def bad_date(found: Any, place: Place) -> Problem:
    return Problem("survey.expression_bad_date", pointer(*place, "value"), {"date": str(found)[:100]})


def _pattern(argument: Expression, place: Place) -> Iterator[Problem]:
    if not isinstance(argument, Value) or not isinstance(argument.value, str):
        yield Problem("survey.expression_not_constant", pointer(*place))
        return
    try:
        patterns.compiled(argument.value)
    except patterns.BadPattern:
        limit = patterns.LONGEST_PATTERN
        yield Problem("survey.expression_bad_pattern", pointer(*place, "value"), {"limit": limit})


def _date(argument: Expression, place: Place) -> Iterator[Problem]:
    if isinstance(argument, Value) and isinstance(argument.value, str) and moment(argument.value) is None:
        yield bad_date(argument.value, place)


def _format(argument: Expression, place: Place) -> Iterator[Problem]:
    if not isinstance(argument, Value) or not isinstance(argument.value, str):
        yield Problem("survey.expression_not_constant", pointer(*place))
    elif (code := wrong_code(argument.value)) is not None:
        yield Problem("survey.expression_bad_format", pointer(*place, "value"), {"code": code})


_CHECKS: Final[Mapping[str, tuple[int, Callable[[Expression, Place], Iterator[Problem]]]]] = {
    "regex": (1, _pattern),
    "date": (0, _date),
    "format-date": (1, _format),
}
