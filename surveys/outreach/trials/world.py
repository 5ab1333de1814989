"""What happens in an invented town when outreach is held there. Planners do not see in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from surveys.outreach.standing import Possible
from surveys.outreach.trials.towns import CHANNELS, FOR_EVERYBODY, OTHERS, Channel, Town
from surveys.representation import Benchmark, minimum_target, spread

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

THRESHOLD = 10
MANY = 100_000
BY_THEMSELVES = 0.008
"""Of all people, who answered before outreach began; of affected communities a third of that, more or less."""

HEARD_LESS = 0.33
EVENINGS = 4.0
"""Units of one activity differ: their yields are Gamma distributed with this shape, give or take half."""

MOST = 0.6
WILTS_IN = 3


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """What nobody knows. By cell of people: how many live there, and by activity where its contacts go (cells).

    `answers` is the chance that a person met for the first time answers, by channel (cells); `covers` the share of a
    cell a channel can ever meet (cells).
    """

    population: FloatArray
    members: Mapping[str, npt.NDArray[np.bool_]]
    first_margin: IntArray
    goes_to: Mapping[str, FloatArray]
    answers: Mapping[str, FloatArray]
    covers: Mapping[str, FloatArray]


class World:
    """One town with one draw of everything unknown. `heard` counts answers so far by cell."""

    def __init__(self, town: Town, seed: int) -> None:
        """Draw the truth, and who answered before outreach began."""
        self.town = town
        self.chance = np.random.default_rng([seed, *town.name.encode()])
        self.truth, self.possible = _drawn(town, self.chance)
        self.targets = _targets(town)
        self.met = {channel: np.zeros(self.truth.population.size) for channel in self.truth.answers}
        self.week = 0
        of_affected = np.logical_or.reduce(list(self.truth.members.values()))
        rate = BY_THEMSELVES * np.where(of_affected, HEARD_LESS, 1.0)
        self.heard = np.minimum(
            self.chance.poisson(self.truth.population * rate), self.truth.population
        ).astype(np.float64)

    def count(self, community: str) -> int:
        """How many of a community answered so far."""
        return int(self.heard[self.truth.members[community]].sum())

    def hold(self, activity: Possible) -> Mapping[str, int]:
        """Hold one unit; return the answers it brought, by community."""
        truth, channel = self.truth, activity.channel
        contacts = activity.contacts * truth.goes_to[activity.key]
        reachable = np.maximum(truth.covers[channel] * truth.population, 1e-9)
        fresh = np.clip(1 - self.met[channel] / reachable, 0, 1)
        silent = 1 - self.heard / truth.population
        wilted = self.town.wilted if self.week >= WILTS_IN else 1.0
        good = self.chance.gamma(EVENINGS, 1 / EVENINGS)
        expected = contacts * fresh * silent * truth.answers[channel] * wilted * good
        brought = np.minimum(self.chance.poisson(expected), np.floor(truth.population - self.heard))
        self.heard = self.heard + brought
        self.met[channel] = self.met[channel] + contacts
        return {community: int(brought[within].sum()) for community, within in truth.members.items()}

    def lowest(self) -> float:
        """The lowest n_g / target_g among affected communities, 1 at most."""
        return min(min(1.0, self.count(one) / target) for one, target in self.targets.items())

    def cv(self) -> float:
        """The coefficient of variation of response rates over the first margin, everybody else among it."""
        groups = self.truth.first_margin
        answers = np.bincount(groups, self.heard).astype(np.int64)
        people = np.round(np.bincount(groups, self.truth.population)).astype(np.int64)
        return spread(answers, people).cv or 0.0


def shares(town: Town) -> dict[str, float]:
    """Every affected community's share of the people."""
    return {
        community: people / town.people
        for margin in town.margins.values()
        for community, people in margin.items()
    }


def _targets(town: Town) -> dict[str, int]:
    found = {
        community: minimum_target(Benchmark(people, town.people), town.expected, THRESHOLD).count
        for margin in town.margins.values()
        for community, people in margin.items()
    }
    return {community: target for community, target in found.items() if target is not None}


def _drawn(town: Town, chance: np.random.Generator) -> tuple[Truth, tuple[Possible, ...]]:
    margins = [{**margin, OTHERS: town.people - sum(margin.values())} for margin in town.margins.values()]
    cells = list(product(*margins))
    population = town.people * np.array(
        [
            np.prod([margin[name] / town.people for margin, name in zip(margins, cell, strict=True)])
            for cell in cells
        ]
    )
    members = {
        community: np.array([community in cell for cell in cells])
        for margin in town.margins.values()
        for community in margin
    }
    channels = {**CHANNELS, **FOR_EVERYBODY}
    possible = tuple(_possible(town, members, chance))
    return Truth(
        population=population,
        members=members,
        first_margin=np.array([list(margins[0]).index(cell[0]) for cell in cells], dtype=np.int64),
        goes_to={one.key: _where(one, town, population, members, chance) for one in possible},
        answers=_answering(town, channels, members, chance),
        covers={channel: chance.uniform(*town.covers, population.size) for channel in channels},
    ), possible


def _possible(
    town: Town, members: Mapping[str, npt.NDArray[np.bool_]], chance: np.random.Generator
) -> list[Possible]:
    found = [_unit(f"{name} for everybody", name, frozenset(), use) for name, use in FOR_EVERYBODY.items()]
    for community in members:
        names = sorted(chance.choice(sorted(CHANNELS), town.ways, replace=False).tolist())
        found += [
            _unit(f"{name} for {community}", name, frozenset({community}), CHANNELS[name]) for name in names
        ]
    return found


def _unit(key: str, channel: str, communities: frozenset[str], use: Channel) -> Possible:
    return Possible(key, channel, communities, use.contacts, use.cost, use.hours, units=MANY)


def _where(
    one: Possible,
    town: Town,
    population: FloatArray,
    members: Mapping[str, npt.NDArray[np.bool_]],
    chance: np.random.Generator,
) -> FloatArray:
    everywhere = population / population.sum()
    meets = chance.uniform(*town.meets) if one.communities else 0.0
    inside = np.zeros(population.size)
    for community in one.communities:
        inside = np.where(members[community], population, 0.0)
    where: FloatArray = meets * inside / max(1.0, float(inside.sum())) + (1 - meets) * everywhere
    return where


def _answering(
    town: Town,
    channels: Mapping[str, Channel],
    members: Mapping[str, npt.NDArray[np.bool_]],
    chance: np.random.Generator,
) -> dict[str, FloatArray]:
    of_community = {one: float(np.exp(chance.normal(0, town.communities))) for one in members}
    found = {}
    for channel in channels:
        rate = np.full(len(next(iter(members.values()))), town.base * np.exp(chance.normal(0, town.channels)))
        for community, within in members.items():
            pair = float(np.exp(chance.normal(0, town.pairs)))
            willing = of_community[community] * town.unwilling.get(community, 1.0)
            rate = np.where(within, rate * pair * willing, rate)
        found[channel] = np.minimum(rate, MOST)
    return found
