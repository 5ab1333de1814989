"""One question by several communities as a system of counts: what everyone knows to hold between them.

The tables of the communities are linked: each adds up to the same totals of the options.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from surveys.disclosure.bounds import BoolArray, IntArray, Publication
from surveys.disclosure.question_tables import Elsewhere, QuestionTables

CHOSEN = 0
"""The row of those who chose an option, where each option is a table of its own: chosen, not chosen."""


@dataclass(frozen=True, slots=True, eq=False)
class Relatives:
    """Communities (numbers) stated in one question and the people behind their columns, who are not shown as such.

    `groups` (tables, rows, groups) and `sizes` (groups) are the places of their counts in the publication; `standings`
    (groups, communities) says which column of each community a group belongs to.
    """

    communities: tuple[int, ...]
    standings: IntArray
    groups: IntArray
    sizes: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where the counts stand in the publication.

    `cells` (tables, communities, rows, 3), `totals` (tables, rows), `bases` (communities, 3), `everyone` who answered,
    `kin`. One table with a row for each option where one may be chosen; where several may be, a table for each option
    with the rows chosen and not chosen.
    """

    cells: IntArray
    totals: IntArray
    bases: IntArray
    everyone: int
    kin: tuple[Relatives, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The counts of one question: `cells`, `totals`, `bases`, `everyone` as in `places`, all of them in `publication`.

    `is_empty` (communities, 3) marks columns of nobody, which are shown as such; `is_known` (communities, 3) is that of
    `Elsewhere`.
    """

    cells: IntArray
    totals: IntArray
    bases: IntArray
    everyone: int
    is_empty: BoolArray
    is_known: BoolArray
    places: Places
    publication: Publication

    def marks(self, cells: BoolArray, totals: BoolArray, bases: BoolArray) -> BoolArray:
        """Marks in the order of the publication."""
        flat = np.zeros(self.publication.values.size, dtype=np.bool_)
        flat[self.places.cells], flat[self.places.totals], flat[self.places.bases] = cells, totals, bases
        return flat


def grid_of(tables: QuestionTables, elsewhere: Elsewhere) -> Grid:
    """The system of counts behind a question, and what else is published about the size of its columns."""
    cells = _in_tables(tables.chosen.transpose(1, 0, 2), tables.answered, tables).transpose(0, 2, 1, 3)
    totals = _in_tables(tables.totals, np.array(tables.everyone), tables)
    behind = [_in_tables(kin.chosen, kin.answered, tables) for kin in tables.kin]
    sizes = [kin.answered for kin in tables.kin]
    arrays = [cells, totals, tables.answered, np.array([tables.everyone]), *behind, *sizes]
    values = np.concatenate([array.ravel() for array in arrays])
    at = _numbered(arrays)
    kin = tuple(
        Relatives(
            tuple(tables.communities.index(name) for name in one.communities), one.standings, groups, size
        )
        for one, groups, size in zip(tables.kin, at[4 : 4 + len(behind)], at[4 + len(behind) :], strict=True)
    )
    places = Places(at[0], at[1], at[2], int(at[3][0]), kin)
    at_most = _matrix(_choices(tables, places), values.size)
    least, most = np.zeros_like(values), np.full_like(values, tables.everyone)
    least[places.bases], most[places.bases] = elsewhere.least, np.minimum(elsewhere.most, tables.everyone)
    publication = Publication(
        values=values,
        equal=_matrix(_sums(places), values.size),
        at_most=at_most[at_most @ values <= 0],
        least=least,
        most=most,
    )
    is_empty = (tables.answered == 0) & ~elsewhere.withheld
    return Grid(
        cells, totals, tables.answered, tables.everyone, is_empty, elsewhere.is_known, places, publication
    )


def _in_tables(chosen: IntArray, base: IntArray, tables: QuestionTables) -> IntArray:
    """(options, ...) as (tables, rows, ...)."""
    return np.stack([chosen, base - chosen], axis=1) if tables.takes_several else chosen[None]


def _numbered(arrays: Sequence[IntArray]) -> list[IntArray]:
    """The places of the elements of each array when all are laid end to end."""
    starts = np.cumsum([0, *(array.size for array in arrays)])
    return [
        start + np.arange(array.size).reshape(array.shape)
        for start, array in zip(starts, arrays, strict=False)
    ]


Relation = tuple[Sequence[int], Sequence[int]]
"""The places of counts that are added, and of those that are taken away."""


def _sums(at: Places) -> Iterator[Relation]:
    """Rows add up to totals, columns to bases, both to everyone, and columns are made of the groups behind them."""
    for table, row in np.ndindex(*at.totals.shape):
        for community in range(at.bases.shape[0]):
            yield at.cells[table, community, row].tolist(), [int(at.totals[table, row])]
    for table in range(at.cells.shape[0]):
        for community, column in np.ndindex(*at.bases.shape):
            yield at.cells[table, community, :, column].tolist(), [int(at.bases[community, column])]
        yield at.totals[table].tolist(), [at.everyone]
    for base in at.bases:
        yield base.tolist(), [at.everyone]
    for relatives in at.kin:
        yield from _sums_of_kin(at, relatives)


def _sums_of_kin(at: Places, kin: Relatives) -> Iterator[Relation]:
    for number, community in enumerate(kin.communities):
        for column in range(at.bases.shape[1]):
            inside = kin.standings[:, number] == column
            yield kin.sizes[inside].tolist(), [int(at.bases[community, column])]
            for table, row in np.ndindex(*at.totals.shape):
                yield kin.groups[table, row, inside].tolist(), [int(at.cells[table, community, row, column])]
    for table in range(at.cells.shape[0]):
        for group, size in enumerate(kin.sizes.tolist()):
            yield kin.groups[table, :, group].tolist(), [size]


def _choices(tables: QuestionTables, at: Places) -> Iterator[Relation]:
    """What follows from how several options may be chosen; only what is true of these counts is kept later.

    Whoever answered chose at least one; an exclusive option goes with no other; no more than `most` were chosen.
    """
    if not tables.takes_several:
        return
    people = [(at.totals[:, CHOSEN], at.everyone)]
    people += [(at.cells[:, c, CHOSEN, s], int(at.bases[c, s])) for c, s in np.ndindex(*at.bases.shape)]
    people += [(kin.groups[:, CHOSEN, g], int(kin.sizes[g])) for kin in at.kin for g in range(kin.sizes.size)]
    lonely = [number for number, option in enumerate(tables.options) if option in tables.exclusive]
    for chosen, base in people:
        yield [base], chosen.tolist()
        if tables.most is not None:
            yield chosen.tolist(), [base] * tables.most
        for alone in lonely:
            for other in range(len(tables.options)):
                if other != alone:
                    yield [int(chosen[alone]), int(chosen[other])], [base]


def _matrix(relations: Iterator[Relation], width: int) -> IntArray:
    found = list(relations)
    matrix = np.zeros((len(found), width), dtype=np.int64)
    for row, (added, taken) in enumerate(found):
        np.add.at(matrix[row], list(added), 1)
        np.add.at(matrix[row], list(taken), -1)
    return matrix
