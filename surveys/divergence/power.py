"""What a comparison of two groups could have found at all: a feeling of the limits, before any correction."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

NORMAL = NormalDist()


def power(effect: float, first: int, second: int, level: float = 0.05) -> float:
    """The chance to find a standardised difference in means (Cohen's d) between two groups, two-sided.

    By the normal approximation (Cohen 1988, ch. 2): 0.4 with 20 against 400 is found in about 41 % of cases.
    """
    shift = abs(effect) * sqrt(first * second / (first + second))
    limit = NORMAL.inv_cdf(1 - level / 2)
    return NORMAL.cdf(shift - limit) + NORMAL.cdf(-shift - limit)


def detectable_effect(first: int, second: int, wanted: float = 0.8, level: float = 0.05) -> float:
    """The standardised difference that two groups of these sizes would find with the `wanted` chance."""
    shift = NORMAL.inv_cdf(1 - level / 2) + NORMAL.inv_cdf(wanted)
    return shift / sqrt(first * second / (first + second))
