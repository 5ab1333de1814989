"""Deleting the answers of a consultation when the time people were told is over."""

import uuid

from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations.queries import consultation_by_id
from consult.db import unit_of_work
from consult.evidence.queries import is_sealed
from consult.jobs.progress import Progress
from consult.responses.service import delete_answers


def delete(consultation_id: uuid.UUID, progress: Progress) -> None:
    """Delete the answers, unless something holds them or the evidence is not sealed for good."""
    with unit_of_work() as session:
        consultation = consultation_by_id(session, consultation_id)
        if consultation is None or consultation.hold_reason or not is_sealed(session, consultation_id):
            return
        if delete_answers(session, consultation_id):
            by_itself = Actor(consultation.organisation_id, None, frozenset())
            record(session, by_itself, "answers.deleted", "consultation", consultation_id)
    progress(1, 1)
