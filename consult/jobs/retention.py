"""Deleting the answers of a consultation when the time people were told is over."""

import uuid
from datetime import timedelta

from consult import clock
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations.holding import leave_deletion
from consult.consultations.queries import consultation_by_id
from consult.db import unit_of_work
from consult.evidence.queries import latest_record
from consult.jobs.progress import Progress
from consult.responses.deleting import delete_answers
from consult.responses.folding import forget_counts


def delete(consultation_id: uuid.UUID, progress: Progress) -> None:
    """Delete the answers as long after the final sealing as people were told; what is held waits for its release."""
    with unit_of_work() as session:
        consultation = consultation_by_id(session, consultation_id)
        sealed = latest_record(session, consultation_id)
        if consultation is None or consultation.hold_reason or sealed is None or sealed.is_interim:
            return
        over = sealed.sealed_at + timedelta(days=consultation.details.retention.answers_deleted_after_days)
        if clock.now() < over:
            leave_deletion(session, consultation_id, over)
        else:
            forget_counts(session, consultation_id)  # first: it waits for a folding, which waits for answers
            if delete_answers(session, consultation_id):
                by_itself = Actor(consultation.organisation_id, None, frozenset())
                record(session, by_itself, "answers.deleted", "consultation", consultation_id)
    progress(1, 1)
