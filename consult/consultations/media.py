"""Recordings of a consultation's words, audio and videos in sign language, and its pictures: for everybody to have.

The name of a recording is the SHA-256 of its bytes. A published version names its recordings, so it pins their bytes.
"""

import os
import re
import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Permission, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations.models import Consultation, Recording
from consult.consultations.values import is_slug
from surveys.problems import Problem, Refused
from surveys.versions import fingerprint

LARGEST = 100_000_000
"""Bytes. Browsers ask for a part at a time, so a recording plays before it is all there."""
MEGABYTE = 1_000_000
FOLDER = "media"
ADDRESS = "/media/"
TYPES = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}
"""What browsers play and show, by the ending of its name. No SVG: it can hold scripts."""
_NAME = re.compile(r"[0-9a-f]{64}\.(" + "|".join(TYPES) + ")")
_BEGINNINGS = (
    (re.compile(rb"ID3|\xff[\xfb\xfa\xf3\xf2\xe3\xe2]"), "mp3"),
    (re.compile(rb"\xff\xd8\xff"), "jpg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "webp"),
    (re.compile(rb"OggS"), "ogg"),
    (re.compile(rb"RIFF.{4}WAVE", re.DOTALL), "wav"),
    (re.compile(rb"\x1a\x45\xdf\xa3"), "webm"),
    (re.compile(rb".{4}ftypM4[AB] ", re.DOTALL), "m4a"),
    (re.compile(rb".{4}ftyp", re.DOTALL), "mp4"),
)
"""How a file of each form begins. What it is called is never looked at."""


@dataclass(frozen=True, slots=True)
class RecordingValue:
    """A recording that a survey may name. `called` is what its file was called where it came from."""

    name: str
    media_type: str
    called: str
    size: int

    @property
    def address(self) -> str:
        """Return what a survey document writes."""
        return ADDRESS + self.name


def add(
    session: Session, actor: Actor, slug: str, called: str, content: bytes, data_dir: Path
) -> RecordingValue:
    """Keep a recording for a consultation, and return it. One that is there already is returned as it is.

    Raises Refused: `media.empty`, `media.too_big`, `media.wrong_type`, `consultation.unknown`.
    """
    require(actor, Permission.EDIT_CONSULTATIONS)
    consultation_id = _own(session, actor, slug)
    ending = _form_of(content)
    digest = fingerprint(content)
    before = _recording(session, consultation_id, f"{digest}.{ending}")
    _keep(data_dir, f"{digest}.{ending}", content)  # again, should the file have been lost
    if before is not None:
        return _value(before)
    row = Recording(
        id=uuid.uuid4(),
        organisation_id=actor.organisation_id,
        consultation_id=consultation_id,
        name=f"{digest}.{ending}",
        media_type=TYPES[ending],
        called=called[:200],
        size=len(content),
        added_at=clock.now(),
    )
    session.add(row)
    session.flush()
    told = {"name": row.name, "size": row.size}
    record(session, actor, "consultation.recording_added", "consultation", consultation_id, told)
    return _value(row)


def recordings(session: Session, consultation_id: uuid.UUID) -> tuple[RecordingValue, ...]:
    """Return every recording of a consultation, in the order they were added."""
    rows = select(Recording).where(Recording.consultation_id == consultation_id)
    return tuple(_value(row) for row in session.scalars(rows.order_by(Recording.added_at, Recording.name)))


def stored(data_dir: Path, name: str) -> tuple[Path, str] | None:
    """Return where the recording of this name lies, and its media type; None where there is none."""
    if not _NAME.fullmatch(name):
        return None
    path = _place(data_dir, name)
    return (path, TYPES[name.partition(".")[2]]) if path.is_file() else None


def _own(session: Session, actor: Actor, slug: str) -> uuid.UUID:
    own = select(Consultation.id).where(
        Consultation.slug == slug, Consultation.organisation_id == actor.organisation_id
    )
    found = session.scalar(own) if is_slug(slug) else None
    if found is None:
        raise Refused(Problem("consultation.unknown", "slug", {"given": slug}))
    return found


def _recording(session: Session, consultation_id: uuid.UUID, name: str) -> Recording | None:
    same = select(Recording).where(Recording.consultation_id == consultation_id, Recording.name == name)
    return session.scalar(same)


def _form_of(content: bytes) -> str:
    """Return the ending for what these bytes are, by how they begin."""
    if not content:
        raise Refused(Problem("media.empty", ""))
    if len(content) > LARGEST:
        raise Refused(Problem("media.too_big", "", {"limit": LARGEST // MEGABYTE}))
    for beginning, ending in _BEGINNINGS:
        if beginning.match(content):
            return ending
    raise Refused(Problem("media.wrong_type", ""))


def _place(data_dir: Path, name: str) -> Path:
    return data_dir.resolve() / FOLDER / name[:2] / name


def _keep(data_dir: Path, name: str, content: bytes) -> None:
    """Write a file whole or not at all; the same name always has the same content."""
    place = _place(data_dir, name)
    if place.is_file():
        return
    place.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
    Path(written.name).rename(place)


def _value(row: Recording) -> RecordingValue:
    return RecordingValue(row.name, row.media_type, row.called, row.size)
