"""What of a survey may know the time: nothing that decides the path, and nothing that a sent answer would keep.

The path is a function of the answers, and no time finer than the week stays with what was sent. So `today` and `now`
stand in constraints and defaults, which decide while somebody answers and leave nothing behind; and a calculation may
remember, once, how a day compared with another, or how many whole years lay between.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from surveys.expressions.kinds import Kind
from surveys.expressions.tree import Expression, Operation, operators_used
from surveys.logic_checks.places import Role, Stood
from surveys.problems import Problem
from surveys.strict_json import Place, pointer

_KNOW_THE_TIME: Final[frozenset[Role]] = frozenset(["constraint", "default"])
_CLOCK: Final = frozenset(["today", "now"])
_MOMENTS: Final = frozenset(["date", "datetime"])
_COARSE: Final = frozenset(["==", "!=", "<", "<=", ">", ">=", "years-between"])
"""What leaves of a day no more than an answer may keep."""


def time_faults(stood: Stood, kind: Kind | None) -> Iterator[Problem]:
    """What is wrong with an expression that gives this kind.

    `survey.time_decides` for a time outside constraints, defaults and `once`; `survey.time_kept` for one that could
    be read from what is remembered; `survey.once_part` for `once` around a part only, which would remember the whole;
    `survey.once_in_repeat`, where nothing is remembered; `survey.once_about_you`, as what somebody said about
    themselves goes when they take their consent back.
    """
    if stood.role in _KNOW_THE_TIME:
        return
    whole = stood.expression
    is_kept = stood.role == "calculation" and isinstance(whole, Operation) and whole.op == "once"
    code = "survey.time_kept" if is_kept else "survey.time_decides"
    for place, operation, is_coarse in _clocks(whole, stood.place):
        if not is_kept or operation.op == "now" or not is_coarse:
            yield Problem(code, pointer(*place))
    if is_kept and kind in _MOMENTS:
        yield Problem("survey.time_kept", pointer(*stood.place))
    if stood.role == "calculation" and (fault := _fault_of_once(stood, is_whole=is_kept)) is not None:
        yield Problem(fault, pointer(*stood.place))


def _fault_of_once(stood: Stood, *, is_whole: bool) -> str | None:
    if "once" not in operators_used(stood.expression):
        return None
    if stood.standing.repeat is not None:
        return "survey.once_in_repeat"
    if stood.is_about_you:
        return "survey.once_about_you"
    inner = _arguments(stood.expression)
    is_part = not is_whole or any("once" in operators_used(one) for one in inner)
    return "survey.once_part" if is_part else None


def _arguments(expression: Expression) -> tuple[Expression, ...]:
    return expression.args if isinstance(expression, Operation) else ()


def _clocks(
    expression: Expression, place: Place, *, is_coarse: bool = False
) -> Iterator[tuple[Place, Operation, bool]]:
    """Every `today` and `now`, its place, and whether it stands within what leaves little of it."""
    if not isinstance(expression, Operation):
        return
    if expression.op in _CLOCK:
        yield place, expression, is_coarse
    is_coarse = is_coarse or expression.op in _COARSE
    for index, argument in enumerate(expression.args):
        yield from _clocks(argument, (*place, "args", index), is_coarse=is_coarse)
