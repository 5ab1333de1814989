"""The outreach that is planned for a consultation, as far as publishing looks at it: whom each activity is for."""

import uuid

from sqlalchemy import JSON, Uuid, column, select, table
from sqlalchemy.orm import Session

# Named by its columns: what stands in it belongs to the outreach.
_activities = table(
    "activities", column("consultation_id", Uuid), column("communities", JSON), column("cancelled_at")
)


def planned(session: Session, consultation_id: uuid.UUID) -> tuple[frozenset[str], ...]:
    """Return the communities that each activity in the ledger means to reach, but for cancelled ones. One statement."""
    of_it = (_activities.c.consultation_id == consultation_id) & _activities.c.cancelled_at.is_(None)
    rows = select(_activities.c.communities).where(of_it)
    return tuple(frozenset(communities) for communities in session.scalars(rows))
