"""Writing the audit trail: one entry per change, chained by hash within an organisation."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import clock
from consult.audit.actor import Actor
from consult.audit.models import AuditEntry, AuditHead
from surveys.versions import canonical, fingerprint

BEGINNING = "0" * 64


def record(
    session: Session,
    actor: Actor,
    action: str,
    subject: str,
    subject_id: uuid.UUID,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add one entry to the chain of the actor's organisation. `details` must be JSON without personal data."""
    head = _locked_head(session, actor.organisation_id)
    entry = AuditEntry(
        id=uuid.uuid4(),
        organisation_id=actor.organisation_id,
        number=head.number + 1,
        at=clock.now(),
        officer_id=actor.officer_id,
        action=action,
        subject=subject,
        subject_id=subject_id,
        details=canonical(dict(details or {})),
        previous_hash=head.hash,
        hash="",
    )
    entry.hash = entry_hash(entry)
    head.number, head.hash = entry.number, entry.hash
    session.add(entry)
    session.flush()


def _locked_head(session: Session, organisation_id: uuid.UUID) -> AuditHead:
    locked = select(AuditHead).where(AuditHead.organisation_id == organisation_id).with_for_update()
    head = session.scalar(locked)
    if head is None:
        head = AuditHead(organisation_id=organisation_id, number=0, hash=BEGINNING)
        session.add(head)
        session.flush()
    return head


def entry_hash(entry: AuditEntry) -> str:
    """Return the SHA-256 of everything an entry says, the hash before it included."""
    return fingerprint(
        canonical(
            {
                "organisation": str(entry.organisation_id),
                "number": entry.number,
                "at": entry.at.isoformat(),
                "officer": str(entry.officer_id) if entry.officer_id else None,
                "action": entry.action,
                "subject": entry.subject,
                "subject_id": str(entry.subject_id),
                "details": entry.details.decode(),
                "previous": entry.previous_hash,
            },
        ),
    )
