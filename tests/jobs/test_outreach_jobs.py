"""The shown counts move by themselves while a consultation is open, and stop moving when it is over."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations import service as consultations
from consult.consultations.queries import consultation_by_slug
from consult.jobs.outreach import refresh
from consult.jobs.tasks import TASKS
from consult.outreach.models import ShownCount
from consult.work.models import DueWork
from tests.builders import an_open_consultation, an_organisation
from tests.rooms.test_evidence_room import answered, said


def waiting(session: Session) -> list[DueWork]:
    due = select(DueWork).where(DueWork.task == consultations.REFRESH, DueWork.finished_at.is_(None))
    return list(session.scalars(due))


def test_publishing_leaves_it_due_and_each_run_leaves_the_next_once(session: Session) -> None:
    actor = an_organisation(session)
    an_open_consultation(session, actor)
    consultation = consultation_by_slug(session, "repairs")
    assert len(waiting(session)) == 1
    answered(session, consultation, said("yes", "yes"), 12)
    session.commit()
    told = []
    for _ in range(2):
        refresh(consultation.id, lambda done, total: told.append((done, total)))
    assert told == [(1, 1), (1, 1)]
    assert len(waiting(session)) == 2
    shown = {row.name: row.count for row in session.scalars(select(ShownCount))}
    assert shown["community/disabled/yes"] == 12


def test_after_the_closing_nothing_more_is_left(session: Session) -> None:
    actor = an_organisation(session)
    an_open_consultation(session, actor)
    consultations.close(session, actor, "repairs")
    consultation = consultation_by_slug(session, "repairs")
    session.commit()
    before = len(waiting(session))
    refresh(consultation.id, lambda _done, _total: None)
    assert len(waiting(session)) == before


def test_a_count_that_breaks_leaves_the_next_one_all_the_same(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("a figure cannot be shown")

    monkeypatch.setattr("consult.jobs.outreach.refresh_reach", breaks)
    actor = an_organisation(session)
    an_open_consultation(session, actor)
    consultation = consultation_by_slug(session, "repairs")
    session.commit()
    with pytest.raises(RuntimeError):
        refresh(consultation.id, lambda _done, _total: None)
    assert len(waiting(session)) == 2


def test_every_work_the_rooms_leave_has_a_task() -> None:
    assert {consultations.COMPILE, consultations.REFRESH} <= set(TASKS)
