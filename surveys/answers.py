"""Raw form values -> typed answers, or problems; and which of the answers count. Whole sets: checking.py."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from surveys import free_text, logic, repeats
from surveys.expressions.scope import Scope
from surveys.plan import Plan, PlannedPage, PlannedQuestion
from surveys.problems import Problem
from surveys.questions.asked import PREFER_NOT_TO_SAY
from surveys.questions.reading import Answer, Form
from surveys.repeats import entries
from surveys.routing import AskedEntries, Path, place

Answers = Mapping[str, Answer]

REQUIRED = "answer.required"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page's form said.

    `values`: the good answers by question id. `raw`: what was typed and ticked, safe to show again.
    `problems`: at most one for each question, `where` its id or the field in question, in the page's order.
    `keys`: every key among the answers that this page owns, so that an answer emptied, or a consent taken back, goes.
    `entry`: of which entry of which repeat it is, where it is of one; then all this is within that entry.
    """

    values: dict[str, Answer]
    raw: dict[str, list[str]]
    problems: tuple[Problem, ...]
    keys: frozenset[str]
    entry: tuple[str, int] | None = None

    def merged(self, answers: Answers) -> dict[str, Answer]:
        """`answers` with this page's keys replaced by what was read, and no other touched."""
        if self.entry is None:
            return self._replaced(answers)
        repeat_id, number = self.entry
        inner = self._replaced(repeats.entry(answers, repeat_id, number) or {})
        return repeats.with_entry(answers, repeat_id, number, inner)

    def _replaced(self, answers: Answers) -> dict[str, Answer]:
        kept = {key: answer for key, answer in answers.items() if key not in self.keys}
        return kept | self.values


def read(
    plan: Plan,
    page_id: str,
    form: Mapping[str, Sequence[str]],
    asked: Container[str] | None = None,
    entry: int = 1,
    scope: Scope | None = None,
) -> Reading:
    """Read one page's form, field name -> values; of a page that is repeated, that of one `entry`.

    `asked` are the questions on the reader's path (`Path.questions`); without it, all of the page's are.
    `scope` is where they stand (`Path.scope`, or that of an entry); without it only what a question says by itself
    is checked, and not its logic.
    Fields that are not of this page are left alone. Any form gives values or problems, never an exception;
    Refused `page.unknown` for a page the plan does not have.
    On a page about the person, answers without the consent are a problem (`answer.consent_needed` at the consent),
    and are neither kept nor lost: they are in `raw`. Without answers there is nothing to consent to.
    """
    page = plan.page(page_id)
    questions = [question for question in page.questions if asked is None or question.id in asked]
    raw = dict(shown for question in questions for shown in _shown(question, form))
    values, problems = _all_said(questions, form)
    if page.has_logic and scope is not None:
        problems.extend(logic_faults(questions, values, problems, scope))
    if page.consent_key is None:
        own = frozenset(_keys(questions))
        of = None if page.repeat is None else (page.repeat.id, entry)
        return Reading(values, raw, tuple(problems), own, of)
    if form.get(page.consent_key):
        raw[page.consent_key] = [free_text.showable(value) for value in form[page.consent_key]]
    has_consent = any(form.get(page.consent_key, ()))
    values, problems = under_consent(page.consent_key, values, problems, has_consent=has_consent)
    everything = frozenset([page.consent_key, *_keys(page.questions)])
    return Reading(values, raw, tuple(problems), everything)


def _all_said(questions: Sequence[PlannedQuestion], form: Form) -> tuple[dict[str, Answer], list[Problem]]:
    """What a form says to these questions, by key, and what is wrong with it or missing."""
    values: dict[str, Answer] = {}
    problems: list[Problem] = []
    for question in questions:
        found = said(question, form)
        if isinstance(found, Problem):
            problems.append(found)
        elif found:
            values.update(found)
        elif question.is_required:
            problems.append(Problem(REQUIRED, question.id))
    return values, problems


def counted(plan: Plan, answers: Answers, path: Path | None = None) -> dict[str, Answer]:
    """The answers that count: on the path, and about the person only under their consent. `path` saves placing."""
    path = path or place(plan, answers)
    kept: dict[str, Answer] = {key: answers[key] for key in path.kept if key in answers}
    for page_id in path.pages:
        page = plan.page(page_id)
        if page.consent_key is not None:
            if answers.get(page.consent_key) is not True:
                continue
            kept[page.consent_key] = True
        if page.repeat is not None:
            listed = _counted_entries(page, page.repeat.id, path.entries[page_id], answers)
            kept |= {page.repeat.id: listed} if listed else {}
            continue
        kept |= _counted_of(page, path.questions, answers)
    return kept


def prefilled(page: PlannedPage, answers: Answers, scope: Scope) -> dict[str, list[str]]:
    """A page's form as it is shown: what was answered; on a page with nothing answered yet, its defaults."""
    form = as_form(page, answers)
    if form or not page.has_logic:
        return form
    defaults = {
        question.id: found
        for question in page.questions
        if question.logic is not None
        and question.logic.default is not None
        and (found := logic.as_answer(question.logic.default(scope))) is not None
    }
    return as_form(page, defaults)


def as_form(page: PlannedPage, answers: Answers) -> dict[str, list[str]]:
    """Kept answers, or an entry of them, as a page's form, to be filled in again. Reading it gives the same answers."""
    is_consented = page.consent_key is not None and answers.get(page.consent_key) is True
    form = {str(page.consent_key): ["true"]} if is_consented else {}
    for question in page.questions:
        filled = typed(question, answers)
        if not isinstance(filled, Problem):
            form |= {field: list(values) for field, values in filled.items()}
    return form


def _keys(questions: Sequence[PlannedQuestion]) -> Iterator[str]:
    for question in questions:
        yield from question.keys


def _shown(question: PlannedQuestion, form: Form) -> Iterator[tuple[str, list[str]]]:
    """What was typed and ticked, as it may be shown again."""
    again = question.asked.shown_again
    for field in question.fields:
        if values := form.get(field):
            yield field, [free_text.showable(again(field, value)) for value in values]


def said(question: PlannedQuestion, form: Form) -> dict[str, Answer] | Problem:
    """What a form says to one question, by key. Words beside an option that is not chosen are a problem:
    nobody can tell which of the two was meant.
    """
    found = question.read(form)
    if isinstance(found, Problem):
        return found
    values = {} if found is None else {question.id: found}
    for write_in in question.write_ins:
        written = write_in.read(form)
        if isinstance(written, Problem):
            return written
        if written is not None:
            if not _is_chosen(write_in.option, found):
                return Problem("answer.not_chosen", write_in.key, {"option": write_in.option})
            values[write_in.key] = written
    return values


def _is_chosen(option: str, answer: Answer | None) -> bool:
    return option in answer if isinstance(answer, list) else option == answer


def under_consent(
    consent_key: str, values: dict[str, Answer], problems: list[Problem], *, has_consent: bool
) -> tuple[dict[str, Answer], list[Problem]]:
    """A page's values and problems once consent is asked about."""
    if has_consent:
        return {consent_key: True, **values}, problems
    # Whoever would rather not say has told us nothing that needs their leave.
    has_said = any(value not in (PREFER_NOT_TO_SAY, [PREFER_NOT_TO_SAY]) for value in values.values())
    if has_said or problems:
        return {}, [Problem("answer.consent_needed", consent_key), *problems]
    return {}, []


def logic_faults(
    questions: Sequence[PlannedQuestion], values: Answers, problems: Sequence[Problem], scope: Scope
) -> Iterator[Problem]:
    """What logic finds wrong with a page's values, where nothing was wrong before. `scope` gets to see them."""
    told = {problem.where.partition(".")[0] for problem in problems}
    of_page = {question.id for question in questions}
    before = scope.answers if scope.entry is None else scope.entry
    now = {**{key: answer for key, answer in before.items() if key not in of_page}, **values}
    scope = replace(scope, answers=now) if scope.entry is None else replace(scope, entry=now)
    own = [(question.id, question.logic) for question in questions if question.id not in told]
    return logic.faults(own, values, scope)


def _counted_of(page: PlannedPage, asked: frozenset[str], answers: Answers) -> dict[str, Answer]:
    """What counts of the answers to those of a page's questions that are asked."""
    kept: dict[str, Answer] = {}
    for question in page.questions:
        answer = answers.get(question.id) if question.id in asked else None
        if answer is None:
            continue
        kept[question.id] = answer
        for write_in in question.write_ins:
            if write_in.key in answers and _is_chosen(write_in.option, answer):
                kept[write_in.key] = answers[write_in.key]
    return kept


def _counted_entries(
    page: PlannedPage, repeat_id: str, asked: AskedEntries, answers: Answers
) -> list[Answer]:
    """The entries without gaps, and of each what counts."""
    there = dict(entries(answers, repeat_id))
    return [_counted_of(page, entry.questions, there[entry.number]) for entry in asked.there]


def typed(question: PlannedQuestion, answers: Mapping[str, Any]) -> Form | Problem:
    """Answers as the form that gives them, once they are of the right type."""
    form: Form = {}
    if (answer := answers.get(question.id)) is not None and question.keys:
        again = question.asked.typed(answer)
        if again is None:
            return wrong_type(question.id, question.asked.json_type)
        form = again
    for write_in in question.write_ins:
        if (written := answers.get(write_in.key)) is not None:
            if not isinstance(written, str):
                return wrong_type(write_in.key, "string")
            form = {**form, write_in.key: [written]}
    return form


def wrong_type(where: str, expected: str) -> Problem:
    """The problem of an answer that is not of the type its question takes."""
    return Problem("answer.wrong_type", where, {"expected": expected})
