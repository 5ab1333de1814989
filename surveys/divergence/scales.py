"""Two groups on an ordered scale: Cliff's delta, its interval, a test. "I do not know" stands apart from a scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, sqrt
from typing import Literal

import numpy as np
import numpy.typing as npt
import scipy  # its functions load where a test is made

from surveys.representation import Z95, Interval

FloatArray = npt.NDArray[np.float64]

Test = Literal["brunner_munzel", "permutation"]

LEAST = 2
"""A variance takes two people in each group."""


@dataclass(frozen=True, slots=True)
class CliffsDelta:
    """`delta` is P(first higher) - P(second higher); `variance` Cliff's unbiased estimate, not below its least value.

    `p_value` is that of `test`; `smaller` the size of the smaller group.
    """

    delta: float
    variance: float
    p_value: float
    test: Test
    smaller: int


def cliffs_delta(first: Sequence[int], second: Sequence[int]) -> CliffsDelta:
    """Compare two groups given as counts by point of a scale, lowest first; at least two people in each.

    Delta and its variance: Cliff 1993, 1996 (the unbiased form, at least (1 - d^2) / (nm - 1)). Test: Brunner and
    Munzel 2000, which allows unequal spread; where the groups do not overlap, or all are alike, the permutation
    probability.
    """
    counts = np.array([first, second], dtype=np.float64)
    m, n = counts.sum(axis=1)
    order = np.sign(np.subtract.outer(np.arange(len(first)), np.arange(len(second))))
    above, below = (
        order @ counts[1] / n,
        counts[0] @ order / m,
    )  # mean dominance of each point of first, of second
    delta = float(counts[0] @ above / m)
    rows = float(counts[0] @ (above - delta) ** 2)
    columns = float(counts[1] @ (below - delta) ** 2)
    whole = float(counts[0] @ (order - delta) ** 2 @ counts[1])
    unbiased = (n * n * rows + m * m * columns - whole) / (m * n * (m - 1) * (n - 1))
    variance = max(float(unbiased), (1 - delta * delta) / float(m * n - 1))
    p_value, test = _test(delta, rows, columns, int(m), int(n))
    return CliffsDelta(delta, variance, p_value, test, int(min(m, n)))


def feng_cliff(found: CliffsDelta, z: float = Z95) -> Interval:
    """The asymmetric interval for delta (Feng and Cliff 2004, J. Mod. Appl. Stat. Methods 3: 322).

    Where delta is 1 or -1 its own eq. 8: (b - z^2) / (b + z^2) to 1, b the size of the smaller group.
    """
    d, s2 = found.delta, found.variance
    if abs(d) == 1:
        edge = (found.smaller - z * z) / (found.smaller + z * z)
        return Interval(edge, 1.0) if d > 0 else Interval(-1.0, -edge)
    half = z * sqrt(s2) * sqrt((1 - d * d) ** 2 + z * z * s2)
    whole = 1 - d * d + z * z * s2
    return Interval(max(-1.0, (d - d**3 - half) / whole), min(1.0, (d - d**3 + half) / whole))


def _test(delta: float, rows: float, columns: float, m: int, n: int) -> tuple[float, Test]:
    here, there = rows / (m - 1) / m, columns / (n - 1) / n
    if here + there == 0:
        return (1.0 if delta == 0 else min(1.0, 2 / comb(m + n, m))), "permutation"
    freedom = (here + there) ** 2 / (here**2 / (m - 1) + there**2 / (n - 1))
    return float(2 * scipy.special.stdtr(freedom, -abs(delta) / sqrt(here + there))), "brunner_munzel"
