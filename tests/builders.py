"""Small makers of what tests need. Each makes one thing, whole and usable; append yours, room by room."""

import json
import uuid
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.service import add_organisation
from consult.audit.actor import Actor
from consult.consultations import service as consultations
from consult.consultations.details import ConsultationDetails
from consult.consultations.queries import consultation_by_slug
from consult.consultations.values import ConsultationValue
from consult.outreach import service as outreach
from consult.outreach.models import ShownCount
from consult.tenders.models import Tender
from consult.tenders.terms import Route, Stage
from surveys.document import Survey

LIBRARY = Path(__file__).parents[1] / "surveys" / "library"


# accounts


def an_organisation(session: Session, name: str = "Northmere Council", **others: Any) -> Actor:
    """Add an organisation and return the operator acting for it."""
    return add_organisation(session, {"en": name}, "ocds-000000", **others)


# tenders


def a_tender(session: Session, actor: Actor, suffix: str = "tender-1") -> uuid.UUID:
    """Add a tender in planning and return its id."""
    moment = clock.now()
    tender = Tender(
        id=uuid.uuid4(),
        organisation_id=actor.organisation_id,
        ocid=f"ocds-000000-{suffix}",
        title={"en": {"text": "Ranking repairs"}},
        alternatives=[
            {"key": "no-ai", "kind": "no_ai", "what": {"en": "Hiring"}, "why_rejected": {"en": "Cost"}}
        ],
        route=Route.OPEN_TENDER,
        stage=Stage.PLANNING,
        created_at=moment,
        updated_at=moment,
    )
    session.add(tender)
    session.flush()
    return tender.id


# consultations

FIRST_QUESTION = "go-ahead"


def survey_document(**changes: Any) -> dict[str, Any]:
    """Return a short survey document in English and Arabic: one question, then one about the person."""

    def option(name: str, english: str, arabic: str) -> dict[str, Any]:
        return {"id": name, "text": {"en": english, "ar": arabic}}

    about_you = {
        "id": "disability",
        "code": "Q2",
        "kind": "about_you",
        "text": {"en": "Are you disabled?", "ar": "هل لديك إعاقة؟"},
        "options": [option("yes", "Yes", "نعم"), option("no", "No", "لا")],
        "prefer_not_to_say": {"en": "Prefer not to say", "ar": "أفضل عدم الإجابة"},
    }
    go_ahead = {
        "id": FIRST_QUESTION,
        "code": "Q1",
        "kind": "choose_one",
        "required": True,
        "text": {"en": "Should it go ahead?", "ar": "هل ينبغي المضي قدما؟"},
        "options": [
            option("yes", "Yes", "نعم"),
            option("no", "No", "لا"),
            option("unsure", "I do not know", "لا أعرف"),
        ],
        "about_going_ahead": {"against": ["no"]},
    }
    return {
        "format": 1,
        "title": {"en": "Repairs", "ar": "الإصلاحات"},
        "source_language": "en",
        "languages": ["en", "ar"],
        "pages": [
            {"id": "proposal", "title": {"en": "The proposal", "ar": "الاقتراح"}, "questions": [go_ahead]},
            {
                "id": "about-you",
                "title": {"en": "About you", "ar": "عنك"},
                "about_you": {
                    "why": {"en": "To see who was heard.", "ar": "لنرى من سمعنا."},
                    "consent": {"en": "You may use this.", "ar": "يمكنكم استخدام هذا."},
                },
                "questions": [about_you],
            },
        ],
        **changes,
    }


def in_both(english: str) -> dict[str, str]:
    """Return words in English and (for a test's purposes) in Arabic."""
    return {"en": english, "ar": f"ترجمة: {english}"}


def details_document(**changes: Any) -> dict[str, Any]:
    """Return details with which `survey_document` can be published: nothing is missing."""
    return {
        "summary": in_both("A program that ranks repairs."),
        "who_is_affected": in_both("Tenants."),
        "can_change": [in_both("The order of repairs")],
        "how_answers_are_used": [in_both("The council must answer them.")],
        "never_used_for": [{"purpose": "tenancy", "text": in_both("Deciding on your tenancy")}],
        "who_reads_single_answers": in_both("Two analysts."),
        "contacts": [
            {"language": "en", "phone": "01632 960001"},
            {"language": "ar", "phone": "01632 960003"},
        ],
        "legal": {
            "basis_of_consulting": in_both("Housing Act"),
            "controller": in_both("Northmere Council"),
            "article_6": {"basis": "6(1)(e)"},
            "article_9": [{"condition": "9(2)(a)"}],
            "dpia": {"status": "done"},
            "privacy_notice": {"version": "2026-11"},
        },
        "communities": [community_document()],
        **changes,
    }


def community_document(**changes: Any) -> dict[str, Any]:
    """Return one community as the details name it: those who state a disability."""
    return {
        "key": "disabled",
        "name": in_both("Disabled people"),
        "stated_by": {"question_id": "disability", "yes": ["yes"], "no": ["no"]},
        "benchmark": {"count": 2000, "total": 10_000, "source": in_both("An invented count")},
        "target": 40,
        **changes,
    }


def a_survey(**changes: Any) -> Survey:
    """Return `survey_document` as a survey."""
    return Survey.from_json(survey_document(**changes))


def details(**changes: Any) -> ConsultationDetails:
    """Return `details_document` as details."""
    return ConsultationDetails.read(json.dumps(details_document(**changes)))


def a_draft_consultation(
    session: Session, actor: Actor, slug: str = "repairs", survey: Survey | None = None, **others: Any
) -> uuid.UUID:
    """Write a draft consultation that nothing keeps from being published; return its id."""
    others.setdefault("tender_id", None)
    tender_id = others.pop("tender_id") or a_tender(session, actor, suffix=f"for-{slug}")
    others.setdefault("details", details())
    others.setdefault("closes_on", date(2099, 12, 31))
    return consultations.create(
        session, actor, slug, tender_id=tender_id, survey=survey or a_survey(), **others
    )


A_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a4944415478da6360000000020001e527defc0000000049454e44ae426082"
)
"""A PNG file of one black point: the picture that tests/surveys/fixtures/image.json names by its hash."""


def an_open_consultation(
    session: Session, actor: Actor, slug: str = "repairs", survey: Survey | None = None, **others: Any
) -> uuid.UUID:
    """Write and publish a consultation that takes answers until the end of the century; return its id."""
    consultation_id = a_draft_consultation(session, actor, slug, survey, **others)
    consultations.publish(session, actor, slug)
    return consultation_id


def an_authority_with_a_poster(session: Session) -> Actor:
    """Add an organisation with an open consultation, "repairs", and one activity, a poster with a link in Arabic."""
    actor = an_organisation(session)
    poster = {"key": "library", "channel": "poster", "language": "ar", "what": in_both("A poster")}
    an_open_consultation(session, actor, details=details(links=[poster]))
    found = consultation_by_slug(session, "repairs")
    assert found is not None  # it was published just now
    outreach.lay_out(session, actor, found)
    return actor


# attachments


def survey_with_files(**changes: Any) -> dict[str, Any]:
    """Return `survey_document` with a photo and a spoken answer asked for on its first page; neither is needed."""
    document = survey_document(**changes)
    photo = {
        "id": "photo",
        "code": "Q3",
        "kind": "file",
        "takes": ["picture", "paper"],
        "text": {"en": "Show us the damp.", "ar": "أرنا الرطوبة."},
    }
    story = {
        "id": "story",
        "code": "Q4",
        "kind": "voice",
        "text": {"en": "Tell us what happened.", "ar": "أخبرنا بما حدث."},
    }
    document["pages"][0]["questions"] += [photo, story]
    return document


def shown_as_heard(session: Session, consultation: ConsultationValue, count: int) -> None:
    """Let so many disabled people be shown as heard."""
    whose = {"consultation_id": consultation.id, "organisation_id": consultation.organisation_id}
    session.add(ShownCount(**whose, name="community/disabled/yes", count=count))
    session.flush()
