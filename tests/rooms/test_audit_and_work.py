"""The audit chain cannot be touched unseen; due work is a row, once, until it is done."""

import logging
import traceback
import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from consult import clock, db
from consult.audit.models import AuditEntry, AuditHead
from consult.audit.queries import entries_about, first_broken_entry
from consult.audit.service import record
from consult.consultations.queries import consultation_by_id
from consult.responses.models import Response
from consult.responses.terms import Capacity, Mode
from consult.work import queries, service
from consult.work.models import DueWork
from surveys.problems import Problem
from tests.builders import an_open_consultation, an_organisation


def test_entries_are_chained_and_numbered_within_an_organisation(session: Session) -> None:
    first, second = an_organisation(session), an_organisation(session, "Elsewhere")
    subject = uuid.uuid4()
    for actor in (first, second, first):
        record(session, actor, "thing.done", "thing", subject, {"n": 1})
    assert [entry.number for entry in entries_about(session, first.organisation_id, subject)] == [3, 2]
    assert [entry.number for entry in entries_about(session, second.organisation_id, subject)] == [2]
    assert first_broken_entry(session, first.organisation_id) is None


def test_the_database_refuses_to_change_or_delete_an_entry(session: Session) -> None:
    an_organisation(session)
    for statement in ("UPDATE audit_entries SET action = 'x'", "DELETE FROM audit_entries"):
        with pytest.raises(DBAPIError, match="never changed"), session.begin_nested():
            session.execute(text(statement))


@pytest.mark.parametrize("fault", [{"id": None}, {"salt": b"short"}, {"consultation_id": uuid.UUID(int=1)}])
def test_what_somebody_said_is_in_no_error_and_no_log(
    session: Session, caplog: pytest.LogCaptureFixture, fault: dict[str, object]
) -> None:
    consultation = consultation_by_id(session, an_open_consultation(session, an_organisation(session)))
    row = {
        "id": uuid.uuid4(),
        "organisation_id": consultation.organisation_id,
        "consultation_id": consultation.id,
        "version_id": consultation.version_id,
        "language": "en",
        "mode": Mode.WEB,
        "capacity": Capacity.FOR_MYSELF,
        "codes": {},
        "words": {"wish": "my landlord must not read this"},
        "sent_week": date(2026, 11, 23),
        "salt": b"5" * 32,
        "receipt": "1:receipt-of-somebody",
        **fault,
    }
    with pytest.raises(DBAPIError) as broken, session.begin_nested():
        session.execute(insert(Response.__table__), row)
    logging.getLogger("consult").error("broken", exc_info=broken.value)
    said = "".join(traceback.format_exception(broken.value)) + caplog.text
    assert "landlord" not in said
    assert "receipt-of-somebody" not in said
    assert "responses" in said


def without_triggers(session: Session) -> None:
    """Do what somebody with the database in hand could do."""
    on = "" if session.get_bind().dialect.name == "sqlite" else " ON audit_entries"
    for operation in ("update", "delete"):
        session.execute(text(f"DROP TRIGGER audit_entries_no_{operation}{on}"))


@pytest.mark.parametrize(
    "change", [{"action": "nothing.happened"}, {"details": b"{}"}, {"previous_hash": "1" * 64}]
)
def test_a_changed_entry_is_found(session: Session, change: dict) -> None:
    actor = an_organisation(session)
    for _ in range(3):
        record(session, actor, "thing.done", "thing", uuid.uuid4(), {"n": 1})
    without_triggers(session)
    session.execute(update(AuditEntry).where(AuditEntry.number == 2).values(**change))
    session.expire_all()
    assert first_broken_entry(session, actor.organisation_id) == 2


def test_a_missing_last_entry_is_found(session: Session) -> None:
    actor = an_organisation(session)
    record(session, actor, "thing.done", "thing", uuid.uuid4())
    without_triggers(session)
    session.execute(text("DELETE FROM audit_entries WHERE number = 2"))
    session.expire_all()
    assert first_broken_entry(session, actor.organisation_id) == 2


def test_a_number_is_given_once_in_an_organisation(session: Session) -> None:
    actor = an_organisation(session)
    head = session.get(AuditHead, actor.organisation_id)
    head.number = 0
    session.flush()
    with pytest.raises(IntegrityError):
        record(session, actor, "thing.done", "thing", uuid.uuid4())


def left(session: Session, organisation_id: uuid.UUID, subject: uuid.UUID, **others: object) -> uuid.UUID:
    return service.leave(session, "thing.do", subject, organisation_id, **others)


def test_the_same_work_left_twice_is_one_row_until_it_is_done(session: Session) -> None:
    actor, subject = an_organisation(session), uuid.uuid4()
    first = left(session, actor.organisation_id, subject)
    assert left(session, actor.organisation_id, subject) == first
    service.begin(session, first)
    service.finish(session, first)
    assert left(session, actor.organisation_id, subject) != first


def test_work_asked_for_while_it_is_done_is_done_once_more(session: Session) -> None:
    actor, subject = an_organisation(session), uuid.uuid4()
    work = left(session, actor.organisation_id, subject)
    service.begin(session, work)
    assert left(session, actor.organisation_id, subject) == work
    service.finish(session, work)
    assert work in queries.due_ids(session, clock.now())
    service.begin(session, work)
    service.finish(session, work)
    assert work not in queries.due_ids(session, clock.now())


def test_the_database_refuses_unfinished_work_with_the_same_key(session: Session) -> None:
    actor = an_organisation(session)
    for _ in range(2):
        session.add(
            DueWork(
                organisation_id=actor.organisation_id,
                task="thing.do",
                subject_id=uuid.uuid4(),
                key="same",
                due_at=clock.now(),
                left_at=clock.now(),
            )
        )
    with pytest.raises(IntegrityError):
        session.flush()


def test_progress_beyond_the_total_is_refused_by_the_database(session: Session) -> None:
    actor = an_organisation(session)
    work = left(session, actor.organisation_id, uuid.uuid4())
    with pytest.raises(IntegrityError):
        service.report(session, work, 3, 2)


def test_work_is_due_at_its_time_and_not_before(session: Session) -> None:
    actor = an_organisation(session)
    later = clock.now() + timedelta(hours=1)
    work = left(session, actor.organisation_id, uuid.uuid4(), due_at=later)
    assert work not in queries.due_ids(session, clock.now())
    assert work in queries.due_ids(session, later)
    assert queries.due_count(session, later) == 1


def test_whoever_asked_sees_how_far_it_is(session: Session) -> None:
    actor, subject = an_organisation(session), uuid.uuid4()
    work = left(session, actor.organisation_id, subject)
    states = [queries.latest_progress(session, "thing.do", subject).state]
    service.begin(session, work)
    service.report(session, work, 1, 2)
    session.expire_all()
    seen = queries.latest_progress(session, "thing.do", subject)
    states.append(seen.state)
    assert (seen.steps_done, seen.steps_total) == (1, 2)
    service.fail(session, work, Problem("work.broken", "thing.do"), retry_at=None)
    states.append(queries.latest_progress(session, "thing.do", subject).state)
    assert states == ["waiting", "running", "failed"]


def test_the_nudge_comes_after_the_commit_and_never_without_one(session: Session) -> None:
    actor, nudged = an_organisation(session), []
    session.commit()
    service.on_left(nudged.append)
    try:
        with db.unit_of_work() as own:
            kept = left(own, actor.organisation_id, uuid.uuid4())
            assert nudged == []
        assert nudged == [kept]
        with pytest.raises(RuntimeError), db.unit_of_work() as own:  # noqa: PT012  # the work must be left first
            left(own, actor.organisation_id, uuid.uuid4())
            raise RuntimeError
        assert nudged == [kept]
    finally:
        service._nudges.remove(nudged.append)


def test_a_time_without_a_zone_is_refused(session: Session) -> None:
    actor = an_organisation(session)
    with pytest.raises(Exception, match="without a time zone"):
        left(session, actor.organisation_id, uuid.uuid4(), due_at=clock.now().replace(tzinfo=None))
