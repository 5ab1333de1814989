"""The verdict over withheld counts: does what is published leave each of them open enough?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from surveys.disclosure.bounds import BoolArray, IntArray, Publication, bounds


@dataclass(frozen=True, slots=True, eq=False)
class Audit:
    """The bounds of every count, and which withheld ones fail; all of one shape, that of the counts audited.

    The promise for a withheld count below the threshold: it could be 0, and it could be the threshold or more. For one
    withheld to protect others: its bounds are at least the threshold apart. A count whose bounds could not be settled
    in whole numbers fails.
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
    publication: Publication,
    withheld: BoolArray,
    is_small: BoolArray,
    threshold: int,
    floor: IntArray | None = None,
) -> Audit:
    """Judge `withheld` (v) against everything published; `is_small` (v) marks what must be able to be 0.

    `floor` (v) is what is said of withheld counts, such as "nearly all: at least 40".
    """
    found = bounds(publication, withheld, floor)
    keeps = np.where(
        is_small, (found.low == 0) & (found.high >= threshold), found.high - found.low >= threshold
    )
    return Audit(withheld, found.low, found.high, found.is_settled, withheld & ~(keeps & found.is_settled))
