"""Problems with answers as residents read them: in their language, with the options' own words, linked to the field."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from consult.web.days import day_said
from consult.web.locale import language
from consult.words.problems import sentence
from surveys.local_plan import LocalPage, LocalQuestion
from surveys.logic import CONSTRAINT
from surveys.problems import Problem
from surveys.text import Said

NAMES_AN_OPTION: Final = frozenset(["answer.exclusive", "answer.not_chosen"])
BOUNDS_A_DATE: Final = frozenset(["answer.too_early", "answer.too_late"])
LINES: Final = ("rows", "statements", "items")
"""What a kind of question calls its lines, where it has a field for each."""
LONGEST_SHOWN: Final = 100
"""Characters of a wrong code that are shown again."""


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """One line of an error summary: what is wrong, and the id of the control it is about (None: of none).

    `about`: the question, where the same is wrong with more than one thing.
    """

    text: str
    id: str | None
    about: Said | None = None


def control_id(number: int) -> str:
    """Return the id of the first control of the question that stands at `number` on its page, counted from 1."""
    return f"q{number}"


def field_ids(question: LocalQuestion, number: int) -> dict[str, str]:
    """Return the id of the control of each of a question's fields; the first is the question's own."""
    first = control_id(number)
    return {
        field: f"{first}-f{place}" if place > 1 else first for place, field in enumerate(question.fields, 1)
    }


def consent_id(first: int = 1) -> str:
    """Return the id of the consent to the page whose first question has the number `first`."""
    return f"consent{first}"


CODE_ID = "code"


def control_ids(page: LocalPage, first: int = 1) -> Mapping[str, str]:
    """Return the id of the control of everything a form of this page may have wrong, by field name."""
    ids: dict[str, str] = {}
    for number, question in enumerate(page.questions, first):
        ids |= {question.id: control_id(number), **field_ids(question, number)}
    if page.about_you is not None:
        ids[page.about_you.consent_key] = consent_id(first)
    return {**ids, "_code": CODE_ID}


def of_page(problems: Iterable[Problem], page: LocalPage, first: int = 1) -> tuple[ShownProblem, ...]:
    """Return the problems of a page's form, each linked to its control."""
    ids = control_ids(page, first)
    told = [(said(problem, page), problem.where) for problem in problems]
    times = Counter(text for text, _ in told)
    return tuple(
        ShownProblem(text, ids.get(where), _words_of(page, where) if times[text] > 1 else None)
        for text, where in told
    )


def _words_of(page: LocalPage, field: str) -> Said | None:
    """Return the words of the question a field of a page belongs to, or of its line."""
    question = _question(page, field)
    if question is None:
        return None
    parts = next((own for name in LINES if (own := question.own.fields.get(name))), ())
    line = field.partition(".")[2]
    return next((part.text for part in parts if part.id == line), question.text)


def said(problem: Problem, page: LocalPage | None = None) -> str:
    """Return one problem as a sentence; where it names an option, in the words of the option.

    Of an answer that is not what it must be, the survey itself says why.
    """
    if problem.code == CONSTRAINT and (own := _question(page, problem.where)) is not None and own.constraint:
        return str(own.constraint)
    return sentence(_in_words(problem, page), language())


def _question(page: LocalPage | None, field: str) -> LocalQuestion | None:
    """Return the question a field of a page belongs to."""
    asked = page.questions if page else ()
    return next((question for question in asked if question.id == field.partition(".")[0]), None)


def _in_words(problem: Problem, page: LocalPage | None) -> Problem:
    if problem.code in BOUNDS_A_DATE:
        return Problem(
            problem.code,
            problem.where,
            {name: day_said(str(day)) for name, day in problem.parameters.items()},
        )
    if problem.code == "answer.too_many" and problem.parameters.get("limit") == 1:
        return Problem("answer.one_only", problem.where)
    if problem.code not in NAMES_AN_OPTION or page is None:
        return problem
    question = _question(page, problem.where)
    option = question.option(str(problem.parameters.get("option"))) if question else None
    words = str(option.text) if option else ""
    return Problem(problem.code, problem.where, {"option": words})


def of_form(problems: Iterable[Problem], ids: Mapping[str, str]) -> dict[str, Any]:
    """Return what a template needs to say the problems of a small form: `problems`, and `wrong` by control.

    `ids` names the control of each field.
    """
    shown = tuple(ShownProblem(said(problem), ids.get(problem.where)) for problem in problems)
    return of_template(shown)


def of_template(shown: Sequence[ShownProblem]) -> dict[str, Any]:
    """Return the two ways a template reads problems: in order, and by the id of the control."""
    return {"problems": shown, "wrong": by_control(shown)}


def by_control(shown: Iterable[ShownProblem]) -> dict[str, str]:
    """Return what is wrong with each control, by its id."""
    return {problem.id: problem.text for problem in shown if problem.id is not None}
