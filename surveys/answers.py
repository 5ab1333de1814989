"""Raw form values and JSON -> typed answers, or problems."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveys import free_text
from surveys.plan import Plan, PlannedPage, PlannedQuestion
from surveys.problems import Problem
from surveys.questions.asked import PREFER_NOT_TO_SAY
from surveys.questions.reading import LONGEST_VALUE, Answer, Form
from surveys.routing import Path, place

Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page's form said.

    `values`: the good answers by question id. `raw`: what was typed and ticked, safe to show again.
    `problems`: at most one for each question, `where` its id or the field in question, in the page's order.
    `keys`: every key among the answers that this page owns, so that an answer emptied, or a consent taken back, goes.
    """

    values: dict[str, Answer]
    raw: dict[str, list[str]]
    problems: tuple[Problem, ...]
    keys: frozenset[str]

    def merged(self, answers: Answers) -> dict[str, Answer]:
        """`answers` with this page's keys replaced by what was read, and no other touched."""
        kept = {key: answer for key, answer in answers.items() if key not in self.keys}
        return kept | self.values


@dataclass(frozen=True, slots=True)
class Checked:
    """A whole set of answers: `values` are those that are good and count; `problems` by question id."""

    values: dict[str, Answer]
    problems: tuple[Problem, ...]


def read(
    plan: Plan, page_id: str, form: Mapping[str, Sequence[str]], asked: Container[str] | None = None
) -> Reading:
    """Read one page's form, field name -> values.

    `asked` are the questions on the reader's path (`Path.questions`); without it, all of the page's are.
    Fields that are not of this page are left alone. Any form gives values or problems, never an exception;
    Refused `page.unknown` for a page the plan does not have.
    On a page about the person, answers without the consent are a problem (`answer.consent_needed` at the consent),
    and are neither kept nor lost: they are in `raw`. Without answers there is nothing to consent to.
    """
    page = plan.page(page_id)
    questions = [question for question in page.questions if asked is None or question.id in asked]
    raw = dict(shown for question in questions for shown in _shown(question, form))
    values: dict[str, Answer] = {}
    problems: list[Problem] = []
    for question in questions:
        found = _said(question, form)
        if isinstance(found, Problem):
            problems.append(found)
        elif found:
            values.update(found)
        elif question.is_required:
            problems.append(Problem("answer.required", question.id))
    if page.consent_key is None:
        return Reading(values, raw, tuple(problems), frozenset(_keys(questions)))
    if form.get(page.consent_key):
        raw[page.consent_key] = [free_text.showable(value) for value in form[page.consent_key]]
    has_consent = any(form.get(page.consent_key, ()))
    values, problems = _under_consent(page.consent_key, values, problems, has_consent=has_consent)
    everything = frozenset([page.consent_key, *_keys(page.questions)])
    return Reading(values, raw, tuple(problems), everything)


def check(plan: Plan, answers: object, language: str | None = None) -> Checked:
    """Check a whole set of answers given as JSON, by the same rules as the pages.

    Problems: `answer.wrong_type`, `answer.unknown_question`, whatever reading a page may find, and
    `answer.required` for what is missing on the path; `language.unknown` for one the survey does not offer.
    """
    problems: list[Problem] = []
    if language is not None and language not in plan.languages:
        problems.append(
            Problem("language.unknown", "", {"language": free_text.showable(language[:LONGEST_VALUE])})
        )
    if not isinstance(answers, Mapping):
        return Checked({}, (*problems, Problem("answer.wrong_type", "", {"expected": "object"})))
    problems.extend(_unknown_keys(plan, answers))
    values: dict[str, Answer] = {}
    for page in plan.pages:
        found, wrong = _page_values(page, answers)
        values.update(found)
        problems.extend(wrong)
    path = place(plan, values)
    wrong_already = {problem.where.partition(".")[0] for problem in problems}
    problems.extend(
        Problem("answer.required", question_id)
        for _, question_id in path.required
        if question_id not in values and question_id not in wrong_already
    )
    return Checked(counted(plan, values, path), tuple(problems))


def counted(plan: Plan, answers: Answers, path: Path | None = None) -> dict[str, Answer]:
    """The answers that count: on the path, and about the person only under their consent. `path` saves placing."""
    path = path or place(plan, answers)
    kept: dict[str, Answer] = {}
    for page_id in path.pages:
        page = plan.page(page_id)
        if page.consent_key is not None:
            if answers.get(page.consent_key) is not True:
                continue
            kept[page.consent_key] = True
        for question in page.questions:
            if question.id in path.questions and question.id in answers:
                kept[question.id] = answers[question.id]
                for write_in in question.write_ins:
                    if write_in.key in answers and _is_chosen(write_in.option, answers[question.id]):
                        kept[write_in.key] = answers[write_in.key]
    return kept


def split(plan: Plan, values: Answers) -> tuple[dict[str, Answer], dict[str, Answer]]:
    """The answers as (codes, words): what can be counted, consents among it, and free text."""
    codes: dict[str, Answer] = {}
    words: dict[str, Answer] = {}
    for key, value in values.items():
        if key in plan.word_keys:
            words[key] = value
        elif key in plan.keys or key in plan.consent_keys:
            codes[key] = value
    return codes, words


def as_form(page: PlannedPage, answers: Answers) -> dict[str, list[str]]:
    """Kept answers as a page's form, so that it can be filled in again. Reading it gives the same answers."""
    is_consented = page.consent_key is not None and answers.get(page.consent_key) is True
    form = {str(page.consent_key): ["true"]} if is_consented else {}
    for question in page.questions:
        typed = _typed(question, answers)
        if not isinstance(typed, Problem):
            form |= {field: list(values) for field, values in typed.items()}
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


def _said(question: PlannedQuestion, form: Form) -> dict[str, Answer] | Problem:
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


def _under_consent(
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


def _unknown_keys(plan: Plan, answers: Mapping[Any, Any]) -> Iterator[Problem]:
    for key in answers:
        if not isinstance(key, str):
            yield Problem("answer.wrong_type", "", {"expected": "object"})
        elif key not in plan.keys and key not in plan.consent_keys:
            yield Problem("answer.unknown_question", free_text.showable(key[:LONGEST_VALUE]))


def _page_values(page: PlannedPage, answers: Mapping[str, Any]) -> tuple[dict[str, Answer], list[Problem]]:
    values: dict[str, Answer] = {}
    problems: list[Problem] = []
    for question in page.questions:
        typed = _typed(question, answers)
        found = typed if isinstance(typed, Problem) else _said(question, typed)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            values.update(found)
    if page.consent_key is None:
        return values, problems
    consent = answers.get(page.consent_key)
    if not (consent is None or isinstance(consent, bool)):
        problems.append(_wrong_type(page.consent_key, "boolean"))
    return _under_consent(page.consent_key, values, problems, has_consent=consent is True)


def _typed(question: PlannedQuestion, answers: Mapping[str, Any]) -> Form | Problem:
    """Answers as the form that gives them, once they are of the right type."""
    form: Form = {}
    if (answer := answers.get(question.id)) is not None and question.keys:
        typed = question.asked.typed(answer)
        if typed is None:
            return _wrong_type(question.id, question.asked.json_type)
        form = typed
    for write_in in question.write_ins:
        if (written := answers.get(write_in.key)) is not None:
            if not isinstance(written, str):
                return _wrong_type(write_in.key, "string")
            form = {**form, write_in.key: [written]}
    return form


def _wrong_type(where: str, expected: str) -> Problem:
    return Problem("answer.wrong_type", where, {"expected": expected})
