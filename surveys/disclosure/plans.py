"""What is withheld of a question: lines of its tables, and within the rest small counts with their complements."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from surveys.disclosure.bounds import BoolArray, IntArray
from surveys.disclosure.grids import Grid
from surveys.disclosure.patterns import RECTANGLES, pattern
from surveys.tally import NO, NOT_STATED, YES

COSTS = {YES: 4.0, NO: 2.0, NOT_STATED: 1.0}
"""What a community itself said is what readers come for; what those who did not state said is missed least."""

OTHERS = [NO, NOT_STATED]
TWO = 2


@dataclass(slots=True)
class Plan:
    """What is withheld.

    `totals` (tables, rows) with their rows in every community; `bases` (communities, 3), the sizes of columns, with the
    columns in every table; `columns` (communities, 3) whose size is shown but nothing in them; and, by `level` (tables,
    communities), how widely small counts are covered.
    """

    totals: BoolArray
    bases: BoolArray
    columns: BoolArray
    level: IntArray


def first_plan(grid: Grid, threshold: int, withheld_columns: BoolArray) -> Plan:
    """Small totals and small columns, with what must go with them; rectangles around small counts."""
    tables, communities = grid.cells.shape[:2]
    plan = Plan(
        np.zeros(grid.totals.shape, dtype=np.bool_),
        withheld_columns.copy(),
        np.zeros(grid.bases.shape, dtype=np.bool_),
        np.full((tables, communities), RECTANGLES, dtype=np.int64),
    )
    for table in range(tables):
        withhold_totals(grid, plan, threshold, table, grid.totals[table] < threshold)
    for community in range(communities):
        small = (grid.bases[community] < threshold) & ~grid.is_empty[community]
        withhold_bases(grid, plan, threshold, community, small | withheld_columns[community])
    return plan


def withhold_totals(grid: Grid, plan: Plan, threshold: int, table: int, which: BoolArray) -> None:
    """Withhold totals, and the smallest others until there are two and together they reach the threshold.

    Then any of them could be 0 and any could be all of it, in every community, whatever else is known.
    """
    totals, hidden = grid.totals[table], plan.totals[table]
    hidden |= which
    for row in np.argsort(totals, kind="stable"):
        if not hidden.any() or (hidden.sum() >= TWO and totals[hidden].sum() >= threshold):
            break
        hidden[row] = True


def withhold_bases(grid: Grid, plan: Plan, threshold: int, community: int, which: BoolArray) -> None:
    """Withhold columns and others until there are two and together they reach the threshold.

    Without its own column nothing is left to say of a community, so then all of it is withheld.
    """
    bases, hidden = grid.bases[community], plan.bases[community]
    hidden |= which
    for column in (NOT_STATED, NO, YES):
        is_enough = hidden.sum() >= TWO and bases[hidden].sum() >= threshold
        if not hidden.any() or (is_enough and not hidden[YES]):
            break
        hidden[column] = hidden[column] or not grid.is_empty[community, column]


def withheld_cells(grid: Grid, plan: Plan, threshold: int) -> BoolArray:
    """What the plan withholds of the cells (tables, communities, rows, 3)."""
    cells = np.zeros(grid.cells.shape, dtype=np.bool_)
    for table, community in np.ndindex(*plan.level.shape):
        cells[table, community] = _in_table(grid, plan, threshold, table, community)
    for kin in grid.places.kin:
        # Whoever did not state one of these did not state the others: what one table shows, it shows for all.
        rows = cells[:, list(kin.communities)][..., OTHERS].any(axis=(1, 3))
        for community in kin.communities:
            for column in OTHERS:
                if not grid.is_empty[community, column]:
                    cells[:, community, :, column] |= rows
    return cells


def _in_table(grid: Grid, plan: Plan, threshold: int, table: int, community: int) -> BoolArray:
    """(rows, 3): the pattern is sought in the table as readers can make it out, withheld lines added together."""
    is_there = ~grid.is_empty[community]
    hidden_rows = plan.totals[table]
    hidden_columns = (plan.bases | plan.columns)[community, is_there]
    row, column = _lines(hidden_rows), _lines(hidden_columns)
    shape = (int(row.max(initial=-1)) + 1, int(column.max(initial=-1)) + 1)
    counts, cost = np.zeros(shape, dtype=np.int64), np.zeros(shape)
    places = np.ix_(row, column)
    own = grid.cells[table, community][:, is_there]
    np.add.at(counts, places, own)
    is_shown = ~(hidden_rows[:, None] | hidden_columns)
    worth = np.array([COSTS[standing] for standing in np.flatnonzero(is_there).tolist()])
    np.add.at(cost, places, np.where(is_shown, worth * (1.0 + own / max(1, grid.everyone)), 0.0))
    found = pattern(counts, cost, threshold, int(plan.level[table, community]))
    withheld = np.zeros((row.size, is_there.size), dtype=np.bool_)
    withheld[:, is_there] = found[places] | ~is_shown
    return withheld


def _lines(hidden: BoolArray) -> IntArray:
    """The number of the line each row or column belongs to: its own if shown, one for all hidden ones."""
    shown = np.cumsum(~hidden) - 1
    return np.where(hidden, int((~hidden).sum()), shown)
