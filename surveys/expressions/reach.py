"""Can a condition ever hold, and can it ever fail? Answered by trying every answer that makes a difference."""

from __future__ import annotations

import itertools
import math
from collections.abc import Container, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final

from surveys.expressions.compile import truth, value
from surveys.expressions.scope import Scope
from surveys.expressions.tree import AnswerTo, Expression, Operation, Operator, Value, answers_named, parts
from surveys.questions.asked import Asked
from surveys.questions.number import Number

MOST_TRIALS: Final = 4096
"""Combinations tried before giving up: a condition nobody can judge is not reported."""

MOST_MENTIONED: Final = 8
"""Options of one question a condition may name before its subsets become too many."""

OTHERWISE: Final = "\0"
"""Stands for any option, or any words, that the condition does not mention: no document can mention this."""

_JUDGED: Final[frozenset[Operator]] = frozenset(
    ["and", "or", "not", "answered", "selected", "==", "!=", "<", "<=", ">", ">="]
)
_NEVER_CONSTANT: Final[frozenset[Operator]] = frozenset(["today", "now", "position", "once"])
"""Operators that give something else from one time, place or survey to the next."""


def outcomes(expression: Expression, questions: Mapping[str, Asked]) -> frozenset[bool] | None:
    """Whether a condition can hold (True among them) and can fail to hold (False); None if it cannot be judged.

    Exact for a condition that compares answers with constants, and whatever else is answered; what is computed from
    constants alone counts as one. One that compares an answer with another, or computes with answers, is not judged.
    `expression` must be free of faults (check.py).
    """
    found = truths(expression, questions)
    return None if found is None else frozenset(one is True for one in found)


def truths(
    expression: Expression, questions: Mapping[str, Asked], answered: Container[str] = ()
) -> frozenset[bool | None] | None:
    """As `outcomes`, where false and unknown (None) are told apart. The questions in `answered` are not missing."""
    if _is_constant(expression):
        return frozenset([truth(expression)(Scope())])
    expression = _folded(expression)
    if not all(_is_judged(part) for part in parts(expression)):
        return None
    names = list(dict.fromkeys(answers_named(expression)))
    samples = [
        _samples(questions[name], _constants(expression, name))[
            name in answered :
        ]  # the first is a missing one
        for name in names
        if name in questions
    ]
    if len(samples) < len(names) or math.prod(len(sample) for sample in samples) > MOST_TRIALS:
        return None
    decide = truth(expression)
    return frozenset(
        decide(Scope({name: answer for name, answer in zip(names, trial, strict=True) if answer is not None}))
        for trial in itertools.product(*samples)
    )


def _folded(expression: Expression) -> Expression:
    """The expression with what is computed from constants alone replaced by the constant it gives."""
    if not isinstance(expression, Operation):
        return expression
    if not _is_constant(expression):
        return Operation(op=expression.op, args=tuple(_folded(argument) for argument in expression.args))
    found = value(expression)(Scope())
    if isinstance(found, Decimal):
        exact = float(found)
        return Value(value=exact) if Decimal(repr(exact)) == found else expression
    return Value(value=found) if isinstance(found, str | bool) else expression


def _is_constant(expression: Expression) -> bool:
    return all(
        part.op not in _NEVER_CONSTANT if isinstance(part, Operation) else isinstance(part, Value)
        for part in parts(expression)
    )


def _is_judged(part: Expression) -> bool:
    if not isinstance(part, Operation):
        return isinstance(part, AnswerTo | Value)
    if part.op not in _JUDGED:
        return False
    is_comparison = part.op not in {"and", "or", "not", "answered"}
    return not is_comparison or any(isinstance(argument, Value) for argument in part.args)


def _constants(expression: Expression, name: str) -> list[Any]:
    """What the answer to this question is compared with."""
    return [
        argument.value
        for operation in parts(expression)
        if isinstance(operation, Operation) and AnswerTo(answer=name) in operation.args
        for argument in operation.args
        if isinstance(argument, Value)
    ]


def _samples(question: Asked, constants: Sequence[Any]) -> Sequence[Any]:
    """Answers to this question, missing among them, that lead to every outcome any answer leads to."""
    if isinstance(question, Number):
        return [None, *_numbers(question, constants)]
    if question.takes_several:
        return [None, *_subsets(sorted(set(constants)))]
    if question.choices:
        return [None, *(option.id for option in question.choices)]
    return [None, OTHERWISE, *constants]


def _subsets(mentioned: Sequence[str]) -> Sequence[Any]:
    if len(mentioned) > MOST_MENTIONED:
        return range(MOST_TRIALS)  # too many to try
    return [
        [OTHERWISE, *chosen]
        for size in range(len(mentioned) + 1)
        for chosen in itertools.combinations(mentioned, size)
    ]


def _numbers(question: Number, constants: Sequence[Any]) -> Sequence[Decimal]:
    """The numbers that may be answered at, just below and just above each constant, and at the limits."""
    step = Decimal(1).scaleb(-question.decimals)
    near = {Decimal(0)}
    for constant in (*constants, question.minimum, question.maximum):
        if isinstance(constant, int | float):
            exact = Decimal(str(constant))
            floor, ceiling = exact.quantize(step, ROUND_FLOOR), exact.quantize(step, ROUND_CEILING)
            near |= {floor, ceiling, floor + step, ceiling - step}
    least = Decimal("-inf") if question.minimum is None else Decimal(str(question.minimum))
    most = Decimal("inf") if question.maximum is None else Decimal(str(question.maximum))
    return sorted(number for number in near if least <= number <= most)
