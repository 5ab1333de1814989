"""Everything a consultation publishes about its questions by community, protected together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from surveys.disclosure.bounds import BoolArray
from surveys.disclosure.families import proved
from surveys.disclosure.grids import grid_of
from surveys.disclosure.question_tables import Elsewhere, QuestionTables, Stated
from surveys.disclosure.rendering import ProtectedQuestion, Rendering, Row, nothing_shown
from surveys.disclosure.showing import checked_threshold
from surveys.problems import Problem, Refused
from surveys.tally import STANDINGS


@dataclass(frozen=True, slots=True)
class AskedOf:
    """A question asked only of those who chose one of `options` in an earlier `question`.

    How many were asked then tells how many chose those, in each community too.
    """

    question: str
    options: frozenset[str]


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
    return (
        nothing_shown(tables, threshold)
        if found is None
        else Rendering(tables, grid, threshold, *found).question()
    )


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
    shown = protect_question(stated.tables(), threshold).communities
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
                protected[tables.question] = nothing_shown(tables, threshold, is_known=False)
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
