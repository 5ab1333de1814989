"""Stop or extend: what the figures recommend when a consultation is about to close, and what an officer decides.

What was recommended is written down with the decision: both go into the evidence.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Permission, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations import extending
from consult.consultations import service as consultations
from consult.consultations.queries import own_consultation
from consult.consultations.values import CommunityValue, ConsultationValue, Overview
from consult.db import one_at_a_time
from consult.outreach.advice import Advice, Ground, advised, ground_of
from consult.outreach.advice_models import ClosingDecision
from consult.outreach.decisions import next_number
from consult.outreach.pace import Pace
from consult.outreach.reminders import leave_reminding
from consult.outreach.taking import reason_of
from consult.outreach.terms import Closing
from surveys.live_counts import LiveCount
from surveys.outreach import Recommendation, UnderHeard, recommended
from surveys.representation.pace import WEEK

LAST_WEEK = timedelta(days=WEEK)
NO_TARGETS = "no_targets"
"""Nobody said how many answers to aim for, so no figure can say who is missing."""


@dataclass(frozen=True, slots=True)
class StillBehind:
    """A community behind its target, and what another week likely makes of its count with its proposals held.

    `expected` is between `low` and `high` at least nine times in ten: the ends of its pace and of each proposal, added.
    """

    community: CommunityValue
    heard: LiveCount
    target: int
    expected: float
    low: float
    high: float
    would_meet: bool


@dataclass(frozen=True, slots=True)
class Recommended:
    """What the figures recommend at closing, from counts as anyone may see them. `because` is why, as a code."""

    found: Recommendation
    because: str
    behind: tuple[StillBehind, ...]
    sessions: tuple[CommunityValue, ...]

    @property
    def document(self) -> dict[str, Any]:
        """The recommendation as it is kept, and as evidence says it."""
        return {
            "verdict": self.found.verdict,
            "because": self.because,
            "under_heard": [_written(one) for one in self.behind],
            "sessions": [one.key for one in self.sessions],
        }


def recommendation(session: Session, consultation: ConsultationValue, moment: datetime) -> Recommended:
    """Return whether to stop or to go on for a week, who is under-heard, and what that week likely brings."""
    ground = ground_of(session, consultation, moment)
    a_week = {one.community.key: one.coming_in_a_week for one in ground.paces}
    week = advised(ground, WEEK, a_week)
    found = recommended(
        week.standings,
        week.plan,
        held={one.key: one.key in ground.held for one in ground.named},
        threshold=consultation.threshold,
    )
    by_key = {one.key: one for one in ground.named}
    return Recommended(
        found,
        found.reason if week.standings else NO_TARGETS,
        tuple(_behind(one, ground, week) for one in found.under_heard),
        tuple(by_key[one] for one in found.sessions),
    )


def before_closing(session: Session, seen: Overview) -> Recommended | None:
    """Return what is recommended in the last week of an open consultation; None at any other time."""
    moment, closes = clock.now(), seen.consultation.closes_at
    if seen.state not in extending.ANSWERED or closes is None or closes - moment > LAST_WEEK:
        return None
    return recommendation(session, seen.consultation, moment)


def stop(
    session: Session, actor: Actor, slug: str, reason: str | None, closed_at: datetime | None = None
) -> datetime:
    """Close a consultation now, with what was recommended and the reason; return the moment.

    On the command line it may be closed without a reason, and the record then says that none was given. Raises Refused
    as consultations.service.close does, `consultation.no_reason` for an empty one, `activity.odd_words`.
    """
    require(actor, Permission.PUBLISH)
    given = None if reason is None else reason_of(reason)
    before = own_consultation(session, actor.organisation_id, slug)
    document = recommendation(session, before, clock.now()).document
    moment = consultations.close(session, actor, slug, closed_at)
    _decide(session, actor, before, document, Closing.STOPPED, given)
    return moment


def extend(session: Session, actor: Actor, slug: str, closes_on: date, reason: str) -> datetime:
    """Let people answer until the end of `closes_on`, with what was recommended and the reason; return the moment.

    Raises Refused as consultations.extending.extend does, `consultation.no_reason`, `activity.odd_words`.
    """
    require(actor, Permission.PUBLISH)
    given = reason_of(reason)
    before = own_consultation(session, actor.organisation_id, slug)
    document = recommendation(session, before, clock.now()).document
    moment = extending.extend(session, actor, slug, closes_on)
    _decide(session, actor, before, document, Closing.EXTENDED, given, closes_on)
    leave_reminding(session, before)
    return moment


def _decide(
    session: Session,
    actor: Actor,
    consultation: ConsultationValue,
    document: Mapping[str, Any],
    decision: Closing,
    reason: str | None,
    closes_on: date | None = None,
) -> None:
    one_at_a_time(session, f"closing {consultation.id}")
    row = ClosingDecision(
        id=uuid.uuid4(),
        organisation_id=consultation.organisation_id,
        consultation_id=consultation.id,
        number=next_number(session, ClosingDecision, consultation.id),
        recommended=dict(document),
        decision=decision,
        reason=reason,
        closes_on=closes_on,
        decided_by=actor.officer_id,
        decided_on=clock.today(consultation.time_zone),
    )
    session.add(row)
    session.flush()
    told = {"number": row.number, "recommended": document["verdict"], "reason": reason}
    record(session, actor, f"closing.{decision.value}", "consultation", consultation.id, told)


def _behind(one: UnderHeard, ground: Ground, week: Advice) -> StillBehind:
    pace = next(each for each in ground.paces if each.community.key == one.community)
    gains = [
        gain for offer in week.offers for gain in offer.proposal.gains if gain.community == one.community
    ]
    low, high = _alone(pace)
    return StillBehind(
        community=pace.community,
        heard=pace.heard,
        target=one.target,
        expected=one.heard + one.by_itself + one.by_activities,
        low=low + sum(gain.interval.low for gain in gains),
        high=high + sum(gain.interval.high for gain in gains),
        would_meet=one.would_meet,
    )


def _alone(pace: Pace) -> tuple[float, float]:
    """What the count is after a week of nothing but its pace."""
    if pace.in_a_week is None:
        return float(pace.heard.least), float(pace.heard.most)
    return pace.in_a_week.interval.low, pace.in_a_week.interval.high


def _written(one: StillBehind) -> dict[str, Any]:
    return {
        "community": one.community.key,
        "heard": one.heard.count,
        "threshold": one.heard.threshold,
        "target": one.target,
        "after_a_week": {
            "expected": round(one.expected),
            "low": round(one.low),
            "high": round(one.high),
        },
        "would_meet": one.would_meet,
    }
