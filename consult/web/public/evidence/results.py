"""What was said and what was answered, in short; before that, honestly, what still has to happen."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations.values import OVER, ConsultationValue, State
from consult.db import reading
from consult.evidence.queries import RecordValue, compiled_at, latest_record
from consult.evidence.record import ASKED_BEFORE_TENDERING
from consult.tenders.queries import tender_by_id
from consult.tenders.values import TenderValue
from consult.web.locale import gettext
from consult.web.public import not_open
from consult.web.public.dates import day, last_day
from consult.web.public.evidence import findings, heard, seals
from consult.web.public.evidence.voices import Voice
from consult.web.public.frame import render
from consult.web.public.visits import published


@dataclass(frozen=True, slots=True)
class Ahead:
    """What happens until there are results. `step` counts from 1; the steps before it are done."""

    why: str
    step: int
    ocid: str
    answers_before: str | None
    has_moved_on: bool
    stage: str


def results(slug: str) -> ResponseReturnValue:
    """Show the newest sealed evidence in short, or how far the public body has come."""
    with reading() as session:
        consultation = published(session, slug)
        record = latest_record(session, consultation.id)
        ahead = _ahead(session, consultation) if record is None else None
    say = Voice(consultation.languages)
    caption = say(consultation.title)
    heading = gettext("What was said, and what the answer was")
    return render(
        "results",
        f"{caption}: {heading}",
        consultation=consultation,
        folder="evidence",
        caption=caption,
        heading=heading,
        slug=slug,
        ahead=ahead,
        **({} if record is None else _in_short(record, consultation, say)),
    )


def _in_short(record: RecordValue, consultation: ConsultationValue, say: Voice) -> dict[str, Any]:
    content = record.content
    return {
        "seal": seals.seal(record, (record,), consultation.time_zone),
        "asked": seals.asked(content, say, consultation.time_zone),
        "sent": heard.sent(content["results"]),
        "headline": heard.headline(content["results"], say),
        "silences": heard.silences(content["results"], say),
        "findings": findings.findings(content, say),
        "decision": findings.decision(content, say),
    }


def _ahead(session: Session, consultation: ConsultationValue) -> Ahead:
    moment = clock.now()
    state = consultation.state(moment)
    tender = tender_by_id(session, consultation.tender_id)
    is_closed = state in OVER
    return Ahead(
        why=_why(consultation, state),
        step=1 if not is_closed else 2 if compiled_at(session, consultation.id) is None else 3,
        ocid=tender.ocid,
        answers_before=_next_step_on(tender, clock.today(consultation.time_zone)),
        has_moved_on=tender.stage != "planning" and consultation.purpose in ASKED_BEFORE_TENDERING,
        stage=seals.stage_words(tender.stage),
    )


def _why(consultation: ConsultationValue, state: State) -> str:
    if state is not State.OPEN:
        return not_open.why(consultation, state)
    if consultation.closes_at is None:
        return gettext("People can still answer.")
    return gettext(
        "People can still answer, until %(date)s.",
        date=last_day(consultation.closes_at, consultation.time_zone),
    )


def _next_step_on(tender: TenderValue, today: date) -> str | None:
    """Return the day the purchase goes on, where it is known and still to come: the answers are due before it."""
    if tender.stage != "planning":
        return None
    known = (tender.notice_on, tender.bids_due_on, tender.award_on, tender.starts_on)
    coming = [on for on in known if on is not None]
    return day(min(coming)) if coming and min(coming) >= today else None
