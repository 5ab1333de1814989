"""The counts of an open consultation as they were last shown, by name, and letting them move as far as they may."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consult.consultations.values import ConsultationValue
from consult.outreach.history import keep
from consult.outreach.models import ShownCount
from consult.outreach.naming import tells_nobody
from consult.responses.adding import put
from surveys.live_counts import LiveCount, live, moved


@dataclass(frozen=True, slots=True)
class Shown:
    """Every count of a consultation by its name, as it may be seen; one that was never kept is of nobody."""

    counts: Mapping[str, int]
    threshold: int

    def __getitem__(self, name: str) -> LiveCount:
        """Return a count as it may be seen, whether there is one or not."""
        return live(self.counts.get(name, 0), self.threshold, tells_nobody=tells_nobody(name))

    def __contains__(self, name: str) -> bool:
        """Say whether anybody was ever counted under this name."""
        return name in self.counts


def move(
    session: Session, consultation: ConsultationValue, counts: Mapping[str, int], on: date | None = None
) -> None:
    """Let the shown counts of a consultation move towards `counts` (by name), as far as they may.

    Keeps the day: `on`, by default today.
    """
    before = _stored(session, consultation)
    after = {
        name: moved(before.get(name, 0), counts.get(name, 0), consultation.threshold)
        for name in {*before, *counts}
    }
    changed: list[dict[str, str | int]] = [
        {"name": name, "count": count} for name, count in after.items() if count != before.get(name, 0)
    ]
    whose = {"consultation_id": consultation.id, "organisation_id": consultation.organisation_id}
    put(session, ShownCount, whose, changed)
    keep(session, consultation, before, after, on)


def shown_counts(session: Session, consultation: ConsultationValue, *, without: str | None = None) -> Shown:
    """Return the counts of a consultation as they may be seen, but those whose names begin with `without`.

    One statement.
    """
    return Shown(_stored(session, consultation, without), consultation.threshold)


def named_counts(session: Session, consultation: ConsultationValue, names: Collection[str]) -> Shown:
    """Return some counts of a consultation by their names, as they may be seen. One statement."""
    rows = _rows(consultation).where(ShownCount.name.in_(names))
    return Shown(_read(session, rows), consultation.threshold)


def _stored(session: Session, consultation: ConsultationValue, without: str | None = None) -> dict[str, int]:
    rows = _rows(consultation)
    if without is not None:
        rows = rows.where(~ShownCount.name.startswith(without, autoescape=True))
    return _read(session, rows)


def _rows(consultation: ConsultationValue) -> Select[str, int]:
    return select(ShownCount.name, ShownCount.count).where(ShownCount.consultation_id == consultation.id)


def _read(session: Session, rows: Select[str, int]) -> dict[str, int]:
    return {name: count for name, count in session.execute(rows)}  # noqa: C416  # rows are tuples to mypy
