"""The conditions of a survey together: what each may look at, and whether it can ever hold or fail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from surveys.document import Survey
from surveys.expressions import check, reach
from surveys.expressions.known import Known
from surveys.expressions.tree import Expression, answers_named
from surveys.problems import Problem
from surveys.questions.asked import Asked, double_faults
from surveys.strict_json import Place, pointer


@dataclass(frozen=True, slots=True)
class _Condition:
    """A condition, where it stands, on which page (a number), and whose question it is, if one's."""

    expression: Expression
    place: Place
    page: int
    question: str | None


@dataclass(frozen=True, slots=True)
class _Question:
    asked: Asked
    page: int
    is_repeated: bool


def condition_faults(survey: Survey) -> Iterator[Problem]:
    """Every fault of every condition.

    Besides the faults of expressions/check.py: `survey.condition_cycle`, `survey.condition_same_page` (without
    a script a page cannot change while it is filled in), `survey.condition_forward`, `survey.condition_into_repeat`
    (each entry answers anew, so there is no one answer to look at), `survey.condition_never`,
    `survey.condition_always`.
    """
    known = {
        question.id: _Question(question, index, page.repeat is not None)
        for index, page in enumerate(survey.pages)
        for question in page.questions
        if question.keys
    }
    questions = {name: question.asked for name, question in known.items()}
    conditions = list(_conditions(survey))
    waits_for = _waits_for(survey)
    for condition in conditions:
        problems = check.faults(condition.expression, Known(questions), condition.place)
        yield from problems
        yield from _order_faults(condition, known, waits_for)
        if not problems:
            yield from _reach_faults(condition, questions)


def _conditions(survey: Survey) -> Iterator[_Condition]:
    for index, page in enumerate(survey.pages):
        if page.condition is not None:
            yield _Condition(page.condition, ("pages", index, "condition"), index, None)
        for number, question in enumerate(page.questions):
            if question.condition is not None:
                place = ("pages", index, "questions", number, "condition")
                yield _Condition(question.condition, place, index, question.id)


def quota_faults(survey: Survey) -> Iterator[Problem]:
    """Every fault of the quotas: of their ids, and of their conditions, which may look at everything.

    Besides the faults of expressions/check.py: `survey.double_id`, `survey.condition_into_repeat`,
    `survey.condition_never`, `survey.condition_always`.
    """
    questions = {question.id: question for page in survey.pages for question in page.questions}
    repeated = {question.id for page in survey.pages if page.repeat for question in page.questions}
    ids = ((quota.id, ("quotas", index, "id")) for index, quota in enumerate(survey.quotas))
    yield from double_faults("survey.double_id", ids)
    for index, quota in enumerate(survey.quotas):
        place: Place = ("quotas", index, "condition")
        problems = check.faults(quota.condition, Known(questions), place)
        yield from problems
        for name in dict.fromkeys(answers_named(quota.condition)):
            if name in repeated:
                yield Problem("survey.condition_into_repeat", pointer(*place), {"question": name})
        if not problems:
            yield from _reach_faults(_Condition(quota.condition, place, len(survey.pages), None), questions)


def _waits_for(survey: Survey) -> Mapping[str, frozenset[str]]:
    """For each question the questions that its own condition, or its page's, looks at."""
    waits: dict[str, frozenset[str]] = {}
    for page in survey.pages:
        of_page = frozenset(answers_named(page.condition)) if page.condition else frozenset()
        for question in page.questions:
            own = frozenset(answers_named(question.condition)) if question.condition else frozenset()
            waits[question.id] = of_page | own
    return waits


def _order_faults(
    condition: _Condition, known: Mapping[str, _Question], waits_for: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    """A condition may look only at pages that come before its own."""
    for name in dict.fromkeys(answers_named(condition.expression)):
        where, parameters = pointer(*condition.place), {"question": name}
        if name not in known:
            continue
        if known[name].page < condition.page:
            if known[name].is_repeated:
                yield Problem("survey.condition_into_repeat", where, parameters)
            continue
        if _leads_back(name, condition, known, waits_for):
            yield Problem("survey.condition_cycle", where, parameters)
        elif known[name].page == condition.page:
            yield Problem("survey.condition_same_page", where, parameters)
        else:
            yield Problem("survey.condition_forward", where, parameters)


def _leads_back(
    name: str, condition: _Condition, known: Mapping[str, _Question], waits_for: Mapping[str, frozenset[str]]
) -> bool:
    """Whether the question a condition looks at waits, in the end, for what the condition decides."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        is_decided = current in known and known[current].page == condition.page
        if is_decided and condition.question in {None, current}:
            return True
        if current not in seen:
            seen.add(current)
            waiting.extend(waits_for.get(current, ()))
    return False


def _reach_faults(condition: _Condition, questions: Mapping[str, Asked]) -> Iterator[Problem]:
    found = reach.outcomes(condition.expression, questions)
    if found == frozenset([False]):
        yield Problem("survey.condition_never", pointer(*condition.place))
    elif found == frozenset([True]):
        yield Problem("survey.condition_always", pointer(*condition.place))
