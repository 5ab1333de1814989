"""The tables of a consultation: kept as they came in, read again whenever somebody looks."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult import clock
from consult.audit.actor import Actor
from consult.consultations.benchmarks.figures import Sheet
from consult.consultations.benchmarks.reading import sheet
from consult.consultations.communities import changing, note
from consult.consultations.models import BenchmarkFile
from surveys.problems import Problem, Refused
from surveys.text import NOT_IN_WORDS

MOST_FILES = 50
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class FileValue:
    """A table that is kept: its name, and the SHA-256 of its bytes."""

    id: uuid.UUID
    name: str
    sha256: str
    size: int
    added_at: datetime


def keep(session: Session, actor: Actor, slug: str, name: str, content: bytes) -> FileValue:
    """Keep a table that can be read; the same bytes are kept once. Raises Refused as `sheet`, and `too_many_files`."""
    draft, _ = changing(session, actor, slug)
    sheet(content)
    sha256 = hashlib.sha256(content).hexdigest()
    mine = select(BenchmarkFile).where(BenchmarkFile.consultation_id == draft.id)
    known = session.scalar(mine.where(BenchmarkFile.sha256 == sha256))
    if known is not None:
        return _value(known)
    if (session.scalar(select(func.count()).select_from(mine.subquery())) or 0) >= MOST_FILES:
        raise Refused(Problem("benchmarks.too_many_files", "", {"limit": MOST_FILES}))
    row = BenchmarkFile(
        id=uuid.uuid4(),
        organisation_id=draft.organisation_id,
        consultation_id=draft.id,
        name=NOT_IN_WORDS.sub("", name).strip()[-LONGEST_NAME:] or sha256[:12],
        sha256=sha256,
        size=len(content),
        body=content,
        added_at=clock.now(),
    )
    session.add(row)
    note(session, actor, draft, "benchmarks_kept", file=row.name, sha256=sha256)
    return _value(row)


def kept(session: Session, consultation_id: uuid.UUID) -> tuple[FileValue, ...]:
    """Return the tables of a consultation, without their bytes, the newest first."""
    columns = (
        BenchmarkFile.id,
        BenchmarkFile.name,
        BenchmarkFile.sha256,
        BenchmarkFile.size,
        BenchmarkFile.added_at,
    )
    rows = select(*columns).where(BenchmarkFile.consultation_id == consultation_id)
    newest = rows.order_by(BenchmarkFile.added_at.desc(), BenchmarkFile.name)
    return tuple(FileValue(*row) for row in session.execute(newest))


def one(session: Session, consultation_id: uuid.UUID, file_id: uuid.UUID) -> tuple[FileValue, Sheet, bytes]:
    """Return a table, what is read in it, and its bytes; Refused `benchmarks.unknown`."""
    mine = select(BenchmarkFile).where(BenchmarkFile.consultation_id == consultation_id)
    row = session.scalar(mine.where(BenchmarkFile.id == file_id))
    if row is None:
        raise Refused(Problem("benchmarks.unknown"))
    return _value(row), sheet(row.body), row.body


def _value(row: BenchmarkFile) -> FileValue:
    return FileValue(row.id, row.name, row.sha256, row.size, row.added_at)
