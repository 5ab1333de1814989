"""A proved plan as values: what readers may see of a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from surveys.disclosure.auditing import Audit
from surveys.disclosure.grids import CHOSEN, Grid
from surveys.disclosure.plans import Plan
from surveys.disclosure.question_tables import QuestionTables
from surveys.disclosure.showing import (
    NOBODY,
    TOO_FEW,
    Shown,
    ShownJson,
    exactly,
    hidden,
    shown_group,
)
from surveys.tally import NO, NOT_STATED, YES

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


@dataclass(frozen=True, slots=True, eq=False)
class Rendering:
    """Reads what is shown off the counts, the plan that withholds some, and the audit with their bounds."""

    tables: QuestionTables
    grid: Grid
    threshold: int
    plan: Plan
    audit: Audit

    def question(self) -> ProtectedQuestion:
        """What may be shown of the question."""
        several = self.tables.takes_several
        places = {
            option: (number, CHOSEN) if several else (0, number)
            for number, option in enumerate(self.tables.options)
        }
        communities = {
            name: self._community(number, places) for number, name in enumerate(self.tables.communities)
        }
        totals = {
            option: self._count(int(self.grid.places.totals[place]), self.grid.everyone)
            for option, place in places.items()
        }
        return ProtectedQuestion(self.tables.question, exactly(self.grid.everyone), totals, communities)

    def _community(self, number: int, places: Mapping[str, tuple[int, int]]) -> ProtectedCommunity:
        sizes = self._base(number, YES), self._base(number, NO), self._base(number, NOT_STATED)
        return ProtectedCommunity(
            sizes,
            {
                option: (
                    self._cell(place, number, YES, sizes[YES]),
                    self._cell(place, number, NO, sizes[NO]),
                    self._cell(place, number, NOT_STATED, sizes[NOT_STATED]),
                )
                for option, place in places.items()
            },
        )

    def _base(self, community: int, standing: int) -> Shown:
        if self.plan.bases[community, standing]:
            return TOO_FEW
        size = int(self.grid.bases[community, standing])
        return exactly(size) if size else NOBODY

    def _cell(self, place: tuple[int, int], community: int, standing: int, size: Shown) -> Shown:
        if size.count:
            where = int(self.grid.places.cells[place[0], community, place[1], standing])
            return self._count(where, size.count)
        return size  # of nobody nobody chose anything; of a column that is withheld nothing is said

    def _count(self, where: int, of: int) -> Shown:
        if not self.audit.withheld[where]:
            return exactly(int(self.grid.publication.values[where]))
        return hidden(int(self.audit.low[where]), int(self.audit.high[where]), of, self.threshold)


def nothing_shown(tables: QuestionTables, threshold: int, *, is_known: bool = True) -> ProtectedQuestion:
    """A question withheld whole: how many answered is said at most, and not even that where `is_known` is false."""
    row = (TOO_FEW, TOO_FEW, TOO_FEW)
    community = ProtectedCommunity(row, dict.fromkeys(tables.options, row))
    return ProtectedQuestion(
        tables.question,
        shown_group(tables.everyone, threshold) if is_known else TOO_FEW,
        dict.fromkeys(tables.options, TOO_FEW),
        dict.fromkeys(tables.communities, community),
    )


def _row_json(row: Row) -> dict[str, ShownJson]:
    return {name: shown.to_json() for name, shown in zip(STANDING_NAMES, row, strict=True)}
