"""Making one file safe: it is taken apart and made anew, in a process that may fail without harm to any other."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import uuid
from collections.abc import Collection
from typing import IO, Any

import structlog

from consult import processes
from consult.attachments.signatures import LONGEST, form_of
from consult.attachments.terms import LARGEST_FILE, Medium
from consult.attachments.values import Cleaned
from surveys.problems import Problem, Refused

MOST_AT_ONCE = 2
SECONDS_TO_WAIT = 20.0
SECONDS_TO_CLEAN = 40.0
"""By the clock. The child counts its own processor time and gives up earlier, unless it waits for something."""
MEGABYTE = 1_000_000

_room = threading.BoundedSemaphore(MOST_AT_ONCE)
_log = structlog.get_logger(__name__)


def cleaned(
    content: bytes, allowed: Collection[Medium], where: str = "", longest_side: int | None = None
) -> Cleaned:
    """Return `content` made anew, without anything but what can be seen or heard.

    What it is is told by its bytes. It must be one of `allowed`. A picture gets no more than `longest_side` pixels on
    a side. Raises Refused with one problem at `where`: `attachment.empty`, `.too_big`, `.wrong_type`, `.damaged`,
    `.too_many_pixels`, `.too_many_pages`, `.too_long`,
    or `.busy` where others are waiting already.
    """
    if not content:
        raise Refused(Problem("attachment.empty", where))
    if len(content) > LARGEST_FILE:
        raise Refused(Problem("attachment.too_big", where, {"limit": LARGEST_FILE // MEGABYTE}))
    form = form_of(content[:LONGEST])
    if form is None or form.medium not in allowed:
        raise Refused(Problem("attachment.wrong_type", where))
    if not _room.acquire(timeout=SECONDS_TO_WAIT):
        raise Refused(Problem("attachment.busy", where))
    try:
        told, clean = _by_a_child(content, longest_side)
    finally:
        _room.release()
    if "code" in told:
        raise Refused(_problem(told, where))
    if len(clean) > LARGEST_FILE:
        raise Refused(Problem("attachment.too_big", where, {"limit": LARGEST_FILE // MEGABYTE}))
    return Cleaned(uuid.uuid4(), form.medium, told["media_type"], clean)


def _problem(told: dict[str, Any], where: str) -> Problem:
    """Return the problem a child told of."""
    limit = {"limit": told["limit"]} if told.get("limit") else {}
    problems = {
        "wrong_type": Problem("attachment.wrong_type", where),
        "empty": Problem("attachment.empty", where),
        "too_many_pixels": Problem("attachment.too_many_pixels", where, limit),
        "too_many_pages": Problem("attachment.too_many_pages", where, limit),
        "too_long": Problem("attachment.too_long", where, limit),
    }
    return problems.get(told["code"], Problem("attachment.damaged", where))


def _by_a_child(content: bytes, longest_side: int | None) -> tuple[dict[str, Any], bytes]:
    """Return what a child process told about `content`, and what it made of it."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as made:
        given.write(content)
        given.seek(0)
        child = processes.start(
            [
                sys.executable,
                "-m",
                "consult.attachments.cleaner",
                *([str(longest_side)] if longest_side else []),
            ],
            environment=_environment(),
            given=given,
            output=made,
        )
        try:
            status = child.wait(SECONDS_TO_CLEAN)
        except subprocess.TimeoutExpired:
            status = processes.stop(child, 0)
        return _read(made, status)


def _environment() -> dict[str, str]:
    """Return what the child may know: where our code lies, and nothing of this installation's secrets."""
    return {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",  # each thread would ask for memory of its own
    }


def _read(made: IO[bytes], status: int) -> tuple[dict[str, Any], bytes]:
    made.seek(0)
    head, _, clean = made.read().partition(b"\n")
    if status == 0:
        told: dict[str, Any] = json.loads(head)
        return told, clean
    if status > 0:  # it ended by itself and said nothing: that is our fault, not the file's
        raise RuntimeError(f"the cleaning process ended with {status}: {(head + clean)[-500:]!r}")
    _log.info("a file broke the process that cleaned it", signal=-status)
    return {"code": "damaged"}, b""
