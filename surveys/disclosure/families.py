"""What may be shown of one question by several communities, whose tables add up to the same totals.

A plan says what is withheld. Small totals and small communities go first, with enough beside them; then, in each
community, the small counts with complements. An audit over everything judges the plan; where it fails the plan is
widened, in the end to a whole community or the whole question.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from surveys.disclosure.auditing import Audit, audited
from surveys.disclosure.bounds import BoolArray, IntArray
from surveys.disclosure.grids import Grid
from surveys.disclosure.patterns import EVERYTHING, RECTANGLES, pattern
from surveys.disclosure.showing import NEARLY
from surveys.tally import NO, NOT_STATED, YES

COSTS = {YES: 4.0, NO: 2.0, NOT_STATED: 1.0}
"""What a community itself said is what readers come for; what those who did not state said is missed least."""

TWO = 2


@dataclass(slots=True)
class Plan:
    """What is withheld.

    `totals` (tables, rows) with their rows in every community, `bases` (communities, 3) with their columns in every
    table, and, by `level` (tables, communities), how widely small counts are covered.
    """

    totals: BoolArray
    bases: BoolArray
    level: IntArray


def proved(grid: Grid, threshold: int, withheld_columns: BoolArray) -> tuple[Plan, Audit] | None:
    """A plan and the audit that proves it; None where only withholding the whole question will do."""
    if grid.everyone < threshold:
        return None
    plan: Plan | None = _start(grid, threshold, withheld_columns)
    while plan is not None:
        audit = _audited(grid, plan, threshold)
        if audit.is_proved:
            return plan, _with_nearly_all(grid, plan, threshold, audit)
        plan = _widened(grid, plan, threshold, audit)
    return None


def _start(grid: Grid, threshold: int, withheld_columns: BoolArray) -> Plan:
    tables, communities = grid.cells.shape[:2]
    plan = Plan(
        np.zeros(grid.totals.shape, dtype=np.bool_),
        withheld_columns.copy(),
        np.full((tables, communities), RECTANGLES, dtype=np.int64),
    )
    for table in range(tables):
        _withhold_totals(grid, plan, threshold, table, grid.totals[table] < threshold)
    for community in range(communities):
        small = (grid.bases[community] < threshold) & ~grid.is_empty[community]
        _withhold_bases(grid, plan, threshold, community, small | withheld_columns[community])
    return plan


def _withhold_totals(grid: Grid, plan: Plan, threshold: int, table: int, which: BoolArray) -> None:
    """Withhold totals, and the smallest others until there are two and together they reach the threshold.

    Then any of them could be 0 and any could be all of it, in every community, whatever else is known.
    """
    totals, hidden = grid.totals[table], plan.totals[table]
    hidden |= which
    for row in np.argsort(totals, kind="stable"):
        if not hidden.any() or (hidden.sum() >= TWO and totals[hidden].sum() >= threshold):
            break
        hidden[row] = True


def _withhold_bases(grid: Grid, plan: Plan, threshold: int, community: int, which: BoolArray) -> None:
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


def _audited(grid: Grid, plan: Plan, threshold: int, floor: IntArray | None = None) -> Audit:
    cells = np.zeros(grid.cells.shape, dtype=np.bool_)
    for table, community in np.ndindex(*plan.level.shape):
        cells[table, community] = _withheld_cells(grid, plan, threshold, table, community)
    withheld = grid.flat(cells, plan.totals, plan.bases)
    is_small = grid.flat(grid.cells < threshold, grid.totals < threshold, grid.bases < threshold)
    audit = audited(grid.publication, withheld, is_small, threshold, floor)
    is_free = grid.flat(np.zeros_like(cells), np.zeros_like(plan.totals), grid.is_known)
    return replace(audit, failing=audit.failing & ~is_free)


def _withheld_cells(grid: Grid, plan: Plan, threshold: int, table: int, community: int) -> BoolArray:
    """(rows, 3): the pattern is sought in the table as readers can make it out, withheld lines added together."""
    hidden_rows, hidden_columns = plan.totals[table], plan.bases[community]
    is_there = ~grid.is_empty[community]
    row, column = _lines(hidden_rows), _lines(hidden_columns[is_there])
    shape = (int(row.max(initial=-1)) + 1, int(column.max(initial=-1)) + 1)
    counts, cost = np.zeros(shape, dtype=np.int64), np.zeros(shape)
    places = np.ix_(row, column)
    own = grid.cells[table, community][:, is_there]
    np.add.at(counts, places, own)
    is_shown = ~(hidden_rows[:, None] | hidden_columns[is_there])
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


def _widened(grid: Grid, plan: Plan, threshold: int, audit: Audit) -> Plan | None:
    """A plan that withholds more where the audit failed, as little more as is likely to do; None when all is tried."""
    cells, totals, bases = grid.parts(audit.failing)
    failing: BoolArray = np.asarray(cells.any(axis=(2, 3)))
    rows: BoolArray = np.asarray(cells.any(axis=(1, 3)) | totals)
    communities: BoolArray = np.asarray(failing.any(axis=0) | bases.any(axis=1))
    is_wider = (
        _covered_wider(plan, failing)
        or _fewer_communities(grid, plan, threshold, communities)
        or _fewer_totals(grid, plan, threshold, rows, failing)
    )
    return plan if is_wider else None


def _covered_wider(plan: Plan, failing: BoolArray) -> bool:
    """One step wider in each failing table; where that is at its widest, in another option of the same community."""
    can = failing & (plan.level < EVERYTHING)
    if can.any():
        plan.level[can] += 1
        return True
    for community in np.flatnonzero(failing.any(axis=0)).tolist():
        others = np.flatnonzero(plan.level[:, community] < EVERYTHING)
        if others.size:
            plan.level[others[0], community] = EVERYTHING
            return True
    return False


def _fewer_communities(grid: Grid, plan: Plan, threshold: int, failing: BoolArray) -> bool:
    """Withhold the failing communities (communities) whole, the size of their columns with them."""
    is_left = (~plan.bases & ~grid.is_empty).any(axis=1)
    for community in np.flatnonzero(failing & is_left).tolist():
        _withhold_bases(grid, plan, threshold, community, ~grid.is_empty[community])
    return bool((failing & is_left).any())


def _fewer_totals(grid: Grid, plan: Plan, threshold: int, rows: BoolArray, failing: BoolArray) -> bool:
    """Withhold the totals of failing rows too, or the smallest that is left, and look for patterns anew."""
    for table in np.flatnonzero(rows.any(axis=1)).tolist() + list(range(rows.shape[0])):
        left = ~plan.totals[table]
        if not left.any() or not rows.any():
            continue
        more = rows[table] & left
        if not more.any():
            more[np.argmin(np.where(left, grid.totals[table], grid.everyone + 1))] = True
        _withhold_totals(grid, plan, threshold, table, more)
        plan.level[:, failing.any(axis=0)] = RECTANGLES
        return True
    return False


def _with_nearly_all(grid: Grid, plan: Plan, threshold: int, audit: Audit) -> Audit:
    """Where nearly all of a group said the same, say so, if with that said the proof still holds."""
    large_bases = ~plan.bases & (grid.bases >= NEARLY * threshold)
    of = np.broadcast_to(grid.bases[None, :, None, :], grid.cells.shape)
    cells, totals, _ = grid.parts(audit.withheld)
    cells = cells & large_bases[None, :, None, :] & (grid.cells >= of - threshold)
    totals = totals & (grid.everyone >= NEARLY * threshold) & (grid.totals >= grid.everyone - threshold)
    least = (
        np.concatenate([of.ravel(), np.full(grid.totals.size, grid.everyone), grid.bases.ravel(), [0]])
        - threshold
    )
    nothing = np.zeros(grid.bases.shape, dtype=np.bool_)
    for said in (grid.flat(cells, totals, nothing), grid.flat(cells, totals & False, nothing)):
        if said.any():
            verdict = _audited(grid, plan, threshold, np.where(said, least, 0))
            if verdict.is_proved:
                return verdict
    return audit
