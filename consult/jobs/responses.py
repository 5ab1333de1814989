"""Deleting drafts nobody came back to and files nobody needs, once a day for each consultation, until none are left."""

import uuid
from datetime import datetime, timedelta

from consult import clock
from consult.attachments.queries import is_keeping
from consult.attachments.service import sweep
from consult.consultations.queries import consultation_by_id
from consult.consultations.service import EXPIRE
from consult.consultations.values import State
from consult.db import unit_of_work
from consult.jobs.progress import Progress
from consult.outreach.folding import count_stopped
from consult.responses import queries
from consult.responses.deleting import delete_expired_drafts
from consult.work.service import leave

EVERY = timedelta(days=1)
TAKES_ANSWERS = frozenset({State.SCHEDULED, State.OPEN, State.PAUSED})


def expire(consultation_id: uuid.UUID, progress: Progress) -> None:
    """Leave the next time due while there are drafts or files, or may be more; then delete what is over.

    That is the expired drafts of this consultation, and the files nobody needs or owns any more.

    The next time is written first, on its own: a deletion that breaks, however often, is not the last one.
    """
    moment = clock.now()
    with unit_of_work() as session:
        consultation = consultation_by_id(session, consultation_id)
        if consultation is None:
            return
        has_drafts = queries.next_expiry(session, consultation_id) is not None
        keeps_files = is_keeping(session, consultation_id)
        if has_drafts or keeps_files or consultation.state(moment) in TAKES_ANSWERS:
            due_at = next_day(moment)
            key = f"{EXPIRE}:{consultation_id}:{due_at.date().isoformat()}"
            leave(session, EXPIRE, consultation_id, consultation.organisation_id, key=key, due_at=due_at)
    with unit_of_work() as session:
        count_stopped(session, consultation, moment)
        delete_expired_drafts(session, consultation_id, moment)
        sweep(session)
    progress(1, 1)


def next_day(moment: datetime) -> datetime:
    """Return the beginning of the next day: a task that runs twice leaves the same work once."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0) + EVERY
