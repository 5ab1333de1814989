"""What officers make of advice: accept it, change it, dismiss it; and what they have left for outreach."""

import uuid
from collections.abc import Callable
from decimal import Decimal

from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Permission, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations.values import OVER, ConsultationValue
from consult.db import one_at_a_time
from consult.outreach import ledger, queries
from consult.outreach.advice import Offer, advice
from consult.outreach.advice_models import AdviceTaken, MeansLeft
from consult.outreach.decisions import MeansValue, next_number
from consult.outreach.ledger import LONGEST_WORDS, MOST_COST, MOST_HOURS, Planned
from consult.outreach.terms import Taken
from surveys.problems import Problem, Refused
from surveys.text import NOT_IN_WORDS, Text

HUNDREDTH = Decimal("0.01")


def remember_means(
    session: Session, actor: Actor, consultation: ConsultationValue, means: MeansValue
) -> None:
    """Remember the hours and the money that are left; empty is no limit. Refused `activity.odd_number`."""
    _require(actor, consultation)
    limits = (("hours", means.hours, MOST_HOURS), ("budget", means.budget, MOST_COST))
    odd = [
        Problem("activity.odd_number", name, {"most": int(most)})
        for name, given, most in limits
        if given is not None and not 0 <= given <= most
    ]
    if odd:
        raise Refused(odd)
    one_at_a_time(session, f"advice {consultation.id}")
    row = session.get(MeansLeft, consultation.id) or MeansLeft(consultation_id=consultation.id)
    row.organisation_id = consultation.organisation_id
    row.hours, row.budget = means.hours, means.budget
    session.add(row)
    session.flush()
    told = {
        "hours": None if means.hours is None else str(means.hours),
        "budget": None if means.budget is None else str(means.budget),
    }
    record(session, actor, "outreach.means_given", "consultation", consultation.id, told)


def accept(
    session: Session,
    actor: Actor,
    consultation: ConsultationValue,
    proposal: str,
    seen: str,
    named: Callable[[Offer], Text],
) -> str:
    """Make a proposal a planned activity, exactly as it was `seen`, called as `named` says; return its key.

    Raises Refused `advice.unknown` where it is no longer proposed, `advice.changed_meanwhile` where it is now another,
    and as ledger.plan does.
    """
    offer = _offer(session, actor, consultation, proposal)
    if offer.seen != seen:
        raise Refused(Problem("advice.changed_meanwhile"))
    key = ledger.plan(session, actor, consultation, as_planned(offer, named(offer)))
    _take(session, actor, consultation, offer, Taken.ACCEPTED, key)
    return key


def change(
    session: Session, actor: Actor, consultation: ConsultationValue, proposal: str, planned: Planned
) -> str:
    """Plan something else in place of a proposal; return its key. Refused `advice.unknown`, and as ledger.plan is."""
    offer = _offer(session, actor, consultation, proposal)
    key = ledger.plan(session, actor, consultation, planned)
    _take(session, actor, consultation, offer, Taken.CHANGED, key)
    return key


def dismiss(
    session: Session, actor: Actor, consultation: ConsultationValue, proposal: str, reason: str
) -> None:
    """Set a proposal aside for good. Refused `advice.unknown`, `consultation.no_reason`, `activity.odd_words`."""
    offer = _offer(session, actor, consultation, proposal)
    _take(session, actor, consultation, offer, Taken.DISMISSED, reason=reason_of(reason))


def as_planned(offer: Offer, what: Text) -> Planned:
    """Return the activity that a proposal is."""
    return Planned(
        what=what,
        channel=offer.option.channel,
        languages=offer.languages,
        communities=offer.option.communities,
        partner=offer.option.partner,
        hours=_exact(offer.proposal.hours),
        cost=_exact(offer.proposal.cost),
    )


def reason_of(given: str) -> str:
    """Return a reason as it is kept; Refused `consultation.no_reason` without one, `activity.odd_words`."""
    reason = given.replace("\r\n", "\n").strip()
    if not reason:
        raise Refused(Problem("consultation.no_reason", "reason"))
    if len(reason) > LONGEST_WORDS or NOT_IN_WORDS.search(reason):
        raise Refused(Problem("activity.odd_words", "reason", {"most": LONGEST_WORDS}))
    return reason


def _offer(session: Session, actor: Actor, consultation: ConsultationValue, proposal: str) -> Offer:
    _require(actor, consultation)
    if consultation.state(clock.now()) in OVER:
        raise Refused(Problem("activity.consultation_closed"))
    one_at_a_time(session, f"advice {consultation.id}")
    found = advice(session, consultation, clock.now()).offers
    offer = next((one for one in found if one.key == proposal), None)
    if offer is None:
        raise Refused(Problem("advice.unknown", "proposal"))
    return offer


def _take(
    session: Session,
    actor: Actor,
    consultation: ConsultationValue,
    offer: Offer,
    taken: Taken,
    activity: str | None = None,
    *,
    reason: str | None = None,
) -> None:
    led = queries.activity(session, consultation.id, activity) if activity else None
    row = AdviceTaken(
        id=uuid.uuid4(),
        organisation_id=consultation.organisation_id,
        consultation_id=consultation.id,
        number=next_number(session, AdviceTaken, consultation.id),
        proposal=offer.key,
        said=dict(offer.said),
        decision=taken,
        reason=reason,
        activity_id=led.id if led else None,
        decided_by=actor.officer_id,
        decided_on=clock.today(consultation.time_zone),
    )
    session.add(row)
    session.flush()
    told = {"number": row.number, "proposal": offer.key, "activity": activity}
    record(session, actor, f"outreach.advice_{taken.value}", "consultation", consultation.id, told)


def _require(actor: Actor, consultation: ConsultationValue) -> None:
    require(actor, Permission.EDIT_OUTREACH)
    if consultation.organisation_id != actor.organisation_id:
        raise Refused(Problem("consultation.unknown", "slug", {"given": consultation.slug}))


def _exact(amount: float) -> Decimal:
    return Decimal(amount).quantize(HUNDREDTH)
