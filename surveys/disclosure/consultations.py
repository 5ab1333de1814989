"""Everything a consultation publishes about its questions by community, protected together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

import numpy as np

from surveys.disclosure.auditing import Audit
from surveys.disclosure.bounds import BoolArray, IntArray
from surveys.disclosure.families import Plan, proved
from surveys.disclosure.grids import CHOSEN, Elsewhere, Grid, QuestionTables, grid_of
from surveys.disclosure.showing import (
    NOBODY,
    TOO_FEW,
    Shown,
    ShownJson,
    checked_threshold,
    exactly,
    hidden,
    shown_group,
)
from surveys.problems import Problem, Refused
from surveys.tally import STANDINGS

STANDING_NAMES = ("yes", "no", "not_stated")

Row = tuple[Shown, Shown, Shown]
"""A figure by what was stated about a community: yes, no, not stated."""


class CommunityJson(TypedDict):
    answered: dict[str, ShownJson]
    options: dict[str, dict[str, ShownJson]]


class QuestionJson(TypedDict):
    question: str
    answered: ShownJson
    options: dict[str, ShownJson]
    communities: dict[str, CommunityJson]


@dataclass(frozen=True, slots=True)
class ProtectedCommunity:
    """A question by one community: who `answered` it, and who chose each of its `options`."""

    answered: Row
    options: Mapping[str, Row]

    @property
    def is_withheld(self) -> bool:
        """Nothing at all can be shown of what the community itself said."""
        return self.answered[0].kind == "too_few"

    def to_json(self) -> CommunityJson:
        """As the evidence record holds it."""
        rows = {option: _row_json(row) for option, row in self.options.items()}
        return {"answered": _row_json(self.answered), "options": rows}


@dataclass(frozen=True, slots=True)
class ProtectedQuestion:
    """What may be shown of a question: of everyone who `answered`, and of each community."""

    question: str
    answered: Shown
    options: Mapping[str, Shown]
    communities: Mapping[str, ProtectedCommunity]

    def to_json(self) -> QuestionJson:
        """As the evidence record holds it."""
        return {
            "question": self.question,
            "answered": self.answered.to_json(),
            "options": {option: shown.to_json() for option, shown in self.options.items()},
            "communities": {name: community.to_json() for name, community in self.communities.items()},
        }


@dataclass(frozen=True, slots=True)
class AskedOf:
    """A question asked only of those who chose one of `options` in an earlier `question`.

    How many were asked then tells how many chose those, in each community too.
    """

    question: str
    options: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Stated:
    """What `everyone` who sent answers stated about the communities: (communities, 3) yes, no, not stated."""

    communities: tuple[str, ...]
    counts: IntArray
    everyone: int


@dataclass(frozen=True, slots=True)
class ProtectedConsultation:
    """How many stated what about each community, and what may be shown of each question, by id."""

    stated: Mapping[str, Row]
    questions: Mapping[str, ProtectedQuestion]


def protect_question(
    tables: QuestionTables, threshold: int, elsewhere: Elsewhere | None = None
) -> ProtectedQuestion:
    """What may be shown of one question by several communities that are linked through the same totals.

    Published are the totals of all options, and by community the counts of who said yes, no and nothing, with their
    sizes. What is withheld is proved over all of it at once: every withheld count below the threshold could be 0 and
    could be the threshold or more. Where no pattern is found in a community the whole community is withheld, and where
    that does not do either, totals or the whole question. Options that may be chosen together are each a yes or no of
    those who answered. `elsewhere` is what else is published about the communities (see `protect_consultation`).

    Raises `Refused` with `disclosure.threshold_too_small` below 5.
    """
    checked_threshold(threshold)
    known = _nothing_elsewhere(tables) if elsewhere is None else elsewhere
    grid = grid_of(tables, known)
    found = proved(grid, threshold, known.withheld)
    return _nothing_shown(tables, threshold) if found is None else _rendered(tables, grid, threshold, *found)


def protect_consultation(
    stated: Stated,
    questions: Sequence[QuestionTables],
    threshold: int,
    asked_of: Mapping[str, AskedOf] | None = None,
) -> ProtectedConsultation:
    """Everything a consultation publishes: who stated what, and every question by every community, consistently.

    A column of people that is too small to show as a whole is shown with no question either. How many answered a
    question lies between what is shown of the whole column and that less everyone who left the question out; the
    proofs take it as known. A question that was asked only of those who chose something (`asked_of`, by question id;
    the earlier question must come first) is withheld where what they chose is.

    `questions` have the communities of `stated`, in its order. Raises `Refused` as `protect_question`, and with
    `disclosure.asked_of_later` for an `asked_of` that names a question not yet seen.
    """
    names = stated.communities
    nothing = np.empty((len(names), 0, STANDINGS), dtype=np.int64)
    no_options = np.empty(0, dtype=np.int64)
    whole = QuestionTables(
        "", (), names, no_options, stated.everyone, nothing, stated.counts, takes_several=True
    )
    shown = protect_question(whole, threshold).communities
    rows = {name: community.answered for name, community in shown.items()}
    protected: dict[str, ProtectedQuestion] = {}
    for tables in questions:
        if tables.communities != names:
            raise ValueError(f"{tables.question} has other communities")
        known = _elsewhere(stated, rows, tables)
        condition = (asked_of or {}).get(tables.question)
        if condition is not None:
            withheld = _withheld_before(protected, condition, names)
            if withheld is None:
                protected[tables.question] = _nothing_shown(tables, threshold, is_known=False)
                continue
            known = replace(known, withheld=known.withheld | withheld)
        protected[tables.question] = protect_question(tables, threshold, known)
    return ProtectedConsultation(rows, protected)


def _nothing_elsewhere(tables: QuestionTables) -> Elsewhere:
    shape = tables.answered.shape
    no, zero = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.int64)
    return Elsewhere(least=zero, most=np.full(shape, tables.everyone), is_known=no, withheld=no)


def _elsewhere(stated: Stated, rows: Mapping[str, Row], tables: QuestionTables) -> Elsewhere:
    """What the sizes shown for everyone tell about the sizes in one question."""
    is_hidden = np.array([[one.kind == "too_few" for one in rows[name]] for name in stated.communities])
    is_hidden = is_hidden.reshape(stated.counts.shape)
    left_out = stated.everyone - tables.everyone
    least = np.where(is_hidden, 0, np.maximum(0, stated.counts - left_out))
    most = np.where(is_hidden, stated.everyone, stated.counts)
    return Elsewhere(least, most, is_known=~is_hidden, withheld=is_hidden)


def _withheld_before(
    protected: Mapping[str, ProtectedQuestion], condition: AskedOf, names: Sequence[str]
) -> BoolArray | None:
    """Columns (communities, 3) in which what was chosen before is withheld; None where the total itself is."""
    before = protected.get(condition.question)
    if before is None:
        raise Refused(Problem("disclosure.asked_of_later", condition.question))
    if any(before.options[option].kind not in ("shown", "nobody") for option in condition.options):
        return None
    return np.array(
        [
            [
                any(
                    before.communities[name].options[option][standing].count is None
                    for option in condition.options
                )
                for standing in range(STANDINGS)
            ]
            for name in names
        ],
        dtype=np.bool_,
    ).reshape(len(names), STANDINGS)


def _nothing_shown(tables: QuestionTables, threshold: int, *, is_known: bool = True) -> ProtectedQuestion:
    row = (TOO_FEW, TOO_FEW, TOO_FEW)
    community = ProtectedCommunity(row, dict.fromkeys(tables.options, row))
    return ProtectedQuestion(
        tables.question,
        shown_group(tables.everyone, threshold) if is_known else TOO_FEW,
        dict.fromkeys(tables.options, TOO_FEW),
        dict.fromkeys(tables.communities, community),
    )


def _rendered(
    tables: QuestionTables, grid: Grid, threshold: int, plan: Plan, audit: Audit
) -> ProtectedQuestion:
    low, high = grid.parts(audit.low), grid.parts(audit.high)
    withheld = grid.parts(audit.withheld)

    def total(place: tuple[int, int]) -> Shown:
        if not withheld[1][place]:
            return exactly(int(grid.totals[place]))
        return hidden(int(low[1][place]), int(high[1][place]), grid.everyone, threshold)

    def base(community: int, standing: int) -> Shown:
        if plan.bases[community, standing]:
            return TOO_FEW
        size = int(grid.bases[community, standing])
        return exactly(size) if size else NOBODY

    def cell(place: tuple[int, int], community: int, standing: int) -> Shown:
        of = base(community, standing)
        if of.kind != "shown":
            return of
        where = (place[0], community, place[1], standing)
        if not withheld[0][where]:
            return exactly(int(grid.cells[where]))
        return hidden(
            int(low[0][where]), int(high[0][where]), int(grid.bases[community, standing]), threshold
        )

    places = {
        option: (number, CHOSEN) if tables.takes_several else (0, number)
        for number, option in enumerate(tables.options)
    }
    return ProtectedQuestion(
        tables.question,
        exactly(grid.everyone),
        {option: total(place) for option, place in places.items()},
        {
            name: ProtectedCommunity(
                _row([base(number, standing) for standing in range(STANDINGS)]),
                {
                    option: _row([cell(place, number, standing) for standing in range(STANDINGS)])
                    for option, place in places.items()
                },
            )
            for number, name in enumerate(tables.communities)
        },
    )


def _row(shown: Sequence[Shown]) -> Row:
    yes, no, not_stated = shown
    return yes, no, not_stated


def _row_json(row: Row) -> dict[str, ShownJson]:
    return {name: shown.to_json() for name, shown in zip(STANDING_NAMES, row, strict=True)}
