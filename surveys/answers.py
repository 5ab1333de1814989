"""Raw form values -> typed answers, or problems; and which of the answers count. Whole sets: checking.py."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from surveys import free_text, logic, repeats
from surveys.expressions.scope import Scope
from surveys.plan import Plan, PlannedPage, PlannedQuestion
from surveys.problems import Problem
from surveys.questions.asked import PREFER_NOT_TO_SAY
from surveys.questions.reading import Answer
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
            problems.append(Problem(REQUIRED, question.id))
    if page.has_logic and scope is not None:
        problems.extend(logic_faults(questions, values, problems, scope))
    if page.consent_key is None:
        own = frozenset(question.id for question in questions)
        of = None if page.repeat is None else (page.repeat.id, entry)
        return Reading(values, raw, tuple(problems), own, of)
    has_consent = any(form.get(page.consent_key, ()))
    values, problems = under_consent(page.consent_key, values, problems, has_consent=has_consent)
    everything = frozenset([page.consent_key, *(question.id for question in page.questions)])
    return Reading(values, raw, tuple(problems), everything)


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
            listed = _counted_entries(page.repeat.id, path.entries[page_id], answers)
            kept |= {page.repeat.id: listed} if listed else {}
            continue
        for question in page.questions:
            if question.id in path.questions and question.id in answers:
                kept[question.id] = answers[question.id]
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


def _counted_entries(repeat_id: str, asked: AskedEntries, answers: Answers) -> list[Answer]:
    """The entries without gaps, and of each what counts."""
    there = dict(entries(answers, repeat_id))
    return [
        {key: answer for key, answer in there[entry.number].items() if key in entry.questions}
        for entry in asked.there
    ]
