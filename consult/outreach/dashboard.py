"""Everything an officer's dashboard tells, in a few statements whose number and size do not grow with the answers.

Read from what was shown last and from the ledger: no answer is read. Loads numpy.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.consultations.queries import communities, plan
from consult.consultations.values import ConsultationValue
from consult.outreach.funnel import ACTIVITY, ALL, CHANNEL, LANGUAGE, Funnel, page_ids, sent_by, steps
from consult.outreach.history import HeardOn, history
from consult.outreach.live import Shown, shown_counts
from consult.outreach.models import Activity, Arrival, Link
from consult.outreach.naming import EVERY_ANSWER, PAGES_OF_ACTIVITIES, of_channel, of_started, of_time
from consult.outreach.queries import activities
from consult.outreach.reach import ActivityReach, ReachValue, reach_from
from consult.outreach.service import MOST_OPENINGS
from consult.outreach.terms import Channel, Took
from consult.responses.folding import shown_options
from surveys.live_counts import LiveCount, live

TOO_FAST_SHARE = 0.2
"""More answers than this share in under a minute each are worth an officer's look: they may be no people's."""


@dataclass(frozen=True, slots=True)
class Flood:
    """A link that was opened so often on a day that counting stopped: no people, and nobody was turned away."""

    code: str
    on: date


@dataclass(frozen=True, slots=True)
class Times:
    """How long answering took, by the web only. `is_too_fast`: many took under a minute; none was refused for it."""

    counts: Mapping[Took, LiveCount]
    is_too_fast: bool


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel: openings of its links, and the answers it led to, of everyone and of each community."""

    channel: str
    openings: int
    sent: LiveCount
    by_community: Mapping[str, LiveCount]


@dataclass(frozen=True, slots=True)
class Stated:
    """An option of a question about the person, an area for one, and how many chose it. A few, and nobody, are None."""

    option: str
    count: LiveCount


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What a dashboard tells. `history` is by community, "" for everyone; `about_you` by question, in its order."""

    reach: ReachValue
    funnel: Funnel
    by_activity: tuple[Funnel, ...]
    by_channel: tuple[Funnel, ...]
    by_language: tuple[Funnel, ...]
    times: Times
    history: Mapping[str, tuple[HeardOn, ...]]
    openings_by_day: tuple[tuple[date, int], ...]
    floods: tuple[Flood, ...]
    channels: tuple[ChannelRow, ...]
    about_you: Mapping[str, tuple[Stated, ...]]


@dataclass(frozen=True, slots=True)
class _Spent:
    spoken_to: int | None = None
    cost: Decimal | None = None
    hours: Decimal | None = None


def dashboard(session: Session, consultation: ConsultationValue) -> Dashboard:
    """Return everything a dashboard tells. Nine statements, and one where the plan is not kept."""
    shown = shown_counts(session, consultation, without=PAGES_OF_ACTIVITIES)
    named = communities(session, consultation.id)
    reach = reach_from(consultation, shown, named, activities(session, consultation.id))
    spent = _ledger(session, consultation)
    pages = page_ids(session, consultation)
    opened = _openings_by_language(reach.activities)
    under_heard = [one.community.key for one in reach.communities if one.needs_outreach]
    everything = _told(shown, (ALL, ""), pages, _sum(spent.values()), sum(opened.values()))
    return Dashboard(
        reach=reach,
        funnel=everything,
        by_activity=tuple(_of_activity(shown, one, spent, under_heard) for one in reach.activities),
        by_channel=tuple(
            _of_channel(shown, channel, done, pages, spent, under_heard)
            for channel, done in _by_channel(reach.activities).items()
        ),
        by_language=tuple(
            _told(shown, (LANGUAGE, language), pages, _Spent(), opened.get(language, 0))
            for language in consultation.languages
        ),
        times=_times(shown),
        history=history(session, consultation),
        openings_by_day=_openings_by_day(session, consultation),
        floods=_floods(session, consultation),
        channels=tuple(
            ChannelRow(
                channel,
                sum(one.activity.openings for one in done),
                shown[of_channel(channel, EVERY_ANSWER)],
                {one.key: shown[of_channel(channel, one.key)] for one in named},
            )
            for channel, done in _by_channel(reach.activities).items()
        ),
        about_you=_about_you(session, consultation),
    )


def funnel_of_activity(session: Session, consultation: ConsultationValue, key: str) -> Funnel | None:
    """Return the funnel of one activity page by page; None where there is none of this key. Six statements."""
    shown = shown_counts(session, consultation)
    named = communities(session, consultation.id)
    reach = reach_from(consultation, shown, named, activities(session, consultation.id))
    found = next((one for one in reach.activities if one.activity.key == key), None)
    if found is None:
        return None
    under_heard = [one.community.key for one in reach.communities if one.needs_outreach]
    pages = page_ids(session, consultation)
    return _of_activity(shown, found, _ledger(session, consultation), under_heard, pages)


def _of_activity(
    shown: Shown,
    one: ActivityReach,
    spent: Mapping[str, _Spent],
    under_heard: Sequence[str],
    pages: Sequence[str] = (),
) -> Funnel:
    key = one.activity.key
    heard = {of: count for of, count in one.sent_by_community.items() if of in under_heard}
    return _told(shown, (ACTIVITY, key), pages, spent.get(key, _Spent()), one.activity.openings, heard)


def _of_channel(
    shown: Shown,
    channel: str,
    done: Sequence[ActivityReach],
    pages: Sequence[str],
    spent: Mapping[str, _Spent],
    under_heard: Sequence[str],
) -> Funnel:
    heard = {of: shown[of_channel(channel, of)] for of in under_heard}
    together = _sum(spent.get(one.activity.key, _Spent()) for one in done)
    opened = sum(one.activity.openings for one in done)
    return _told(shown, (CHANNEL, channel), pages, together, opened, heard)


def _told(
    shown: Shown,
    group: tuple[str, str],
    pages: Sequence[str],
    spent: _Spent,
    opened: int,
    heard: Mapping[str, LiveCount] | None = None,
) -> Funnel:
    sent = sent_by(shown, *group)
    costs = {of: _cost(spent.cost, count) for of, count in (heard or {}).items()}
    return Funnel(
        by=group[0],
        key=group[1],
        spoken_to=spent.spoken_to,
        opened=opened,
        started=shown[of_started(*group)],
        pages=steps(shown, *group, pages),
        sent=sent,
        cost=spent.cost,
        hours=spent.hours,
        cost_per_answer=_cost(spent.cost, sent),
        cost_per_answer_from={of: cost for of, cost in costs.items() if cost is not None},
    )


def _cost(cost: Decimal | None, answers: LiveCount) -> Decimal | None:
    """What an answer cost, to the cent; None where nobody knows, or of nobody or a few."""
    return None if cost is None or not answers.count else (cost / answers.count).quantize(Decimal("0.01"))


def _sum(spent: Iterable[_Spent]) -> _Spent:
    """What was spent together, of what was written down."""
    each = list(spent)
    spoken = [one.spoken_to for one in each if one.spoken_to is not None]
    costs = [one.cost for one in each if one.cost is not None]
    hours = [one.hours for one in each if one.hours is not None]
    return _Spent(
        sum(spoken) if spoken else None,
        sum(costs, Decimal(0)) if costs else None,
        sum(hours, Decimal(0)) if hours else None,
    )


def _by_channel(done: Iterable[ActivityReach]) -> dict[str, list[ActivityReach]]:
    """The activities of each channel that has any, in the order of the terms."""
    found: dict[str, list[ActivityReach]] = {channel.value: [] for channel in Channel}
    for one in done:
        found[one.activity.channel].append(one)
    return {channel: each for channel, each in found.items() if each}


def _openings_by_language(done: Iterable[ActivityReach]) -> dict[str, int]:
    opened: dict[str, int] = {}
    for link in (link for one in done for link in one.activity.links):
        opened[link.language] = opened.get(link.language, 0) + link.openings
    return opened


def _times(shown: Shown) -> Times:
    counts = {took: shown[of_time(took.value)] for took in Took}
    fast = counts[Took.UNDER_A_MINUTE].count or 0
    everyone = sum(count.count or 0 for count in counts.values())
    return Times(counts, is_too_fast=fast > TOO_FAST_SHARE * everyone)


def _ledger(session: Session, consultation: ConsultationValue) -> dict[str, _Spent]:
    rows = select(Activity.key, Activity.people_spoken_to, Activity.cost, Activity.hours)
    own = rows.where(Activity.consultation_id == consultation.id)
    return {key: _Spent(spoken, cost, hours) for key, spoken, cost, hours in session.execute(own)}


def _openings_by_day(session: Session, consultation: ConsultationValue) -> tuple[tuple[date, int], ...]:
    days = (
        select(Arrival.on, func.sum(Arrival.openings))
        .join(Link, Link.id == Arrival.link_id)
        .join(Activity, Activity.id == Link.activity_id)
        .where(Activity.consultation_id == consultation.id)
        .group_by(Arrival.on)
    )
    return tuple((on, int(openings)) for on, openings in session.execute(days.order_by(Arrival.on)))


def _floods(session: Session, consultation: ConsultationValue) -> tuple[Flood, ...]:
    full = (
        select(Link.code, Arrival.on)
        .join(Arrival, Arrival.link_id == Link.id)
        .join(Activity, Activity.id == Link.activity_id)
        .where(Activity.consultation_id == consultation.id, Arrival.openings >= MOST_OPENINGS)
    )
    return tuple(Flood(code, on) for code, on in session.execute(full.order_by(Arrival.on, Link.code)))


def _about_you(session: Session, consultation: ConsultationValue) -> dict[str, tuple[Stated, ...]]:
    if consultation.version_id is None:
        return {}
    asked = [one for one in plan(session, consultation.version_id).questions if one.is_about_you]
    counts = shown_options(session, consultation.id, consultation.threshold, [one.id for one in asked])
    threshold = consultation.threshold
    return {
        one.id: tuple(
            Stated(option, live(counts.get((one.id, option, "", ""), 0), threshold, tells_nobody=False))
            for option in one.options
        )
        for one in asked
    }
