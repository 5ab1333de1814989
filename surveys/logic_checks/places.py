"""Where the expressions of a survey stand: what each is for, what it must give, and how much it sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from surveys.document import Page, Survey
from surveys.expressions.kinds import SINGLE, Kind
from surveys.expressions.known import Standing
from surveys.expressions.tree import Expression
from surveys.questions.asked import Asked, ValueKind
from surveys.strict_json import Place

Role = Literal[
    "page", "condition", "required_when", "constraint", "choice_filter", "default", "calculation", "quota"
]

Sight = Literal["before", "answers", "calculations", "everything"]
"""What is seen from a page: what comes before it; its own answers, too; and its earlier calculations; everything."""

SEES: Final[Mapping[Role, Sight]] = {
    "page": "before",
    "condition": "before",
    "required_when": "answers",
    "constraint": "answers",
    "choice_filter": "before",
    "default": "before",
    "calculation": "calculations",
    "quota": "everything",
}

_TRUTH: Final[Sequence[Kind]] = ("truth",)
_CALCULATED: Final[Sequence[Kind]] = (*SINGLE, "choices")

_DEFAULTS: Final[Mapping[ValueKind, Sequence[Kind]]] = {
    "truth": ("truth",),
    "number": ("number",),
    "choice": ("choice", "words"),
    "choices": ("choices",),
    "words": ("words", "choice"),
    "date": ("date", "words"),
    "other": (),
}
"""What may be filled in beforehand; constant words are the id of an option, or a day (defaults.py)."""


@dataclass(frozen=True, slots=True)
class Stood:
    """An expression where it stands. `page` is a number, that after the last for quotas; `name` the id of what it
    decides: a question or a calculation. `is_about_you`: on a page about the person.
    """

    expression: Expression
    place: Place
    role: Role
    page: int
    standing: Standing
    wanted: Sequence[Kind] = _TRUTH
    question: Asked | None = None
    name: str | None = None
    is_about_you: bool = False


def standing_in(survey: Survey) -> Iterator[Stood]:
    """Every expression of a survey, in the document's order."""
    for index, page in enumerate(survey.pages):
        if page.condition is not None:
            yield Stood(page.condition, ("pages", index, "condition"), "page", index, Standing())
        for number, question in enumerate(page.questions):
            yield from _of_question(question, page, index, ("pages", index, "questions", number))
        for number, calculation in enumerate(page.calculations):
            yield Stood(
                calculation.value,
                ("pages", index, "calculations", number, "value"),
                "calculation",
                index,
                Standing(repeat=_repeat(page), is_calculation=True),
                _CALCULATED,
                name=calculation.id,
                is_about_you=page.about_you is not None,
            )
    for index, quota in enumerate(survey.quotas):
        yield Stood(quota.condition, ("quotas", index, "condition"), "quota", len(survey.pages), Standing())


def _of_question(question: Asked, page: Page, index: int, place: Place) -> Iterator[Stood]:
    here = Standing(repeat=_repeat(page))
    properties = frozenset(name for option in question.choices for name in option.properties)
    filtering = Standing(this=question, properties=properties, repeat=here.repeat)
    checking = Standing(this=question, repeat=here.repeat)
    default = _DEFAULTS[question.value_kind]
    own: Sequence[tuple[Role, Place, Expression | None, Standing, Sequence[Kind]]] = (
        ("condition", ("condition",), question.condition, here, _TRUTH),
        ("required_when", ("required_when",), question.required_when, here, _TRUTH),
        ("constraint", ("constraint", "that"), _that(question), checking, _TRUTH),
        ("choice_filter", ("choice_filter",), question.choice_filter, filtering, _TRUTH),
        ("default", ("default",), question.default, here, default),
    )
    for role, name, expression, standing, wanted in own:
        if expression is not None:
            where = (*place, *name)
            yield Stood(expression, where, role, index, standing, wanted, question, question.id)


def _that(question: Asked) -> Expression | None:
    return None if question.constraint is None else question.constraint.that


def _repeat(page: Page) -> str | None:
    return None if page.repeat is None else page.repeat.id
