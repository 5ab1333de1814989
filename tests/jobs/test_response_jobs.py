"""Drafts nobody came back to are deleted by themselves."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.codes import CodeKeys
from consult.consultations import queries as consultations
from consult.consultations import service
from consult.jobs.responses import expire
from consult.jobs.tasks import TASKS
from consult.responses import queries
from consult.responses.service import start
from consult.responses.values import DraftValue, Opening
from consult.work.models import DueWork
from tests.builders import an_open_consultation, an_organisation

BEGINNING = datetime(2026, 11, 23, 9, tzinfo=UTC)


def waiting(session: Session) -> list[DueWork]:
    due = select(DueWork).where(DueWork.task == service.EXPIRE, DueWork.finished_at.is_(None))
    return list(session.scalars(due.order_by(DueWork.due_at)))


def a_draft(session: Session) -> DraftValue:
    actor = an_organisation(session)
    an_open_consultation(session, actor)
    consultation = consultations.consultation_by_slug(session, "repairs")
    assert consultation is not None
    assert consultation.version_id is not None
    plan = consultations.plan(session, consultation.version_id)
    draft = start(session, CodeKeys({1: b"1" * 32}), consultation, plan, Opening("en"), {})
    session.commit()
    return draft


def nothing(_done: int, _total: int) -> None:
    """Whoever asked is not waiting."""


def test_publishing_leaves_the_deletion_due_a_day_after_the_opening(session: Session) -> None:
    with time_machine.travel(BEGINNING, tick=False):
        a_draft(session)
    assert [work.due_at for work in waiting(session)] == [BEGINNING + timedelta(days=1)]
    assert service.EXPIRE in TASKS


def test_a_draft_is_deleted_when_its_time_is_over_and_not_before(session: Session) -> None:
    with time_machine.travel(BEGINNING, tick=False):
        draft = a_draft(session)
    for days, is_kept in ((29, True), (31, False)):
        with time_machine.travel(BEGINNING + timedelta(days=days), tick=False):
            expire(draft.consultation_id, nothing)
        assert (queries.draft(session, draft.id) is not None) is is_kept


def test_running_twice_leaves_the_next_day_once(session: Session) -> None:
    with time_machine.travel(BEGINNING, tick=False):
        draft = a_draft(session)
        for _ in range(2):
            expire(draft.consultation_id, nothing)
    assert [work.due_at.hour for work in waiting(session)] == [0, 9]


def test_after_the_closing_it_goes_on_until_no_draft_is_left(session: Session) -> None:
    with time_machine.travel(BEGINNING, tick=False):
        draft = a_draft(session)
    consultation = consultations.consultation_by_id(session, draft.consultation_id)
    assert consultation is not None
    with time_machine.travel(datetime(2100, 1, 1, tzinfo=UTC), tick=False):
        expire(draft.consultation_id, nothing)
        assert queries.draft(session, draft.id) is None
        assert len(waiting(session)) == 2
        expire(draft.consultation_id, nothing)
    assert len(waiting(session)) == 2


def test_a_deletion_that_breaks_leaves_the_next_one_all_the_same(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> int:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("consult.jobs.responses.delete_expired_drafts", breaks)
    with time_machine.travel(BEGINNING, tick=False):
        draft = a_draft(session)
        with pytest.raises(RuntimeError):
            expire(draft.consultation_id, nothing)
    assert [work.due_at.hour for work in waiting(session)] == [0, 9]
