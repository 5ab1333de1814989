"""The interval for a proportion that everything here rests on."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054
"""The 97.5 % point of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both included."""

    low: float
    high: float

    def divided_by(self, divisor: float) -> Interval:
        """The interval of the figure divided by a positive constant."""
        return Interval(self.low / divisor, self.high / divisor)

    def straddles(self, limit: float) -> bool:
        """Is the limit inside, so that which side the truth is on cannot be told?"""
        return self.low < limit <= self.high


def wilson(count: int, of: int, z: float = Z95) -> Interval:
    """Wilson's score interval for a proportion, without continuity correction (Wilson 1927; Newcombe 1998a, method 3).

    Finite at 0 and at all: 0 of n gives (0, z^2 / (n + z^2)). Of nobody nothing is known: (0, 1).
    """
    if of == 0:
        return Interval(0.0, 1.0)
    share = count / of
    centre = share + z * z / (2 * of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    whole = 1 + z * z / of
    low = 0.0 if count == 0 else max(0.0, (centre - half) / whole)
    high = 1.0 if count == of else min(1.0, (centre + half) / whole)
    return Interval(low, high)
