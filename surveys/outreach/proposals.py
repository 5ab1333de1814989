"""Which activities raise the community furthest behind most, with the days, money and hours that are left, and why.

Greedy and repeatable: again and again, one more unit of whatever brings the community furthest behind most for the
share of what is left that it uses. So each choice has one reason that can be told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.outreach.choosing import HOPE, Choosing, freshness, members_met
from surveys.outreach.standing import Means, Possible, Standing
from surveys.outreach.yields import Yields
from surveys.problems import Problem, Refused
from surveys.representation.intervals import Interval


@dataclass(frozen=True, slots=True)
class Gain:
    """What an activity is expected to bring of one community, nine times in ten within `interval`.

    `leaves` is how many answers are then still to hear, after all activities proposed so far.
    """

    community: str
    expected: float
    interval: Interval
    leaves: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """Hold `units` of an activity, for the sake of `community`, which was furthest behind when it was chosen.

    `gains` has every community still behind that it means to reach, that one first. `is_trial`: nobody knows yet what
    this channel brings there, and trying it tells.
    """

    activity: str
    units: int
    community: str
    gains: tuple[Gain, ...]
    contacts: float
    cost: float
    hours: float
    is_trial: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """`proposals` in the order they were chosen; `sessions` for communities to talk with instead of counting.

    `lowest_before` and `lowest_after` are the lowest n_g / target_g expected at closing (1 at most; None without
    targets); `unreachable` are communities behind that nothing on offer brings an answer from. `left` is what remains.
    """

    proposals: tuple[Proposal, ...]
    sessions: tuple[str, ...]
    lowest_before: float | None
    lowest_after: float | None
    unreachable: tuple[str, ...]
    left: Means


def proposed(
    standings: Sequence[Standing],
    possible: Sequence[Possible],
    believed: Yields,
    means: Means,
    *,
    threshold: int,
    hope: float = HOPE,
) -> Plan:
    """The activities that raise the lowest n_g / target_g among affected communities most.

    Chosen unit by unit: the community furthest behind (fewest answers expected for its target; ties to whom most are
    missing of, then to the first key); for it the unit with the largest gain for the largest share of any limit it
    uses (ties to the larger gain for all behind, then the cheaper, then the first key); when nothing helps it, the
    next one. It ends when every target is expected to be met or nothing more is affordable or helps. A community that
    has a session instead of a target, prefers one, or is smaller than `threshold`, gets a session and no activity.

    Yields count at their `hope` quantile when choosing; gains are told with mean and interval. A unit that meets
    people its channel met before brings less in proportion. `Refused`: `outreach.effort_negative` (with the activity's
    key), `outreach.community_unknown`, `target.not_positive`, `benchmark.not_positive`.
    """
    _check(standings, possible, believed, means)
    counted = [one for one in standings if not needs_session(one, threshold)]
    choosing = Choosing(counted, possible, believed, means, hope)
    order = choosing.run()
    expected = {one.community: one.heard + one.coming for one in counted}
    before = lowest_ratio(counted, expected)
    return Plan(
        proposals=_told(order, possible, counted, expected, believed),
        sessions=tuple(one.community for one in standings if needs_session(one, threshold)),
        lowest_before=before,
        lowest_after=lowest_ratio(counted, expected),
        unreachable=tuple(sorted(choosing.out_of_reach)),
        left=choosing.left,
    )


def needs_session(standing: Standing, threshold: int) -> bool:
    """Is a community talked with instead of counted?"""
    return standing.target is None or standing.prefers_session or standing.population < threshold


def lowest_ratio(counted: Sequence[Standing], expected: Mapping[str, float]) -> float | None:
    """The lowest n_g / target_g, 1 at most; None where no community has a target as a count."""
    ratios = [min(1.0, expected[one.community] / one.target) for one in counted if one.target]
    return min(ratios, default=None)


def _told(
    order: Sequence[tuple[str, str]],
    possible: Sequence[Possible],
    counted: Sequence[Standing],
    expected: dict[str, float],
    believed: Yields,
) -> tuple[Proposal, ...]:
    """Return the units of each activity together, for the sake of whom the first was chosen for."""
    units = Counter(key for key, _ in order)
    reasons: dict[str, str] = {}
    for key, behind in order:
        reasons.setdefault(key, behind)
    by_key = {one.key: one for one in possible}
    return tuple(
        _proposal(by_key[key], units[key], behind, counted, expected, believed)
        for key, behind in reasons.items()
    )


def _proposal(
    one: Possible,
    units: int,
    behind: str,
    counted: Sequence[Standing],
    expected: dict[str, float],
    believed: Yields,
) -> Proposal:
    """Tell of all units of an activity, and add what it brings to `expected`."""
    gains = []
    for standing in counted:
        community, target = standing.community, standing.target or 0
        was_behind = expected[community] < target
        fresh = freshness(one, standing, believed)
        members = 0.0
        for _ in range(units):
            members += members_met(one, community, believed) * fresh.now
            fresh.meet()
        known = believed.of(one.channel, community)
        expected[community] += known.mean * members
        if community == behind or (was_behind and community in one.communities):
            leaves = max(0.0, target - expected[community])
            gains.append(Gain(community, known.mean * members, known.answers(members), leaves))
    return Proposal(
        activity=one.key,
        units=units,
        community=behind,
        gains=tuple(sorted(gains, key=lambda gain: gain.community != behind)),
        contacts=units * one.contacts,
        cost=units * one.cost,
        hours=units * one.hours,
        is_trial=believed.of(one.channel, behind).is_guess,
    )


def _check(
    standings: Sequence[Standing], possible: Sequence[Possible], believed: Yields, means: Means
) -> None:
    for standing in standings:
        _check_standing(standing, believed)
    for one in possible:
        if min(one.contacts, one.cost, one.hours, one.units, one.days) < 0:
            raise Refused(Problem("outreach.effort_negative", one.key))
        for community in sorted(one.communities - believed.shares.keys()):
            raise Refused(Problem("outreach.community_unknown", one.key, {"community": community}))
    if min(means.days, means.budget or 0, means.hours or 0, means.contacts or 0) < 0:
        raise Refused(Problem("outreach.effort_negative"))


def _check_standing(standing: Standing, believed: Yields) -> None:
    if standing.population <= 0:
        raise Refused(Problem("benchmark.not_positive", standing.community))
    if standing.target is not None and standing.target <= 0:
        raise Refused(Problem("target.not_positive", standing.community))
    if standing.community not in believed.shares:
        raise Refused(Problem("outreach.community_unknown", "", {"community": standing.community}))
