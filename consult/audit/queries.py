"""Reading the audit trail, and checking that nobody touched it."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.models import AuditEntry, AuditHead
from consult.audit.service import BEGINNING, entry_hash


@dataclass(frozen=True, slots=True)
class Entry:
    """One change, as officers read it."""

    number: int
    at: datetime
    officer_id: uuid.UUID | None
    action: str
    subject: str
    subject_id: uuid.UUID
    details: dict[str, Any]


def entries_about(session: Session, organisation_id: uuid.UUID, subject_id: uuid.UUID) -> list[Entry]:
    """Return the entries about one record of one organisation, the newest first."""
    about = select(AuditEntry).where(
        AuditEntry.organisation_id == organisation_id, AuditEntry.subject_id == subject_id
    )
    return [
        Entry(
            row.number,
            row.at,
            row.officer_id,
            row.action,
            row.subject,
            row.subject_id,
            json.loads(row.details),
        )
        for row in session.scalars(about.order_by(AuditEntry.number.desc()))
    ]


def first_broken_entry(session: Session, organisation_id: uuid.UUID) -> int | None:
    """Return the number of the first entry that does not fit its chain; None when the chain is whole."""
    previous, expected = BEGINNING, 1
    chain = select(AuditEntry).where(AuditEntry.organisation_id == organisation_id)
    for row in session.scalars(chain.order_by(AuditEntry.number)):
        if row.number != expected or row.previous_hash != previous or row.hash != entry_hash(row):
            return expected
        previous, expected = row.hash, expected + 1
    head = session.get(AuditHead, organisation_id)
    whole = (head is None and expected == 1) or (head is not None and head.hash == previous)
    return None if whole else expected
