"""Can a condition ever hold, and can it ever fail? Answered by trying every answer that makes a difference."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final

from surveys.expressions.compile import truth
from surveys.expressions.tree import AnswerTo, Expression, Operation, Value, answers_named
from surveys.questions.asked import Asked
from surveys.questions.number import Number

MOST_TRIALS: Final = 4096
"""Combinations tried before giving up: a condition nobody can judge is not reported."""

MOST_MENTIONED: Final = 8
"""Options of one question a condition may name before its subsets become too many."""

OTHERWISE: Final = ""
"""Stands for any option, or any words, that the condition does not mention."""


def outcomes(expression: Expression, questions: Mapping[str, Asked]) -> frozenset[bool] | None:
    """Whether a condition can hold (True among them) and can fail to hold (False); None if it cannot be judged.

    Exact for a condition that compares answers with constants, and whatever else is answered;
    one that compares an answer with another is not judged. `expression` must be free of faults (check.py).
    """
    if any(_compares_answers(operation) for operation in _operations(expression)):
        return None
    names = list(dict.fromkeys(answers_named(expression)))
    samples = [_samples(questions[name], _constants(expression, name)) for name in names]
    if math.prod(len(sample) for sample in samples) > MOST_TRIALS:
        return None
    decide = truth(expression)
    return frozenset(
        decide({name: answer for name, answer in zip(names, trial, strict=True) if answer is not None})
        is True
        for trial in itertools.product(*samples)
    )


def _operations(expression: Expression) -> Iterator[Operation]:
    if isinstance(expression, Operation):
        yield expression
        for argument in expression.args:
            yield from _operations(argument)


def _compares_answers(operation: Operation) -> bool:
    is_comparison = operation.op not in {"and", "or", "not", "answered"}
    return is_comparison and not any(isinstance(argument, Value) for argument in operation.args)


def _constants(expression: Expression, name: str) -> list[Any]:
    """What the answer to this question is compared with."""
    return [
        argument.value
        for operation in _operations(expression)
        if AnswerTo(answer=name) in operation.args
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
        if constant is not None:
            exact = Decimal(str(constant))
            floor, ceiling = exact.quantize(step, ROUND_FLOOR), exact.quantize(step, ROUND_CEILING)
            near |= {floor, ceiling, floor + step, ceiling - step}
    least = Decimal("-inf") if question.minimum is None else Decimal(str(question.minimum))
    most = Decimal("inf") if question.maximum is None else Decimal(str(question.maximum))
    return sorted(number for number in near if least <= number <= most)
