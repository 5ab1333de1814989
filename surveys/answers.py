"""Raw form values and JSON -> typed answers, or problems."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveys import free_text, repeats
from surveys.plan import Plan, PlannedPage, PlannedQuestion
from surveys.problems import Problem
from surveys.questions.asked import PREFER_NOT_TO_SAY
from surveys.questions.reading import LONGEST_VALUE, Answer
from surveys.repeats import entries
from surveys.routing import AskedEntries, Path, place
from surveys.strict_json import pointer

Answers = Mapping[str, Answer]


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


@dataclass(frozen=True, slots=True)
class Checked:
    """A whole set of answers: `values` are those that are good and count.

    `problems` say where as a JSON pointer does, without its first stroke: by question id, or "people/0/age".
    """

    values: dict[str, Answer]
    problems: tuple[Problem, ...]


def read(
    plan: Plan,
    page_id: str,
    form: Mapping[str, Sequence[str]],
    asked: Container[str] | None = None,
    entry: int = 1,
) -> Reading:
    """Read one page's form, field name -> values; of a page that is repeated, that of one `entry`.

    `asked` are the questions on the reader's path (`Path.questions`); without it, all of the page's are.
    Fields that are not of this page are left alone. Any form gives values or problems, never an exception;
    Refused `page.unknown` for a page the plan does not have.
    On a page about the person, answers without the consent are a problem (`answer.consent_needed` at the consent),
    and are neither kept nor lost: they are in `raw`. Without answers there is nothing to consent to.
    """
    page = plan.page(page_id)
    questions = [question for question in page.questions if asked is None or question.id in asked]
    raw = {key: _shown(form[key]) for key in _fields(page, questions) if form.get(key)}
    values: dict[str, Answer] = {}
    problems: list[Problem] = []
    for question in questions:
        found = question.read(form)
        if isinstance(found, Problem):
            problems.append(found)
        elif found is not None:
            values[question.id] = found
        elif question.is_required:
            problems.append(Problem("answer.required", question.id))
    if page.consent_key is None:
        own = frozenset(question.id for question in questions)
        of = None if page.repeat is None else (page.repeat.id, entry)
        return Reading(values, raw, tuple(problems), own, of)
    has_consent = any(form.get(page.consent_key, ()))
    values, problems = _under_consent(page.consent_key, values, problems, has_consent=has_consent)
    everything = frozenset([page.consent_key, *(question.id for question in page.questions)])
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
        found, wrong = (_page_values if page.repeat is None else _entries_values)(page, answers)
        values.update(found)
        problems.extend(wrong)
    path = place(plan, values)
    wrong_already = {problem.where.partition(".")[0] for problem in problems}
    problems.extend(problem for problem in _missing(plan, path, values) if problem.where not in wrong_already)
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
        if page.repeat is not None:
            listed = _counted_entries(page.repeat.id, path.entries[page_id], answers)
            kept |= {page.repeat.id: listed} if listed else {}
            continue
        for question in page.questions:
            if question.id in path.questions and question.id in answers:
                kept[question.id] = answers[question.id]
    return kept


def as_form(page: PlannedPage, answers: Answers) -> dict[str, list[str]]:
    """Kept answers, or an entry of them, as a page's form, to be filled in again. Reading it gives the same answers."""
    is_consented = page.consent_key is not None and answers.get(page.consent_key) is True
    form = {str(page.consent_key): ["true"]} if is_consented else {}
    for question in page.questions:
        typed = question.asked.typed(answers.get(question.id))
        form |= {field: list(values) for field, values in (typed or {}).items()}
    return form


def _fields(page: PlannedPage, questions: Sequence[PlannedQuestion]) -> Iterator[str]:
    if page.consent_key is not None:
        yield page.consent_key
    for question in questions:
        yield from question.fields


def _shown(values: Sequence[str]) -> list[str]:
    return [free_text.showable(value) for value in values]


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
        elif not (plan.asks_once(key) or key in plan.repeats or key in plan.consent_keys):
            yield _unknown(key)


def _unknown(key: str, *around: str | int) -> Problem:
    shown = free_text.showable(key[:LONGEST_VALUE])
    return Problem("answer.unknown_question", pointer(*around, shown).removeprefix("/"))


def _missing(plan: Plan, path: Path, values: Answers) -> Iterator[Problem]:
    """What must be answered on the path and is not: questions, entries, and questions of entries."""
    for _, question_id in path.required:
        if question_id not in values:
            yield Problem("answer.required", question_id)
    for page_id, asked in path.entries.items():
        repeat = plan.page(page_id).repeat
        assert repeat is not None  # only repeated pages have entries
        for entry in asked.there:
            yield from (_within(repeat.id, entry.number, _required(missing)) for missing in entry.missing)
        if asked.are_too_few:
            yield Problem("answer.too_few_entries", repeat.id, {"minimum": repeat.least})


def _required(question_id: str) -> Problem:
    return Problem("answer.required", question_id)


def _within(repeat_id: str, number: int, problem: Problem) -> Problem:
    """A problem of an entry, as one of the whole."""
    return Problem(problem.code, f"{repeat_id}/{number - 1}/{problem.where}", problem.parameters)


def _counted_entries(repeat_id: str, asked: AskedEntries, answers: Answers) -> list[Answer]:
    """The entries without gaps, and of each what counts."""
    there = dict(entries(answers, repeat_id))
    return [
        {key: answer for key, answer in there[entry.number].items() if key in entry.questions}
        for entry in asked.there
    ]


def _entries_values(page: PlannedPage, answers: Mapping[str, Any]) -> tuple[dict[str, Answer], list[Problem]]:
    """The entries of a repeat read from JSON; null, which a draft has where one was removed, is none."""
    repeat = page.repeat
    assert repeat is not None  # callers looked
    given = answers.get(repeat.id)
    if given is None:
        return {}, []
    if not isinstance(given, list):
        return {}, [_wrong_type(repeat.id, "list")]
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
            problems.append(_wrong_type(f"{repeat.id}/{number - 1}", "object"))
    return {repeat.id: read}, problems


def _entry_values(
    page: PlannedPage, entry: Mapping[Any, Any], place: tuple[str, int]
) -> tuple[dict[str, Answer], list[Problem]]:
    known = {question.id for question in page.questions}
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
        found = _from_json(question, answers.get(question.id))
        if isinstance(found, Problem):
            problems.append(found)
        elif found is not None:
            values[question.id] = found
    return values, problems


def _page_values(page: PlannedPage, answers: Mapping[str, Any]) -> tuple[dict[str, Answer], list[Problem]]:
    values, problems = _questions_values(page, answers)
    if page.consent_key is None:
        return values, problems
    consent = answers.get(page.consent_key)
    if not (consent is None or isinstance(consent, bool)):
        problems.append(_wrong_type(page.consent_key, "boolean"))
    return _under_consent(page.consent_key, values, problems, has_consent=consent is True)


def _from_json(question: PlannedQuestion, value: object) -> Answer | Problem | None:
    """A JSON value read as if it had been typed, once it is of the right type."""
    if value is None:
        return None
    typed = question.asked.typed(value)
    return _wrong_type(question.id, question.asked.json_type) if typed is None else question.read(typed)


def _wrong_type(where: str, expected: str) -> Problem:
    return Problem("answer.wrong_type", where, {"expected": expected})
