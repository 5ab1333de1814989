"""The indicators of one community (DOMAIN.md, Representation), from counts as anyone may see them. Loads numpy.

A count of a few is not shown, so a figure that rests on one is left out. Its label is given only where every number
it can stand for has the same.
"""

from dataclasses import dataclass

import numpy as np

from consult.consultations.values import CommunityValue
from surveys import representation
from surveys.live_counts import BASE, LiveCount
from surveys.problems import Refused
from surveys.representation import Benchmark, Interval, Label, Reach, Spread, Stated


@dataclass(frozen=True, slots=True)
class Margin:
    """What people stated about one community, as it may be seen."""

    yes: LiveCount
    no: LiveCount
    not_stated: LiveCount


@dataclass(frozen=True, slots=True)
class Unevenness:
    """How unevenly a community and everyone else answered: the two are a partition, communities together are not."""

    dissimilarity: float
    spread: Spread


@dataclass(frozen=True, slots=True)
class CommunityReach:
    """One community: what is aimed at, what was heard, and every indicator that can be given.

    `still_to_hear` is None without a target as a count; `is_at_least` says that it may be a few more. `more_for_parity`
    is how many more would be needed so that all communities are heard at their share at once.
    """

    community: CommunityValue
    margin: Margin
    whole: int | None
    label: Label
    needs_outreach: bool
    is_target_met: bool | None
    still_to_hear: int | None
    is_at_least: bool
    rate: float | None
    rate_interval: Interval | None
    rate_bounds: Interval | None
    ratio: float | None
    ratio_interval: Interval | None
    ratio_bounds: Interval | None
    is_over_population: bool
    cannot_tell: bool
    unevenness: Unevenness | None
    more_for_parity: int | None


def community_reach(
    community: CommunityValue, margin: Margin, population: int | None, more_for_parity: int | None
) -> CommunityReach:
    """Return the figures of one community; `population` is the whole where its benchmark names no total."""
    whole = community.benchmark_total or population
    benchmark = _benchmark(community.benchmark_count, whole)
    figures = _figures(margin, benchmark)
    label = _label(margin, benchmark)
    is_shown = margin.yes.count is not None
    target = community.target
    return CommunityReach(
        community=community,
        margin=margin,
        whole=whole,
        label=label,
        needs_outreach=label != "heard",
        is_target_met=None if target is None else margin.yes.most >= target,
        still_to_hear=None if target is None else representation.still_to_hear(margin.yes.most, target),
        is_at_least=not is_shown,
        rate=figures.rate if figures else None,
        rate_interval=figures.rate_interval if figures else None,
        rate_bounds=figures.rate_bounds if figures else None,
        ratio=figures.ratio if figures else None,
        ratio_interval=figures.ratio_interval if figures else None,
        ratio_bounds=figures.ratio_bounds if figures else None,
        is_over_population=bool(figures and figures.is_over_population),
        cannot_tell=bool(figures and figures.cannot_tell),
        unevenness=_unevenness(margin, benchmark),
        more_for_parity=more_for_parity,
    )


def _benchmark(count: int | None, whole: int | None) -> Benchmark | None:
    if count is None or whole is None or count > whole:
        return None
    return Benchmark(count, whole)


def _figures(margin: Margin, benchmark: Benchmark | None) -> Reach | None:
    if benchmark is None or margin.yes.count is None:
        return None
    return _reach(margin.yes.count, margin, benchmark)


def _reach(yes: int, margin: Margin, benchmark: Benchmark) -> Reach:
    # Rounding up may put a small community a step above its own size; that is no sign of doubles.
    if 0 < yes - benchmark.population < BASE:
        yes = benchmark.population
    return representation.reach(Stated(yes, margin.no.middle, margin.not_stated.middle), benchmark)


def _label(margin: Margin, benchmark: Benchmark | None) -> Label:
    if margin.yes.count == 0:
        return "not_heard"
    if benchmark is None:
        return "too_few_to_tell"
    possible = {_reach(yes, margin, benchmark).label for yes in (margin.yes.least, margin.yes.most)}
    return possible.pop() if len(possible) == 1 else "too_few_to_tell"


def _unevenness(margin: Margin, benchmark: Benchmark | None) -> Unevenness | None:
    if benchmark is None or margin.yes.count is None or benchmark.whole == benchmark.population:
        return None
    answers = np.array([margin.yes.count, margin.no.middle], dtype=np.int64)
    people = np.array([benchmark.population, benchmark.whole - benchmark.population], dtype=np.int64)
    try:
        return Unevenness(
            representation.dissimilarity(answers, people), representation.spread(answers, people)
        )
    except Refused:  # nobody answered, or more answers than people: there is no such figure
        return None
