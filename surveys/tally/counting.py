"""Counts and cross-tabs over columns of codes: everything is `numpy.bincount`, never a loop over people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from surveys.problems import Problem, Refused
from surveys.tally.columns import MISSING, BoolArray, Column, Columns, Countable, IntArray, frozen

YES, NO, NOT_STATED = 0, 1, 2
"""Where a person stands towards a community: by their own statement, or not stated."""
STANDINGS = 3


@dataclass(frozen=True, slots=True)
class Membership:
    """A community as a statement: who chose one of `yes` belongs, who chose one of `no` does not.

    Everyone else, whoever chose neither or skipped the question, has not stated it.
    """

    community: str
    question: str
    yes: frozenset[str]
    no: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """How many chose each option (options), of how many who answered; the rest of those looked at are missing.

    Where many may be chosen, the options do not add up to `answered`.
    """

    question: Countable
    chosen: IntArray
    answered: int
    missing: int


@dataclass(frozen=True, slots=True, eq=False)
class CrossTab:
    """A question by one community: `chosen` (options, 3) and `answered` (3), columns yes, no, not stated."""

    question: Countable
    chosen: IntArray
    answered: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The combinations of answers that occur: `codes` (cells, questions), -1 = missing, and how often (cells)."""

    codes: IntArray
    counts: IntArray


def counts(columns: Columns, question_id: str, among: BoolArray | None = None) -> Counts:
    """How often each option was chosen, among all or among those `among` (n, bool) marks."""
    column = columns[question_id]
    if column.question.kind == "single":
        return _counts_of_one(column, among)
    looked_at = np.ones(columns.size, dtype=np.bool_) if among is None else among
    answered = column.answered & looked_at
    person, option = choices(column)
    chosen = np.bincount(option[looked_at[person]], minlength=len(column.question.options))
    total = int(answered.sum())
    return Counts(column.question, frozen(chosen), total, int(looked_at.sum()) - total)


def _counts_of_one(column: Column, among: BoolArray | None) -> Counts:
    """One pass over the codes, missing ones among them, and nothing else."""
    codes = column.codes if among is None else column.codes[among]
    found = np.bincount(codes - MISSING, minlength=len(column.question.options) + 1)
    chosen = found[1:].astype(np.int64)
    return Counts(column.question, frozen(chosen), int(chosen.sum()), int(found[0]))


def standing(columns: Columns, membership: Membership) -> IntArray:
    """For each person (n) `YES`, `NO` or `NOT_STATED` towards a community, by what they said themselves.

    Any option that means yes states it; options that mean no and nothing else deny it. Who chose a no beside an option
    that means neither has not stated it. Raises `Refused` with
    `community.unknown_option`, `community.ambiguous_option` or `community.not_a_choice`.
    """
    column = columns[membership.question]
    _check(membership, column.question)
    place = {option: number for number, option in enumerate(column.question.options)}
    person, option = choices(column)
    found = np.full(columns.size, NOT_STATED, dtype=np.int64)
    says_yes, says_no = (
        np.isin(option, [place[name] for name in options]) for options in (membership.yes, membership.no)
    )
    for chosen, meaning in ((says_no, NO), (~says_no, NOT_STATED), (says_yes, YES)):
        found[person[chosen]] = meaning
    return frozen(found)


def margin(standings: IntArray) -> IntArray:
    """How many said yes, how many no, how many did not state (3)."""
    return frozen(np.bincount(standings, minlength=STANDINGS))


def cross(columns: Columns, question_id: str, standings: IntArray) -> CrossTab:
    """A question by a community's `standings` (n, as from `standing`)."""
    column = columns[question_id]
    options = len(column.question.options)
    person, option = choices(column)
    flat = np.bincount(option * STANDINGS + standings[person], minlength=options * STANDINGS)
    answered = np.bincount(standings[column.answered], minlength=STANDINGS)
    return CrossTab(column.question, frozen(flat.reshape(options, STANDINGS)), frozen(answered))


def crossed(columns: Columns, first: str, second: str) -> IntArray:
    """Two questions with one choice each against one another (options of first, options of second).

    Who left out either is not in it.
    """
    one, other = (_single(columns, question_id) for question_id in (first, second))
    both = one.answered & other.answered
    rows, width = len(one.question.options), len(other.question.options)
    flat = np.bincount(one.codes[both] * width + other.codes[both], minlength=rows * width)
    return frozen(flat.reshape(rows, width))


def cells(columns: Columns, question_ids: Sequence[str]) -> Cells:
    """The people folded into the combinations of their answers to questions with one choice each."""
    chosen = [_single(columns, question_id) for question_id in question_ids]
    shape = tuple(len(column.question.options) + 1 for column in chosen)
    flat = np.ravel_multi_index([column.codes + 1 for column in chosen], shape)
    present, how_many = np.unique(flat, return_counts=True)
    codes = np.stack(np.unravel_index(present, shape), axis=1) + MISSING
    return Cells(frozen(codes.astype(np.int64)), frozen(how_many.astype(np.int64)))


def choices(column: Column) -> tuple[IntArray, IntArray]:
    """Every choice made as (who, which option)."""
    if column.question.kind == "many":
        person, option = np.nonzero(column.chosen)
        return person.astype(np.int64), option.astype(np.int64)
    if column.question.kind == "single":
        person = np.flatnonzero(column.answered).astype(np.int64)
        return person, column.codes[person]
    return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)


def _single(columns: Columns, question_id: str) -> Column:
    column = columns[question_id]
    if column.question.kind != "single":
        raise Refused(Problem("tally.not_one_choice", question_id))
    return column


def _check(membership: Membership, question: Countable) -> None:
    named = membership.yes | membership.no
    parameters = {"community": membership.community}
    if question.kind == "number" or not membership.yes:
        raise Refused(Problem("community.not_a_choice", question.id, parameters))
    if membership.yes & membership.no:
        raise Refused(Problem("community.ambiguous_option", question.id, parameters))
    if not named <= set(question.options):
        unknown = ", ".join(sorted(named - set(question.options)))
        raise Refused(Problem("community.unknown_option", question.id, {**parameters, "option": unknown}))
