"""What anyone can work out of withheld counts from everything that is published: exact integer bounds.

A linear programme gives outer bounds; they settle the matter only where a table of whole numbers reaches them, which
is checked in integers. The others are solved as integer programmes. What even those leave open counts as disclosed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy  # its parts load where a programme is really solved: half of what a command takes to start

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]

ROUNDING = 1e-6
MOST_SWEEPS = 20
SCATTERED = 8
"""How many tables are sought in random directions first: most bounds are reached by one of them."""

TWO_ENDS = 2
LARGEST = np.iinfo(np.int64).max
MOST_VARIABLES = 3_000
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
    """Withheld counts that hang together: a @ x == b, c @ x <= d, least <= x <= most, in whole numbers.

    `truth` is one x for which all of it holds; bounds are sought for the members that `is_wanted` marks.
    """

    members: IntArray
    is_wanted: BoolArray
    truth: IntArray
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


def bounds(
    publication: Publication, withheld: BoolArray, wanted: BoolArray, floor: IntArray | None = None
) -> Bounds:
    """The bounds of every count (v): of a shown one itself, of a withheld one what the rest leaves open.

    Withheld counts that are not `wanted` (v) come back as they are. `floor` (v) adds what is said of withheld counts
    ("at least 40"), 0 by default.
    """
    low, high = publication.values.copy(), publication.values.copy()
    is_settled = np.ones(low.size, dtype=np.bool_)
    least = publication.least if floor is None else np.maximum(publication.least, floor)
    for part in _parts(publication, withheld, wanted, least):
        found_low, found_high, found = _bounded(part)
        is_ours = found & part.is_wanted
        low[part.members] = np.where(is_ours, found_low, low[part.members])
        high[part.members] = np.where(is_ours, found_high, high[part.members])
        is_settled[part.members] = found
    return Bounds(low, high, is_settled)


def _parts(
    publication: Publication, withheld: BoolArray, wanted: BoolArray, least: IntArray
) -> Iterator[_Part]:
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
    graph = scipy.sparse.coo_array((np.ones(row.size), (column, members.size + row)), shape=(size, size))
    _, label = scipy.sparse.csgraph.connected_components(graph, directed=False)
    for which in np.unique(label[: members.size]):
        inside, here = label[: members.size] == which, label[members.size :] == which
        ours, theirs = here[: equal.shape[0]], here[equal.shape[0] :]
        yield _Part(
            members[inside],
            wanted[members[inside]],
            publication.values[members[inside]],
            equal[np.ix_(ours, inside)],
            known[ours],
            at_most[np.ix_(theirs, inside)],
            limit[theirs],
            least[members[inside]],
            publication.most[members[inside]],
        )


def _bounded(part: _Part) -> tuple[IntArray, IntArray, BoolArray]:
    """Lowest, highest, and whether both are settled, for each member."""
    search = _Search(part, *_propagated(part), part.truth.copy(), part.truth.copy())
    size = part.members.size
    random = np.random.default_rng(size)
    if search.is_open.any():
        search.try_all(random.choice([-1.0, 1.0], (SCATTERED, size)), are_whole=False)
    width = max(1, MOST_VARIABLES // size)
    for are_whole, most in ((False, width), (True, 1)):
        given_up = np.zeros((TWO_ENDS, size), dtype=np.bool_)
        while (open_ends := np.argwhere(search.is_open & ~given_up)[:most]).size:
            end, member = open_ends.T
            objectives = np.zeros((end.size, size))
            objectives[np.arange(end.size), member] = np.where(end == 0, 1.0, -1.0)
            edges = search.try_all(objectives, are_whole=are_whole)
            given_up[end, member] = True
            search.narrow(end, member, edges)
    return search.lowest, search.highest, np.asarray(~search.is_open.any(axis=0))


@dataclass(slots=True, eq=False)
class _Search:
    """Bounds from outside and from inside; where they meet they are exact.

    Nothing beyond `outer_low` and `outer_high` is possible; `lowest` and `highest` were reached by whole numbers.
    """

    part: _Part
    outer_low: IntArray
    outer_high: IntArray
    lowest: IntArray
    highest: IntArray

    @property
    def is_open(self) -> BoolArray:
        """(2, members): lower ends and upper ends that are wanted and not yet exact."""
        ends = np.stack([self.lowest > self.outer_low, self.highest < self.outer_high])
        return np.asarray(ends & self.part.is_wanted)

    def try_all(self, objectives: FloatArray, *, are_whole: bool) -> FloatArray | None:
        """Look for tables with the smallest value of each objective (n, members); keep what they reach."""
        tables = _solved(self.part, objectives, are_whole=are_whole)
        if tables is None:
            return None
        whole = np.rint(tables).astype(np.int64)
        whole = whole[self.part.holds(whole)]
        self.lowest = np.minimum(self.lowest, whole.min(axis=0, initial=LARGEST))
        self.highest = np.maximum(self.highest, whole.max(axis=0, initial=0))
        return np.asarray((tables * objectives).sum(axis=1), dtype=np.float64)

    def narrow(self, end: IntArray, member: IntArray, edges: FloatArray | None) -> None:
        """Take the optimum of an objective that was one member's value (end 0) or its negative (end 1) as a bound."""
        if edges is None:
            return
        edge = np.ceil(edges - ROUNDING).astype(np.int64)
        low, high = end == 0, end == 1
        np.maximum.at(self.outer_low, member[low], edge[low])
        np.minimum.at(self.outer_high, member[high], -edge[high])


def _propagated(part: _Part) -> tuple[IntArray, IntArray]:
    """Bounds that follow from one relation at a time, over and over: never too narrow, often exact."""
    low, high = part.least.copy(), part.most.copy()
    matrix = np.vstack([part.a, -part.a, part.c])
    limit = np.concatenate([part.b, -part.b, part.d])
    for _ in range(MOST_SWEEPS):
        smallest = np.where(matrix > 0, matrix * low, matrix * high)
        room = limit[:, None] - (smallest.sum(axis=1, keepdims=True) - smallest)
        quotient = room // np.where(matrix == 0, 1, matrix)
        ceiling = -(-room // np.where(matrix == 0, 1, matrix))
        new_high = np.minimum(high, np.where(matrix > 0, quotient, high).min(axis=0, initial=LARGEST))
        new_low = np.maximum(low, np.where(matrix < 0, ceiling, low).max(axis=0, initial=0))
        if (new_low == low).all() and (new_high == high).all():
            break
        low, high = new_low, new_high
    return low, high


def _solved(part: _Part, objectives: FloatArray, *, are_whole: bool) -> FloatArray | None:
    """A table (n, members) for each objective (n, members) with its smallest value; None where the solver gives up."""
    copies = objectives.shape[0]
    side_by_side = scipy.sparse.eye_array(copies, format="csr")
    found = scipy.optimize.milp(
        objectives.ravel(),
        integrality=np.full(objectives.size, int(are_whole)),
        bounds=scipy.optimize.Bounds(
            np.tile(part.least, copies).astype(np.float64), np.tile(part.most, copies).astype(np.float64)
        ),
        constraints=[
            scipy.optimize.LinearConstraint(
                scipy.sparse.kron(side_by_side, scipy.sparse.csr_array(matrix), format="csr"), low, high
            )
            for matrix, low, high in (
                (part.a, np.tile(part.b, copies), np.tile(part.b, copies)),
                (part.c, np.full(copies * part.d.size, -np.inf), np.tile(part.d, copies)),
            )
            if matrix.size
        ],
        options={"time_limit": SECONDS, "mip_rel_gap": 0.0},
    )
    return np.asarray(found.x, dtype=np.float64).reshape(objectives.shape) if found.status == 0 else None
