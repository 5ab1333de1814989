"""The counts of an open consultation as they were last shown, by name, and letting them move as far as they may."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations.values import ConsultationValue
from consult.outreach.counting import overwrite
from consult.outreach.models import ShownCount
from surveys.disclosure import LiveCount, live, moved


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


def shown_counts(session: Session, consultation: ConsultationValue) -> Mapping[str, LiveCount]:
    """Return every count of a consultation that is not of nobody, by its name, as it may be seen."""
    stored = _stored(session, consultation)
    return {name: live(count, consultation.threshold) for name, count in stored.items()}


def _stored(session: Session, consultation: ConsultationValue) -> dict[str, int]:
    rows = select(ShownCount.name, ShownCount.count).where(ShownCount.consultation_id == consultation.id)
    return {name: count for name, count in session.execute(rows)}  # noqa: C416  # rows are tuples to mypy
