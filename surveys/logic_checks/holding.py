"""Whether what must be true for something to happen can ever be, or always is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from surveys.document import Survey
from surveys.expressions import check, reach
from surveys.expressions.known import Known
from surveys.expressions.tree import AnswerTo, Expression, Operation, Property, This, Value
from surveys.logic_checks.places import Role, Stood
from surveys.problems import Problem
from surveys.questions.asked import Asked, Option
from surveys.strict_json import pointer

MOST_OPTIONS_TRIED: Final = 50
"""Options of one question a filter is tried on; of more it is not judged."""

_CALLED: Final[Mapping[Role, str]] = {
    "page": "condition",
    "condition": "condition",
    "quota": "condition",
    "required_when": "required",
    "constraint": "constraint",
    "choice_filter": "filter",
}


def holding_faults(stood: Stood, questions: Mapping[str, Asked]) -> Iterator[Problem]:
    """`survey.<what>_never`, `survey.<what>_always` for a condition, `required` (when), a constraint, a filter.

    The expression must be free of faults.
    """
    called = _CALLED.get(stood.role)
    found = None if called is None else _outcomes(stood, questions)
    if found is not None and len(found) == 1:
        often = "always" if True in found else "never"
        yield Problem(f"survey.{called}_{often}", pointer(*stood.place))


def nobody_asked(survey: Survey, known: Known) -> Iterator[Problem]:
    """What both conditions together, the page's and its own, never let anybody be asked: `survey.condition_never` for
    a question; `survey.page_never` for a page none of whose questions are asked.
    """
    for index, page in enumerate(survey.pages):
        never = 0
        for number, question in enumerate(page.questions):
            own = question.condition
            if own is None or not _never(own, known):
                together = _both(page.condition, own)
                if together is None or not _never(together, known):
                    continue
                yield Problem(
                    "survey.condition_never", pointer("pages", index, "questions", number, "condition")
                )
            never += 1
        if page.questions and never == len(page.questions):
            yield Problem("survey.page_never", pointer("pages", index))


def _both(page: Expression | None, own: Expression | None) -> Expression | None:
    return None if page is None or own is None else Operation(op="and", args=(page, own))


def _never(expression: Expression, known: Known) -> bool:
    is_sense = not check.faults(expression, known)
    return is_sense and reach.outcomes(expression, known.questions) == frozenset([False])


def _outcomes(stood: Stood, questions: Mapping[str, Asked]) -> frozenset[bool] | None:
    if stood.role == "constraint":
        return _accepts(stood, questions)
    if stood.role == "choice_filter" and stood.question is not None:
        return _offers(stood.expression, stood.question, questions)
    return reach.outcomes(stood.expression, questions)


def _accepts(stood: Stood, questions: Mapping[str, Asked]) -> frozenset[bool] | None:
    """Whether a constraint accepts an answer (what cannot be known is accepted), and refuses one."""
    own = "" if stood.question is None else stood.question.id
    found = reach.truths(_with_this(stood.expression, AnswerTo(answer=own)), questions, frozenset([own]))
    return None if found is None else frozenset(one is not False for one in found)


def _offers(
    expression: Expression, question: Asked, questions: Mapping[str, Asked]
) -> frozenset[bool] | None:
    """Whether a filter offers a choice, and leaves one out."""
    found: set[bool] = set()
    options = question.choices
    if len(options) > MOST_OPTIONS_TRIED:
        return None
    for option in options:
        outcomes = reach.outcomes(_of_option(expression, option), questions)
        if outcomes is None:
            return None
        found |= outcomes
        if len(found) > 1:
            break
    return frozenset(found)


def _with_this(expression: Expression, this: Expression) -> Expression:
    if isinstance(expression, Operation):
        return Operation(op=expression.op, args=tuple(_with_this(one, this) for one in expression.args))
    return this if isinstance(expression, This) else expression


def _of_option(expression: Expression, option: Option) -> Expression:
    """A filter, as it is asked of one option; of what that does not say of itself there are no words."""
    if isinstance(expression, Operation):
        return Operation(op=expression.op, args=tuple(_of_option(one, option) for one in expression.args))
    if isinstance(expression, This):
        return Value(value=option.id)
    if isinstance(expression, Property):
        return Value(value=option.properties.get(expression.property, ""))
    return expression
