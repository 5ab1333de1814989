"""Complementary suppression in one table with published margins, with its proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from surveys.disclosure.auditing import Audit, Promise, audited
from surveys.disclosure.bounds import BoolArray, IntArray, Publication
from surveys.disclosure.patterns import EVERYTHING, RECTANGLES, pattern
from surveys.problems import Problem, Refused


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """Something else that was published about the same counts: the sum `weights` * table (both rows, columns)."""

    weights: IntArray
    total: int


@dataclass(frozen=True, slots=True, eq=False)
class ProtectedTable:
    """A table (rows, columns) of which `withheld` is not shown, and the audit that proves it."""

    table: IntArray
    withheld: BoolArray
    audit: Audit


def protect(table: IntArray, threshold: int, linked: Sequence[Linked] = ()) -> ProtectedTable:
    """Withhold the counts below the threshold, and as few others as found, so that none can be worked out.

    Row and column totals count as published, with everything `linked`. Raises `Refused` with
    `disclosure.cannot_protect` where even withholding every count would not do (a margin below the threshold, say):
    then the margins must not be published either.
    """
    cost = 1.0 + table / max(1, int(table.sum()))
    for level in range(RECTANGLES, EVERYTHING + 1):
        verdict = audit(table, pattern(table, cost, threshold, level), threshold, linked)
        is_known = verdict.withheld & (table >= threshold) & (verdict.low == verdict.high)
        if is_known.any():  # told elsewhere already, so withholding it protects nothing
            verdict = audit(table, verdict.withheld & ~is_known, threshold, linked)
        if verdict.is_proved:
            return ProtectedTable(table, verdict.withheld, verdict)
    raise Refused(Problem("disclosure.cannot_protect", "", {"threshold": threshold}))


def audit(table: IntArray, withheld: BoolArray, threshold: int, linked: Sequence[Linked] = ()) -> Audit:
    """What anyone can work out of the `withheld` counts of a table (rows, columns) with published margins.

    Exact integer bounds over margins and everything `linked`; no number of people is negative. Raises `Refused` with
    `disclosure.link_differs` where a linked sum is not that of this table: then nothing can be said.
    """
    rows, columns = table.shape
    relations = [
        *(
            np.kron(np.eye(rows, dtype=np.int64)[row], np.ones(columns, dtype=np.int64))
            for row in range(rows)
        ),
        *(
            np.kron(np.ones(rows, dtype=np.int64), np.eye(columns, dtype=np.int64)[col])
            for col in range(columns)
        ),
        *(link.weights.ravel() for link in linked),
    ]
    for number, link in enumerate(linked):
        if int((link.weights * table).sum()) != link.total:
            raise Refused(Problem("disclosure.link_differs", "", {"link": number, "total": link.total}))
    publication = Publication(
        values=table.ravel(),
        equal=np.array(relations),
        at_most=np.empty((0, table.size), dtype=np.int64),
        least=np.zeros(table.size, dtype=np.int64),
        most=np.full(table.size, table.sum()),
    )
    verdict = audited(publication, withheld.ravel(), Promise.at(threshold, table.ravel()))
    return verdict.reshaped(table.shape)
