"""Is an expression sense: does it name questions and options that exist, and compare like with like?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal

from surveys.expressions.tree import AnswerTo, Expression, Operation, Value
from surveys.problems import Problem
from surveys.questions.asked import Asked
from surveys.strict_json import Place, pointer

Kind = Literal["truth", "number", "choice", "choices", "words"]
"""What an expression gives: true or false, a number, one option, several options, somebody's words."""

Questions = Mapping[str, Asked]

_LOGIC: Final = frozenset(["and", "or", "not"])
_EQUALITY: Final = frozenset(["==", "!="])


def faults(expression: Expression, questions: Questions, place: Place = ()) -> tuple[Problem, ...]:
    """What is wrong with a condition; nothing, if it can be asked of answers to `questions`.

    `survey.condition_unknown_question`, `survey.condition_unknown_option`, `survey.condition_wrong_type`
    (with what was `expected` and `found`); `where` is the JSON pointer of the part, below `place`.
    """
    return tuple(_wanted(expression, "truth", questions, place))


def kind_of(question: Asked) -> Kind:
    """What the answer to a question is."""
    kind = question.value_kind
    return kind if kind in {"choice", "choices", "number"} else "words"


def _wanted(expression: Expression, kind: Kind, questions: Questions, place: Place) -> Iterator[Problem]:
    """The faults of an expression that should give `kind`."""
    yield from _inner(expression, questions, place)
    found = _kind(expression, questions)
    if found is not None and found != kind:
        yield _wrong_type(place, kind, found)


def _kind(expression: Expression, questions: Questions) -> Kind | None:
    """What an expression gives; None for the answer to an unknown question."""
    if isinstance(expression, Operation):
        return "truth"
    if isinstance(expression, AnswerTo):
        question = questions.get(expression.answer)
        return None if question is None else kind_of(question)
    if isinstance(expression.value, bool):
        return "truth"
    return "words" if isinstance(expression.value, str) else "number"


def _inner(expression: Expression, questions: Questions, place: Place) -> Iterator[Problem]:
    """The faults within an expression, whatever it should give."""
    if isinstance(expression, AnswerTo):
        if expression.answer not in questions:
            where = pointer(*place, "answer")
            yield Problem("survey.condition_unknown_question", where, {"question": expression.answer})
    elif isinstance(expression, Operation):
        yield from _operation(expression, questions, (*place, "args"))


def _operation(expression: Operation, questions: Questions, place: Place) -> Iterator[Problem]:
    if expression.op in _LOGIC:
        for index, argument in enumerate(expression.args):
            yield from _wanted(argument, "truth", questions, (*place, index))
    elif expression.op == "answered":
        yield from _an_answer(expression.args[0], questions, (*place, 0))
    elif expression.op == "selected":
        yield from _an_answer(expression.args[0], questions, (*place, 0))
        yield from _choice_and_option(expression, questions, place)
    elif expression.op in _EQUALITY:
        yield from _equality(expression, questions, place)
    else:
        for index, argument in enumerate(expression.args):
            yield from _wanted(argument, "number", questions, (*place, index))


def _an_answer(expression: Expression, questions: Questions, place: Place) -> Iterator[Problem]:
    yield from _inner(expression, questions, place)
    if not isinstance(expression, AnswerTo):
        yield _wrong_type(place, "answer", _kind(expression, questions) or "")


def _choice_and_option(expression: Operation, questions: Questions, place: Place) -> Iterator[Problem]:
    """An answer that is chosen, and the id of one of its options."""
    chosen, option = expression.args
    question = questions.get(chosen.answer) if isinstance(chosen, AnswerTo) else None
    if question is None:
        return
    if not question.choices:
        yield _wrong_type((*place, 0), "choice", kind_of(question))
    elif not (isinstance(option, Value) and isinstance(option.value, str)):
        yield _wrong_type((*place, 1), "option", _kind(option, questions) or "")
    elif option.value not in {choice.id for choice in question.choices}:
        where = pointer(*place, 1, "value")
        yield Problem(
            "survey.condition_unknown_option", where, {"option": option.value, "question": question.id}
        )


def _equality(expression: Operation, questions: Questions, place: Place) -> Iterator[Problem]:
    for index, argument in enumerate(expression.args):
        yield from _inner(argument, questions, (*place, index))
    kinds = [_kind(argument, questions) for argument in expression.args]
    if None in kinds:
        return
    if "choices" in kinds:
        index = kinds.index("choices")
        yield _wrong_type((*place, index), "choice", "choices")
    elif kinds == ["choice", "words"]:
        yield from _choice_and_option(expression, questions, place)
    elif kinds == ["words", "choice"]:
        turned = expression.model_copy(update={"args": expression.args[::-1]})
        for problem in _choice_and_option(turned, questions, place):
            yield Problem(problem.code, pointer(*place, 0, "value"), problem.parameters)
    elif kinds[0] != kinds[1]:
        yield _wrong_type((*place, 1), str(kinds[0]), str(kinds[1]))


def _wrong_type(place: Place, expected: str, found: str) -> Problem:
    return Problem("survey.condition_wrong_type", pointer(*place), {"expected": expected, "found": found})
