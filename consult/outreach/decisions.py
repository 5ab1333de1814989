"""What officers made of advice, what they decided about closing, and what is left for outreach, as it is read."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import String, Uuid, column, func, select, table
from sqlalchemy.orm import Session

from consult.outreach.advice_models import AdviceTaken, ClosingDecision, MeansLeft
from consult.outreach.models import Activity
from consult.outreach.terms import Closing, Taken

# Named by its columns: what stands in it belongs to the evidence.
_notes = table("session_notes", column("consultation_id", Uuid), column("community", String))


@dataclass(frozen=True, slots=True)
class MeansValue:
    """Hours and money; None is no limit."""

    hours: Decimal | None = None
    budget: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AdviceValue:
    """A proposal as it was made, what an officer made of it, and the activity that came of it."""

    number: int
    proposal: str
    said: Mapping[str, Any]
    decision: Taken
    reason: str | None
    activity: str | None
    decided_by: uuid.UUID | None
    decided_on: date


@dataclass(frozen=True, slots=True)
class ClosingValue:
    """Stopped or extended to a day: what was recommended as data, and why it was decided."""

    number: int
    recommended: Mapping[str, Any]
    decision: Closing
    reason: str | None
    closes_on: date | None
    decided_by: uuid.UUID | None
    decided_on: date


def means_left(session: Session, consultation_id: uuid.UUID) -> MeansValue:
    """Return what the officer said is left for outreach."""
    row = session.get(MeansLeft, consultation_id)
    return MeansValue(row.hours, row.budget) if row else MeansValue()


def advice_taken(session: Session, consultation_id: uuid.UUID) -> tuple[AdviceValue, ...]:
    """Return every decision about a proposal, the newest first."""
    rows = (
        select(AdviceTaken, Activity.key)
        .outerjoin(Activity, Activity.id == AdviceTaken.activity_id)
        .where(AdviceTaken.consultation_id == consultation_id)
        .order_by(AdviceTaken.number.desc())
    )
    return tuple(
        AdviceValue(
            row.number,
            row.proposal,
            row.said,
            row.decision,
            row.reason,
            activity,
            row.decided_by,
            row.decided_on,
        )
        for row, activity in session.execute(rows)
    )


def closing_decisions(session: Session, consultation_id: uuid.UUID) -> tuple[ClosingValue, ...]:
    """Return every decision about closing, the first first."""
    rows = select(ClosingDecision).where(ClosingDecision.consultation_id == consultation_id)
    return tuple(
        ClosingValue(
            row.number,
            row.recommended,
            row.decision,
            row.reason,
            row.closes_on,
            row.decided_by,
            row.decided_on,
        )
        for row in session.scalars(rows.order_by(ClosingDecision.number))
    )


def sessions_held(session: Session, consultation_id: uuid.UUID) -> frozenset[str]:
    """Return the communities with which a session was held."""
    return frozenset(
        session.scalars(select(_notes.c.community).where(_notes.c.consultation_id == consultation_id))
    )


def next_number(
    session: Session, model: type[AdviceTaken] | type[ClosingDecision], consultation_id: uuid.UUID
) -> int:
    """Return the number of the next decision; the caller is alone with them."""
    highest = select(func.max(model.number)).where(model.consultation_id == consultation_id)
    return (session.scalar(highest) or 0) + 1
