"""Tables of advice: what is left for outreach, what was proposed and decided, and what was decided about closing."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.db import Base, Id, by_value
from consult.outreach.models import Hundredths
from consult.outreach.terms import Closing, Taken


class MeansLeft(Base):
    """What an authority still has for the outreach of a consultation. Empty is no limit."""

    __tablename__ = "means_left"
    __table_args__ = (
        CheckConstraint("hours IS NULL OR hours >= 0", "hours"),
        CheckConstraint("budget IS NULL OR budget >= 0", "budget"),
    )

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    hours: Mapped[Decimal | None] = mapped_column(Hundredths(8))
    budget: Mapped[Decimal | None] = mapped_column(Hundredths(12))


class AdviceTaken(Base):
    """What was proposed, on which figures, and what an officer made of it. Triggers refuse any change."""

    __tablename__ = "advice_taken"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        CheckConstraint("(decision = 'dismissed') = (reason IS NOT NULL)", "dismissed_with_a_reason"),
        CheckConstraint("(decision = 'dismissed') = (activity_id IS NULL)", "taken_as_an_activity"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int]
    proposal: Mapped[str] = mapped_column(String(16))
    said: Mapped[dict[str, Any]]
    decision: Mapped[Taken] = mapped_column(by_value(Taken))
    reason: Mapped[str | None] = mapped_column(Text)
    activity_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("activities.id"))
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("officers.id"))
    decided_on: Mapped[date]


class ClosingDecision(Base):
    """Stopped or extended: what was recommended, what an officer decided, and why. Triggers refuse any change."""

    __tablename__ = "closing_decisions"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        CheckConstraint("decision = 'stopped' OR reason IS NOT NULL", "extended_with_a_reason"),
        CheckConstraint("(decision = 'extended') = (closes_on IS NOT NULL)", "extended_to_a_day"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int]
    recommended: Mapped[dict[str, Any]]
    decision: Mapped[Closing] = mapped_column(by_value(Closing))
    reason: Mapped[str | None] = mapped_column(Text)
    closes_on: Mapped[date | None]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("officers.id"))
    decided_on: Mapped[date]
