"""This service's advice against uniform and proportional outreach, over many draws of everything unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from surveys.outreach.trials.running import (
    Outcome,
    Planner,
    advised,
    at_the_same_cost,
    proportional,
    uniform,
    until_all_are_met,
)
from surveys.outreach.trials.towns import Town
from surveys.representation.intervals import Z95, Interval

PLANNERS: Mapping[str, Planner] = {"uniform": uniform, "proportional": proportional, "advised": advised()}
RESAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over draws with its 95 % interval."""

    mean: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Way:
    """One way of planning in one town. At the same cost: `lowest` n_g / target_g, targets `met`, `cv`, `cost` used.

    Until all targets are met: `contacts`, and in what share of draws they all were (`finished`).
    """

    lowest: Mean
    met: Mean
    cv: Mean
    cost: Mean
    contacts: Mean
    finished: float


@dataclass(frozen=True, slots=True)
class Saved:
    """How many fewer contacts the advice needs than another way: of the `total` over all draws, the judge's figure.

    `median` of the single draws, and in what share of draws it needs `fewer`: a few draws without end weigh on totals.
    """

    total: Mean
    median: float
    fewer: float


@dataclass(frozen=True, slots=True)
class Compared:
    """One town: each way of planning by its name, and what the advice `saved` against each other way."""

    town: Town
    targets: int
    ways: Mapping[str, Way]
    saved: Mapping[str, Saved]


def compared(towns: Sequence[Town], seeds: Sequence[int]) -> Iterator[Compared]:
    """Each town with every way of planning, in as many draws as there are `seeds`, the same for all ways.

    Intervals are normal for means; for the share saved (of total contacts over the draws) the percentile bootstrap
    over draws, with a seed of its own.
    """
    for town in towns:
        costs = {name: _each(at_the_same_cost, town, seeds, planner) for name, planner in PLANNERS.items()}
        ends = {name: _each(until_all_are_met, town, seeds, planner) for name, planner in PLANNERS.items()}
        yield Compared(
            town=town,
            targets=costs["advised"][0].of,
            ways={name: _way(costs[name], ends[name]) for name in PLANNERS},
            saved={name: _saved(ends["advised"], ends[name]) for name in PLANNERS if name != "advised"},
        )


def _each(
    trial: Callable[[Town, int, Planner], Outcome], town: Town, seeds: Sequence[int], planner: Planner
) -> list[Outcome]:
    return [trial(town, seed, planner) for seed in seeds]


def _way(costs: Sequence[Outcome], ends: Sequence[Outcome]) -> Way:
    return Way(
        lowest=_mean([one.lowest for one in costs]),
        met=_mean([float(one.met) for one in costs]),
        cv=_mean([one.cv for one in costs]),
        cost=_mean([one.cost for one in costs]),
        contacts=_mean([one.contacts for one in ends]),
        finished=sum(one.is_met for one in ends) / len(ends),
    )


def _mean(values: Sequence[float]) -> Mean:
    mean = float(np.mean(values))
    half = Z95 * float(np.std(values, ddof=1)) / sqrt(len(values)) if len(values) > 1 else float("inf")
    return Mean(mean, Interval(mean - half, mean + half))


def _saved(ours: Sequence[Outcome], theirs: Sequence[Outcome]) -> Saved:
    mine, other = (np.array([one.contacts for one in ends]) for ends in (ours, theirs))
    drawn = np.random.default_rng(0).integers(0, mine.size, (RESAMPLES, mine.size))
    share = 1 - mine[drawn].sum(axis=1) / other[drawn].sum(axis=1)
    low, high = np.percentile(share, [2.5, 97.5]).tolist()
    return Saved(
        total=Mean(float(1 - mine.sum() / other.sum()), Interval(low, high)),
        median=float(np.median(1 - mine / np.maximum(other, 1))),
        fewer=float((mine < other).mean()),
    )
