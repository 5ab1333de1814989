"""A tree written as the text people type: what parsing.py reads back into the same tree."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from surveys.expressions.parsing import IN_A_ROW, POWERS
from surveys.expressions.tree import AnswerTo, Expression, Operation, Property, Scalar, This

_STRONGEST: Final = 8
_NEGATIVE: Final = 7
"""A minus binds more strongly than any operator between two parts."""


def printed(expression: Expression) -> str:
    """The text form, with no more brackets than are needed to read it back."""
    return _written(expression)[0]


def _written(expression: Expression) -> tuple[str, int]:
    """The text of an expression, and how strongly it holds together."""
    if isinstance(expression, Operation):
        return _operation(expression)
    if isinstance(expression, AnswerTo):
        return f"${{{expression.answer}}}", _STRONGEST
    if isinstance(expression, This):
        return ".", _STRONGEST
    if isinstance(expression, Property):
        return expression.property, _STRONGEST
    return _constant(expression.value), _STRONGEST


def _operation(expression: Operation) -> tuple[str, int]:
    sign = "=" if expression.op == "==" else expression.op
    if expression.op == "neg":
        return _negative(expression.args[0]), _NEGATIVE
    if sign not in POWERS or len(expression.args) == 1:
        return f"{sign}({', '.join(printed(argument) for argument in expression.args)})", _STRONGEST
    power = POWERS[sign]
    first, *others = expression.args
    is_same_row = expression.op in IN_A_ROW and isinstance(first, Operation) and first.op == expression.op
    parts = [_held(first, power + 1 if is_same_row else power)]
    parts += [_held(argument, power + 1) for argument in others]
    return f" {sign} ".join(parts), power


def _held(expression: Expression, least: int) -> str:
    """The text of a part, in brackets unless it holds together strongly enough."""
    text, power = _written(expression)
    return text if power >= least else f"({text})"


def _negative(expression: Expression) -> str:
    text, power = _written(expression)
    is_number = text[0].isdigit()  # whose minus would become its own
    return f"-({text})" if is_number or power < _NEGATIVE else f"-{text}"


def _constant(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true()" if value else "false()"
    if isinstance(value, str):
        quote = '"' if "'" in value and '"' not in value else "'"
        return f"{quote}{value.replace(quote, quote * 2)}{quote}"
    text = f"{Decimal(repr(value)):f}"
    return text.removesuffix(".0")
