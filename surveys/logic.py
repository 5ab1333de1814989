"""What a question's logic says beside whether it is asked: must it be answered, is it good, what is on offer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from surveys.expressions.compile import condition, truth, value
from surveys.expressions.scope import Around, Condition, Scope, Truth, Valued
from surveys.problems import Problem
from surveys.questions.asked import PREFER_NOT_TO_SAY, Asked
from surveys.questions.reading import Answer

CONSTRAINT = "answer.constraint"
"""The code of an answer that is not what it must be: what people are told is the question's own message."""


@dataclass(frozen=True, slots=True, eq=False)
class Logic:
    """The compiled logic of one question. What it does not have is None.

    `required_when` holds where the question must be answered. `constraint` is false where the answer is not good;
    where that cannot be known it is. `offered` are the ids of the choices that are on offer; `default` is an answer
    to begin with.
    """

    required_when: Condition | None
    constraint: Truth | None
    offered: Callable[[Scope], frozenset[str]] | None
    default: Valued | None


@dataclass(frozen=True, slots=True, eq=False)
class PlannedCalculation:
    """A value worked out as one goes past a page. `is_kept`: it is remembered among the answers."""

    id: str
    value: Valued
    is_kept: bool


def logic(question: Asked, around: Around) -> Logic | None:
    """The logic of a question; None for most, which have none."""
    if not question.has_logic:
        return None
    return Logic(
        required_when=None if question.required_when is None else condition(question.required_when, around),
        constraint=None if question.constraint is None else truth(question.constraint.that, around),
        offered=None if question.choice_filter is None else _offered(question, around),
        default=None if question.default is None else value(question.default, around),
    )


def _offered(question: Asked, around: Around) -> Callable[[Scope], frozenset[str]]:
    assert question.choice_filter is not None  # callers looked
    holds = condition(question.choice_filter, around)
    options = [(option.id, option.properties) for option in question.choices]

    def offered(scope: Scope) -> frozenset[str]:
        return frozenset(
            name
            for name, properties in options
            if name == PREFER_NOT_TO_SAY or holds(scope.judging(name, properties))
        )

    return offered


def faults(
    questions: Sequence[tuple[str, Logic | None]], values: Mapping[str, Answer], scope: Scope
) -> Iterator[Problem]:
    """What the logic of a page's questions finds wrong with the values read, at most one thing of each question.

    `scope` sees what was said before, and these values too. Codes: `answer.required`, `answer.not_offered`,
    `answer.constraint`.
    """
    for question_id, own in questions:
        if own is None:
            continue
        found = values.get(question_id)
        if found is None:
            if own.required_when is not None and own.required_when(scope):
                yield Problem("answer.required", question_id)
        elif own.offered is not None and not _chosen(found) <= own.offered(scope):
            yield Problem("answer.not_offered", question_id)
        elif own.constraint is not None and own.constraint(scope.checking(found)) is False:
            yield Problem(CONSTRAINT, question_id)


def _chosen(answer: Answer) -> frozenset[str]:
    return frozenset(answer if isinstance(answer, list) else [str(answer)])


def as_answer(found: Any) -> Answer | None:
    """What an expression gave, as an answer in JSON: numbers written out, everything else as it is."""
    if isinstance(found, Decimal):
        return int(found) if found == found.to_integral_value() else f"{found.normalize():f}"
    if isinstance(found, tuple):
        return list(found)
    return found if isinstance(found, str | bool | int | list) else None
