"""Who was asked a conditional question: what disclosure control must know, read off the survey's conditions."""

from collections.abc import Iterator, Sequence

from surveys.disclosure import AskedOf
from surveys.document import Survey
from surveys.expressions.tree import AnswerTo, Expression, Operation, Value, answers_named
from surveys.questions import Question


def asked_of(surveys: Sequence[Survey]) -> dict[str, AskedOf]:
    """Return, for each question conditional in any version, the earlier question and the options leading to it.

    A condition that says more than "this was chosen there", or that is not the same in every version, is named with
    every option of the question of choices it looks at first, itself or through calculations: then nothing is shown of
    it that the earlier question does not show whole.
    """
    found: dict[str, AskedOf] = {}
    for question_id in dict.fromkeys(question.id for survey in surveys for question in _questions(survey)):
        named = [_condition(survey, question_id) for survey in surveys if _has(survey, question_id)]
        conditional = [one for one in named if one is not None]
        if not conditional:
            continue
        is_same = len(named) == len(conditional) and len(set(conditional)) == 1
        found[question_id] = conditional[0] if is_same else _whole(surveys, conditional[0].question)
    return {question_id: one for question_id, one in found.items() if one.options}


def _questions(survey: Survey) -> Iterator[Question]:
    return (question for page in survey.pages for question in page.questions)


def _has(survey: Survey, question_id: str) -> bool:
    return any(question.id == question_id for question in _questions(survey))


def _whole(surveys: Sequence[Survey], question_id: str) -> AskedOf:
    """Every option any version had of a question."""
    options = (
        option.id
        for survey in surveys
        for question in _questions(survey)
        if question.id == question_id
        for option in question.choices
    )
    return AskedOf(question_id, frozenset(options))


def _condition(survey: Survey, question_id: str) -> AskedOf | None:
    """Return what one version asks of those it puts a question to; None where it asks everybody."""
    page, question = next(
        (page, question) for page in survey.pages for question in page.questions if question.id == question_id
    )
    conditions = [one for one in (page.condition, question.condition) if one is not None]
    if not conditions:
        return None
    named = _plain(conditions[0]) if len(conditions) == 1 else None
    if named is not None:
        return named
    looked_at = (name for condition in conditions for name in _looked_at(condition, survey))
    wholes = (_whole([survey], name) for name in looked_at)
    return next((one for one in wholes if one.options), None)


def _plain(condition: Expression) -> AskedOf | None:
    """Return what a condition of the form "this option was chosen", or an "or" of them, says; None for any other."""
    if not isinstance(condition, Operation):
        return None
    if condition.op == "or":
        parts = [_plain(part) for part in condition.args]
        named = [part for part in parts if part is not None]
        if len(named) == len(parts) and len({part.question for part in named}) == 1:
            return AskedOf(named[0].question, frozenset().union(*(part.options for part in named)))
        return None
    if condition.op in {"==", "selected"}:
        answer, value = condition.args
        if isinstance(answer, AnswerTo) and isinstance(value, Value) and isinstance(value.value, str):
            return AskedOf(answer.answer, frozenset({value.value}))
    return None


def _looked_at(condition: Expression, survey: Survey) -> Iterator[str]:
    """The names a condition looks at, and those that the calculations among them look at, each once."""
    values = {one.id: one.value for page in survey.pages for one in page.calculations}
    names = list(dict.fromkeys(answers_named(condition)))
    for name in names:  # grows
        yield name
        if name in values:
            names.extend(one for one in dict.fromkeys(answers_named(values[name])) if one not in names)
