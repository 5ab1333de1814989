"""From questions and answers to what is counted of them."""

from __future__ import annotations

from collections.abc import Mapping

from surveys.plan import Plan
from surveys.questions.reading import Answer
from surveys.tally.columns import Countable


def countables(plan: Plan) -> tuple[Countable, ...]:
    """Everything that is counted of a survey's questions, in order."""
    return tuple(
        Countable(one.id, one.kind, tuple(option.id for option in one.options))
        for question in plan.questions
        for one in question.asked.counted()
    )


def coded(plan: Plan, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """One person's answers as what is counted: option ids and numbers, by the id of what is counted."""
    codes: dict[str, Answer] = {}
    for question in plan.questions:
        answer = answers.get(question.id)
        if answer is not None and not question.is_free_text:
            codes.update(question.asked.codes(answer))
    return codes
