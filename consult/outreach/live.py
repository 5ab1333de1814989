"""Counts while a consultation is open: rounded, kept from showing the few, and slow to move.

A count is stored under its name as it was when it was last shown. It moves only after at least the threshold of
changes in it. Joins and withdrawals may cancel out, so the difference is the least number of changes there can have
been. Only the step from nobody to somebody, and back, is never held: that nobody answered is a public statement, and
must be true.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations.values import ConsultationValue
from consult.outreach.counting import overwrite
from consult.outreach.models import ShownCount

BASE = 5
"""Live counts are rounded to a multiple of this (DOMAIN.md, Disclosure control)."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A count as anyone may see it: a multiple of five, 0 for nobody, or None for a few, fewer than `threshold`."""

    count: int | None
    threshold: int

    @property
    def least(self) -> int:
        """The smallest number it can stand for, as far as it tells."""
        return 1 if self.count is None else self.count

    @property
    def most(self) -> int:
        """The largest number it can stand for, as far as it tells."""
        return self.threshold - 1 if self.count is None else self.count

    @property
    def middle(self) -> int:
        """What stands for it where it is only a part of a sum: the middle of what it can be."""
        return (self.least + self.most) // 2


def rounded(count: int) -> int:
    """Return the multiple of five nearest to `count`."""
    return BASE * ((count + BASE // 2) // BASE)


def shown(count: int, threshold: int) -> Shown:
    """Return what of `count` may be seen."""
    return Shown(None if 0 < count < threshold else rounded(count), threshold)


def moved(before: int, now: int, threshold: int) -> int:
    """Return the count to show next: `now` where enough changed since `before` was shown, else `before`."""
    if (before == 0) != (now == 0) or abs(now - before) >= threshold:
        return now
    return before


def move(session: Session, consultation: ConsultationValue, counts: Mapping[str, int]) -> None:
    """Let the shown counts of a consultation move towards `counts` (by name), as far as they may."""
    before = _stored(session, consultation)
    moment = clock.now()
    after = {
        name: moved(before.get(name, 0), counts.get(name, 0), consultation.threshold)
        for name in {*before, *counts}
    }
    changed = [
        {
            "consultation_id": consultation.id,
            "name": name,
            "organisation_id": consultation.organisation_id,
            "count": count,
            "shown_at": moment,
        }
        for name, count in after.items()
        if count != before.get(name, 0)
    ]
    overwrite(session, ShownCount, changed)


def shown_counts(session: Session, consultation: ConsultationValue) -> Mapping[str, Shown]:
    """Return every count of a consultation that is not of nobody, by its name, as it may be seen."""
    stored = _stored(session, consultation)
    return {name: shown(count, consultation.threshold) for name, count in stored.items()}


def _stored(session: Session, consultation: ConsultationValue) -> dict[str, int]:
    rows = select(ShownCount.name, ShownCount.count).where(ShownCount.consultation_id == consultation.id)
    return {name: count for name, count in session.execute(rows)}  # noqa: C416  # rows are tuples to mypy
