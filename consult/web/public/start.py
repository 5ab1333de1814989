"""The start page: what is proposed, in plain words, and everything somebody should know before answering."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from consult import clock
from consult.consultations import queries as consultations
from consult.consultations.details import ConsultationDetails, Contact
from consult.consultations.values import ConsultationValue, State
from consult.db import reading
from consult.tenders.queries import tender_by_id
from consult.tenders.values import TenderValue
from consult.web.locale import gettext, language
from consult.web.public import not_open, variants
from consult.web.public.dates import last_day
from consult.web.public.frame import CARRIED, render
from consult.web.public.openings import CAPACITY, carried
from consult.web.public.visits import is_machine_made, published
from consult.web.uses import use_words
from consult.words.locales import endonym
from surveys.plan import Plan
from surveys.text import EASY_READ, Said, Text, WordedVariant

SECONDS_A_QUESTION = 25
FEWEST_MINUTES = 2

Say = Callable[[Text | None], Said | None]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Something else that was considered, and why it was not chosen."""

    what: Said | None
    why_not: Said | None


@dataclass(frozen=True, slots=True)
class Never:
    """A purpose the answers may never be used for."""

    title: str | None
    text: Said | None


@dataclass(frozen=True, slots=True)
class Behind:
    """An organisation that stands behind the consultation."""

    name: Said | None
    words: Said | None
    interest: Said | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where to ask, in one language."""

    language: str
    code: str
    phone: str | None
    email: str | None
    place: Said | None
    hours: Said | None


def voice(consultation: ConsultationValue, variant: WordedVariant | None = None) -> Say:
    """Return what says a text in the language of this request, or in one the consultation has it in."""
    return lambda text: None if text is None else text.to(language(), consultation.languages, variant)


def consultation(slug: str) -> ResponseReturnValue:
    """Show the start page; one that is not open says so, and shows the rest all the same."""
    with reading() as session:
        found = published(session, slug)
        assert found.version_id is not None  # it is published
        plan = consultations.plan(session, found.version_id)
        tender = tender_by_id(session, found.tender_id)
        is_machine = is_machine_made(session, plan, found.version_id)
    variant = variants.wanted(None)
    say, state = voice(found, variant), found.state(clock.now())
    return render(
        "start",
        str(say(found.title)),
        consultation=found,
        heading=say(found.title),
        slug=slug,
        is_machine_made=is_machine,
        tender=tender,
        alternatives=_alternatives(tender, say),
        problem=say(tender.problem),
        threshold=found.threshold,
        **_standing(found, state, plan),
        **_wording(slug, plan, variant),
        **_told(found.details, say),
    )


def _standing(found: ConsultationValue, state: State, plan: Plan) -> dict[str, Any]:
    """Return whether and until when people can answer, how long it takes, and where it begins."""
    hidden = carried()
    is_open = state is State.OPEN
    return {
        "is_open": is_open,
        "not_open_title": None if is_open else not_open.title_of(state),
        "not_open_why": None if is_open else not_open.why(found, state),
        "has_begun": state is not State.SCHEDULED,
        "has_results": state is State.EVIDENCE_PUBLISHED,
        "until": last_day(found.closes_at, found.time_zone) if found.closes_at else None,
        "minutes": max(FEWEST_MINUTES, ceil(_to_answer(plan) * SECONDS_A_QUESTION / 60)),
        "first_page_href": url_for("public.question", slug=found.slug, page_id=plan.pages[0].id),
        "capacity_field": CAPACITY,
        "carried_field": CARRIED,
        "token": hidden.token,
        "capacities": capacities(),
    }


def _to_answer(plan: Plan) -> int:
    """Return how many questions there are to answer, whatever else stands between them."""
    return sum(1 for question in plan.questions if question.keys)


def capacities() -> tuple[dict[str, str], ...]:
    """Return for whom somebody may answer, as options."""
    return (
        {"id": "for_myself", "text": gettext("For myself")},
        {"id": "for_someone", "text": gettext("For someone else, with their agreement")},
        {"id": "organisation", "text": gettext("For an organisation")},
    )


def _wording(slug: str, plan: Plan, variant: WordedVariant | None) -> dict[str, Any]:
    """Return which words the page is in, and where the others are."""
    offered = variants.offered(plan, variant)
    parts: dict[str, Any] = {
        CARRIED: carried().token or None,
        variants.CARRIED_VARIANT: None if variant else EASY_READ,
    }
    return {
        "variant": variant,
        "offered": offered,
        "other_words_href": url_for("public.consultation", slug=slug, **parts) if offered else None,
    }


def _told(details: ConsultationDetails, say: Say) -> dict[str, Any]:
    """Return what the consultation says about itself."""
    return {
        "summary": say(details.summary),
        "who_is_affected": say(details.who_is_affected),
        "can_change": [say(text) for text in details.can_change],
        "cannot_change": [(say(fixed.what), say(fixed.why)) for fixed in details.cannot_change],
        "used_for": [say(text) for text in details.how_answers_are_used],
        "never": [Never(use_words(use.purpose), say(use.text)) for use in details.never_used_for],
        "exceptions": [say(text) for text in details.legal_exceptions],
        "who_reads": say(details.who_reads_single_answers),
        "communities": [(say(each.name), say(each.how_affected)) for each in details.communities],
        "behind": [
            Behind(
                say(partner.name),
                say(partner.stands_behind),
                say(partner.interest_note) if partner.interest_in_bidding == "declared" else None,
            )
            for partner in details.partners
            if partner.stands_behind or partner.interest_in_bidding == "declared"
        ],
        "contacts": contacts(details.contacts, say),
        **privacy(details, say),
    }


def privacy(details: ConsultationDetails, say: Say) -> dict[str, Any]:
    """Return who is responsible for the answers, why they may be asked for, and how long they are kept."""
    legal = details.legal
    return {
        "controller": say(legal.controller),
        "data_protection_contact": say(legal.data_protection_contact),
        "basis": [words for words in (say(legal.basis_of_consulting), _why(details, say)) if words],
        "article_6": legal.article_6.basis if legal.article_6 else None,
        "article_9": [
            (entry.condition, say(entry.covers), say(entry.national_law)) for entry in legal.article_9
        ],
        "dpia": say(legal.dpia.text) if legal.dpia else None,
        "notice_words": say(legal.privacy_notice.text) if legal.privacy_notice else None,
        "notice_version": legal.privacy_notice.version if legal.privacy_notice else None,
        "rights": say(legal.rights),
        "retention": say(details.retention.text),
        "draft_days": details.retention.drafts_expire_after_days,
        "answer_days": details.retention.answers_deleted_after_days,
    }


def _why(details: ConsultationDetails, say: Say) -> Said | None:
    article = details.legal.article_6
    return say(article.text) if article else None


def contacts(listed: Iterable[Contact], say: Say) -> list[Place]:
    """Return where to ask, the reader's own language first."""
    ordered = sorted(listed, key=lambda contact: contact.language != language())
    return [
        Place(
            endonym(contact.language),
            contact.language,
            contact.phone,
            contact.email,
            say(contact.place),
            say(contact.hours),
        )
        for contact in ordered
        if contact.is_reachable
    ]


def _alternatives(tender: TenderValue, say: Say) -> list[Alternative]:
    return [Alternative(say(entry.what), say(entry.why_rejected)) for entry in tender.alternatives]
