"""What is to be published about a question: its counts by community, and what else is said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from surveys.disclosure.bounds import BoolArray, IntArray
from surveys.disclosure.kinship import Kin, kin_of
from surveys.tally import STANDINGS, Columns, Counts, CrossTab, Membership, counts, cross, margin, standing


@dataclass(frozen=True, slots=True, eq=False)
class QuestionTables:
    """All that is to be published about one question.

    `totals` (options) and `everyone`: how many chose each option, of how many who answered. `chosen` (communities,
    options, 3) and `answered` (communities, 3): the same by what was stated about each community: yes, no, not stated.
    `takes_several`: options do not add up to who answered; `exclusive` ones go with no other; `most` may be chosen.
    `kin`: the people behind communities that were stated in one question.
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
    kin: tuple[Kin, ...] = ()

    @classmethod
    def of(
        cls,
        counted: Counts,
        crossed: Mapping[str, CrossTab],
        exclusive: frozenset[str] = frozenset(),
        most: int | None = None,
        kin: tuple[Kin, ...] = (),
    ) -> QuestionTables:
        """From a tally: the counts of a question and its cross-tab with each community.

        Where several communities are stated in one question `kin` is needed too: see `counted`.
        """
        options = counted.question.options
        shape = (len(crossed), len(options), STANDINGS)
        chosen = np.array([table.chosen for table in crossed.values()], dtype=np.int64).reshape(shape)
        answered = np.array([table.answered for table in crossed.values()], dtype=np.int64)
        return cls(
            question=counted.question.id,
            options=options,
            communities=tuple(crossed),
            totals=counted.chosen,
            everyone=counted.answered,
            chosen=chosen,
            answered=answered.reshape(-1, STANDINGS),
            takes_several=counted.question.kind == "many",
            exclusive=exclusive,
            most=most,
            kin=kin,
        )

    @classmethod
    def counted(
        cls,
        columns: Columns,
        question_id: str,
        memberships: Sequence[Membership],
        exclusive: frozenset[str] = frozenset(),
        most: int | None = None,
    ) -> QuestionTables:
        """From the answers themselves, with everything that ties the communities together."""
        crossed = {one.community: cross(columns, question_id, standing(columns, one)) for one in memberships}
        kin = tuple(kin_of(columns, question_id, memberships))
        return cls.of(counts(columns, question_id), crossed, exclusive, most, kin)

    def __post_init__(self) -> None:
        sums_agree = (self.chosen.sum(axis=2) == self.totals).all()
        if not sums_agree or (self.answered.sum(axis=1) != self.everyone).any():
            raise ValueError("the tables of the communities do not add up to the same totals")


@dataclass(frozen=True, slots=True, eq=False)
class Stated:
    """What `everyone` who sent answers stated about the communities: (communities, 3) yes, no, not stated."""

    communities: tuple[str, ...]
    counts: IntArray
    everyone: int
    kin: tuple[Kin, ...] = ()

    @classmethod
    def counted(cls, columns: Columns, memberships: Sequence[Membership]) -> Stated:
        """From the answers themselves, with everything that ties the communities together."""
        sizes = np.array([margin(standing(columns, one)) for one in memberships], dtype=np.int64)
        return cls(
            communities=tuple(one.community for one in memberships),
            counts=sizes.reshape(-1, STANDINGS),
            everyone=columns.size,
            kin=tuple(kin_of(columns, None, memberships)),
        )

    def tables(self) -> QuestionTables:
        """The same as a question without options."""
        return QuestionTables(
            question="",
            options=(),
            communities=self.communities,
            totals=np.empty(0, dtype=np.int64),
            everyone=self.everyone,
            chosen=np.empty((len(self.communities), 0, STANDINGS), dtype=np.int64),
            answered=self.counts,
            takes_several=True,
            kin=self.kin,
        )


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
