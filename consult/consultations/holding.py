"""Holding answers back from deletion: a challenge, archive law or a legal hold, with its reason on record."""

import uuid
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Permission, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations.details import ConsultationDetails
from consult.consultations.models import Consultation
from consult.work.service import leave
from surveys.problems import Problem, Refused

DELETE_ANSWERS = "responses.delete_answers"


def hold(session: Session, actor: Actor, slug: str, reason: str) -> None:
    """Keep the answers of a consultation from being deleted; Refused `consultation.no_reason` without a reason."""
    found = _own(session, actor, slug)
    if not reason.strip():
        raise Refused(Problem("consultation.no_reason", "reason"))
    found.hold_reason = reason.strip()
    record(session, actor, "consultation.held", "consultation", found.id, {"reason": found.hold_reason})


def release(session: Session, actor: Actor, slug: str) -> None:
    """Let the answers be deleted when their time has come, now where it has passed."""
    found = _own(session, actor, slug)
    found.hold_reason = None
    record(session, actor, "consultation.released", "consultation", found.id)
    leave_deletion(session, found.id)


def leave_deletion(session: Session, consultation_id: uuid.UUID) -> None:
    """Leave the deletion of the answers due, as long after the evidence was published as people were told."""
    found = session.get_one(Consultation, consultation_id)
    if found.evidence_published_at is None:
        return
    told = ConsultationDetails.model_validate(found.details).retention
    over = found.evidence_published_at + timedelta(days=told.answers_deleted_after_days)
    leave(session, DELETE_ANSWERS, found.id, found.organisation_id, due_at=max(over, clock.now()))


def _own(session: Session, actor: Actor, slug: str) -> Consultation:
    require(actor, Permission.PUBLISH)
    own = select(Consultation).where(
        Consultation.slug == slug, Consultation.organisation_id == actor.organisation_id
    )
    found = session.scalar(own.with_for_update())
    if found is None:
        raise Refused(Problem("consultation.unknown", "slug", {"given": slug}))
    return found
