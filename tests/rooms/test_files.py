"""Files people send are kept whole or not at all, where only the service can read them, and tell no time."""

import os
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine

from consult import files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files.keep_under(tmp_path)
    return tmp_path / files.KEPT


def everything(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_kept_can_be_read_by_its_key_and_by_nobody_else(folder: Path) -> None:
    key = files.keep(b"a picture")
    assert files.kept(key) == b"a picture"
    (path,) = everything(folder)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.name == key


def test_no_two_keys_are_alike(folder: Path) -> None:
    assert len({files.keep(b"the same") for _ in range(50)}) == 50


def test_a_file_tells_the_week_it_came_in_and_nothing_finer(folder: Path) -> None:
    with time_machine.travel(datetime(2026, 11, 26, 15, 4, 5, tzinfo=UTC), tick=False):
        files.keep(b"on a Thursday")
    (path,) = everything(folder)
    found = path.stat()
    monday = datetime(2026, 11, 23, tzinfo=UTC).timestamp()
    assert found.st_mtime == found.st_atime == monday


def test_what_is_forgotten_is_gone_and_can_be_forgotten_again(folder: Path) -> None:
    key = files.keep(b"a picture")
    files.forget(key)
    files.forget(key)
    assert everything(folder) == []
    with pytest.raises(FileNotFoundError):
        files.kept(key)


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "a" * 31, "A" * 32, "a" * 32 + "/..", "\0" * 32])
def test_only_keys_of_ours_lead_anywhere(folder: Path, key: str) -> None:
    with pytest.raises(ValueError, match="no key"):
        files.kept(key)
    with pytest.raises(ValueError, match="no key"):
        files.forget(key)


def test_a_disk_that_is_full_leaves_no_half_a_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def is_full(_descriptor: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", is_full)
    with pytest.raises(OSError, match="no space"):
        files.keep(b"a picture")
    assert list(files.keys()) == []


def test_files_of_earlier_weeks_are_told_from_those_of_this_one(folder: Path) -> None:
    with time_machine.travel(datetime(2026, 11, 8, 23, tzinfo=UTC)):
        old = files.keep(b"old")
        (folder / old[:2] / ("b" * 32 + ".part")).write_bytes(b"unfinished")
    with time_machine.travel(datetime(2026, 11, 18, tzinfo=UTC)):
        new = files.keep(b"new")
    assert set(files.keys()) == {old, new}
    unfinished = folder / old[:2] / ("b" * 32 + ".part")
    os.utime(unfinished, (0, 0))
    assert set(files.keys(before=date(2026, 11, 9))) == {old}
    assert not unfinished.exists()
