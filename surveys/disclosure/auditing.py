"""The verdict over withheld counts: does what is published leave each of them open enough?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from surveys.disclosure.bounds import BoolArray, IntArray, Publication, bounds


@dataclass(frozen=True, slots=True, eq=False)
class Promise:
    """What is promised of each count (v) when it is withheld.

    Where `is_small` it could be 0, and it could be `reach` or more; elsewhere its bounds are at least `apart`.
    """

    is_small: BoolArray
    reach: IntArray
    apart: IntArray

    @classmethod
    def at(cls, threshold: int, values: IntArray) -> Promise:
        """The promise for counts that would be shown: below the threshold, and withheld to protect those."""
        return cls(values < threshold, np.full_like(values, threshold), np.full_like(values, threshold))


@dataclass(frozen=True, slots=True, eq=False)
class Audit:
    """The bounds of every count, and which withheld ones fail; all of one shape, that of the counts audited.

    A count fails where its promise does not hold, or where its bounds could not be settled in whole numbers.
    """

    withheld: BoolArray
    low: IntArray
    high: IntArray
    is_settled: BoolArray
    failing: BoolArray

    @property
    def is_proved(self) -> bool:
        """No withheld count fails."""
        return not bool(self.failing.any())

    def reshaped(self, shape: tuple[int, ...]) -> Audit:
        """The same verdict in the shape of a table."""
        return Audit(
            self.withheld.reshape(shape),
            self.low.reshape(shape),
            self.high.reshape(shape),
            self.is_settled.reshape(shape),
            self.failing.reshape(shape),
        )


def audited(
    publication: Publication, withheld: BoolArray, promise: Promise, floor: IntArray | None = None
) -> Audit:
    """Judge `withheld` (v) against everything published.

    `floor` (v) is what is said of withheld counts, such as "nearly all: at least 40". Bounds are sought only where
    something is promised.
    """
    found = bounds(publication, withheld, promise.is_small | (promise.apart > 0), floor)
    is_open = (found.low == 0) & (found.high >= promise.reach)
    keeps = np.where(promise.is_small, is_open, found.high - found.low >= promise.apart)
    return Audit(withheld, found.low, found.high, found.is_settled, withheld & ~(keeps & found.is_settled))
