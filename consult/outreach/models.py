"""The outreach ledger: partners, activities, links, how often links were opened, and what they led to."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.db import Base, Id, by_value
from consult.outreach.terms import Channel


class Partner(Base):
    """An organisation that reaches people. Contacts are roles, never persons."""

    __tablename__ = "partners"
    __table_args__ = (UniqueConstraint("organisation_id", "key"),)

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    key: Mapped[str] = mapped_column(String(80))
    name: Mapped[dict[str, Any]]
    role_contact: Mapped[dict[str, Any] | None]
    languages: Mapped[list[str]]
    communities: Mapped[list[str]]
    has_interest_in_bidding: Mapped[bool] = mapped_column(default=False)


class Activity(Base):
    """One outreach activity, planned or done."""

    __tablename__ = "activities"
    __table_args__ = (
        UniqueConstraint("consultation_id", "key"),
        CheckConstraint("people_spoken_to IS NULL OR people_spoken_to >= 0", "people_spoken_to"),
        CheckConstraint("cost IS NULL OR cost >= 0", "cost"),
        CheckConstraint("hours IS NULL OR hours >= 0", "hours"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), index=True)
    partner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("partners.id"))
    channel: Mapped[Channel] = mapped_column(by_value(Channel))
    key: Mapped[str] = mapped_column(String(80))
    what: Mapped[dict[str, Any]]
    language: Mapped[str] = mapped_column(String(35))
    communities: Mapped[list[str]]
    place: Mapped[dict[str, Any] | None]
    on: Mapped[date | None] = mapped_column("on_date")
    hours: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    cost: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    people_spoken_to: Mapped[int | None]
    notes: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]


class Link(Base):
    """A short code that leads to a consultation in one language. It follows nobody."""

    __tablename__ = "links"

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    activity_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("activities.id"), index=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    language: Mapped[str] = mapped_column(String(35))
    created_at: Mapped[datetime]


class Arrival(Base):
    """How often a link was opened on a day: openings, not people."""

    __tablename__ = "arrivals"
    __table_args__ = (CheckConstraint("openings > 0", "openings"),)

    link_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("links.id"), primary_key=True)
    on: Mapped[date] = mapped_column("on_date", primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    openings: Mapped[int]


class SentCount(Base):
    """How many answers an activity led to in a week, by stated community; "" counts every answer."""

    __tablename__ = "sent_counts"
    __table_args__ = (CheckConstraint("sent > 0", "sent"),)

    activity_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    community: Mapped[str] = mapped_column(String(80), primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    sent: Mapped[int]


class ShownCount(Base):
    """The last count of answers that was shown under a name. It moves only as live.py allows."""

    __tablename__ = "shown_counts"
    __table_args__ = (CheckConstraint("count >= 0", "count"),)

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(250), primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    count: Mapped[int]
    shown_at: Mapped[datetime]


class LetterBatch(Base):
    """Single-use codes made at once for the letters of one activity; their openings are counted for its link."""

    __tablename__ = "letter_batches"
    __table_args__ = (CheckConstraint("codes > 0", "codes"),)

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    link_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("links.id"), index=True)
    codes: Mapped[int]
    made_on: Mapped[date]


class LetterCode(Base):
    """A code that stands in a letter, as HMAC. Nothing is written here after it was made: sending leaves no trace."""

    __tablename__ = "letter_codes"
    __table_args__ = (
        CheckConstraint("length(code) > 64", "hashed"),
        {
            "sqlite_with_rowid": False
        },  # a row id would tell in which order the codes stand in the list of letters
    )

    code: Mapped[str] = mapped_column(String(80), primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter_batches.id"), index=True)


class LetterRight(Base):
    """What lets a code send one answer. Sending deletes it and writes nothing: what is gone has no order or time."""

    __tablename__ = "letter_rights"
    __table_args__ = ({"sqlite_with_rowid": False},)

    code: Mapped[str] = mapped_column(ForeignKey("letter_codes.code"), primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
