"""All comparisons of a consultation as one family: every community by every option or scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
import numpy.typing as npt

from surveys.divergence import proportions, scales
from surveys.representation import Z95, Interval

FloatArray = npt.NDArray[np.float64]

Measure = Literal["difference", "cliffs_delta"]

LEVEL = 0.05
"""Of the departures called clear at most this share is expected to be chance (the false discovery rate)."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many of those who said they belong chose an option, and how many of those who said they do not."""

    question: str
    community: str
    option: str
    yes: int
    yes_of: int
    no: int
    no_of: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """A scale: how many of each chose each point, lowest first, without "I do not know" and the like."""

    question: str
    community: str
    yes: tuple[int, ...]
    no: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Divergence:
    """One comparison: `effect` and its 95 % `interval` first.

    `effect` is the difference in proportions, or Cliff's delta for a scale (`option` None): above 0 where the community
    chose it more, or stands higher. `is_clear` by Benjamini and Hochberg over the whole family, `is_clear_if_dependent`
    by the stricter check of Benjamini and Yekutieli; `q_value` is the smallest rate at which it would be clear.
    `adjusted` is the interval that allows for having picked the clear ones; None for the others. None of this decides
    what is shown.
    """

    question: str
    community: str
    option: str | None
    measure: Measure
    effect: float
    interval: Interval
    adjusted: Interval | None
    p_value: float
    q_value: float
    test: proportions.Test | scales.Test
    is_clear: bool
    is_clear_if_dependent: bool
    yes_of: int
    no_of: int


def divergences(comparisons: Sequence[Comparison | Ranking], level: float = LEVEL) -> tuple[Divergence, ...]:
    """Every comparison that can be made, in the order given; those with nobody on a side are left out.

    A scale takes two people on each side. False discovery rate: Benjamini and Hochberg 1995, Benjamini and Yekutieli
    2001; intervals of the R clear ones among m at confidence 1 - R level / m: Benjamini and Yekutieli 2005.
    """
    possible = [one for one in comparisons if min(_sizes(one)) >= _least(one)]
    if not possible:
        return ()
    tests = [_test(one) for one in possible]
    p_values = np.array([p for p, _ in tests])
    adjusted = adjusted_p_values(p_values)
    dependent = adjusted_p_values(p_values, are_dependent=True)
    selected = int((adjusted <= level).sum())
    z = NormalDist().inv_cdf(1 - selected * level / len(possible) / 2) if selected else None
    return tuple(
        _divergence(
            one,
            test,
            q_value=float(q_value),
            is_clear=bool(q_value <= level),
            is_clear_if_dependent=bool(strict <= level),
            z=z,
        )
        for one, test, q_value, strict in zip(possible, tests, adjusted, dependent, strict=True)
    )


def adjusted_p_values(p_values: FloatArray, *, are_dependent: bool = False) -> FloatArray:
    """Benjamini and Hochberg's adjusted p-values (tests), or Benjamini and Yekutieli's for any dependence."""
    count = p_values.size
    factor = float((1 / np.arange(1, count + 1)).sum()) if are_dependent else 1.0
    order = np.argsort(p_values)[::-1]
    scaled = p_values[order] * factor * count / np.arange(count, 0, -1)
    adjusted = np.empty(count)
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(scaled))
    return adjusted


def _sizes(one: Comparison | Ranking) -> tuple[int, int]:
    return (one.yes_of, one.no_of) if isinstance(one, Comparison) else (sum(one.yes), sum(one.no))


def _least(one: Comparison | Ranking) -> int:
    return 1 if isinstance(one, Comparison) else scales.LEAST


def _test(one: Comparison | Ranking) -> tuple[float, proportions.Test | scales.Test]:
    if isinstance(one, Comparison):
        return proportions.p_value(one.yes, one.yes_of, one.no, one.no_of)
    found = scales.cliffs_delta(one.yes, one.no)
    return found.p_value, found.test


def _divergence(
    one: Comparison | Ranking,
    test: tuple[float, proportions.Test | scales.Test],
    *,
    q_value: float,
    is_clear: bool,
    is_clear_if_dependent: bool,
    z: float | None,
) -> Divergence:
    yes_of, no_of = _sizes(one)
    return Divergence(
        question=one.question,
        community=one.community,
        option=one.option if isinstance(one, Comparison) else None,
        measure="difference" if isinstance(one, Comparison) else "cliffs_delta",
        effect=_effect(one),
        interval=_interval(one, Z95),
        adjusted=_interval(one, z) if is_clear and z is not None else None,
        p_value=test[0],
        q_value=q_value,
        test=test[1],
        is_clear=is_clear,
        is_clear_if_dependent=is_clear_if_dependent,
        yes_of=yes_of,
        no_of=no_of,
    )


def _effect(one: Comparison | Ranking) -> float:
    if isinstance(one, Comparison):
        return proportions.difference(one.yes, one.yes_of, one.no, one.no_of)
    return scales.cliffs_delta(one.yes, one.no).delta


def _interval(one: Comparison | Ranking, z: float) -> Interval:
    if isinstance(one, Comparison):
        return proportions.newcombe(one.yes, one.yes_of, one.no, one.no_of, z)
    return scales.feng_cliff(scales.cliffs_delta(one.yes, one.no), z)
