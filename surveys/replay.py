"""Showing an answer again exactly as it was asked: wording, language, version, variant, order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from surveys.answers import Answers
from surveys.asking import Asking
from surveys.expressions.scope import Scope
from surveys.local_plan import LocalPage, LocalQuestion
from surveys.plan import Plan, PlannedPage, on_offer
from surveys.questions.reading import Answer
from surveys.repeats import entries
from surveys.routing import Path, place
from surveys.saying_again import question_said_again, said_again

Plans = Mapping[str, Plan]
"""The plans of versions, by the names that askings have for them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One question as somebody saw it, and what they answered; None where they gave no answer.

    `written` are the words they wrote beside its options, by option.
    """

    question: LocalQuestion
    answer: Answer | None
    asking: Asking
    written: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class PageShown:
    """What was asked together; of a page that was asked once for each of several, one entry, the `place`th.

    `consent` is how the agreement to it was asked, None where none was given or needed.
    """

    page: LocalPage
    lines: tuple[Line, ...]
    consent: Asking | None
    place: int | None = None


def replayed(
    plans: Plans, own: Asking, answers: Answers, askings: Mapping[str, Asking], seed: int | None = None
) -> tuple[PageShown, ...]:
    """What somebody was shown and what they answered, page by page, in the order of whoever had this `seed`.

    `own` is how the whole was asked: its version decides which pages and questions, and in which order. `askings` say
    how single questions, lists of entries and consents were asked where that differs; `plans` are those of all
    versions they name. A question that was not answered is shown as the whole was asked. Words that say an answer
    again, and choices that depend on one, are those that go with what was sent.
    """
    return tuple(_Replay(plans, own, answers, askings, seed).pages())


class _Replay:
    """One answer, held against each version it was asked in."""

    def __init__(
        self, plans: Plans, own: Asking, answers: Answers, askings: Mapping[str, Asking], seed: int | None
    ) -> None:
        self.plans, self.own, self.answers, self.askings, self.seed = plans, own, answers, askings, seed
        self.paths: dict[str, Path] = {}

    def path(self, version: str) -> Path:
        """Where these answers lead in a version."""
        if version not in self.paths:
            self.paths[version] = place(self.plans[version], self.answers, self.seed)
        return self.paths[version]

    def pages(self) -> Iterator[PageShown]:
        """Each page as it was asked."""
        path, plan = self.path(self.own.version), self.plans[self.own.version]
        for page in (plan.page(page_id) for page_id in path.pages):
            if page.repeat is not None:
                yield from self.entries(page, self.askings.get(page.repeat.id, self.own))
                continue
            has_consent = page.consent_key is not None and self.answers.get(page.consent_key) is True
            consent = self.askings.get(str(page.consent_key), self.own) if has_consent else None
            lines = tuple(
                self.line(question.id, self.answers, self.askings.get(question.id, self.own))
                for question in page.questions
                if question.id in path.questions
            )
            yield PageShown(self.page(page.id, consent), lines, consent)

    def entries(self, page: PlannedPage, asking: Asking) -> Iterator[PageShown]:
        """Each entry of a page as it was asked; what was not asked of it yet, as the whole was."""
        assert page.repeat is not None  # callers looked
        there = dict(entries(self.answers, page.repeat.id))
        plan = self.plans[asking.version]
        page_then = plan.repeats[page.repeat.id].id  # a correction may give a page another id
        for number, asked in enumerate(self.path(self.own.version).entries[page.id].there, 1):
            scope = self.scope_of_entry(page_then, asked.number, asking.version)
            lines = tuple(
                self.line(question.id, there[asked.number], asking, scope)
                if plan.has_question(question.id)
                else self.line(question.id, there[asked.number], self.own, asked.scope)
                for question in page.questions
                if question.id in asked.questions
            )
            yield PageShown(self.worded(page_then, asking, scope), lines, None, number)

    def scope_of_entry(self, page_id: str, number: int, version: str) -> Scope:
        """Where an entry stands in a version; that of the whole where the version did not ask for it there."""
        path = self.path(version)
        asked = path.entries[page_id].entry(number) if page_id in path.entries else None
        return asked.scope if asked else path.scope

    def line(self, question_id: str, answers: Answers, asking: Asking, scope: Scope | None = None) -> Line:
        """One question, seen from `scope`, that of one entry or else of the whole."""
        plan, answer = self.plans[asking.version], answers.get(question_id)
        words = plan.words(asking.language, asking.variant)
        scope = scope or self.path(asking.version).scope
        question = question_said_again(words.question(question_id).seen_with(self.seed), words, scope)
        chosen = answer if isinstance(answer, list) else [answer]
        for offered in on_offer([plan.question(question_id)], scope).values():
            question = question.offering(offered.union(one for one in chosen if isinstance(one, str)))
        rooms = {option.id: option.write_in.field for option in question.options if option.write_in}
        written = {option: answers[field] for option, field in rooms.items() if field in answers}
        return Line(question, answer, asking, written)

    def page(self, page_id: str, consent: Asking | None) -> LocalPage:
        """The page's own words as the whole was asked; the agreement in the words that were agreed to."""
        page = self.worded(page_id, self.own, self.path(self.own.version).scope)
        if consent is None:
            return page
        agreed = self.worded(page_id, consent, self.path(consent.version).scope)
        return replace(page, about_you=agreed.about_you)

    def worded(self, page_id: str, asking: Asking, scope: Scope) -> LocalPage:
        """A page with the answers that its words say again."""
        words = self.plans[asking.version].words(asking.language, asking.variant)
        return said_again(words.page(page_id), words, scope)
