"""The one-time links by which partners come to their own figures and materials."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.db import Base, Id

_NOT_ENDED = text("ended_at IS NULL")


class PartnerLink(Base):
    """A one-time link for a partner: kept as an HMAC, spent once, gone after its time or when it is taken back.

    A partner has one at a time: a new one ends the one before.
    """

    __tablename__ = "partner_links"
    __table_args__ = (
        CheckConstraint("expires_at > made_at", "expires_after_made"),
        CheckConstraint("used_at IS NULL OR used_at >= made_at", "used_after_made"),
        CheckConstraint("ended_at IS NULL OR ended_at >= made_at", "ended_after_made"),
        Index(
            "uq_partner_links_not_ended",
            "partner_id",
            unique=True,
            sqlite_where=_NOT_ENDED,
            postgresql_where=_NOT_ENDED,
        ),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    partner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("partners.id"))
    code: Mapped[str] = mapped_column(String(80), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
