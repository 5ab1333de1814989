"""How many answers a contact brings, for each channel and community: what is known, and how well.

A contact is somebody spoken to, written to or handed something. What counts is the contact with a member of the
community, so a past activity tells of a community only as far as it will have met its people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import factorial
from typing import Literal

import scipy  # its distributions load where a yield is asked for

from surveys.live_counts import LiveCount
from surveys.problems import Problem, Refused
from surveys.representation.intervals import Interval

Per = Literal["contacts", "hours", "cost"]

BEFORE = 0.05
BEFORE_SHAPE = 1.0
"""With nothing known: one answer from twenty contacts with members, and as sure of it as one answer makes one.

Between 1 in 800 and 1 in 5 lie nineteen in twenty; a first activity soon outweighs it.
"""

POOLED_SHAPE = 2.0
"""How far a channel, a community, and the two together may be from what the others say: as much as two answers tell.

Two answers leave a factor of three either way possible; five answers of its own already count for more.
"""

CLUSTERED = 2.0
"""People answer in families and friends, and evenings differ: answers tell half as much as if each came by chance."""

FADING = 0.9
"""What a week-old experience is still worth: a channel's willing people are met first, so its yield falls."""

ROUNDS = 3
"""How often counts of a few are worked out anew; the third round moves hardly anything."""

MEETS = 0.8
"""An activity for a community meets four of its members in five contacts, else people as they live in the area.

What it gets wrong about a channel the yield of that channel makes up for.
"""

LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class Experience:
    """One past activity. `communities` it meant to reach; `answers` by community, 0 where it is not named.

    Counts of answers may be as anyone may see them: rounded, or only "a few".
    `hours` and `cost` may be unknown (None); it then tells nothing per hour or per unit of cost. Where
    `tells_nobody` is False, a few may be nobody too.
    """

    channel: str
    communities: frozenset[str]
    contacts: float
    answers: Mapping[str, LiveCount | int]
    hours: float | None = None
    cost: float | None = None
    weeks_ago: float = 0.0
    tells_nobody: bool = True


@dataclass(frozen=True, slots=True)
class Yield:
    """Answers for each contact with a member: Gamma(shape, rate). `is_guess`: it has hardly been tried itself."""

    shape: float
    rate: float
    is_guess: bool

    @property
    def mean(self) -> float:
        """The posterior mean."""
        return self.shape / self.rate

    @property
    def interval(self) -> Interval:
        """Where it lies nine times in ten."""
        return Interval(self.quantile((1 - LEVEL) / 2), self.quantile((1 + LEVEL) / 2))

    def quantile(self, share: float) -> float:
        """The value below which it lies with that chance."""
        return float(scipy.special.gammaincinv(self.shape, share)) / self.rate

    def answers(self, met: float) -> Interval:
        """How many answers so many contacts with members bring, nine times in ten.

        Chance, clustering and what is not known of the yield together: a negative binomial distribution for the
        number of clusters.
        """
        if met <= 0:
            return Interval(0.0, 0.0)
        chance = self.rate / (self.rate + met / CLUSTERED)
        low, high = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
        return Interval(
            CLUSTERED * float(scipy.stats.nbinom.ppf(low, self.shape, chance)),
            CLUSTERED * float(scipy.stats.nbinom.ppf(high, self.shape, chance)),
        )


@dataclass(frozen=True, slots=True)
class Yields:
    """What is believed of every channel and community, those never tried among them."""

    shares: Mapping[str, float]
    overall: Yield
    _channels: Mapping[str, Yield]
    _communities: Mapping[str, Yield]
    _seen: Mapping[tuple[str, str], tuple[float, float]]
    _known: dict[tuple[str, str], Yield] = field(default_factory=dict, compare=False, repr=False)

    def of(self, channel: str, community: str) -> Yield:
        """The yield of a channel for a community.

        Where the two were never seen together, what channel and community each say, multiplied; where neither was,
        what all others say; where nothing was seen, the prior.
        """
        if (channel, community) not in self._known:
            by_channel = self._channels.get(channel, self.overall).mean
            by_community = self._communities.get(community, self.overall).mean
            expected = by_channel * by_community / self.overall.mean
            self._known[channel, community] = _posterior(
                POOLED_SHAPE, expected, *self._seen.get((channel, community), (0.0, 0.0))
            )
        return self._known[channel, community]


def met(communities: Iterable[str], community: str, shares: Mapping[str, float]) -> float:
    """The share of an activity's contacts that are members of `community`, an assumption that is written down.

    An activity that means to reach some: four in five of its contacts, among them by population, are of those; the
    rest are as people live in the area. An activity for everybody: as people live in the area.
    """
    meant = sorted(communities)
    share = shares[community]
    if not meant:
        return share
    together = sum(shares[one] for one in meant)
    within = min(1.0, share / together) if community in meant else share
    return MEETS * within * (community in meant) + (1 - MEETS) * share


def yields(past: Sequence[Experience], shares: Mapping[str, float], per: Per = "contacts") -> Yields:
    """What past activities tell of each channel and community, partly pooled; `shares` P_g of every community.

    Gamma-Poisson, three floors: all together (prior Gamma(1, 20): one answer in twenty contacts), each channel and
    each community (prior mean from the floor above, shape 2), each channel with each community (prior mean channel
    times community over all, shape 2). Conjugate, empirical-Bayes in the means: upper floors enter as known (Gelman
    and others 2013, 2.7 and 5). Evidence is divided by 2 for clustering and fades by a tenth a week. `per` says what
    a unit of effort is: with "hours" or "cost" the yield is of an hour, or of a unit of cost, spent on members, and
    the prior mean is what all past activities had for it.

    `Refused` with `outreach.effort_negative` where contacts, hours, cost, answers or weeks are below 0, and
    `outreach.community_unknown` where an activity names a community without a share.
    """
    _check(past, shares)
    meant = {one.communities for one in past}
    members = {each: {community: met(each, community, shares) for community in shares} for each in meant}
    believed = _learned([], members, shares, per, None)
    for _ in range(ROUNDS):
        believed = _learned(past, members, shares, per, believed)
    return believed


def _learned(
    past: Sequence[Experience],
    met_by: Mapping[frozenset[str], Mapping[str, float]],
    shares: Mapping[str, float],
    per: Per,
    believed: Yields | None,
) -> Yields:
    """What past activities tell, with what is `believed` beforehand standing in for counts of a few."""
    seen: dict[tuple[str, str], tuple[float, float]] = {}
    for one in past:
        effort = {"contacts": one.contacts, "hours": one.hours, "cost": one.cost}[per]
        worth = FADING**one.weeks_ago / CLUSTERED
        for community in shares if effort else ():
            members = float(effort or 0) * met_by[one.communities][community]
            expected = members * believed.of(one.channel, community).mean if believed else 0.0
            count = _counted(one.answers.get(community, 0), expected, tells_nobody=one.tells_nobody)
            answers, tried = seen.get((one.channel, community), (0.0, 0.0))
            seen[one.channel, community] = (answers + worth * count, tried + worth * members)
    answers, tried = _sum(seen.values())
    before = BEFORE if per == "contacts" or not tried else (answers + BEFORE_SHAPE) / tried
    overall = _posterior(BEFORE_SHAPE, before, answers, tried)
    return Yields(
        shares=dict(shares),
        overall=overall,
        _channels=_margin(seen, 0, overall.mean),
        _communities=_margin(seen, 1, overall.mean),
        _seen=seen,
    )


def _counted(answers: LiveCount | int, expected: float, *, tells_nobody: bool) -> float:
    """The count, or of a few the mean of Poisson's distribution between the least and the most a few can be."""
    if isinstance(answers, int):
        return answers
    if answers.count is not None:
        return answers.count
    least = answers.least if tells_nobody else 0
    chances = [expected**few / factorial(few) for few in range(least, answers.most + 1)]
    if sum(chances) <= 0:
        return least
    return sum(few * chance for few, chance in enumerate(chances, least)) / sum(chances)


def _margin(
    seen: Mapping[tuple[str, str], tuple[float, float]], side: Literal[0, 1], expected: float
) -> dict[str, Yield]:
    names = sorted({pair[side] for pair in seen})
    return {
        name: _posterior(
            POOLED_SHAPE, expected, *_sum(found for pair, found in seen.items() if pair[side] == name)
        )
        for name in names
    }


def _posterior(shape: float, expected: float, answers: float, tried: float) -> Yield:
    """Conjugate: the prior counts as `shape` answers at the expected yield."""
    return Yield(shape + answers, shape / expected + tried, is_guess=tried * expected < 1 and answers < 1)


def _sum(pairs: Iterable[tuple[float, float]]) -> tuple[float, float]:
    answers = tried = 0.0
    for one, other in pairs:
        answers, tried = answers + one, tried + other
    return answers, tried


def _check(past: Sequence[Experience], shares: Mapping[str, float]) -> None:
    for number, one in enumerate(past):
        counts = [count for count in one.answers.values() if isinstance(count, int)]
        efforts = (one.contacts, one.hours or 0, one.cost or 0, one.weeks_ago, *counts)
        if min(efforts) < 0:
            raise Refused(Problem("outreach.effort_negative", str(number)))
        for community in sorted(one.communities | one.answers.keys()):
            if community not in shares:
                raise Refused(Problem("outreach.community_unknown", str(number), {"community": community}))
