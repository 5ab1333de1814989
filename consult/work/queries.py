"""What work is due, and how far a piece of it is."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.work.models import DueWork


@dataclass(frozen=True, slots=True)
class WorkProgress:
    """How far one piece of due work is, as shown to whoever asked for it."""

    id: uuid.UUID
    task: str
    state: str
    """waiting, running, done or failed."""
    steps_done: int
    steps_total: int
    problem: dict[str, Any] | None


def due_ids(session: Session, moment: datetime, most: int = 100) -> list[uuid.UUID]:
    """Return the ids of unfinished work due at `moment`, the oldest first."""
    due = select(DueWork.id).where(DueWork.finished_at.is_(None), DueWork.due_at <= moment)
    return list(session.scalars(due.order_by(DueWork.due_at, DueWork.id).limit(most)))


def latest_progress(session: Session, task: str, subject_id: uuid.UUID) -> WorkProgress | None:
    """Return how far the newest `task` for `subject_id` is; None when none was ever left."""
    newest = select(DueWork).where(DueWork.task == task, DueWork.subject_id == subject_id)
    work = session.scalars(newest.order_by(DueWork.left_at.desc(), DueWork.id)).first()
    if work is None:
        return None
    return WorkProgress(work.id, work.task, _state(work), work.steps_done, work.steps_total, work.problem)


def _state(work: DueWork) -> str:
    if work.finished_at is not None:
        return "failed" if work.problem else "done"
    return "running" if work.started_at else "waiting"


def due_count(session: Session, moment: datetime) -> int:
    """Return how many pieces of work are due at `moment` and not finished."""
    due = select(func.count()).where(DueWork.finished_at.is_(None), DueWork.due_at <= moment)
    return session.scalar(due) or 0


def failed_count(session: Session) -> int:
    """Return how many pieces of work were given up: finished, but with a problem."""
    failed = select(func.count()).where(DueWork.finished_at.is_not(None), DueWork.problem.is_not(None))
    return session.scalar(failed) or 0
