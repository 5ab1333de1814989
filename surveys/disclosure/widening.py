"""What to withhold beyond a plan that the audit found too narrow: as little more as is likely to do."""

from __future__ import annotations

import numpy as np

from surveys.disclosure.auditing import Audit
from surveys.disclosure.bounds import BoolArray
from surveys.disclosure.grids import Grid
from surveys.disclosure.patterns import EVERYTHING, RECTANGLES
from surveys.disclosure.plans import OTHERS, Plan, withhold_bases, withhold_totals


def widened(grid: Grid, plan: Plan, threshold: int, audit: Audit) -> Plan | None:
    """The plan with more withheld where the audit failed; None when all has been tried.

    In this order: what kindred communities say of everyone else; more of the failing tables; the failing communities
    whole; totals. Each is withheld once, so that this ends.
    """
    at = grid.places
    cells, totals, bases = audit.failing[at.cells], audit.failing[at.totals], audit.failing[at.bases]
    failing: BoolArray = np.asarray(cells.any(axis=(2, 3)))
    rows: BoolArray = np.asarray(cells.any(axis=(1, 3)) | totals)
    for kin in at.kin:
        behind = audit.failing[kin.groups]
        failing[:, kin.communities] |= np.asarray(behind.any(axis=(1, 2)))[:, None]
        rows |= np.asarray(behind.any(axis=2))
    communities: BoolArray = np.asarray(failing.any(axis=0) | bases.any(axis=1))
    is_wider = (
        _less_of_others(grid, plan, communities)
        or _covered_wider(plan, failing)
        or _fewer_communities(grid, plan, threshold, communities)
        or _fewer_totals(grid, plan, threshold, rows, failing)
    )
    return plan if is_wider else None


def _less_of_others(grid: Grid, plan: Plan, failing: BoolArray) -> bool:
    """Of kindred communities (communities) show only what they said themselves, not what everyone else said."""
    is_wider = False
    for kin in grid.places.kin:
        members = list(kin.communities)
        if failing[members].any() and not plan.columns[np.ix_(members, OTHERS)].all():
            plan.columns[np.ix_(members, OTHERS)] = True
            plan.level[:, members] = RECTANGLES
            is_wider = True
    return is_wider


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
        withhold_bases(grid, plan, threshold, community, ~grid.is_empty[community])
    return bool((failing & is_left).any())


def _fewer_totals(grid: Grid, plan: Plan, threshold: int, rows: BoolArray, failing: BoolArray) -> bool:
    """Withhold the totals of failing rows too, or the smallest that is left, and look for patterns anew."""
    if not rows.any():
        return False
    for table in np.flatnonzero(rows.any(axis=1)).tolist() + list(range(rows.shape[0])):
        left = ~plan.totals[table]
        if not left.any():
            continue
        more = rows[table] & left
        if not more.any():
            more[np.argmin(np.where(left, grid.totals[table], grid.everyone + 1))] = True
        withhold_totals(grid, plan, threshold, table, more)
        plan.level[:, failing.any(axis=0)] = RECTANGLES
        return True
    return False
