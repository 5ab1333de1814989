"""Who has been heard so far and what is planned, as everybody may read it. Loads no numbers library."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations.queries import communities
from consult.consultations.values import CommunityValue, ConsultationValue
from consult.outreach.live import named_counts
from consult.outreach.models import Activity, Link
from consult.responses.folding import ANSWERS, STANDINGS, of_community
from surveys.live_counts import LiveCount
from surveys.text import Text

MOST_PLANNED = 20
"""Activities that are listed: a page for telephones, not the ledger."""


@dataclass(frozen=True, slots=True)
class HeardGroup:
    """An affected community: how many said they belong to it, and of how many nobody knows."""

    community: CommunityValue
    heard: LiveCount
    not_stated: LiveCount

    @property
    def is_met(self) -> bool:
        """Whether as many were heard as were aimed for, as far as the count tells."""
        return self.community.target is not None and self.heard.most >= self.community.target

    @property
    def still_to_hear(self) -> int | None:
        """How many are missing, from the count as it is shown; None without a target."""
        target = self.community.target
        return None if target is None else max(0, target - self.heard.most)


@dataclass(frozen=True, slots=True)
class PlannedActivity:
    """What anybody may know of an activity that is still to come: no notes, no cost, nobody's name.

    The place only where an officer said that everybody may read it.
    """

    channel: str
    place: Text | None
    on: date | None
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeardSoFar:
    """What the public page tells. `planned` are the next ones of `planned_count`; `done_count` took place."""

    answers: LiveCount
    groups: tuple[HeardGroup, ...]
    planned: tuple[PlannedActivity, ...]
    planned_count: int
    done_count: int

    @property
    def with_target(self) -> tuple[HeardGroup, ...]:
        """The groups of which a number is aimed for."""
        return tuple(group for group in self.groups if group.community.target)

    @property
    def met_count(self) -> int:
        """How many groups reached the number aimed for."""
        return sum(1 for group in self.with_target if group.is_met)

    @property
    def furthest_behind(self) -> HeardGroup | None:
        """The group furthest from the number aimed for; None where every one reached it, or none has one."""
        behind = [group for group in self.with_target if not group.is_met]
        return min(behind, key=lambda group: group.heard.most / (group.community.target or 1), default=None)


def heard_so_far(session: Session, consultation: ConsultationValue) -> HeardSoFar:
    """Return who has been heard so far, protected as every live count is, and what is planned. Five statements."""
    affected = [one for one in communities(session, consultation.id) if one.is_affected]
    yes, unknown = STANDINGS[True], STANDINGS[None]
    names = [of_community(one.key, standing) for one in affected for standing in (yes, unknown)]
    shown = named_counts(session, consultation, [ANSWERS, *names])
    planned_count, done_count = _numbers(session, consultation)
    return HeardSoFar(
        answers=shown[ANSWERS],
        groups=tuple(
            HeardGroup(one, shown[of_community(one.key, yes)], shown[of_community(one.key, unknown)])
            for one in affected
        ),
        planned=_planned(session, consultation),
        planned_count=planned_count,
        done_count=done_count,
    )


def _is_to_come(consultation: ConsultationValue) -> ColumnElement[bool]:
    """Neither done nor overdue: what should have taken place and is not noted as done is announced no longer."""
    today = clock.today(consultation.time_zone)
    return Activity.done_on.is_(None) & (Activity.on.is_(None) | (Activity.on >= today))


def _numbers(session: Session, consultation: ConsultationValue) -> tuple[int, int]:
    wanted = select(func.count().filter(_is_to_come(consultation)), func.count(Activity.done_on)).where(
        Activity.consultation_id == consultation.id, Activity.cancelled_at.is_(None)
    )
    planned, done = session.execute(wanted).one()
    return planned, done


def _planned(session: Session, consultation: ConsultationValue) -> tuple[PlannedActivity, ...]:
    place = case((Activity.is_place_public, Activity.place)).label("place")
    wanted = (
        select(Activity.id, Activity.channel, place, Activity.on, Activity.language)
        .where(
            Activity.consultation_id == consultation.id,
            Activity.cancelled_at.is_(None),
            _is_to_come(consultation),
        )
        .order_by(Activity.on.is_(None), Activity.on, Activity.created_at, Activity.key)
        .limit(MOST_PLANNED)
    )
    rows = session.execute(wanted).all()
    linked: dict[uuid.UUID, list[str]] = defaultdict(list)
    links = select(Link.activity_id, Link.language).where(Link.activity_id.in_([row.id for row in rows]))
    for activity_id, language in session.execute(links.order_by(Link.language)):
        linked[activity_id].append(language)
    return tuple(
        PlannedActivity(
            row.channel.value,
            Text.model_validate(row.place) if row.place else None,
            row.on,
            tuple(linked[row.id]) or (row.language,),
        )
        for row in rows
    )
