"""A whole set of answers given as JSON, checked by the same rules as the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from surveys import free_text
from surveys.answers import REQUIRED, Answers, counted, logic_faults, said, typed, under_consent, wrong_type
from surveys.plan import Plan, PlannedPage
from surveys.problems import Problem
from surveys.questions.reading import LONGEST_VALUE, Answer
from surveys.repeats import entries
from surveys.routing import Path, place
from surveys.strict_json import pointer


@dataclass(frozen=True, slots=True)
class Checked:
    """A whole set of answers: `values` are those that are good and count.

    `problems` say where as a JSON pointer does, without its first stroke: by question id, or "people/0/age".
    """

    values: dict[str, Answer]
    problems: tuple[Problem, ...]


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
    values: dict[str, Answer] = {
        key: answers[key] for key in plan.kept_calculations if isinstance(answers.get(key), str | int)
    }
    for page in plan.pages:
        found, wrong = (_page_values if page.repeat is None else _entries_values)(page, answers)
        values.update(found)
        problems.extend(wrong)
    path = place(plan, values)
    wrong_already = {problem.where.partition(".")[0] for problem in problems}
    problems.extend(problem for problem in _missing(plan, path, values) if problem.where not in wrong_already)
    problems.extend(
        problem for problem in faults_of_logic(plan, path, values) if problem.where not in wrong_already
    )
    return Checked(counted(plan, values, path), tuple(problems))


def _unknown_keys(plan: Plan, answers: Mapping[Any, Any]) -> Iterator[Problem]:
    for key in answers:
        if not isinstance(key, str):
            yield Problem("answer.wrong_type", "", {"expected": "object"})
        elif not (plan.asks_once(key) or key in plan.repeats or key in plan.keys_beside):
            yield _unknown(key)


def _unknown(key: str, *around: str | int) -> Problem:
    shown = free_text.showable(key[:LONGEST_VALUE])
    return Problem("answer.unknown_question", pointer(*around, shown).removeprefix("/"))


def _missing(plan: Plan, path: Path, values: Answers) -> Iterator[Problem]:
    """What must be answered on the path and is not: questions, entries, and questions of entries."""
    for _, question_id in path.required:
        if question_id not in values:
            yield Problem(REQUIRED, question_id)
    for page_id, asked in path.entries.items():
        repeat = plan.page(page_id).repeat
        assert repeat is not None  # only repeated pages have entries
        for entry in asked.there:
            yield from (_within(repeat.id, entry.number, _required(missing)) for missing in entry.missing)
        if asked.are_too_few:
            yield Problem("answer.too_few_entries", repeat.id, {"minimum": repeat.least})


def faults_of_logic(plan: Plan, path: Path, values: Answers) -> Iterator[Problem]:
    """What logic finds wrong with answers on the path; what is missing is told of elsewhere.

    An answer that was good may be so no longer, once an earlier one was changed.
    """
    for page in (plan.page(page_id) for page_id in path.pages):
        if page.repeat is None and page.has_logic:
            asked = [question for question in page.questions if question.id in path.questions]
            given = {question.id: values[question.id] for question in asked if question.id in values}
            yield from (one for one in logic_faults(asked, given, (), path.scope) if one.code != REQUIRED)
        elif page.has_logic and page.repeat is not None:
            there = dict(entries(values, page.repeat.id))
            for entry in path.entries[page.id].there:
                asked = [question for question in page.questions if question.id in entry.questions]
                found = logic_faults(asked, there[entry.number], (), entry.scope)
                yield from (
                    _within(page.repeat.id, entry.number, one) for one in found if one.code != REQUIRED
                )


def _required(question_id: str) -> Problem:
    return Problem(REQUIRED, question_id)


def _within(repeat_id: str, number: int, problem: Problem) -> Problem:
    """A problem of an entry, as one of the whole."""
    return Problem(problem.code, f"{repeat_id}/{number - 1}/{problem.where}", problem.parameters)


def _entries_values(page: PlannedPage, answers: Mapping[str, Any]) -> tuple[dict[str, Answer], list[Problem]]:
    """The entries of a repeat read from JSON; null, which a draft has where one was removed, is none."""
    repeat = page.repeat
    assert repeat is not None  # callers looked
    given = answers.get(repeat.id)
    if given is None:
        return {}, []
    if not isinstance(given, list):
        return {}, [wrong_type(repeat.id, "list")]
    if sum(entry is not None for entry in given) > repeat.most:
        return {}, [Problem("answer.too_many_entries", repeat.id, {"limit": repeat.most})]
    read: list[Answer | None] = []
    problems: list[Problem] = []
    for number, entry in enumerate(given, 1):
        if entry is None or isinstance(entry, Mapping):
            values, wrong = _entry_values(page, entry or {}, (repeat.id, number - 1))
            read.append(None if entry is None else values)
            problems.extend(wrong)
        else:
            problems.append(wrong_type(f"{repeat.id}/{number - 1}", "object"))
    return {repeat.id: read}, problems


def _entry_values(
    page: PlannedPage, entry: Mapping[Any, Any], place: tuple[str, int]
) -> tuple[dict[str, Answer], list[Problem]]:
    known = {key for question in page.questions for key in question.keys}
    unknown = [_unknown(str(key), *place) for key in entry if key not in known]
    values, problems = _questions_values(page, entry)
    repeat_id, index = place
    return values, [*unknown, *(_within(repeat_id, index + 1, problem) for problem in problems)]


def _questions_values(
    page: PlannedPage, answers: Mapping[str, Any]
) -> tuple[dict[str, Answer], list[Problem]]:
    values: dict[str, Answer] = {}
    problems: list[Problem] = []
    for question in page.questions:
        form = typed(question, answers)
        found = form if isinstance(form, Problem) else said(question, form)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            values.update(found)
    return values, problems


def _page_values(page: PlannedPage, answers: Mapping[str, Any]) -> tuple[dict[str, Answer], list[Problem]]:
    values, problems = _questions_values(page, answers)
    if page.consent_key is None:
        return values, problems
    consent = answers.get(page.consent_key)
    if not (consent is None or isinstance(consent, bool)):
        problems.append(wrong_type(page.consent_key, "boolean"))
    return under_consent(page.consent_key, values, problems, has_consent=consent is True)
