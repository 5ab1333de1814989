"""Showing an answer again exactly as it was asked: wording, language, version, variant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TypeVar, cast

from surveys.answers import Answers
from surveys.asking import Asking
from surveys.local_plan import LocalAboutYou, LocalOption, LocalPage, LocalPart, LocalQuestion
from surveys.plan import Plan
from surveys.questions.reading import Answer
from surveys.routing import place
from surveys.text import Said, Variant

Shown = TypeVar("Shown", LocalQuestion, LocalPage, LocalAboutYou, LocalOption)


@dataclass(frozen=True, slots=True)
class Line:
    """One question as somebody saw it, and what they answered; None where they gave no answer."""

    question: LocalQuestion
    answer: Answer | None
    asking: Asking


@dataclass(frozen=True, slots=True)
class PageShown:
    """What was asked together. `consent` is how the agreement to it was asked, None where none was given or needed."""

    page: LocalPage
    lines: tuple[Line, ...]
    consent: Asking | None


def replayed(
    plans: Mapping[str, Plan], own: Asking, answers: Answers, askings: Mapping[str, Asking]
) -> tuple[PageShown, ...]:
    """What somebody was shown and what they answered, page by page.

    `own` is how the whole was asked: its version decides which pages and questions, and in which order. `askings` say
    how single questions and consents were asked where that differs; `plans` are those of all versions they name.
    A question that was not answered is shown as the whole was asked.
    """
    plan = plans[own.version]
    path = place(plan, answers)
    found = []
    for page_id in path.pages:
        page = plan.page(page_id)
        has_consent = page.consent_key is not None and answers.get(page.consent_key) is True
        consent = askings.get(str(page.consent_key), own) if has_consent else None
        lines = tuple(
            _line(plans, question.id, answers, askings.get(question.id, own))
            for question in page.questions
            if question.id in path.questions
        )
        found.append(PageShown(_page(plans, page_id, consent, own), lines, consent))
    return tuple(found)


def _line(plans: Mapping[str, Plan], question_id: str, answers: Answers, asking: Asking) -> Line:
    words = plans[asking.version].words(asking.language)
    return Line(in_variant(words.question(question_id), asking.variant), answers.get(question_id), asking)


def _page(plans: Mapping[str, Plan], page_id: str, consent: Asking | None, own: Asking) -> LocalPage:
    """The page's own words as the whole was asked; the agreement in the words that were agreed to."""
    page = in_variant(plans[own.version].words(own.language).page(page_id), own.variant)
    if consent is None:
        return page
    agreed = plans[consent.version].words(consent.language).page(page_id).about_you
    return replace(page, about_you=None if agreed is None else in_variant(agreed, consent.variant))


def in_variant(part: Shown, variant: Variant | None) -> Shown:
    """A page, question or option in the words of a variant; where a text has none, in its own words."""
    return part if variant is None else cast("Shown", _in_variant(part, variant))


def _in_variant(value: object, variant: Variant) -> object:
    if isinstance(value, Said):
        return replace(value, text=value.variants.get(variant, value.text))
    if isinstance(value, tuple):
        return tuple(_in_variant(item, variant) for item in value)
    if isinstance(value, LocalPart):
        return value.each(lambda field: _in_variant(field, variant))
    if isinstance(value, LocalQuestion | LocalPage | LocalAboutYou | LocalOption):
        inner = {field.name: _in_variant(getattr(value, field.name), variant) for field in fields(value)}
        return replace(value, **inner)  # type: ignore[arg-type]  # a union of dataclasses has no one list of fields
    return value
