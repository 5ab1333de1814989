"""Leaving due work, and taking it up. Leaving happens in the transaction of the cause."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult import clock
from consult.db import after_commit, one_at_a_time
from consult.work.models import DueWork
from surveys.problems import Problem

Nudge = Callable[[uuid.UUID], object]
_nudges: list[Nudge] = []


def on_left(nudge: Nudge) -> None:
    """Have `nudge` called with the id of each piece of due work, after the commit that left it."""
    if nudge not in _nudges:
        _nudges.append(nudge)


def leave(
    session: Session,
    task: str,
    subject_id: uuid.UUID,
    organisation_id: uuid.UUID,
    *,
    key: str | None = None,
    due_at: datetime | None = None,
    asked_by: uuid.UUID | None = None,
) -> uuid.UUID:
    """Leave `task` for `subject_id` to be done; return the row's id.

    An unfinished row with the same key (by default task and subject) is returned instead of a second one, due
    at the earlier of the two times.
    """
    unique = key or f"{task}:{subject_id}"
    moment = clock.now()
    one_at_a_time(session, f"work {unique}")
    unfinished = select(DueWork).where(DueWork.key == unique, DueWork.finished_at.is_(None))
    waiting = session.scalar(unfinished.with_for_update().execution_options(populate_existing=True))
    if waiting is not None:
        _hasten(session, waiting, due_at or moment, moment)
        return waiting.id
    work = DueWork(
        id=uuid.uuid4(),
        organisation_id=organisation_id,
        task=task,
        subject_id=subject_id,
        key=unique,
        asked_by=asked_by,
        left_at=moment,
        due_at=due_at or moment,
    )
    session.add(work)
    session.flush()
    if work.due_at <= moment:
        after_commit(session, lambda: _nudge(work.id))
    return work.id


def _hasten(session: Session, waiting: DueWork, due_at: datetime, moment: datetime) -> None:
    """Make waiting work due earlier; work that is being done now will be done once more."""
    if waiting.started_at is not None:
        waiting.is_asked_again = True
        return
    if due_at >= waiting.due_at:
        return
    waiting.due_at = due_at
    if due_at <= moment:
        after_commit(session, lambda: _nudge(waiting.id))


def _nudge(work_id: uuid.UUID) -> None:
    for nudge in _nudges:
        nudge(work_id)


class Begun(NamedTuple):
    """Work that is being done now: which, about what, and for the how-manieth time."""

    task: str
    subject_id: uuid.UUID
    attempts: int


def begin(session: Session, work_id: uuid.UUID) -> Begun | None:
    """Mark the work begun and return what it is; None when it is unknown or done already."""
    work = session.get(DueWork, work_id)
    if work is None or work.finished_at is not None:
        return None
    work.started_at = clock.now()
    work.attempts += 1
    work.problem = None
    return Begun(work.task, work.subject_id, work.attempts)


def report(session: Session, work_id: uuid.UUID, done: int, total: int) -> None:
    """Write how far the work is, for whoever asked for it."""
    session.execute(update(DueWork).where(DueWork.id == work_id).values(steps_done=done, steps_total=total))


def finish(session: Session, work_id: uuid.UUID) -> None:
    """Mark the work done, or due once more where it was asked for again meanwhile."""
    locked = select(DueWork).where(DueWork.id == work_id).with_for_update()
    work = session.scalars(locked.execution_options(populate_existing=True)).one()
    work.problem = None
    if not work.is_asked_again:
        work.finished_at = clock.now()
        return
    work.is_asked_again, work.started_at, work.attempts = False, None, 0
    work.due_at = clock.now()
    after_commit(session, lambda: _nudge(work_id))


def fail(session: Session, work_id: uuid.UUID, problem: Problem, *, retry_at: datetime | None) -> None:
    """Write what stopped the work; without `retry_at` it will not be tried again."""
    work = session.get_one(DueWork, work_id)
    work.problem = dict(problem.to_json())
    if retry_at is None:
        work.finished_at = clock.now()
    else:
        work.due_at = retry_at
