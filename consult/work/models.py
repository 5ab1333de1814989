"""Due work: a row written in the same transaction as its cause. The queue only carries its id."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.db import Base, Id


class DueWork(Base):
    """One piece of work that must happen, when, how far it is, and what stopped it."""

    __tablename__ = "due_work"
    __table_args__ = (
        Index(
            "uq_due_work_unfinished_key",
            "key",
            unique=True,
            postgresql_where=text("finished_at IS NULL"),
            sqlite_where=text("finished_at IS NULL"),
        ),
        CheckConstraint("steps_done >= 0 AND steps_total >= 0 AND steps_done <= steps_total", "progress"),
        CheckConstraint("attempts >= 0", "attempts"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    task: Mapped[str] = mapped_column(String(80))
    subject_id: Mapped[uuid.UUID]
    key: Mapped[str] = mapped_column(String(200))
    asked_by: Mapped[uuid.UUID | None]
    due_at: Mapped[datetime] = mapped_column(index=True)
    left_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    is_asked_again: Mapped[bool] = mapped_column(default=False)
    """Left once more while it was being done: what it saw may be old, so it is done again."""
    attempts: Mapped[int] = mapped_column(default=0)
    steps_done: Mapped[int] = mapped_column(default=0)
    steps_total: Mapped[int] = mapped_column(default=0)
    problem: Mapped[dict[str, Any] | None]
