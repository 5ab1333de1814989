"""Who was asked a conditional question: what disclosure control must know, read off the survey's conditions."""

from collections.abc import Iterator

from surveys.disclosure import AskedOf
from surveys.document import Survey
from surveys.expressions.tree import AnswerTo, Expression, Operation, Value


def asked_of(survey: Survey) -> dict[str, AskedOf]:
    """Return, for each conditional question, the earlier question and the options that lead to it.

    A condition that says more than "this was chosen there" is named with every option of the question it looks at
    first: then nothing is shown of it that the earlier question does not show whole.
    """
    options = {question.id: question for page in survey.pages for question in page.questions}
    found = {}
    for page in survey.pages:
        for question in page.questions:
            condition = question.condition or page.condition
            if condition is None:
                continue
            named = _plain(condition)
            if named is None or (question.condition is not None and page.condition is not None):
                first = next(_looked_at(condition), None)
                every = frozenset(option.id for option in options[first].choices) if first else frozenset()
                named = AskedOf(first, every) if first and every else None
            if named is not None:
                found[question.id] = named
    return found


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


def _looked_at(condition: Expression) -> Iterator[str]:
    if isinstance(condition, AnswerTo):
        yield condition.answer
    elif isinstance(condition, Operation):
        for part in condition.args:
            yield from _looked_at(part)
