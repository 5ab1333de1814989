"""The path of a reader: a function of the plan and the answers, recomputed at each request. Never mutates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from surveys.plan import Plan, PlannedPage
from surveys.problems import Problem, Refused
from surveys.repeats import Repeat, entries, next_number


@dataclass(frozen=True, slots=True)
class AskedEntry:
    """One entry of a repeat: its number, which questions are asked of it, and which that must be answered are not."""

    number: int
    questions: frozenset[str]
    missing: tuple[str, ...]


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
    """

    pages: tuple[str, ...]
    questions: frozenset[str]
    required: tuple[tuple[str, str], ...]
    entries: Mapping[str, AskedEntries]
    quotas: Mapping[str, int]

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


def place(plan: Plan, answers: Mapping[str, Any], seed: int | None = None) -> Path:
    """Where these answers lead the reader with this seed.

    A condition sees only answers to questions that come before it and are themselves on the path, and those
    about a person only under their consent; inside a repeat also what its own entry said before it, and never what
    another entry said. A page of which no question is asked is not on the path; a page made without questions is.
    """
    pages: list[str] = []
    questions: list[str] = []
    required: list[tuple[str, str]] = []
    repeated: dict[str, AskedEntries] = {}
    quotas: dict[str, int] = {}
    seen: dict[str, Any] = {}
    for page in plan.in_order(seed):
        if page.condition is not None and not page.condition(seen):
            continue
        if page.repeat is not None:
            asked_of = _asked_of_entries(page, page.repeat, answers, seen)
            is_asked = asked_of is not None
            repeated |= {} if asked_of is None else {page.id: asked_of}
        else:
            counts = page.consent_key is None or answers.get(page.consent_key) is True
            asked, needed = _asked(page, answers, seen, counts=counts)
            is_asked = bool(asked) or not page.questions
            questions.extend(asked)
            required.extend((page.id, question_id) for question_id in needed)
        if is_asked:
            pages.append(page.id)
        if plan.quotas:
            quotas = _quotas(plan, seen, quotas, len(pages))
    return Path(
        tuple(pages),
        frozenset(questions),
        tuple(required),
        MappingProxyType(repeated),
        MappingProxyType(quotas),
    )


def _quotas(plan: Plan, seen: Mapping[str, Any], before: Mapping[str, int], so_far: int) -> dict[str, int]:
    """The quotas that what was seen so far falls under, each with how many pages that took."""
    return {quota.id: before.get(quota.id, so_far) for quota in plan.quotas.values() if quota.condition(seen)}


def _asked_of_entries(
    page: PlannedPage, repeat: Repeat, answers: Mapping[str, Any], seen: dict[str, Any]
) -> AskedEntries | None:
    """What is asked of each entry, None where that is nothing; what counts of their answers joins `seen`."""
    there: list[AskedEntry] = []
    counting: list[dict[str, Any]] = []
    for number, entry in entries(answers, repeat.id):
        asked, own = _asked_of_entry(page, number, entry, seen)
        there.append(asked)
        counting.append(own)
    added, _ = _asked_of_entry(page, next_number(answers, repeat.id), {}, seen)
    if not any(entry.questions for entry in (*there, added)):
        return None
    if counting:
        seen[repeat.id] = counting
    return AskedEntries(tuple(there), added, repeat.least, repeat.most)


def _asked_of_entry(
    page: PlannedPage, number: int, entry: Mapping[str, Any], seen: Mapping[str, Any]
) -> tuple[AskedEntry, dict[str, Any]]:
    """What is asked of one entry, and what counts of its answers."""
    within = dict(seen)  # its own answers stand beside those before it, out of sight of every other entry
    asked, needed = _asked(page, entry, within, counts=True)
    missing = tuple(question_id for question_id in needed if entry.get(question_id) is None)
    own = {question_id: within[question_id] for question_id in asked if question_id in within}
    return AskedEntry(number, frozenset(asked), missing), own


def _asked(
    page: PlannedPage, answers: Mapping[str, Any], seen: dict[str, Any], *, counts: bool
) -> tuple[list[str], list[str]]:
    """The questions of this page that are asked, and those of them that must be answered.

    What `counts` of their answers joins `seen`, which is all that conditions see.
    """
    asked: list[str] = []
    needed: list[str] = []
    for question in page.questions:
        if question.condition is not None and not question.condition(seen):
            continue
        asked.append(question.id)
        if question.is_required:
            needed.append(question.id)
        if counts and (answer := answers.get(question.id)) is not None:
            seen[question.id] = answer
    return asked, needed
