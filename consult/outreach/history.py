"""What was shown of each community, by day: for the line of a community against its target, and for its pace.

It tells nothing that anybody who looked every day could not have written down: the rounded count that was shown, from
the day on that it was shown. And less: a step of fewer answers than the threshold, which only that from nobody to
somebody and back can be, is not kept, or the day of the first answer of a community would be.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations.values import ConsultationValue
from consult.outreach.counting import overwrite
from consult.outreach.models import HeardDay
from consult.outreach.naming import EVERY_ANSWER
from consult.responses.folding import ANSWERS
from surveys.live_counts import LiveCount, live

_BEFORE, _AFTER = "community/", "/yes"


@dataclass(frozen=True, slots=True)
class HeardOn:
    """The count that was shown from a day on, until the next one."""

    on: date
    count: LiveCount


def keep(
    session: Session,
    consultation: ConsultationValue,
    before: Mapping[str, int],
    after: Mapping[str, int],
    on: date | None = None,
) -> None:
    """Keep the count of each community that moved by at least the threshold, and of everyone, as of the day `on`.

    By default as of today.
    """
    day = on or clock.today(consultation.time_zone)
    rows = [
        {
            "consultation_id": consultation.id,
            "community": community,
            "on_date": day,
            "organisation_id": consultation.organisation_id,
            "count": live(count, consultation.threshold).count,
            "threshold": consultation.threshold,
        }
        for name, count in after.items()
        if (community := _community(name)) is not None
        and abs(count - before.get(name, 0)) >= consultation.threshold
    ]
    overwrite(session, HeardDay, rows)


def history(session: Session, consultation: ConsultationValue) -> Mapping[str, tuple[HeardOn, ...]]:
    """Return what was shown by day, the first day first, of each community by its key; "" is everyone. One
    statement.
    """
    kept: dict[str, list[HeardOn]] = defaultdict(list)
    rows = select(HeardDay.community, HeardDay.on, HeardDay.count, HeardDay.threshold)
    own = rows.where(HeardDay.consultation_id == consultation.id).order_by(HeardDay.community, HeardDay.on)
    for community, on, count, threshold in session.execute(own):
        kept[community].append(HeardOn(on, LiveCount(count, threshold)))
    return {community: tuple(days) for community, days in kept.items()}


def _community(name: str) -> str | None:
    """Return the community whose members are counted under this name, "" for everyone; None for anything else."""
    if name == ANSWERS:
        return EVERY_ANSWER
    if name.startswith(_BEFORE) and name.endswith(_AFTER):
        return name.removeprefix(_BEFORE).removesuffix(_AFTER)
    return None
