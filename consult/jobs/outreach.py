"""Folding what was sent, and letting the shown counts of an open consultation move, every quarter of an hour."""

import uuid
from datetime import datetime, timedelta

from consult import clock
from consult.consultations.queries import consultation_by_id
from consult.consultations.service import REFRESH
from consult.consultations.values import ConsultationValue, State
from consult.db import unit_of_work
from consult.jobs.progress import Progress
from consult.outreach.folding import fold_some
from consult.outreach.reminders import leave_reminding
from consult.outreach.service import refresh_reach
from consult.work.service import leave

EVERY = timedelta(minutes=15)
MOVING = frozenset({State.SCHEDULED, State.OPEN, State.PAUSED})


def refresh(consultation_id: uuid.UUID, progress: Progress) -> None:
    """Leave the next time due, then fold what was sent and let what is shown follow.

    After the closing that happens once more and then no longer.
    The next time is written first, on its own: a count that breaks, however often, is not the last one.
    """
    with unit_of_work() as session:
        consultation = consultation_by_id(session, consultation_id)
        if consultation is None:
            return
        if consultation.state(clock.now()) in MOVING:
            due_at = next_quarter(clock.now())
            key = f"{REFRESH}:{consultation_id}:{due_at.isoformat()}"
            leave(session, REFRESH, consultation_id, consultation.organisation_id, key=key, due_at=due_at)
            leave_reminding(session, consultation)
    while _is_more(consultation):
        pass
    with unit_of_work() as session:
        refresh_reach(session, consultation)
    progress(1, 1)


def _is_more(consultation: ConsultationValue) -> bool:
    """Fold a batch in a transaction of its own: nobody waits for more than one, and what is done is not lost."""
    with unit_of_work() as session:
        return fold_some(session, consultation)


def next_quarter(moment: datetime) -> datetime:
    """Return the next full quarter of an hour: a task that runs twice leaves the same work once."""
    begun = moment.replace(minute=0, second=0, microsecond=0)
    return begun + EVERY * ((moment - begun) // EVERY + 1)
