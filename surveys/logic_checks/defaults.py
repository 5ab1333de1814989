"""What may stand in a form before anybody answered."""

from __future__ import annotations

from collections.abc import Iterator

from surveys.expressions import constants
from surveys.expressions.tree import Expression, Operation, Value
from surveys.logic_checks.places import Stood
from surveys.problems import Problem
from surveys.strict_json import Place, pointer


def default_faults(stood: Stood) -> Iterator[Problem]:
    """`survey.default_not_here` (an agreement, or something about the person, that is ticked beforehand is nobody's
    own word); `survey.expression_unknown_option`, `survey.expression_bad_date` for constants.
    """
    question = stood.question
    if question is None:
        return
    if question.is_about_you or question.value_kind in {"truth", "other"}:
        yield Problem("survey.default_not_here", pointer(*stood.place), {"kind": question.kind})
        return
    options = {option.id for option in question.choices}
    for constant, place in _results(stood.expression, stood.place):
        if question.value_kind == "choice" and constant.value not in options:
            parameters = {"option": str(constant.value)[:100], "question": question.id}
            yield Problem("survey.expression_unknown_option", pointer(*place, "value"), parameters)
        if question.value_kind == "date" and constants.kind_of_day(constant) != "date":
            yield constants.bad_date(constant.value, place)


def _results(expression: Expression, place: Place) -> Iterator[tuple[Value, Place]]:
    """The constant words that an expression may give as they are."""
    if isinstance(expression, Value) and isinstance(expression.value, str):
        yield expression, place
    if isinstance(expression, Operation) and expression.op in {"if", "coalesce"}:
        for index, argument in enumerate(expression.args):
            if index or expression.op == "coalesce":
                yield from _results(argument, (*place, "args", index))
