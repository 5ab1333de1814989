"""Raking of answers to known population margins, over people or over cells of people.

In an open call a weighted figure is a sensitivity check and never evidence alone: no weight cures self-selection
inside a group or an error in the benchmark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from surveys.problems import Problem, Refused

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

LARGEST_ERROR = 1e-10
"""A margin is met when no category is further off than this share of the whole (DOMAIN.md)."""

SETTLED = 1e-13
"""Sweeping on to here costs little and gives totals to as many digits as the benchmark has."""

TOTALS_DIFFER = 1e-9
"""Margins of one population have one total; more difference than rounding is refused."""

MOST_SWEEPS = 2_000
MOST_CAPPINGS = 50
SMALLEST = np.finfo(np.float64).tiny


@dataclass(frozen=True, slots=True, eq=False)
class Margin:
    """One known distribution: `codes` (cells), -1 = not stated, and the population of each category (categories)."""

    name: str
    codes: IntArray
    population: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Raking:
    """Weights (cells), each for one person of the cell, 0 for a cell whose people did not state every margin.

    `largest_error` is the furthest any category is off, as a share of the population; `is_met` says that it is
    below 1e-10. `people` were weighted, `excluded` were not. `effective_size` is Kish's; `largest_ratio` the largest
    weight against the mean weight.
    """

    weights: FloatArray
    people: int
    excluded: int
    largest_error: float
    is_met: bool
    effective_size: float
    largest_ratio: float


@dataclass(frozen=True, slots=True, eq=False)
class _Stated:
    """Raking without those who did not state every margin: people and their starting weights, for each cell."""

    margins: Sequence[Margin]
    people: IntArray
    start: FloatArray

    def reached(self, margin: Margin, weights: FloatArray) -> FloatArray:
        return np.bincount(margin.codes, self.people * weights, margin.population.size).astype(np.float64)

    def error(self, weights: FloatArray) -> float:
        total = float(self.margins[0].population.sum())
        return max(
            float(np.abs(self.reached(margin, weights) - margin.population).max()) / total
            for margin in self.margins
        )


def rake(
    margins: Sequence[Margin],
    *,
    threshold: int,
    people: IntArray | None = None,
    start: FloatArray | None = None,
    cap: float | None = None,
) -> Raking:
    """Weights that bring every margin to its population: scaled to each margin in turn (Deming and Stephan 1940).

    `people` (cells) is how many stand in each cell, one by default; `start` (cells) their weights beforehand, 1 by
    default. With `cap`, weights are then kept within `cap` times and 1/`cap` of the mean change, raked again and
    capped again; what error remains is told. Only people who stated every margin are weighted.

    Raises `Refused`: `weighting.too_few` (fewer people than `threshold`), `weighting.category_too_small` (fewer in a
    category), `weighting.benchmark_not_positive`, `weighting.totals_differ`, `weighting.cap_too_small`.
    """
    cells = margins[0].codes.size
    counted = np.ones(cells, dtype=np.int64) if people is None else people
    before = np.ones(cells) if start is None else start
    has_stated = np.logical_and.reduce([margin.codes >= 0 for margin in margins])
    kept = [Margin(margin.name, margin.codes[has_stated], margin.population) for margin in margins]
    answers = _Stated(kept, counted[has_stated], before[has_stated])
    faults = [*_benchmark_faults(margins), *_size_faults(answers, threshold)]
    if cap is not None and cap <= 1:
        faults.append(Problem("weighting.cap_too_small", "", {"cap": cap}))
    if faults:
        raise Refused(faults)
    found = _swept(answers, answers.start)
    if cap is not None:
        found = _capped(answers, found, cap)
    return _raking(answers, found, has_stated, int(counted.sum()))


def effective_size(weights: FloatArray, people: IntArray | None = None) -> float:
    """Kish's effective sample size (sum w)^2 / sum w^2 (Kish 1965, 11.7): of weighting only, not of the design.

    `weights` (cells) are for one person each, `people` (cells) how many have that weight, one by default.
    """
    counted = np.ones(weights.size) if people is None else people
    return float((counted * weights).sum() ** 2 / (counted * weights**2).sum())


def design_effect(weights: FloatArray, people: IntArray | None = None) -> float:
    """How many times more answers these weights need for the same precision: n / `effective_size`, zero weights out."""
    counted = np.ones(weights.size) if people is None else people
    return float(counted[weights > 0].sum()) / effective_size(weights, people)


def weighted_mean(values: FloatArray, weights: FloatArray, people: IntArray | None = None) -> float:
    """The mean of `values` (cells) under `weights` (cells) of `people` (cells, one by default)."""
    counted = np.ones(weights.size) if people is None else people
    return float((counted * weights * values).sum() / (counted * weights).sum())


def _swept(answers: _Stated, weights: FloatArray) -> FloatArray:
    """Scale to each margin in turn until every margin is met and nothing gets nearer, or no sweeps are left."""
    error = np.inf
    for _ in range(MOST_SWEEPS):
        for margin in answers.margins:
            reached = np.maximum(answers.reached(margin, weights), SMALLEST)
            weights = weights * (margin.population / reached)[margin.codes]
        before, error = error, answers.error(weights)
        if error < SETTLED or (error < LARGEST_ERROR and error >= before):
            break
    return weights


def _capped(answers: _Stated, weights: FloatArray, cap: float) -> FloatArray:
    """Weights whose change from the start is within the cap, as near to the margins as that allows."""
    total = answers.margins[0].population.sum()
    unchanged = answers.start * (total / (answers.people * answers.start).sum())
    for _ in range(MOST_CAPPINGS):
        within = np.clip(weights, unchanged / cap, unchanged * cap)
        if answers.error(within) < LARGEST_ERROR:
            return within
        weights = _swept(answers, within)
    return np.clip(weights, unchanged / cap, unchanged * cap)


def _raking(
    answers: _Stated, weights: FloatArray, has_stated: npt.NDArray[np.bool_], everyone: int
) -> Raking:
    error = answers.error(weights)
    everywhere = np.zeros(has_stated.size)
    everywhere[has_stated] = weights
    everywhere.setflags(write=False)
    people = int(answers.people.sum())
    mean = float((answers.people * weights).sum()) / people
    return Raking(
        weights=everywhere,
        people=people,
        excluded=everyone - people,
        largest_error=error,
        is_met=error < LARGEST_ERROR,
        effective_size=effective_size(weights, answers.people),
        largest_ratio=float(weights[answers.people > 0].max()) / mean,
    )


def _benchmark_faults(margins: Sequence[Margin]) -> Iterator[Problem]:
    total = float(margins[0].population.sum())
    for margin in margins:
        if not (np.isfinite(margin.population).all() and (margin.population > 0).all()):
            yield Problem("weighting.benchmark_not_positive", margin.name)
        elif abs(float(margin.population.sum()) - total) > TOTALS_DIFFER * total:
            differing = {"total": float(margin.population.sum()), "expected": total}
            yield Problem("weighting.totals_differ", margin.name, differing)


def _size_faults(answers: _Stated, threshold: int) -> Iterator[Problem]:
    """A category nobody is in cannot be reached; one below the threshold would rest on a handful of people."""
    people = int(answers.people.sum())
    if people < threshold:
        yield Problem("weighting.too_few", "", {"people": people, "threshold": threshold})
        return
    for margin in answers.margins:
        present = np.bincount(margin.codes, answers.people, margin.population.size).astype(np.int64)
        for category in np.flatnonzero(present < threshold).tolist():
            sizes = {"category": category, "people": int(present[category]), "threshold": threshold}
            yield Problem("weighting.category_too_small", margin.name, sizes)
