"""Choose outreach unit by unit: always for the community furthest behind."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, inf

from surveys.outreach.standing import Means, Possible, Standing
from surveys.outreach.yields import Yields, met

HOPE = 0.7
"""Of a yield this quantile is expected, above the middle: what is hardly known is worth a try.

An unknown channel's quantile falls quickly when it brings nothing. No chance is drawn, so the same ledger always
gives the same advice.
"""

REACHES = 0.5
"""A channel can meet half of a community: not everybody goes to the mosque, has a child at school, opens the door."""

LEAST_YIELD = 0.002
"""Where not even one answer is hoped for from five hundred members met, counting is no way to hear: talk instead."""

MOST_UNITS = 2_000
"""No plan is longer; nobody could hold it."""

SMALLEST = 1e-9
"""What costs nothing is divided by this."""


class Choosing:
    """One run of the choice. `run` returns (activity, community) for each unit, in order."""

    def __init__(
        self,
        counted: Sequence[Standing],
        possible: Sequence[Possible],
        believed: Yields,
        means: Means,
        hope: float = HOPE,
    ) -> None:
        """Expect of every unit what the `hope` quantile of its yield brings."""
        self.target = {one.community: float(one.target or 1) for one in counted}
        self.expected = {one.community: one.heard + one.coming for one in counted}
        self.possible = sorted((one for one in possible if one.days <= means.days), key=lambda one: one.key)
        self.units = {one.key: one.units for one in self.possible}
        self.left = means
        self.given_up: set[str] = set()
        """Communities behind for which nothing more can be had."""
        self.fresh = {
            (one.key, standing.community): freshness(one, standing, believed)
            for one in self.possible
            for standing in counted
        }
        pairs = [(one, community) for one in self.possible for community in self.target]
        met = {(one.key, community): members_met(one, community, believed) for one, community in pairs}
        self.least = {pair: LEAST_YIELD * members for pair, members in met.items()}
        self.hoped = {
            (one.key, community): believed.of(one.channel, community).quantile(hope) * met[one.key, community]
            for one, community in pairs
        }

    @property
    def out_of_reach(self) -> frozenset[str]:
        """Communities behind of which hardly anybody would answer, whatever of this were held."""
        return frozenset(
            community
            for community in self.given_up
            if not any(
                self.hoped[one.key, community] > self.least[one.key, community] for one in self.possible
            )
        )

    def run(self) -> list[tuple[str, str]]:
        """Choose unit after unit."""
        order: list[tuple[str, str]] = []
        while len(order) < MOST_UNITS and (behind := self._furthest_behind()) is not None:
            best = self._best_for(behind)
            if best is None:
                self.given_up.add(behind)
                continue
            self._take(best)
            order.append((best.key, behind))
        return order

    def _furthest_behind(self) -> str | None:
        behind = [
            (count / self.target[one], count - self.target[one], one)
            for one, count in self.expected.items()
            if count < self.target[one] and one not in self.given_up
        ]
        return min(behind)[2] if behind else None

    def _best_for(self, community: str) -> Possible | None:
        found: tuple[tuple[float, float, float], Possible] | None = None
        for one in self.possible:
            share, gain = self._share(one), self._gain(one, community)
            if share > 1 or gain <= self.least[one.key, community]:
                continue
            rank = (gain / max(share, SMALLEST), self._gain_of_all(one), -one.cost)
            if found is None or rank > found[0]:
                found = rank, one
        return None if found is None else found[1]

    def _share(self, one: Possible) -> float:
        """The largest share of any limit that a unit uses: above 1 it cannot be had."""
        if self.units[one.key] < 1:
            return inf
        used = (
            (one.cost, self.left.budget),
            (one.hours, self.left.hours),
            (one.contacts, self.left.contacts),
        )
        return max((_share_of(need, limit) for need, limit in used if limit is not None), default=1.0)

    def _gain(self, one: Possible, community: str) -> float:
        return self.hoped[one.key, community] * self.fresh[one.key, community].now

    def _gain_of_all(self, one: Possible) -> float:
        return sum(
            min(self._gain(one, community), target - self.expected[community]) / target
            for community, target in self.target.items()
            if self.expected[community] < target
        )

    def _take(self, one: Possible) -> None:
        for community in self.expected:
            self.expected[community] += self._gain(one, community)
            self.fresh[one.key, community].meet()
        self.units[one.key] -= 1
        self.left = Means(
            self.left.days,
            _less(self.left.budget, one.cost),
            _less(self.left.hours, one.hours),
            _less(self.left.contacts, one.contacts),
        )


class Fresh:
    """The share of those a channel can meet that it has not met yet, from unit to unit."""

    def __init__(self, now: float, each: float) -> None:
        """`each` unit meets that share of them, as chance has it."""
        self.now = now
        self.each = min(1.0, each)

    def meet(self) -> None:
        """One more unit is held."""
        self.now *= 1 - self.each


def members_met(one: Possible, community: str, believed: Yields) -> float:
    """How many of a unit's contacts are expected to be members of a community."""
    return one.contacts * met(one.communities, community, believed.shares)


def freshness(one: Possible, standing: Standing, believed: Yields) -> Fresh:
    """How much of those an activity's channel can meet it has not met yet, if it meets them as chance has it."""
    before = (one.met_before or {}).get(standing.community, 0.0)
    there = REACHES * standing.population
    return Fresh(exp(-before / there), members_met(one, standing.community, believed) / there)


def _share_of(need: float, limit: float) -> float:
    if need <= 0:
        return 0.0
    return need / limit if limit > 0 else inf


def _less(limit: float | None, used: float) -> float | None:
    return None if limit is None else max(0.0, limit - used)
