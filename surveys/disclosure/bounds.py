"""What anyone can work out of withheld counts from everything that is published: exact integer bounds.

A linear programme gives outer bounds; they settle the matter only where a table of whole numbers reaches them, which
is checked in integers. The others are solved as integer programmes. What even those leave open counts as disclosed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds as Box
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, eye_array, kron
from scipy.sparse.csgraph import connected_components

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

ROUNDING = 1e-6
MOST_VARIABLES = 40_000
"""How many variables one linear programme may hold: it solves many small ones side by side."""

SECONDS = 5.0
"""How long one programme may take before its counts are given up as disclosed."""


@dataclass(frozen=True, slots=True, eq=False)
class Publication:
    """Counts (v), shown or withheld, and what everyone knows to hold between them.

    `equal` (relations, v): the sums `equal @ values` are known. `at_most` (relations, v): `at_most @ values` <= 0.
    Every count is at least `least` (v) and at most `most` (v).
    """

    values: IntArray
    equal: IntArray
    at_most: IntArray
    least: IntArray
    most: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """The smallest and largest each count (v) could be; `is_settled` (v) says that both are proved to be reached."""

    low: IntArray
    high: IntArray
    is_settled: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Withheld counts that hang together: a @ x == b, c @ x <= d, least <= x <= most, in whole numbers."""

    members: IntArray
    a: IntArray
    b: IntArray
    c: IntArray
    d: IntArray
    least: IntArray
    most: IntArray

    def holds(self, tables: IntArray) -> BoolArray:
        """Which of the tables (n, members) could be the truth, checked in integers."""
        fits = (tables @ self.a.T == self.b).all(axis=1) & (tables @ self.c.T <= self.d).all(axis=1)
        return np.asarray(fits & (tables >= self.least).all(axis=1) & (tables <= self.most).all(axis=1))


def bounds(publication: Publication, withheld: BoolArray, floor: IntArray | None = None) -> Bounds:
    """The bounds of every count (v): of a shown one itself, of a withheld one what the rest leaves open.

    `floor` (v) adds what is said of withheld counts ("at least 40"), 0 by default.
    """
    low, high = publication.values.copy(), publication.values.copy()
    is_settled = np.ones(low.size, dtype=np.bool_)
    least = publication.least if floor is None else np.maximum(publication.least, floor)
    for part in _parts(publication, withheld, least):
        found_low, found_high, found = _bounded(part)
        low[part.members] = np.where(found, found_low, low[part.members])
        high[part.members] = np.where(found, found_high, high[part.members])
        is_settled[part.members] = found
    return Bounds(low, high, is_settled)


def _parts(publication: Publication, withheld: BoolArray, least: IntArray) -> Iterator[_Part]:
    """The withheld counts, split where no relation ties them together."""
    members = np.flatnonzero(withheld)
    if not members.size:
        return
    shown = np.where(withheld, 0, publication.values)
    equal, at_most = publication.equal[:, members], publication.at_most[:, members]
    known, limit = publication.equal @ (publication.values - shown), -(publication.at_most @ shown)
    ties = np.vstack([equal, at_most]) != 0
    row, column = np.nonzero(ties)
    size = members.size + ties.shape[0]
    graph = coo_array((np.ones(row.size), (column, members.size + row)), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    for which in np.unique(label[: members.size]):
        inside, here = label[: members.size] == which, label[members.size :] == which
        ours, theirs = here[: equal.shape[0]], here[equal.shape[0] :]
        yield _Part(
            members[inside],
            equal[np.ix_(ours, inside)],
            known[ours],
            at_most[np.ix_(theirs, inside)],
            limit[theirs],
            least[members[inside]],
            publication.most[members[inside]],
        )


def _bounded(part: _Part) -> tuple[IntArray, IntArray, BoolArray]:
    """Lowest, highest, and whether both are settled, for each member."""
    lowest, low_settled = _end(part, 1)
    highest, high_settled = _end(part, -1)
    return lowest, highest, low_settled & high_settled


def _end(part: _Part, sign: int) -> tuple[IntArray, BoolArray]:
    """The smallest (sign 1) or largest (-1) value of each member, and whether it is proved.

    First the linear programmes of all members side by side, then an integer programme for each they left open.
    """
    size = part.members.size
    best, settled = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.bool_)
    width = max(1, MOST_VARIABLES // size)
    for wanted in np.split(np.arange(size), range(width, size, width)):
        best[wanted], settled[wanted] = _solved(part, wanted, sign, are_whole=False)
    for left in np.flatnonzero(~settled).tolist():
        best[[left]], settled[[left]] = _solved(part, np.array([left]), sign, are_whole=True)
    return best, settled


def _solved(part: _Part, wanted: IntArray, sign: int, *, are_whole: bool) -> tuple[IntArray, BoolArray]:
    """The smallest or largest value of each `wanted` member, each in a table of its own.

    A value is settled when the solution, rounded, is a table of whole numbers that holds and reaches the optimum.
    """
    size, copies = part.members.size, np.arange(wanted.size)
    objective = np.zeros((wanted.size, size))
    objective[copies, wanted] = sign
    side_by_side = eye_array(wanted.size, format="csr")
    found = milp(
        objective.ravel(),
        integrality=np.full(objective.size, int(are_whole)),
        bounds=Box(
            np.tile(part.least, wanted.size).astype(np.float64),
            np.tile(part.most, wanted.size).astype(np.float64),
        ),
        constraints=[
            LinearConstraint(kron(side_by_side, csr_array(matrix), format="csr"), low, high)
            for matrix, low, high in (
                (part.a, np.tile(part.b, wanted.size), np.tile(part.b, wanted.size)),
                (part.c, np.full(wanted.size * part.d.size, -np.inf), np.tile(part.d, wanted.size)),
            )
            if matrix.size
        ],
        options={"time_limit": SECONDS, "mip_rel_gap": 0.0},
    )
    if found.status != 0:
        return np.zeros(wanted.size, dtype=np.int64), np.zeros(wanted.size, dtype=np.bool_)
    tables = np.asarray(found.x, dtype=np.float64).reshape(objective.shape)
    reached = tables[copies, wanted]
    edge = np.ceil(reached - ROUNDING) if sign > 0 else np.floor(reached + ROUNDING)
    whole = np.rint(tables).astype(np.int64)
    return edge.astype(np.int64), part.holds(whole) & (whole[copies, wanted] == edge)
