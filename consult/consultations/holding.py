"""Holding answers back from deletion: a challenge, archive law or a legal hold, with its reason on record."""

import uuid
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Permission, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations.models import Consultation
from consult.consultations.own import own
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
    """Let the answers be deleted when their time has come."""
    found = _own(session, actor, slug)
    found.hold_reason = None
    record(session, actor, "consultation.released", "consultation", found.id)
    leave_deletion(session, found.id, clock.now())


def held() -> Select[uuid.UUID]:
    """Return the selection of every consultation from which nothing may be deleted at the moment."""
    return select(Consultation.id).where(Consultation.hold_reason.is_not(None))


def leave_deletion(session: Session, consultation_id: uuid.UUID, due_at: datetime) -> None:
    """Leave the deletion of the answers due; the job itself asks whether their time has come."""
    organisation_id = session.get_one(Consultation, consultation_id).organisation_id
    key = f"{DELETE_ANSWERS}:{consultation_id}:{due_at.date().isoformat()}"
    leave(session, DELETE_ANSWERS, consultation_id, organisation_id, key=key, due_at=due_at)


def _own(session: Session, actor: Actor, slug: str) -> Consultation:
    require(actor, Permission.PUBLISH)
    return own(session, actor, slug)
