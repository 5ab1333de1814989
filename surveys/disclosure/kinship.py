"""Communities stated in one question: their columns are made of the same people, so their tables hang together.

Who speaks Arabic at home and who speaks Dutch did not state either alike; and whoever said "not Arabic" less whoever
said "Dutch" is a group that no table shows, but that anyone can work out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from surveys.disclosure.bounds import IntArray
from surveys.tally import Columns, Membership, standing
from surveys.tally.counting import choices


@dataclass(frozen=True, slots=True, eq=False)
class Kin:
    """The people behind the columns of `communities`, split by what they stated about all of them.

    `standings` (groups, communities) says which column of each community a group belongs to; `chosen` (options, groups)
    and `answered` (groups) count a question by group.
    """

    communities: tuple[str, ...]
    standings: IntArray
    chosen: IntArray
    answered: IntArray


def kindred(memberships: Sequence[Membership]) -> tuple[tuple[Membership, ...], ...]:
    """The communities that share a question with another one, by question."""
    by_question = sorted(memberships, key=lambda one: one.question)
    found = (tuple(group) for _, group in groupby(by_question, key=lambda one: one.question))
    return tuple(group for group in found if len(group) > 1)


def kin_of(columns: Columns, question_id: str | None, memberships: Sequence[Membership]) -> Iterator[Kin]:
    """A question, or the answers as a whole (None), by the groups behind every set of kindred communities."""
    for relatives in kindred(memberships):
        stated = np.stack([standing(columns, one) for one in relatives], axis=1)
        standings, group = np.unique(stated, axis=0, return_inverse=True)
        group, count = group.ravel(), standings.shape[0]
        names = tuple(one.community for one in relatives)
        if question_id is None:
            nothing = np.zeros((0, count), dtype=np.int64)
            yield Kin(names, standings, nothing, np.bincount(group, minlength=count))
            continue
        column = columns[question_id]
        person, option = choices(column)
        size = len(column.question.options) * count
        chosen = np.bincount(option * count + group[person], minlength=size).reshape(-1, count)
        yield Kin(names, standings, chosen, np.bincount(group[column.answered], minlength=count))
