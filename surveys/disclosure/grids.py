"""One question by several communities as a system of counts: what everyone knows to hold between them.

The tables of the communities are linked: each adds up to the same totals of the options.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from surveys.disclosure.bounds import BoolArray, IntArray, Publication
from surveys.tally import STANDINGS, Counts, CrossTab

CHOSEN = 0
"""The row of those who chose an option, where each option is a table of its own: chosen, not chosen."""

Scalar = TypeVar("Scalar", bound=np.generic)
Parts = tuple[npt.NDArray[Scalar], npt.NDArray[Scalar], npt.NDArray[Scalar]]


@dataclass(frozen=True, slots=True, eq=False)
class QuestionTables:
    """All that is to be published about one question.

    `totals` (options) and `everyone`: how many chose each option, of how many who answered. `chosen` (communities,
    options, 3) and `answered` (communities, 3): the same by what was stated about each community: yes, no, not stated.
    `takes_several`: options do not add up to who answered; `exclusive` ones go with no other; `most` may be chosen.
    """

    question: str
    options: tuple[str, ...]
    communities: tuple[str, ...]
    totals: IntArray
    everyone: int
    chosen: IntArray
    answered: IntArray
    takes_several: bool = False
    exclusive: frozenset[str] = frozenset()
    most: int | None = None

    @classmethod
    def of(
        cls,
        counted: Counts,
        crossed: Mapping[str, CrossTab],
        exclusive: frozenset[str] = frozenset(),
        most: int | None = None,
    ) -> QuestionTables:
        """From a tally: the counts of a question and its cross-tab with each community."""
        options = counted.question.options
        shape = (len(crossed), len(options), STANDINGS)
        return cls(
            question=counted.question.id,
            options=options,
            communities=tuple(crossed),
            totals=counted.chosen,
            everyone=counted.answered,
            chosen=np.array([table.chosen for table in crossed.values()], dtype=np.int64).reshape(shape),
            answered=np.array([table.answered for table in crossed.values()], dtype=np.int64).reshape(
                -1, STANDINGS
            ),
            takes_several=counted.question.kind == "many",
            exclusive=exclusive,
            most=most,
        )

    def __post_init__(self) -> None:
        sums_agree = (self.chosen.sum(axis=2) == self.totals).all()
        if not sums_agree or (self.answered.sum(axis=1) != self.everyone).any():
            raise ValueError("the tables of the communities do not add up to the same totals")


@dataclass(frozen=True, slots=True, eq=False)
class Elsewhere:
    """What is published apart from the question about each community; all (communities, 3).

    `least` and `most` say how many of each column can have answered; `is_known` where that is told elsewhere, so that
    withholding the size of the column promises nothing; `withheld` where it must not be shown here either.
    """

    least: IntArray
    most: IntArray
    is_known: BoolArray
    withheld: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """`cells` (tables, communities, rows, 3), `totals` (tables, rows), `bases` (communities, 3), `everyone`.

    One table with a row for each option where one may be chosen; where several may be, a table for each option with
    the rows chosen and not chosen. `is_empty` (communities, 3) marks columns of nobody, which are shown as such;
    `is_known` (communities, 3) is that of `Elsewhere`.
    """

    cells: IntArray
    totals: IntArray
    bases: IntArray
    everyone: int
    is_empty: BoolArray
    is_known: BoolArray
    publication: Publication

    def flat(self, cells: BoolArray, totals: BoolArray, bases: BoolArray) -> BoolArray:
        """Marks on every part, in the order of the publication; the number of all who answered is never marked."""
        return np.concatenate([cells.ravel(), totals.ravel(), bases.ravel(), np.zeros(1, dtype=np.bool_)])

    def parts(self, flat: npt.NDArray[Scalar]) -> Parts[Scalar]:
        """What belongs to cells, totals and bases, each in its shape."""
        return _split(flat, self.cells.shape, self.totals.shape, self.bases.shape)


def grid_of(tables: QuestionTables, elsewhere: Elsewhere) -> Grid:
    """The system of counts behind a question, and what else is published about the size of its columns."""
    bases, everyone = tables.answered, tables.everyone
    if tables.takes_several:
        chosen = tables.chosen.transpose(1, 0, 2)
        cells = np.stack([chosen, bases - chosen], axis=2)
        totals = np.stack([tables.totals, everyone - tables.totals], axis=1)
    else:
        cells, totals = tables.chosen[None], tables.totals[None]
    values = np.concatenate([cells.ravel(), totals.ravel(), bases.ravel(), [everyone]])
    numbers = _split(np.arange(values.size), cells.shape, totals.shape, bases.shape)
    at_most = _matrix(_choices(tables, *numbers, values.size - 1), values.size)
    least, most = np.zeros_like(values), np.full_like(values, everyone)
    least[numbers[2]], most[numbers[2]] = elsewhere.least, np.minimum(elsewhere.most, everyone)
    publication = Publication(
        values=values,
        equal=_matrix(_sums(*numbers, values.size - 1), values.size),
        at_most=at_most[at_most @ values <= 0],
        least=least,
        most=most,
    )
    is_empty = (bases == 0) & ~elsewhere.withheld
    return Grid(cells, totals, bases, everyone, is_empty, elsewhere.is_known, publication)


def _split(
    flat: npt.NDArray[Scalar], cells: tuple[int, ...], totals: tuple[int, ...], bases: tuple[int, ...]
) -> Parts[Scalar]:
    first = prod(cells)
    second = first + prod(totals)
    return flat[:first].reshape(cells), flat[first:second].reshape(totals), flat[second:-1].reshape(bases)


Relation = tuple[Sequence[int], Sequence[int]]
"""The numbers of counts that are added, and of those that are taken away."""


def _sums(cells: IntArray, totals: IntArray, bases: IntArray, everyone: int) -> Iterator[Relation]:
    """Rows add up to totals, columns to bases, and both to everyone."""
    for table, row in np.ndindex(*totals.shape):
        for community in range(bases.shape[0]):
            yield cells[table, community, row].tolist(), [int(totals[table, row])]
    for table in range(cells.shape[0]):
        for community, column in np.ndindex(*bases.shape):
            yield cells[table, community, :, column].tolist(), [int(bases[community, column])]
        yield totals[table].tolist(), [everyone]
    for base in bases:
        yield base.tolist(), [everyone]


def _choices(
    tables: QuestionTables, cells: IntArray, totals: IntArray, bases: IntArray, everyone: int
) -> Iterator[Relation]:
    """What follows from how several options may be chosen; only what is true of these counts is kept later.

    Whoever answered chose at least one; an exclusive option goes with no other; no more than `most` were chosen.
    """
    if not tables.takes_several:
        return
    groups = [(totals[:, CHOSEN], everyone)]
    groups += [(cells[:, c, CHOSEN, s], int(bases[c, s])) for c, s in np.ndindex(*bases.shape)]
    lonely = [number for number, option in enumerate(tables.options) if option in tables.exclusive]
    for chosen, base in groups:
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
