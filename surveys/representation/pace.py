"""How many of a community will have answered by closing, at this pace. From counts as anyone may see them.

Counts are rounded and held back while they move little, so what is seen lags behind what is true; the interval knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, inf

import scipy  # its distributions load where a forecast is made

from surveys.live_counts import BASE, LiveCount, rounded
from surveys.problems import Problem, Refused
from surveys.representation.intervals import Interval

WEEK = 7
LEVEL = 0.9
"""Nine in ten: an officer plans with it, nobody is judged by it."""

DISCOUNT = 0.7
"""What a week's evidence is still worth a week later; half of it is forgotten in two weeks (Smith 1979)."""

DRIFT = 0.3
"""The pace of a consultation does not stay: until closing it changes by about three tenths a week, up or down."""

SHAPE = 0.5
"""Jeffreys' prior for a Poisson rate: half an answer, in no time. After a week of nobody: half an answer a week."""

DISPERSION = 4.0
DISPERSION_WEEKS = 2.0
"""Answers come in bursts after each activity: until weeks say otherwise, with four times the variance of chance alone.

The prior counts as much as two weeks.
"""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was shown on a day; days are counted from opening, and the count at opening is nobody."""

    day: int
    shown: LiveCount


@dataclass(frozen=True, slots=True)
class Forecast:
    """The count at closing: `expected`, nine times in ten within `interval`, both as whole people's sums.

    `per_week` is the pace, `dispersion` how many times more than chance weeks vary, `weeks` how long it was watched.
    `about` is what to say: to the nearest five, as every live count.
    """

    expected: float
    interval: Interval
    per_week: float
    dispersion: float
    weeks: float

    @property
    def about(self) -> int:
        """The expected count, rounded as live counts are."""
        return rounded(round(self.expected))


def forecast(history: Sequence[Sighting], days_left: int, population: int | None = None) -> Forecast | None:
    """The final count of one community, `days_left` days after the last sighting; None before a day has passed.

    A discounted Gamma-Poisson model of the weekly pace (the power steady model: Smith 1979, J. R. Stat. Soc. B 41;
    West and Harrison 1997, chapter 10). Weeks are counted back from the last sighting. Each week's increase y adds to
    shape a and exposure b after both were multiplied by 0.7; weeks vary `dispersion` times more than chance (Pearson's
    chi-square over the weeks before discounting, drawn towards 4 as if by two weeks more, never below 1). With h
    weeks left the increase has mean m = h a/b and variance dispersion (m + m^2/a) + 0.3^2 h m^2, since the pace may
    change until then. What the last count can stand for is added as an even chance (all of it where no day
    is left); quantiles are those of the negative binomial distribution of that mean and variance (of Poisson's where
    the variance is no larger than the mean). With `population` no more than that are expected, unless more have
    answered already.

    `Refused` with `pace.days_wrong` where days are negative or do not rise.
    """
    days = [0, *(one.day for one in history if one.day > 0)]
    if days_left < 0 or any(one.day < 0 for one in history) or any(b <= a for a, b in pairwise(days)):
        raise Refused(Problem("pace.days_wrong"))
    if len(days) == 1:
        return None
    increases = _weekly(history)
    shape, exposure = _discounted(increases)
    dispersion = _dispersion(increases)
    ahead = days_left / WEEK
    pace = shape / exposure
    mean = ahead * pace
    variance = dispersion * (mean + mean**2 / shape) + DRIFT**2 * ahead * mean**2
    least, width = _hidden(history[-1].shown)
    total, spread = mean + width / 2, variance + width * (width + 2) / 12
    interval = _quantiles(total, spread) if days_left else Interval(0.0, float(width))
    most = inf if population is None else max(population, least)
    return Forecast(
        expected=min(most, least + total),
        interval=Interval(min(most, least + interval.low), min(most, least + interval.high)),
        per_week=pace,
        dispersion=dispersion,
        weeks=history[-1].day / WEEK,
    )


def pace_needed(heard: int, target: int, days_left: int) -> float | None:
    """Answers a week until closing that the target takes: 0 where it is met, None where no day is left for it."""
    missing = max(0, target - heard)
    if missing == 0:
        return 0.0
    return missing * WEEK / days_left if days_left > 0 else None


def _weekly(history: Sequence[Sighting]) -> list[tuple[float, float]]:
    """Increase and length in weeks of each week, the oldest first, which may be shorter; counts between are in line."""
    last = history[-1].day
    points = [(0.0, 0.0), *((float(one.day), _seen(one.shown)) for one in history if one.day > 0)]
    borders = [max(0.0, last - WEEK * back) for back in range(ceil(last / WEEK), -1, -1)]
    counts = [_between(points, border) for border in borders]
    return [
        (max(0.0, after - before), (end - begin) / WEEK)
        for (before, after), (begin, end) in zip(pairwise(counts), pairwise(borders), strict=True)
    ]


def _seen(shown: LiveCount) -> float:
    return float(shown.middle if shown.count is None else shown.count)


def _between(points: Sequence[tuple[float, float]], day: float) -> float:
    for (begin, before), (end, after) in pairwise(points):
        if day <= end:
            return before + (after - before) * (day - begin) / (end - begin)
    return points[-1][1]


def _discounted(increases: Sequence[tuple[float, float]]) -> tuple[float, float]:
    shape, exposure = SHAPE, 0.0
    for increase, weeks in increases:
        shape, exposure = max(SHAPE, shape * DISCOUNT**weeks) + increase, exposure * DISCOUNT**weeks + weeks
    return shape, exposure


def _dispersion(increases: Sequence[tuple[float, float]]) -> float:
    total, weeks = sum(increase for increase, _ in increases), sum(week for _, week in increases)
    if total == 0:
        return DISPERSION
    pearson = sum(
        (increase - total * week / weeks) ** 2 / (total * week / weeks) for increase, week in increases
    )
    freedom = len(increases) - 1
    return max(1.0, (pearson + DISPERSION * DISPERSION_WEEKS) / (freedom + DISPERSION_WEEKS))


def _hidden(shown: LiveCount) -> tuple[int, int]:
    """The least the true count can be, and how much more it may be: rounding, and joins that are not shown yet."""
    if shown.count == 0:
        return 0, 0
    if shown.count is None:
        return 1, 2 * shown.threshold - 3
    least = max(shown.threshold, shown.count - BASE // 2)
    return least, shown.count + BASE // 2 + shown.threshold - 1 - least


def _quantiles(mean: float, variance: float) -> Interval:
    if mean == 0:
        return Interval(0.0, 0.0)
    low, high = (1 - LEVEL) / 2, (1 + LEVEL) / 2
    if variance <= mean:
        return Interval(float(scipy.stats.poisson.ppf(low, mean)), float(scipy.stats.poisson.ppf(high, mean)))
    size, chance = mean**2 / (variance - mean), mean / variance
    return Interval(
        float(scipy.stats.nbinom.ppf(low, size, chance)), float(scipy.stats.nbinom.ppf(high, size, chance))
    )
