"""Files: those that travel with the service, and those people send, kept under random keys outside the web root."""

import os
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

from consult import clock

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent

KEPT = "attachments"
"""The folder under the data folder in which files that people send are kept."""
KEY_BYTES = 16
_KEY = re.compile(r"[0-9a-f]{32}")
_UNFINISHED = ".part"

_folder: list[Path] = []


def project_folder(name: str) -> Path:
    """Return the folder `name` (templates, translations): beside the packages in a checkout, inside them in a wheel."""
    installed = _PACKAGE / "_carried" / name
    return installed if installed.is_dir() else _CHECKOUT / name


def project_file(folder: str, *parts: str) -> Path:
    """Return one file of such a folder."""
    return project_folder(folder).joinpath(*parts)


def keep_under(data_dir: Path) -> None:
    """Make `data_dir` the folder under which this process keeps what people send."""
    _folder[:] = [data_dir / KEPT]


def keep(content: bytes) -> str:
    """Write `content` where only this user can read it, whole or not at all, and return the random key it is under.

    A file says of its time no more than its week: what people answer has no finer one either.
    """
    key = secrets.token_hex(KEY_BYTES)
    place = _place(key)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = place.with_suffix(_UNFINISHED)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
    _date(unfinished, clock.week_of(clock.today()))
    unfinished.rename(place)
    _settle(place.parent)
    return key


def kept(key: str) -> bytes:
    """Return what is kept under `key`. Raises FileNotFoundError where nothing is (any more)."""
    return _place(key).read_bytes()


def forget(key: str) -> None:
    """Remove what is kept under `key`. Nothing there is no fault."""
    place = _place(key)
    place.unlink(missing_ok=True)
    if place.parent.is_dir():
        _settle(place.parent)


def keys(*, before: date | None = None) -> Iterator[str]:
    """Yield the key of everything kept; with `before`, only of what is of a week that began before that day.

    What was left unfinished then is removed.
    """
    limit = float("inf") if before is None else _midnight(before)
    for place in _root().glob("*/*"):
        if not _KEY.fullmatch(place.stem) or place.stat().st_mtime >= limit:
            continue
        if place.suffix != _UNFINISHED:
            yield place.stem
        elif before is not None:
            place.unlink(missing_ok=True)


def _root() -> Path:
    if not _folder:
        raise RuntimeError("say first where files are kept: keep_under(data_dir)")
    return _folder[0]


def _place(key: str) -> Path:
    if not _KEY.fullmatch(key):
        raise ValueError("this is no key of a kept file")
    return _root() / key[:2] / key


def _date(place: Path, week: date) -> None:
    os.utime(place, (_midnight(week), _midnight(week)))


def _midnight(day: date) -> float:
    return datetime.combine(day, time.min, UTC).timestamp()


def _settle(folder: Path) -> None:
    """Have the names in `folder` written down too: a file whose name is lost with the power is lost."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
