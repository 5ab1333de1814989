"""From questions to what is counted of them."""

from __future__ import annotations

from surveys.coding import coded
from surveys.plan import Plan
from surveys.repeats import counted_of
from surveys.tally.columns import Countable

__all__ = ["coded", "countables"]


def countables(plan: Plan) -> tuple[Countable, ...]:
    """Everything that is counted of a survey's questions, in order."""
    asked = [
        Countable(one.id, one.kind, tuple(option.id for option in one.options))
        for question in plan.questions
        for one in counted_of(question.asked, is_repeated=question.repeat_id is not None)
    ]
    return (*asked, *(Countable(repeat_id, "number") for repeat_id in plan.repeats))
