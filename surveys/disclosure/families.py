"""What may be shown of one question by several communities, whose tables add up to the same totals.

A plan says what is withheld. Small totals and small communities go first, with enough beside them; then, in each
community, the small counts with complements. An audit over everything judges the plan; where it fails the plan is
widened, in the end to a whole community or the whole question.
"""

from __future__ import annotations

import numpy as np

from surveys.disclosure.auditing import Audit, Promise, audited
from surveys.disclosure.bounds import BoolArray, IntArray
from surveys.disclosure.grids import Grid
from surveys.disclosure.plans import Plan, first_plan, withheld_cells
from surveys.disclosure.showing import NEARLY
from surveys.disclosure.widening import widened


def proved(grid: Grid, threshold: int, withheld_columns: BoolArray) -> tuple[Plan, Audit] | None:
    """A plan and the audit that proves it; None where only withholding the whole question will do."""
    if grid.everyone < threshold:
        return None
    plan: Plan | None = first_plan(grid, threshold, withheld_columns)
    while plan is not None:
        audit = _audited(grid, plan, threshold)
        if audit.is_proved:
            return plan, _with_nearly_all(grid, plan, threshold, audit)
        plan = widened(grid, plan, threshold, audit)
    return None


def _audited(grid: Grid, plan: Plan, threshold: int, floor: IntArray | None = None) -> Audit:
    withheld = grid.marks(withheld_cells(grid, plan, threshold), plan.totals, plan.bases)
    for kin in grid.places.kin:
        withheld[kin.groups], withheld[kin.sizes] = True, True
    return audited(grid.publication, withheld, _promise(grid, threshold), floor)


def _promise(grid: Grid, threshold: int) -> Promise:
    """As for any count; nothing for the size of columns known from elsewhere, and less for the groups behind kin.

    Those are never shown and may be worked out unless few of them said something: then that stays open, as far as the
    size of the group leaves it open.
    """
    values, at = grid.publication.values, grid.places
    promise = Promise.at(threshold, values)
    known = at.bases[grid.is_known]
    promise.is_small[known], promise.apart[known] = False, 0
    for kin in at.kin:
        promise.is_small[kin.sizes], promise.apart[kin.sizes], promise.apart[kin.groups] = False, 0, 0
        promise.reach[kin.groups] = np.minimum(threshold, values[kin.sizes])
    return promise


def _with_nearly_all(grid: Grid, plan: Plan, threshold: int, audit: Audit) -> Audit:
    """Where nearly all of a group said the same, say so, if with that said the proof still holds."""
    at = grid.places
    of = np.broadcast_to(grid.bases[None, :, None, :], grid.cells.shape)
    large = np.broadcast_to(
        (~plan.bases & (grid.bases >= NEARLY * threshold))[None, :, None, :], grid.cells.shape
    )
    cells = audit.withheld[at.cells] & large & (grid.cells >= of - threshold)
    totals = audit.withheld[at.totals] & (grid.totals >= grid.everyone - threshold)
    totals &= grid.everyone >= NEARLY * threshold
    least = np.zeros_like(grid.publication.values)
    least[at.cells], least[at.totals] = of - threshold, grid.everyone - threshold
    nothing = np.zeros(grid.bases.shape, dtype=np.bool_)
    for said in (grid.marks(cells, totals, nothing), grid.marks(cells, totals & False, nothing)):
        if said.any():
            verdict = _audited(grid, plan, threshold, np.where(said, least, 0))
            if verdict.is_proved:
                return verdict
    return audit
