"""Boschloo's exact test for two proportions, at a cost that does not grow with the larger group."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy  # its distributions load where a test is made: a fifth of what a command takes to start

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

GRID = 101
REFINEMENTS = 3
PEAKS = 4
AROUND = 17
TIES = 1 + 1e-7
"""Fisher probabilities this close count as equal, as in R's fisher.test."""


def boschloo(first: int, first_of: int, second: int, second_of: int) -> float:
    """Two-sided p-value of Boschloo's unconditional exact test that two proportions are equal (Boschloo 1970).

    Twice the smaller of the one-sided ones, at most 1, as in `scipy.stats.boschloo_exact`, whose cost grows with both
    groups. The largest probability over the common proportion is sought on a grid of 101 points, and thrice more
    finely around its four highest: about 600 binomial probabilities for each person in the smaller group.
    """
    if first_of > second_of:
        first, first_of, second, second_of = second, second_of, first, first_of
    larger = _one_sided(first, first_of, second, second_of)
    smaller = _one_sided(first_of - first, first_of, second_of - second, second_of)
    return min(1.0, 2 * min(larger, smaller))


def fisher(first: int, first_of: int, second: int, second_of: int) -> float:
    """Twice the smaller one-sided p-value of Fisher's exact test, at most 1: never below Boschloo's."""
    both, everyone = first + second, first_of + second_of
    larger = float(scipy.stats.hypergeom.sf(first - 1, everyone, first_of, both))
    smaller = float(scipy.stats.hypergeom.cdf(first, everyone, first_of, both))
    return min(1.0, 2 * min(larger, smaller))


def _one_sided(first: int, first_of: int, second: int, second_of: int) -> float:
    """Against the first proportion being the larger: the chance of a table that Fisher's test finds as extreme."""
    observed = float(scipy.stats.hypergeom.sf(first - 1, first_of + second_of, first_of, first + second))
    counts = np.arange(first_of + 1)
    highest = _highest_rejected(counts, first_of, second_of, observed * TIES)
    counts, highest = counts[highest >= 0], highest[highest >= 0]

    def chance(shares: FloatArray) -> FloatArray:
        here = scipy.stats.binom.pmf(counts[:, None], first_of, shares)
        return np.asarray(
            (here * scipy.special.bdtr(highest[:, None].astype(np.float64), second_of, shares)).sum(axis=0)
        )

    shares = np.linspace(0.0, 1.0, GRID)
    chances, step = chance(shares), 1.0 / (GRID - 1)
    for _ in range(REFINEMENTS):
        peaks = shares[np.argsort(chances)[-PEAKS:]]
        shares = np.unique(np.clip(peaks[:, None] + np.linspace(-step, step, AROUND), 0.0, 1.0))
        chances, step = chance(shares), 2 * step / (AROUND - 1)
    return min(1.0, float(chances.max()))


def _highest_rejected(counts: IntArray, first_of: int, second_of: int, limit: float) -> IntArray:
    """For each first count the highest second count Fisher's test finds as extreme, -1 for none: by bisection.

    The more there are in the second group, the less extreme a given first count is.
    """
    low, high = np.full(counts.size, -1), np.full(counts.size, second_of)
    while (low < high).any():
        middle = (low + high + 1) // 2
        p = scipy.stats.hypergeom.sf(counts - 1, first_of + second_of, first_of, counts + middle)
        is_extreme = p <= limit
        low, high = np.where(is_extreme, middle, low), np.where(is_extreme, high, middle - 1)
    return low.astype(np.int64)
