"""The path of a reader: a function of the plan and the answers, recomputed at each request. Never mutates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from surveys.expressions.scope import Scope
from surveys.logic import as_answer
from surveys.plan import Plan, PlannedPage, PlannedQuestion
from surveys.problems import Problem, Refused
from surveys.repeats import Repeat, entries, next_number


@dataclass(frozen=True, slots=True)
class AskedEntry:
    """One entry of a repeat: its number, which questions are asked of it, and which that must be answered are not.

    `scope` is where expressions about it stand.
    """

    number: int
    questions: frozenset[str]
    missing: tuple[str, ...]
    scope: Scope = field(compare=False)


@dataclass(frozen=True, slots=True)
class AskedEntries:
    """The entries of a repeat on the path: those that are there, and the one that would be `added` next."""

    there: tuple[AskedEntry, ...]
    added: AskedEntry
    least: int
    most: int

    @property
    def are_too_few(self) -> bool:
        return len(self.there) < self.least

    @property
    def is_full(self) -> bool:
        """Whether nothing more can be added."""
        return len(self.there) >= self.most

    @property
    def are_incomplete(self) -> bool:
        """Whether there are too few, or one lacks an answer it must have."""
        return self.are_too_few or any(entry.missing for entry in self.there)

    def entry(self, number: int) -> AskedEntry | None:
        """The entry of this number, the one to be added among them unless there are as many as there may be."""
        if number == self.added.number and not self.is_full:
            return self.added
        return next((entry for entry in self.there if entry.number == number), None)


@dataclass(frozen=True, slots=True)
class Path:
    """Which pages are asked, in order, and which questions on them.

    `required` are those of the questions that must be answered, in order, each with its page. A repeated page stands
    there once; what is asked of each of its entries is in `entries`, by page, and not in `questions` and `required`.
    `quotas` are those that these answers fall under, each with the number of pages, of `pages`, that settled it.
    `scope` sees what was said and worked out on the whole path; `kept` are the calculations to be remembered. Two
    paths are the same that lead the same way.
    """

    pages: tuple[str, ...]
    questions: frozenset[str]
    required: tuple[tuple[str, str], ...]
    entries: Mapping[str, AskedEntries]
    quotas: Mapping[str, int]
    scope: Scope = field(compare=False)
    kept: Mapping[str, Any] = field(compare=False)

    def next(self, page_id: str) -> str | None:
        """The page after this one; None after the last. Raises Refused `page.unknown` off the path."""
        following = self._index(page_id) + 1
        return self.pages[following] if following < len(self.pages) else None

    def previous(self, page_id: str) -> str | None:
        """The page before this one; None before the first. Raises Refused `page.unknown` off the path."""
        index = self._index(page_id)
        return self.pages[index - 1] if index else None

    def first_incomplete(self, answers: Mapping[str, Any]) -> str | None:
        """The first page on which an answer that is required, or an entry, is missing; or None."""
        missing = {page_id for page_id, question_id in self.required if answers.get(question_id) is None}
        missing |= {page_id for page_id, asked in self.entries.items() if asked.are_incomplete}
        return next((page_id for page_id in self.pages if page_id in missing), None)

    def _index(self, page_id: str) -> int:
        try:
            return self.pages.index(page_id)
        except ValueError:
            raise Refused(Problem("page.unknown", page_id)) from None


def place(
    plan: Plan, answers: Mapping[str, Any], seed: int | None = None, now: datetime | None = None
) -> Path:
    """Where these answers lead the reader with this seed.

    A condition sees only answers to questions that come before it and are themselves on the path, and those
    about a person only under their consent; inside a repeat also what its own entry said before it, and never what
    another entry said. A page of which no question is asked is not on the path; a page made without questions is.
    `now` (aware, in the survey's time zone) is for defaults, and for calculations that remember: no condition sees it.
    """
    pages: list[str] = []
    questions: list[str] = []
    required: list[tuple[str, str]] = []
    repeated: dict[str, AskedEntries] = {}
    kept: dict[str, Any] = {}
    quotas: dict[str, int] = {}
    seen: dict[str, Any] = {}
    scope = Scope(seen, now=now, kept=_remembered(plan, answers))  # looks at `seen` as it grows
    for page in plan.in_order(seed):
        if page.condition is not None and not page.condition(scope):
            continue
        if page.repeat is not None:
            asked_of = _asked_of_entries(page, page.repeat, answers, scope, seen)
            is_asked = asked_of is not None
            repeated |= {} if asked_of is None else {page.id: asked_of}
        else:
            counts = page.consent_key is None or answers.get(page.consent_key) is True
            asked, needed = _asked(page, answers, scope, seen if counts else {})
            is_asked = bool(asked) or not page.questions
            questions.extend(asked)
            required.extend((page.id, question_id) for question_id in needed)
        if is_asked:
            pages.append(page.id)
            kept |= _worked_out(page, scope, seen)
        if plan.quotas:
            quotas = _quotas(plan, scope, quotas, len(pages))
    places, reached = MappingProxyType(repeated), MappingProxyType(quotas)
    return Path(tuple(pages), frozenset(questions), tuple(required), places, reached, scope, kept)


def _remembered(plan: Plan, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {key: answers[key] for key in plan.kept_calculations if key in answers}


def with_remembered(
    plan: Plan, answers: Mapping[str, Any], seed: int | None, now: datetime | None
) -> dict[str, Any]:
    """The answers with the calculations that are to be remembered, as they are on the path now, and no other."""
    if not plan.kept_calculations:
        return dict(answers)
    said = {key: answer for key, answer in answers.items() if key not in plan.kept_calculations}
    return {**said, **place(plan, answers, seed, now).kept}


def _worked_out(page: PlannedPage, scope: Scope, seen: dict[str, Any]) -> dict[str, Any]:
    """Work out the page's calculations in order, each for those after it; return those to be remembered."""
    kept: dict[str, Any] = {}
    for calculation in page.calculations if scope.position or page.repeat is None else ():
        found = as_answer(calculation.value(scope))
        if found is not None:
            seen[calculation.id] = found
            kept |= {calculation.id: found} if calculation.is_kept else {}
    return kept


def _quotas(plan: Plan, scope: Scope, before: Mapping[str, int], so_far: int) -> dict[str, int]:
    """The quotas that what was seen so far falls under, each with how many pages that took."""
    return {
        quota.id: before.get(quota.id, so_far) for quota in plan.quotas.values() if quota.condition(scope)
    }


def _asked_of_entries(
    page: PlannedPage, repeat: Repeat, answers: Mapping[str, Any], scope: Scope, seen: dict[str, Any]
) -> AskedEntries | None:
    """What is asked of each entry, None where that is nothing; what counts of their answers joins `seen`."""
    there: list[AskedEntry] = []
    counting: list[dict[str, Any]] = []
    for position, (number, entry) in enumerate(entries(answers, repeat.id), 1):
        asked, own = _asked_of_entry(page, number, entry, scope, position)
        there.append(asked)
        counting.append(own)
    added, _ = _asked_of_entry(page, next_number(answers, repeat.id), {}, scope, len(there) + 1)
    if not any(entry.questions for entry in (*there, added)):
        return None
    if counting:
        seen[repeat.id] = counting
    return AskedEntries(tuple(there), added, repeat.least, repeat.most)


def _asked_of_entry(
    page: PlannedPage, number: int, entry: Mapping[str, Any], scope: Scope, position: int
) -> tuple[AskedEntry, dict[str, Any]]:
    """What is asked of one entry, and what counts of its answers."""
    own: dict[str, Any] = {}  # beside what was said before, out of sight of every other entry
    scope = scope.within(own, position)
    asked, needed = _asked(page, entry, scope, own)
    missing = tuple(question_id for question_id in needed if entry.get(question_id) is None)
    _worked_out(page, scope, own)  # nothing is remembered within an entry
    return AskedEntry(number, frozenset(asked), missing, scope), own


def _asked(
    page: PlannedPage, answers: Mapping[str, Any], scope: Scope, seen: dict[str, Any]
) -> tuple[list[str], list[str]]:
    """The questions of this page that are asked, and those of them that must be answered.

    Their answers join `seen`, which `scope` looks at if they count.
    """
    asked: list[PlannedQuestion] = []
    for question in page.questions:
        if question.condition is not None and not question.condition(scope):
            continue
        asked.append(question)
        if (answer := answers.get(question.id)) is not None:
            seen[question.id] = answer
    needed = [question.id for question in asked if question.is_required or _must_be_answered(question, scope)]
    return [question.id for question in asked], needed


def _must_be_answered(question: PlannedQuestion, scope: Scope) -> bool:
    own = question.logic
    return own is not None and own.required_when is not None and own.required_when(scope)
