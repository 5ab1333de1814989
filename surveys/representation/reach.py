"""How well one community is represented among those who answered: rate, ratio, label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from surveys.problems import Problem, Refused
from surveys.representation.intervals import Interval, wilson

Label = Literal["not_heard", "under_heard", "heard", "too_few_to_tell"]

LIMIT = 0.8
"""Below four fifths of its share a community is under-heard (DOMAIN.md)."""

MANY_NOT_STATED = 0.1
"""From this share of silence on, bounds say what the silent might be, and may decide that nothing can be told."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A community of `population` people among `whole`. `Refused` where that cannot be.

    `benchmark.not_positive`, or `benchmark.above_whole` where the community is larger than the whole.
    """

    population: int
    whole: int

    def __post_init__(self) -> None:
        sizes = {"population": self.population, "whole": self.whole}
        if self.population <= 0:
            raise Refused(Problem("benchmark.not_positive", "", sizes))
        if self.population > self.whole:
            raise Refused(Problem("benchmark.above_whole", "", sizes))

    @property
    def share(self) -> float:
        """P_g."""
        return self.population / self.whole


@dataclass(frozen=True, slots=True)
class Stated:
    """What those who answered stated about a community: `yes`, `no`, `not_stated`. Live: the rounded counts."""

    yes: int
    no: int
    not_stated: int = 0

    @property
    def stated(self) -> int:
        """How many said either."""
        return self.yes + self.no

    @property
    def everyone(self) -> int:
        """All who answered, the silent on this among them."""
        return self.stated + self.not_stated


@dataclass(frozen=True, slots=True)
class Reach:
    """One community's figures.

    `rate` n_g / N_g and `rate_interval` are None where more answered than live there: check for doubles
    (`is_over_population`). `ratio` p_g / P_g is None where nobody stated. `rate_bounds` and `ratio_bounds` say what the
    figures would be if none or all who did not state belonged; they are None unless many did not state.
    `cannot_tell` says that it is this silence that leaves the label open.
    """

    label: Label
    rate: float | None
    rate_interval: Interval | None
    rate_bounds: Interval | None
    ratio: float | None
    ratio_interval: Interval
    ratio_bounds: Interval | None
    is_over_population: bool
    cannot_tell: bool

    @property
    def needs_outreach(self) -> bool:
        """Too few to tell is treated as under-heard."""
        return self.label != "heard"


def reach(stated: Stated, benchmark: Benchmark) -> Reach:
    """Participation rate, representation ratio and label of one community (DOMAIN.md, Representation).

    The rate has a Wilson 95 % interval, the ratio Wilson's for p_g divided by P_g, finite at 0. The benchmark is taken
    as exact.
    """
    share = benchmark.share
    is_over = stated.yes > benchmark.population
    interval = wilson(stated.yes, stated.stated).divided_by(share)
    is_silent = stated.not_stated >= MANY_NOT_STATED * max(1, stated.everyone)
    bounds = _bounds(stated).divided_by(share) if is_silent else None
    cannot_tell = bounds is not None and stated.yes > 0 and bounds.straddles(LIMIT)
    return Reach(
        label=_label(stated, interval, cannot_tell=cannot_tell),
        rate=None if is_over else stated.yes / benchmark.population,
        rate_interval=None if is_over else wilson(stated.yes, benchmark.population),
        rate_bounds=_rate_bounds(stated, benchmark) if is_silent and not is_over else None,
        ratio=stated.yes / stated.stated / share if stated.stated else None,
        ratio_interval=interval,
        ratio_bounds=bounds,
        is_over_population=is_over,
        cannot_tell=cannot_tell,
    )


def _label(stated: Stated, ratio: Interval, *, cannot_tell: bool) -> Label:
    if stated.yes == 0:
        return "not_heard"
    if cannot_tell:
        return "too_few_to_tell"
    if ratio.high < LIMIT:
        return "under_heard"
    return "heard" if ratio.low >= LIMIT else "too_few_to_tell"


def _bounds(stated: Stated) -> Interval:
    """The community's share of all answers if none, or all, of the silent belong to it."""
    return Interval(stated.yes / stated.everyone, (stated.yes + stated.not_stated) / stated.everyone)


def _rate_bounds(stated: Stated, benchmark: Benchmark) -> Interval:
    most = min(stated.yes + stated.not_stated, benchmark.population)
    return Interval(stated.yes / benchmark.population, most / benchmark.population)
