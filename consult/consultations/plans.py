"""Published surveys as plans, kept in this process: compiled once, found by fingerprint, never more than a few."""

import uuid
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.models import SurveyVersion
from surveys.document import Survey
from surveys.plan import Plan, compile_plan
from surveys.problems import Problem, Refused

MOST_PLANS = 64
MOST_IDS = 4096

Name = TypeVar("Name")
Kept = TypeVar("Kept")


class Recent(Generic[Name, Kept]):
    """The values used last, at most `most` of them. Safe between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Name, Kept] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def found(self, name: Name, make: Callable[[], Kept]) -> Kept:
        """Return the value kept under `name`; make and keep it where there is none."""
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
                return self._kept[name]
        made = make()  # outside the lock: others need not wait for it, and making it twice does no harm
        with self._lock:
            self._kept[name] = made
            self._kept.move_to_end(name)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


_plans: Recent[str, Plan] = Recent(MOST_PLANS)
_fingerprints: Recent[uuid.UUID, str] = Recent(MOST_IDS)  # versions never change, so neither does this


def plan(session: Session, version: uuid.UUID | str) -> Plan:
    """Return the plan of a published version, by its id or its fingerprint; no statement where it is kept.

    Raises Refused `survey.unknown` where there is no such version.
    """
    fingerprint = (
        version
        if isinstance(version, str)
        else _fingerprints.found(version, lambda: _fingerprint_of(session, version))
    )
    return _plans.found(fingerprint, lambda: compile_plan(Survey.from_json(_body(session, fingerprint))))


def _fingerprint_of(session: Session, version_id: uuid.UUID) -> str:
    return _existing(
        session.scalar(select(SurveyVersion.fingerprint).where(SurveyVersion.id == version_id)),
        str(version_id),
    )


def _body(session: Session, fingerprint: str) -> bytes:
    body = select(SurveyVersion.body).where(SurveyVersion.fingerprint == fingerprint).limit(1)
    return _existing(session.scalar(body), fingerprint)


def _existing(found: Kept | None, name: str) -> Kept:
    if found is None:
        raise Refused(Problem("survey.unknown", "", {"given": name}))
    return found
