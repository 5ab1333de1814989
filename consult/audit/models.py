"""What officers did: append-only rows, each holding the hash of the one before it."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.db import Base, Id


class AuditEntry(Base):
    """One change, by whom, when, to what. Triggers refuse UPDATE and DELETE on both databases."""

    __tablename__ = "audit_entries"
    __table_args__ = (UniqueConstraint("organisation_id", "number"),)

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    officer_id: Mapped[uuid.UUID | None]
    action: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[uuid.UUID]
    details: Mapped[bytes]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """Where an organisation's chain ends: the one row locked while an entry is added."""

    __tablename__ = "audit_heads"

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
