"""Answers are deleted when people were told, unless something on record holds them; the seal stays whole."""

from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import clock
from consult.audit.queries import entries_about
from consult.consultations import holding
from consult.evidence.queries import latest_record
from consult.evidence.sealing import seal
from consult.evidence.verification import sealed_file, verify
from consult.jobs.retention import delete
from consult.responses.queries import count
from consult.work.models import DueWork
from surveys.problems import Refused
from tests.rooms.test_evidence_room import a_closed_consultation, compile_now, treat_everything


def a_sealed_consultation(session: Session):
    actor, consultation, _ = a_closed_consultation(session)
    compile_now(session, consultation)
    treat_everything(session, actor, consultation)
    seal(session, actor, consultation)
    session.commit()
    return actor, consultation


def when_told(consultation) -> datetime:
    return clock.now() + timedelta(days=consultation.details.retention.answers_deleted_after_days, hours=1)


def due(session: Session) -> list[DueWork]:
    waiting = select(DueWork).where(DueWork.task == holding.DELETE_ANSWERS, DueWork.finished_at.is_(None))
    return list(session.scalars(waiting))


def test_sealing_leaves_the_deletion_due_when_people_were_told(session: Session) -> None:
    _, consultation = a_sealed_consultation(session)
    told = consultation.details.retention.answers_deleted_after_days
    (waiting,) = due(session)
    assert timedelta(days=told - 1) < waiting.due_at - clock.now() <= timedelta(days=told)


def test_the_answers_go_and_the_seal_stays_whole(session: Session) -> None:
    actor, consultation = a_sealed_consultation(session)
    delete(consultation.id, lambda _done, _total: None)
    assert count(session, consultation.id) > 0
    with time_machine.travel(when_told(consultation)):
        delete(consultation.id, lambda _done, _total: None)
        delete(consultation.id, lambda _done, _total: None)
    assert count(session, consultation.id) == 0
    assert verify(sealed_file(latest_record(session, consultation.id).body)).is_valid
    actions = [entry.action for entry in entries_about(session, actor.organisation_id, consultation.id)]
    assert actions.count("answers.deleted") == 1


def test_what_is_held_stays_until_it_is_released(session: Session) -> None:
    actor, consultation = a_sealed_consultation(session)
    holding.hold(session, actor, consultation.slug, "A bidder challenges the award.")
    session.commit()
    before = count(session, consultation.id)
    with time_machine.travel(when_told(consultation), tick=False):
        delete(consultation.id, lambda _done, _total: None)
        assert count(session, consultation.id) == before > 0
        holding.release(session, actor, consultation.slug)
        assert min(waiting.due_at for waiting in due(session)) <= clock.now()
        session.commit()
        delete(consultation.id, lambda _done, _total: None)
    assert count(session, consultation.id) == 0


def test_answers_behind_evidence_that_is_not_final_stay(session: Session) -> None:
    _, consultation, _ = a_closed_consultation(session)
    session.commit()
    delete(consultation.id, lambda _done, _total: None)
    assert count(session, consultation.id) == 110


def test_a_hold_needs_a_reason(session: Session) -> None:
    actor, consultation, _ = a_closed_consultation(session)
    with pytest.raises(Refused) as refused:
        holding.hold(session, actor, consultation.slug, "  ")
    assert refused.value.problems[0].code == "consultation.no_reason"
