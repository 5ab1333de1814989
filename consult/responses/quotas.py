"""The hard quotas of an invited panel: taking a place, giving it back, and which are full.

A place is taken in the transaction that sends the answer, by one statement that adds one or, where there are as many
as there may be, does nothing. So however many send at once, never one too many is counted, and no answer is read again
to count it. Soft quotas turn nobody away; they are counted with everything else an officer sees (outreach/reach.py).
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from consult.responses.models import QuotaCount
from surveys.answers import Answers
from surveys.plan import Plan, PlannedQuota
from surveys.problems import Problem, Refused
from surveys.routing import place

_counts = cast("Table", QuotaCount.__table__)


@dataclass(frozen=True, slots=True)
class Whose:
    """The consultation whose quotas are counted, and its organisation."""

    consultation_id: uuid.UUID
    organisation_id: uuid.UUID


def take_places(session: Session, whose: Whose, plan: Plan, answers: Answers) -> None:
    """Count an answer that is being sent. A statement for each hard quota it falls under.

    Raises Refused `quota.reached` with the `quota` where one is full; nothing of the transaction may be kept then.
    """
    for quota in _hard(plan, answers):
        if not _is_taken(session, whose, quota):
            raise Refused(Problem("quota.reached", "", {"quota": quota.id}))


def move_places(session: Session, whose: Whose, plan: Plan, before: Answers, after: Answers) -> None:
    """Count an answer that changed, or with nothing `after` was taken back. Who is counted already is never refused."""
    left = {quota.id for quota in _hard(plan, before)}
    joined = {quota.id: quota for quota in _hard(plan, after)}
    for quota_id in sorted(left ^ joined.keys()):
        if quota_id in joined:
            _is_taken(session, whose, joined[quota_id], beyond=True)
            continue
        of = (_counts.c.consultation_id == whose.consultation_id, _counts.c.quota == quota_id)
        session.execute(update(_counts).where(*of).values(counted=_counts.c.counted - 1))


def full_quotas(
    session: Session, consultation_id: uuid.UUID, quotas: Iterable[PlannedQuota]
) -> frozenset[str]:
    """Return which of these quotas have no place left. One statement."""
    wanted = select(_counts.c.quota, _counts.c.counted).where(_counts.c.consultation_id == consultation_id)
    counted = {quota: count for quota, count in session.execute(wanted)}  # noqa: C416  # rows are tuples to mypy
    return frozenset(quota.id for quota in quotas if counted.get(quota.id, 0) >= quota.most)


def _hard(plan: Plan, answers: Answers) -> list[PlannedQuota]:
    """The hard quotas these answers fall under, by id: so that nobody waits for another in a circle."""
    if not any(quota.is_hard for quota in plan.quotas.values()):
        return []
    found = (plan.quotas[quota_id] for quota_id in sorted(place(plan, answers).quotas))
    return [quota for quota in found if quota.is_hard]


def _is_taken(session: Session, whose: Whose, quota: PlannedQuota, *, beyond: bool = False) -> bool:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    one_more = (sqlite.insert if is_sqlite else postgresql.insert)(_counts).values(
        consultation_id=whose.consultation_id,
        quota=quota.id,
        organisation_id=whose.organisation_id,
        counted=1,
    )
    counted = one_more.on_conflict_do_update(
        index_elements=[_counts.c.consultation_id, _counts.c.quota],
        set_={"counted": _counts.c.counted + 1},
        where=None if beyond else _counts.c.counted < quota.most,
    ).returning(_counts.c.counted)
    return session.execute(counted).first() is not None
