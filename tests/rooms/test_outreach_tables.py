"""The constraints of the outreach tables keep their promises on both databases."""

import uuid
from datetime import date

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.consultations.queries import consultation_by_slug
from consult.outreach import service
from consult.outreach.models import Activity, Arrival, Link, Partner, SentCount, ShownCount
from tests.builders import an_open_consultation, an_organisation, details, in_both


@pytest.fixture
def ledger(session: Session) -> Session:
    """A session with one row of every outreach table."""
    actor = an_organisation(session)
    partners = [{"key": "p", "name": in_both("P")}]
    an_open_consultation(
        session, actor, details=details(partners=partners, links=[{"key": "x", "partner": "p"}])
    )
    consultation = consultation_by_slug(session, "repairs")
    assert consultation is not None
    code = service.lay_out(session, actor, consultation)["x"]
    activity_id = service.record_arrival(session, code, date(2026, 11, 23)).activity_id
    session.add(
        SentCount(
            activity_id=activity_id,
            community="",
            week=date(2026, 11, 23),
            organisation_id=actor.organisation_id,
            sent=1,
        )
    )
    session.add(
        ShownCount(
            consultation_id=consultation.id,
            name="answers",
            organisation_id=actor.organisation_id,
            count=0,
        )
    )
    session.flush()
    return session


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE activities SET people_spoken_to = -1", "people_spoken_to"),
        ("UPDATE activities SET cost = -1", "cost"),
        ("UPDATE activities SET hours = -1", "hours"),
        ("UPDATE activities SET planned_hours = -1", "planned_hours"),
        ("UPDATE activities SET planned_cost = -1", "planned_cost"),
        ("UPDATE activities SET cancelled_at = created_at", "cancelled_with_a_reason"),
        ("UPDATE activities SET cancel_reason = 'snow'", "cancelled_with_a_reason"),
        ("UPDATE activities SET outcome = 'well'", "outcome_when_done"),
        (
            "UPDATE activities SET cancelled_at = created_at, cancel_reason = 'x', done_on = '2026-11-23'",
            "not_both",
        ),
        ("UPDATE activities SET channel = 'telepathy'", "channel"),
        ("UPDATE arrivals SET openings = 0", "openings"),
        ("UPDATE sent_counts SET sent = 0", "sent"),
        ("UPDATE shown_counts SET count = -1", "count"),
    ],
)
def test_a_row_cannot_break_its_constraints(ledger: Session, statement: str, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        ledger.execute(text(statement))


@pytest.mark.parametrize("model", [Partner, Activity, Link, Arrival, SentCount, ShownCount])
def test_what_is_there_once_is_not_there_twice(ledger: Session, model: type) -> None:
    table = model.__table__  # type: ignore[attr-defined]
    row = dict(ledger.execute(select(table)).mappings().one())
    if "id" in row:
        row["id"] = uuid.uuid4()
    with pytest.raises(IntegrityError):
        ledger.execute(insert(table).values(row))
