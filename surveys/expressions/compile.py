"""Expressions compiled to closures: what the request path asks. Missing values as the package's docstring says."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from surveys.expressions.tree import AnswerTo, Expression, Operation, Operator, Value

Answers = Mapping[str, Any]
Condition = Callable[[Answers], bool]
_Valued = Callable[[Answers], Any]
_Truth = Callable[[Answers], bool | None]

_EQUALITY: Final[Mapping[Operator, Callable[[Any, Any], bool]]] = {"==": operator.eq, "!=": operator.ne}
_ORDER: Final[Mapping[Operator, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def condition(expression: Expression) -> Condition:
    """A function of the answers that is true exactly where the expression is known to be true.

    It never raises: comparing what cannot be compared is unknown, and check.py reports it before publication.
    """
    decide = truth(expression)
    return lambda answers: decide(answers) is True


def truth(expression: Expression) -> Callable[[Answers], bool | None]:
    """As `condition`, in three values: None is unknown."""
    if not isinstance(expression, Operation):
        value = _value(expression)
        return lambda answers: found if isinstance(found := value(answers), bool) else None
    if expression.op in {"and", "or", "not"}:
        return _logic(expression)
    if expression.op == "answered":
        return _answered(expression)
    left, right = (_value(argument) for argument in expression.args)
    if expression.op == "selected":
        return _selected(left, right)
    if expression.op in _EQUALITY:
        return _compared(_EQUALITY[expression.op], left, right, _comparable)
    return _compared(_ORDER[expression.op], left, right, _number)


def _value(expression: Expression) -> _Valued:
    if isinstance(expression, AnswerTo):
        return _answer(expression.answer)
    if isinstance(expression, Value):
        constant = expression.value
        return lambda _: constant
    return truth(expression)


def _answer(question_id: str) -> _Valued:
    return lambda answers: answers.get(question_id)


def _logic(expression: Operation) -> _Truth:
    parts = tuple(truth(argument) for argument in expression.args)
    if expression.op == "not":
        return _negated(parts[0])
    return _joined(parts, settles=expression.op == "or")


def _negated(part: _Truth) -> _Truth:
    return lambda answers: None if (found := part(answers)) is None else not found


def _joined(parts: tuple[_Truth, ...], *, settles: bool) -> _Truth:
    """`or` when True settles it, `and` when False does."""

    def decide(answers: Answers) -> bool | None:
        is_unknown = False
        for part in parts:
            found = part(answers)
            if found is settles:
                return settles
            is_unknown = is_unknown or found is None
        return None if is_unknown else not settles

    return decide


def _answered(expression: Operation) -> _Truth:
    value = _value(expression.args[0])
    return lambda answers: value(answers) is not None


def _selected(chosen: _Valued, option: _Valued) -> _Truth:
    def decide(answers: Answers) -> bool | None:
        found, wanted = chosen(answers), option(answers)
        if found is None or wanted is None:
            return None
        return wanted in found if isinstance(found, list) else bool(wanted == found)

    return decide


def _compared(
    compare: Callable[[Any, Any], bool], left: _Valued, right: _Valued, kept: Callable[[Any], Any]
) -> _Truth:
    def decide(answers: Answers) -> bool | None:
        one, other = kept(left(answers)), kept(right(answers))
        if one is None or other is None:
            return None
        if isinstance(one, Decimal) or isinstance(other, Decimal):
            one, other = _number(one), _number(other)
            if one is None or other is None:
                return None
        return compare(one, other)

    return decide


def _comparable(value: Any) -> Any:
    """Numbers as exact decimals, so that 2.5 equals "2.5" when it is the answer to a question about a number."""
    return _number(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
