"""What could be held next, from the partners and the ledger; and what past activities tell of what it would bring.

What an activity takes is what such activities took so far; before any was done, what is assumed here. The page says
which of the two it is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import ceil
from statistics import fmean

from consult.consultations.values import CommunityValue, ConsultationValue
from consult.outreach.live import Shown
from consult.outreach.naming import EVERY_ANSWER
from consult.outreach.naming import of_activity as of_activity_count
from consult.outreach.terms import Channel, Standing
from consult.outreach.values import ActivityValue, PartnerValue
from surveys.live_counts import LiveCount
from surveys.outreach import Experience, Possible
from surveys.outreach.yields import Yields, met
from surveys.representation.pace import WEEK
from surveys.versions import canonical, fingerprint

KEPT = 10_000
KEY = 12
"""Digits of a fingerprint that name an option: enough for what one page offers."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What one activity of a channel takes: people met, hours, money. `a_week` may be held, `days` pass for answers."""

    contacts: float
    hours: float
    cost: float
    a_week: int = 1
    days: int = 3


ASSUMED: Mapping[Channel, Unit] = {
    Channel.COMMUNITY_GROUP: Unit(25, 4, 90),
    Channel.FAITH_GROUP: Unit(40, 3, 80),
    Channel.SCHOOL: Unit(50, 4, 100, days=5),
    Channel.CLINIC: Unit(30, 5, 60),
    Channel.DOOR: Unit(40, 8, 200, a_week=3, days=1),
    Channel.EVENT: Unit(50, 6, 150, days=5),
    Channel.MESSAGING_GROUP: Unit(60, 1, 30, a_week=2, days=1),
    Channel.PHONE: Unit(40, 8, 160, a_week=3, days=1),
    Channel.LETTER: Unit(100, 2, 120, a_week=3, days=7),
}
"""Invented, in the size of what such work costs, as in the towns advice was tried in (docs/outreach.md)."""

WITH_A_PARTNER = Channel.COMMUNITY_GROUP
ALONE = (Channel.DOOR, Channel.EVENT, Channel.LETTER)
"""What an authority can do by itself."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that could be held: by which channel, whom it means to reach, with which partner."""

    channel: Channel
    communities: tuple[str, ...]
    partner: str | None

    @property
    def key(self) -> str:
        """A name that stays the same from one day to the next."""
        return _key(self.channel.value, self.communities, self.partner)


@lru_cache(maxsize=KEPT)
def _key(channel: str, communities: tuple[str, ...], partner: str | None) -> str:
    return fingerprint(canonical([channel, list(communities), partner]))[:KEY]


def of_activity(one: ActivityValue) -> Option:
    """Return what an activity of the ledger was, so that it can be held once more."""
    return Option(Channel(one.channel), tuple(sorted(one.communities)), one.partner)


def options(
    counted: Sequence[CommunityValue], partners: Sequence[PartnerValue], ledger: Sequence[ActivityValue]
) -> tuple[Option, ...]:
    """Return what could be held for the communities that are counted: again, with a partner, or alone. Each once."""
    wanted = {one.key for one in counted}
    helping = {one.key: one for one in partners if one.is_active}
    again = [
        of_activity(one)
        for one in ledger
        if one.communities and set(one.communities) <= wanted and (not one.partner or one.partner in helping)
    ]
    used = {one.partner: one.channel for one in again if one.partner}
    found = list(again)
    for community in counted:
        theirs = [one for one in helping.values() if community.key in one.communities]
        found += [Option(used.get(one.key, WITH_A_PARTNER), (community.key,), one.key) for one in theirs] or [
            Option(WITH_A_PARTNER, (community.key,), None)
        ]
        found += [Option(channel, (community.key,), None) for channel in ALONE]
    return tuple(dict.fromkeys(found))


def units(ledger: Sequence[ActivityValue]) -> Mapping[Channel, tuple[Unit, bool]]:
    """Return what one activity of each channel takes, and whether that is only assumed.

    Channels that meet nobody one could count, such as a poster, are left out until somebody counted.
    """
    found = {channel: (unit, True) for channel, unit in ASSUMED.items()}
    for channel in Channel:
        done = [
            one for one in ledger if one.channel == channel.value and one.done_on and one.people_spoken_to
        ]
        if done:
            usual = ASSUMED.get(channel, Unit(0, 0, 0))
            unit = Unit(
                fmean(one.people_spoken_to or 0 for one in done),
                _mean((one.hours for one in done), usual.hours),
                _mean((one.cost for one in done), usual.cost),
                usual.a_week,
                usual.days,
            )
            found[channel] = unit, False
    return found


def possible(
    offered: Iterable[Option],
    known: Mapping[Channel, tuple[Unit, bool]],
    days: int,
    planned: Iterable[ActivityValue],
    accepted: Mapping[str, int],
    past: Iterable[Experience],
    shares: Mapping[str, float],
) -> tuple[Possible, ...]:
    """Return the options in units: as many as the weeks that are left allow, without those that are planned.

    `accepted` are the units of an accepted proposal, by its activity's key: it is one activity, held that often.
    """
    taken = Counter[str]()
    for each in planned:
        taken[of_activity(each).key] += accepted.get(each.key, 1)
    before = _met_before(past, shares)
    return tuple(
        Possible(
            key=one.key,
            channel=one.channel.value,
            communities=frozenset(one.communities),
            contacts=unit.contacts,
            cost=unit.cost,
            hours=unit.hours,
            units=max(0, unit.a_week * ceil(days / WEEK) - taken[one.key]),
            days=unit.days,
            met_before=before.get(one.channel.value, {}),
        )
        for one in offered
        if one.channel in known
        for unit, _ in [known[one.channel]]
    )


def experiences(
    ledger: Iterable[ActivityValue], shown: Shown, shares: Mapping[str, float], today: date
) -> tuple[Experience, ...]:
    """Return what done activities tell: people met, and answers by stated community as anyone may see them.

    Where nobody counted the people met, it tells nothing of a contact.
    """
    return tuple(
        Experience(
            channel=one.channel,
            communities=frozenset(one.communities),
            contacts=float(one.people_spoken_to),
            answers=_answers(one, shown, shares),
            hours=None if one.hours is None else float(one.hours),
            cost=None if one.cost is None else float(one.cost),
            weeks_ago=max(0, (today - one.done_on).days) / WEEK,
            tells_nobody=False,
        )
        for one in ledger
        if one.done_on and one.people_spoken_to and _is_known(one, shares)
    )


def to_come(
    planned: Iterable[ActivityValue],
    contacts: Mapping[str, float],
    known: Mapping[Channel, tuple[Unit, bool]],
    believed: Yields,
) -> Mapping[str, float]:
    """Return how many answers the planned activities will likely bring, by community.

    `contacts` are those an accepted proposal spoke of, by the activity's key; else what its channel usually meets.
    """
    gains = dict.fromkeys(believed.shares, 0.0)
    for one in planned:
        unit, _ = known.get(Channel(one.channel), (Unit(0, 0, 0), True))
        people = contacts.get(one.key, unit.contacts)
        for community in gains if _is_known(one, believed.shares) else ():
            share = met(one.communities, community, believed.shares)
            gains[community] += believed.of(one.channel, community).mean * people * share
    return gains


def planned_of(ledger: Iterable[ActivityValue], today: date) -> tuple[ActivityValue, ...]:
    """Return what is still to be held."""
    return tuple(one for one in ledger if one.standing(today) is Standing.PLANNED)


def shares_of(communities: Iterable[CommunityValue], consultation: ConsultationValue) -> Mapping[str, float]:
    """Return the share of the people of each community whose number, and whose whole, is known."""
    return {
        one.key: min(1.0, one.benchmark_count / whole)
        for one in communities
        if one.benchmark_count and (whole := one.benchmark_total or consultation.population)
    }


def _answers(one: ActivityValue, shown: Shown, shares: Mapping[str, float]) -> Mapping[str, LiveCount | int]:
    """Of a community, a few may be nobody; but where nobody came by the activity at all, that is told."""
    if shown[of_activity_count(one.key, EVERY_ANSWER)].count == 0:
        return dict.fromkeys(shares, 0)
    return {key: shown[of_activity_count(one.key, key)] for key in shares}


def _is_known(one: ActivityValue, shares: Mapping[str, float]) -> bool:
    return set(one.communities) <= shares.keys()


def _met_before(past: Iterable[Experience], shares: Mapping[str, float]) -> Mapping[str, Mapping[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for one in past:
        members = found.setdefault(one.channel, dict.fromkeys(shares, 0.0))
        for community in shares:
            members[community] += one.contacts * met(one.communities, community, shares)
    return found


def _mean(amounts: Iterable[object], usual: float) -> float:
    known = [float(str(amount)) for amount in amounts if amount is not None]
    return fmean(known) if known else usual
