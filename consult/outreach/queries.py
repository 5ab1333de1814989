"""The outreach ledger as it is read, and who has been heard so far."""

import uuid
from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.consultations.values import ConsultationValue
from consult.outreach.models import Activity, Arrival, Link, Partner, SentCount
from consult.outreach.values import ActivityValue, LinkValue, PartnerValue, SentTotal
from surveys.problems import Problem, Refused
from surveys.text import Text

if TYPE_CHECKING:
    from consult.outreach.reach import ReachValue


def reach(session: Session, consultation: ConsultationValue) -> "ReachValue":
    """Return who has been heard, from the counts as they were last shown; `service.refresh_reach` moves them."""
    from consult.outreach.reach import reach_of  # brings numpy, which no resident's request needs

    return reach_of(session, consultation)


def activities(session: Session, consultation_id: uuid.UUID) -> tuple[ActivityValue, ...]:
    """Return every activity of a consultation with its links and how often each was opened. Two statements."""
    links: dict[uuid.UUID, list[LinkValue]] = defaultdict(list)
    opened = (
        select(Link.activity_id, Link.code, Link.language, func.coalesce(func.sum(Arrival.openings), 0))
        .join(Activity, Activity.id == Link.activity_id)
        .outerjoin(Arrival, Arrival.link_id == Link.id)
        .where(Activity.consultation_id == consultation_id)
        .group_by(Link.activity_id, Link.code, Link.language)
        .order_by(Link.language, Link.code)
    )
    for activity_id, code, language, openings in session.execute(opened):
        links[activity_id].append(LinkValue(code, language, openings))
    rows = (
        select(Activity, Partner.key)
        .outerjoin(Partner, Partner.id == Activity.partner_id)
        .where(Activity.consultation_id == consultation_id)
        .order_by(Activity.created_at, Activity.key)
    )
    return tuple(_activity(row, partner, tuple(links[row.id])) for row, partner in session.execute(rows))


def activity(session: Session, consultation_id: uuid.UUID, key: str) -> ActivityValue:
    """Return one activity of a consultation by its key; Refused `activity.unknown`."""
    found = next((one for one in activities(session, consultation_id) if one.key == key), None)
    if found is None:
        raise Refused(Problem("activity.unknown", "activity"))
    return found


def partners(session: Session, organisation_id: uuid.UUID) -> tuple[PartnerValue, ...]:
    """Return the partners of an organisation by their keys."""
    own = select(Partner).where(Partner.organisation_id == organisation_id)
    return tuple(
        PartnerValue(
            row.id,
            row.key,
            Text.model_validate(row.name),
            _text(row.role_contact),
            tuple(row.languages),
            tuple(row.communities),
            row.has_interest_in_bidding,
            row.is_active,
        )
        for row in session.scalars(own.order_by(Partner.key))
    )


def partner_of_key(session: Session, organisation_id: uuid.UUID, key: str) -> PartnerValue:
    """Return one partner of an organisation by its key; Refused `partner.unknown`."""
    found = next((one for one in partners(session, organisation_id) if one.key == key), None)
    if found is None:
        raise Refused(Problem("partner.unknown", "partner"))
    return found


def sent_totals(session: Session, consultation_id: uuid.UUID) -> tuple[SentTotal, ...]:
    """Return how many answers each activity led to, by stated community; "" counts every answer. One statement.

    Exact: to be shown only through live.py.
    """
    totals = (
        select(Activity.key, Activity.channel, SentCount.community, func.sum(SentCount.sent))
        .join(Activity, Activity.id == SentCount.activity_id)
        .where(Activity.consultation_id == consultation_id)
        .group_by(Activity.key, Activity.channel, SentCount.community)
    )
    return tuple(
        SentTotal(key, channel.value, community, int(sent))
        for key, channel, community, sent in session.execute(totals)
    )


def _activity(row: Activity, partner: str | None, links: tuple[LinkValue, ...]) -> ActivityValue:
    return ActivityValue(
        id=row.id,
        key=row.key,
        channel=row.channel.value,
        language=row.language,
        communities=tuple(row.communities),
        what=_text(row.what),
        place=_text(row.place),
        on=row.on,
        partner=partner,
        links=links,
        planned_hours=row.planned_hours,
        planned_cost=row.planned_cost,
        done_on=row.done_on,
        hours=row.hours,
        cost=row.cost,
        people_spoken_to=row.people_spoken_to,
        materials=row.materials,
        outcome=row.outcome,
        notes=row.notes,
        cancelled_at=row.cancelled_at,
        cancel_reason=row.cancel_reason,
        is_place_public=row.is_place_public,
    )


def _text(stored: dict[str, object] | None) -> Text | None:
    return Text.model_validate(stored) if stored else None
