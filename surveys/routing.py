"""The path of a reader: a function of the plan and the answers, recomputed at each request. Never mutates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.expressions.scope import Scope
from surveys.plan import Plan, PlannedPage
from surveys.problems import Problem, Refused


@dataclass(frozen=True, slots=True)
class Path:
    """Which pages are asked, in order, and which questions on them.

    `required` are those of the questions that must be answered, in order, each with its page.
    """

    pages: tuple[str, ...]
    questions: frozenset[str]
    required: tuple[tuple[str, str], ...]

    def next(self, page_id: str) -> str | None:
        """The page after this one; None after the last. Raises Refused `page.unknown` off the path."""
        following = self._index(page_id) + 1
        return self.pages[following] if following < len(self.pages) else None

    def previous(self, page_id: str) -> str | None:
        """The page before this one; None before the first. Raises Refused `page.unknown` off the path."""
        index = self._index(page_id)
        return self.pages[index - 1] if index else None

    def first_incomplete(self, answers: Mapping[str, Any]) -> str | None:
        """The first page on which an answer that is required is missing, or None."""
        missing = (page_id for page_id, question_id in self.required if answers.get(question_id) is None)
        return next(missing, None)

    def _index(self, page_id: str) -> int:
        try:
            return self.pages.index(page_id)
        except ValueError:
            raise Refused(Problem("page.unknown", page_id)) from None


def place(plan: Plan, answers: Mapping[str, Any]) -> Path:
    """Where these answers lead.

    A condition sees only answers to questions that come before it and are themselves on the path, and those
    about a person only under their consent. A page of which no question is asked is not on the path;
    a page made without questions is.
    """
    pages: list[str] = []
    questions: list[str] = []
    required: list[tuple[str, str]] = []
    seen: dict[str, Any] = {}
    scope = Scope(seen)  # looks at `seen` as it grows
    for page in plan.pages:
        if page.condition is not None and not page.condition(scope):
            continue
        asked = _asked(page, answers, scope, seen, required)
        if asked or not page.questions:
            pages.append(page.id)
            questions.extend(asked)
    return Path(tuple(pages), frozenset(questions), tuple(required))


def _asked(
    page: PlannedPage,
    answers: Mapping[str, Any],
    scope: Scope,
    seen: dict[str, Any],
    required: list[tuple[str, str]],
) -> list[str]:
    """The questions of this page that are asked; what counts of their answers joins `seen`."""
    counts = page.consent_key is None or answers.get(page.consent_key) is True
    asked: list[str] = []
    for question in page.questions:
        if question.condition is not None and not question.condition(scope):
            continue
        asked.append(question.id)
        if question.is_required:
            required.append((page.id, question.id))
        if counts and (answer := answers.get(question.id)) is not None:
            seen[question.id] = answer
    return asked
