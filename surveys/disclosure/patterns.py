"""Which other counts of a table to withhold so that the small ones cannot be worked out from its margins.

These choose; they prove nothing. What they choose is audited, and widened where the audit fails.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from surveys.disclosure.bounds import BoolArray, IntArray

FloatArray = npt.NDArray[np.float64]

RECTANGLES, TWO_COLUMNS, EVERYTHING = 0, 1, 2
"""How much of a table is withheld around its small counts, each wider than the one before."""


def pattern(table: IntArray, cost: FloatArray, threshold: int, level: int) -> BoolArray:
    """What to withhold of a table (rows, columns) with published margins, none of which is below the threshold.

    `cost` (rows, columns) is what withholding a count loses; 0 where it is lost anyway.
    """
    withheld = table < threshold
    if not withheld.any():
        return withheld
    if level == EVERYTHING:
        return np.ones_like(withheld)
    if level == TWO_COLUMNS:
        return _two_columns(withheld, cost)
    # The largest first: a rectangle that lets 9 vary is more likely to let 2 vary than the other way round.
    for row, column in sorted(np.argwhere(withheld).tolist(), key=lambda place: -table[place[0], place[1]]):
        rectangle = _rectangle(table, withheld, cost, threshold, row, column)
        if rectangle is not None:
            withheld[np.ix_((row, rectangle[0]), (column, rectangle[1]))] = True
    return withheld


def _rectangle(
    table: IntArray, withheld: BoolArray, cost: FloatArray, threshold: int, row: int, column: int
) -> tuple[int, int] | None:
    """The cheapest (row, column) opposite a small count x, such that x can go to 0 and to the threshold.

    Along a rectangle counts move by +d, -d, +d, -d without changing a margin: the opposite one must be able to lose x,
    the two beside it what x lacks.
    """
    value = int(table[row, column])
    lacking = threshold - value
    loss = np.where(withheld, 0.0, cost)
    price = loss + loss[:, [column]] + loss[[row], :]
    works = (table >= value) & (table[:, [column]] >= lacking) & (table[[row], :] >= lacking)
    works[row, :] = False
    works[:, column] = False
    if not works.any():
        return None
    best = int(np.argmin(np.where(works, price, np.inf)))
    return best // table.shape[1], best % table.shape[1]


def _two_columns(withheld: BoolArray, cost: FloatArray) -> BoolArray:
    """Each column with a small count and the cheapest other one, whole."""
    wider = withheld.copy()
    price = cost.sum(axis=0)
    for column in np.flatnonzero(withheld.any(axis=0)).tolist():
        wider[:, column] = True
        others = np.where(np.arange(price.size) == column, np.inf, price)
        wider[:, int(np.argmin(others))] = True
    return wider
