"""A survey on paper: its questions numbered through, and for whom each is, told where a sentence can tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from surveys.expressions.tree import AnswerTo, Expression, Operation, Scalar, Value
from surveys.plan import Plan, PlannedQuestion

Relation = Literal["any", "none", "answered", "empty", "is", "<", "<=", ">", ">="]
"""How an answer must be: any or none of the values chosen; given or not; equal to the value, or beyond it."""

_OPPOSITE: Final[Mapping[Relation, Relation]] = {
    "any": "none",
    "none": "any",
    "answered": "empty",
    "empty": "answered",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What must be so of the answer to the question of this id, which has this number."""

    question_id: str
    number: int
    relation: Relation
    values: tuple[Scalar, ...] = ()


@dataclass(frozen=True, slots=True)
class OnlyIf:
    """For whom something is asked: for those of whom all of `wishes` are true; where there are none, no sentence
    tells it. Everybody else goes on to the question numbered `otherwise` (None: there is none).
    """

    wishes: tuple[Wish, ...]
    otherwise: int | None


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question and its number, which what is not answered does not have. `only_if` is None where it is for everybody
    who comes there.
    """

    id: str
    number: int | None
    only_if: OnlyIf | None


@dataclass(frozen=True, slots=True)
class PaperPage:
    """What is asked together, and for whom."""

    id: str
    questions: tuple[PaperQuestion, ...]
    only_if: OnlyIf | None


def on_paper(plan: Plan) -> tuple[PaperPage, ...]:
    """The pages of a survey in order, every question with the number it has on paper."""
    answered = (question.id for question in plan.questions if question.keys)
    numbers = {question_id: number for number, question_id in enumerate(answered, 1)}
    pages = []
    following = 1
    for page in plan.pages:
        questions = []
        for question in page.questions:
            number = numbers.get(question.id)
            following = number + 1 if number else following
            only_if = _only_if(plan, question.asked.condition, numbers, following)
            questions.append(PaperQuestion(question.id, number, only_if))
        pages.append(PaperPage(page.id, tuple(questions), _only_if(plan, page.when, numbers, following)))
    return tuple(pages)


def _only_if(plan: Plan, when: Expression | None, numbers: Mapping[str, int], after: int) -> OnlyIf | None:
    if when is None:
        return None
    otherwise = after if after in numbers.values() else None
    return OnlyIf(_wishes(plan, when, numbers) or (), otherwise)


def _wishes(plan: Plan, when: Expression, numbers: Mapping[str, int]) -> tuple[Wish, ...] | None:
    """What must all be so; None where that takes more than plain sentences."""
    if not isinstance(when, Operation):
        return None
    if when.op not in {"and", "or", "not"}:
        found = _of_one(plan, when, numbers)
        return None if found is None else (found,)
    parts = [_wishes(plan, part, numbers) for part in when.args]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if when.op == "and":
        return tuple(wish for part in known for wish in part)
    return _turned(known[0]) if when.op == "not" else _either(known)


def _turned(wishes: tuple[Wish, ...]) -> tuple[Wish, ...] | None:
    if len(wishes) > 1 or wishes[0].relation not in _OPPOSITE:
        return None
    return (replace(wishes[0], relation=_OPPOSITE[wishes[0].relation]),)


def _either(parts: list[tuple[Wish, ...]]) -> tuple[Wish, ...] | None:
    """Several choices of one question are one wish; anything else that is "or" is no plain sentence."""
    wishes = [wish for part in parts for wish in part]
    of_one = {(wish.question_id, wish.relation) for wish in wishes}
    if len(wishes) > len(parts) or len(of_one) > 1 or wishes[0].relation != "any":
        return None
    return (replace(wishes[0], values=tuple(value for wish in wishes for value in wish.values)),)


def _of_one(plan: Plan, when: Operation, numbers: Mapping[str, int]) -> Wish | None:
    """What one comparison wishes of one answer."""
    args = when.args
    if when.op in {"==", "!="} and isinstance(args[0], Value):
        args = tuple(reversed(args))
    answer = args[0] if args else None
    if not isinstance(answer, AnswerTo) or answer.answer not in numbers:
        return None
    wish = Wish(answer.answer, numbers[answer.answer], "answered")
    if when.op == "answered":
        return wish
    value = args[1] if len(args) > 1 else None
    relation = _relation(plan.question(answer.answer), when.op)
    if relation is None or not isinstance(value, Value):
        return None
    return replace(wish, relation=relation, values=(value.value,))


def _relation(question: PlannedQuestion, op: str) -> Relation | None:
    if question.options:
        chosen: Mapping[str, Relation] = {"==": "any", "selected": "any", "!=": "none"}
        return chosen.get(op)
    compared: Mapping[str, Relation] = {"==": "is", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
    return compared.get(op)
