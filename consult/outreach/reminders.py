"""Who is to be reminded of what: an activity that is due, one nobody reported on, a community behind its pace.

E-mail cannot promise that a message arrives exactly once. What is promised: each officer is claimed one message for
each reminder before it is sent; a message the server did not take is claimed again; one whose fate nobody knows,
because its process was killed, is sent again after a while. A mailbox knows the double by its Message-ID.
"""

import enum
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations.values import CommunityValue, ConsultationValue, State
from consult.outreach import queries
from consult.outreach.models import Reminder
from consult.outreach.terms import Standing
from consult.outreach.values import ActivityValue
from consult.work.service import leave

if TYPE_CHECKING:
    from consult.outreach.pace import Pace

REMIND = "outreach.remind"
MORNING = time(8)
"""When reminders go out, where the authority is."""
FATE_UNKNOWN_AFTER = timedelta(minutes=20)
"""No job runs that long: what was claimed before then and not sent died with its process."""
RUNNING = frozenset({State.SCHEDULED, State.OPEN, State.PAUSED})


class Kind(enum.Enum):
    """Why somebody is reminded."""

    DUE = "due"
    OVERDUE = "overdue"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to be reminded of. `key` is the same as long as it is the same thing."""

    kind: Kind
    key: str
    activity: ActivityValue | None = None
    community: CommunityValue | None = None
    pace: "Pace | None" = None


def to_remind_of(session: Session, consultation: ConsultationValue, moment: datetime) -> tuple[Due, ...]:
    """Return everything officers should know of a consultation at `moment`, as its pages say it too.

    What is counted here is what anybody may see: an e-mail tells no more than the page. Loads numpy.
    """
    today = moment.astimezone(ZoneInfo(consultation.time_zone)).date()
    activities = queries.activities(session, consultation.id)
    return (*_of_activities(activities, today), *_of_communities(session, consultation, moment, today))


def _of_activities(activities: Iterable[ActivityValue], today: date) -> Iterator[Due]:
    for one in activities:
        standing = one.standing(today)
        if one.on is None or standing not in {Standing.PLANNED, Standing.OVERDUE}:
            continue
        if standing is Standing.OVERDUE:
            yield Due(Kind.OVERDUE, f"overdue:{one.id}:{one.on}", activity=one)
        elif one.on <= today + timedelta(days=1):
            yield Due(Kind.DUE, f"due:{one.id}:{one.on}", activity=one)


def _of_communities(
    session: Session, consultation: ConsultationValue, moment: datetime, today: date
) -> Iterator[Due]:
    if consultation.state(moment) is not State.OPEN:
        return
    from consult.outreach.pace import pace_of  # brings scipy, which no resident's request needs

    week = clock.week_of(today)
    for one in pace_of(session, consultation, moment):
        if one.is_behind:
            key = f"behind:{consultation.id}:{one.community.key}:{week}"
            yield Due(Kind.BEHIND, key, community=one.community, pace=one)


def claim(
    session: Session, officer_id: uuid.UUID, organisation_id: uuid.UUID, due: Iterable[Due]
) -> tuple[Due, ...]:
    """Return those of `due` this officer is still to be told of, and claim them: nobody else sends them now.

    The caller commits before sending. Two who claim at once: the second fails at the primary key, and claims again.
    """
    moment = clock.now()
    by_key = {one.key: one for one in due}
    known = select(Reminder).where(Reminder.officer_id == officer_id, Reminder.key.in_(by_key))
    rows = {row.key: row for row in session.scalars(known.with_for_update())}
    claimed = []
    for key, one in by_key.items():
        row = rows.get(key)
        if row is None:
            row = Reminder(officer_id=officer_id, key=key, organisation_id=organisation_id)
            session.add(row)
        elif row.sent_at is not None or row.claimed_at > moment - FATE_UNKNOWN_AFTER:
            continue
        row.claimed_at = moment
        claimed.append(one)
    session.flush()
    return tuple(claimed)


def settle(session: Session, officer_id: uuid.UUID, due: Iterable[Due]) -> None:
    """Note that what was claimed has been handed to the mail server."""
    keys = [one.key for one in due]
    own = update(Reminder).where(Reminder.officer_id == officer_id, Reminder.key.in_(keys))
    session.execute(own.values(sent_at=clock.now()))


def release(session: Session, officer_id: uuid.UUID, due: Iterable[Due]) -> None:
    """Let go of what was claimed and not taken by the server, so that it is sent another time."""
    keys = [one.key for one in due]
    unsent = Reminder.sent_at.is_(None)
    session.execute(delete(Reminder).where(Reminder.officer_id == officer_id, Reminder.key.in_(keys), unsent))


def leave_reminding(session: Session, consultation: ConsultationValue) -> None:
    """Leave it due to remind of a consultation on the next morning; said again, it stays one piece of work."""
    due_at = next_morning(clock.now(), consultation.time_zone)
    key = f"{REMIND}:{consultation.id}:{due_at.isoformat()}"
    leave(session, REMIND, consultation.id, consultation.organisation_id, key=key, due_at=due_at)


def next_morning(moment: datetime, time_zone: str) -> datetime:
    """Return the next eight o'clock after `moment` in `time_zone`, in UTC."""
    zone = ZoneInfo(time_zone)
    today = moment.astimezone(zone).date()
    mornings = (datetime.combine(today + timedelta(days=days), MORNING, zone) for days in (0, 1))
    return next(morning for morning in mornings if morning > moment).astimezone(UTC)


def goes_on(session: Session, consultation: ConsultationValue, moment: datetime) -> bool:
    """Say whether there may be something to remind of another day."""
    if consultation.state(moment) in RUNNING:
        return True
    return any(
        one.done_on is None and one.cancelled_at is None and one.on is not None
        for one in queries.activities(session, consultation.id)
    )
