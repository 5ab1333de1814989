"""Showing an answer again exactly as it was asked: wording, language, version, variant, order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from surveys.answers import Answers
from surveys.asking import Asking
from surveys.local_plan import LocalPage, LocalQuestion
from surveys.plan import Plan, PlannedPage
from surveys.questions.reading import Answer
from surveys.repeats import entries
from surveys.routing import Path, place

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
    versions they name. A question that was not answered is shown as the whole was asked.
    """
    plan = plans[own.version]
    path = place(plan, answers, seed)
    shown: list[PageShown] = []
    for page in (plan.page(page_id) for page_id in path.pages):
        if page.repeat is not None:
            shown.extend(_entries(plans, page, path, answers, askings.get(page.repeat.id, own), seed))
            continue
        has_consent = page.consent_key is not None and answers.get(page.consent_key) is True
        consent = askings.get(str(page.consent_key), own) if has_consent else None
        lines = tuple(
            _line(plans, question.id, answers, askings.get(question.id, own), seed)
            for question in page.questions
            if question.id in path.questions
        )
        shown.append(PageShown(_page(plans, page.id, consent, own), lines, consent))
    return tuple(shown)


def _entries(
    plans: Plans, page: PlannedPage, path: Path, answers: Answers, asking: Asking, seed: int | None
) -> Iterator[PageShown]:
    """Each entry of a page as it was asked."""
    assert page.repeat is not None  # callers looked
    there = dict(entries(answers, page.repeat.id))
    for number, asked in enumerate(path.entries[page.id].there, 1):
        lines = tuple(
            _line(plans, question.id, there[asked.number], asking, seed)
            for question in page.questions
            if question.id in asked.questions
        )
        yield PageShown(_page(plans, page.id, None, asking), lines, None, number)


def _line(plans: Plans, question_id: str, answers: Answers, asking: Asking, seed: int | None) -> Line:
    question = plans[asking.version].words(asking.language, asking.variant).question(question_id)
    rooms = {option.id: option.write_in.field for option in question.options if option.write_in}
    written = {option: answers[field] for option, field in rooms.items() if field in answers}
    return Line(question.seen_with(seed), answers.get(question_id), asking, written)


def _page(plans: Plans, page_id: str, consent: Asking | None, own: Asking) -> LocalPage:
    """The page's own words as the whole was asked; the agreement in the words that were agreed to."""
    page = plans[own.version].words(own.language, own.variant).page(page_id)
    if consent is None:
        return page
    agreed = plans[consent.version].words(consent.language, consent.variant).page(page_id)
    return replace(page, about_you=agreed.about_you)
