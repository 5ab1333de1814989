"""What an expression may look at from where it stands: nothing that comes later, nothing that waits for it.

Without a script a page cannot change while it is filled in, so what decides what is on it looks at earlier pages only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from surveys.document import Page, Survey
from surveys.expressions import dependencies
from surveys.expressions.dependencies import Dependent
from surveys.expressions.tree import Operation, answers_named, parts
from surveys.logic_checks.places import SEES, Role, Sight, Stood, standing_in
from surveys.problems import Problem
from surveys.strict_json import pointer

Blind = Literal["forward", "same_page", "shuffled"]
"""Why a name cannot be seen: it comes later, on the same page, or nobody knows whether earlier or later."""

_OVER_ENTRIES: Final = frozenset(
    ["count", "count-non-empty", "sum", "min", "max", "join", "indexed-repeat"],
)
_DECIDING: Final[frozenset[Role]] = frozenset(
    ["page", "condition", "choice_filter", "default", "calculation"]
)
"""What must be known before there is an answer. Two questions may well ask for an answer to one of them."""


class Order:
    """Where each name of a survey stands: its page, and of a calculation its number there."""

    def __init__(self, survey: Survey) -> None:
        self._page: dict[str, int] = {}
        self._number: dict[str, int] = {}
        for index, page in enumerate(survey.pages):
            self._page |= dict.fromkeys(names_on(page), index)
            self._number |= {one.id: number for number, one in enumerate(page.calculations)}
        page_ids = {page.id: index for index, page in enumerate(survey.pages)}
        self._group = {
            page_ids[page_id]: number
            for number, group in enumerate(survey.shuffle)
            for page_id in group
            if page_id in page_ids
        }

    def blind(self, name: str, page: int, sight: Sight, calculation: str | None = None) -> Blind | None:
        """Why a name cannot be seen from a page with this sight (of its calculations those before this one, or all);
        None where it can.
        """
        there = self._page.get(name)
        if there is None or sight == "everything":
            return None
        if there != page and there in self._group and self._group[there] == self._group.get(page):
            return "shuffled"
        if there != page:
            return "forward" if there > page else None
        if name not in self._number:
            return "same_page" if sight == "before" else None
        if sight != "calculations":
            return "same_page"
        is_before = calculation is None or self._number[name] < self._number.get(calculation, 0)
        return None if is_before else "forward"


def names_on(page: Page) -> tuple[str, ...]:
    """What of a page can be named: its questions, its calculations, its entries."""
    names = (*(one.id for one in page.questions), *(one.id for one in page.calculations))
    return names if page.repeat is None else (*names, page.repeat.id)


def looking_faults(stood: Stood, order: Order) -> Iterator[Problem]:
    """`survey.expression_same_page`, `survey.expression_forward`, `survey.expression_shuffled` (it looks at another
    page of the same random order), `survey.expression_own_entries` (from inside a repeat all its entries are never
    seen: some are still to come).
    """
    where = pointer(*stood.place)
    for name in dict.fromkeys(answers_named(stood.expression)):
        why = order.blind(name, stood.page, SEES[stood.role], stood.name)
        if why is not None:
            yield Problem(f"survey.expression_{why}", where, {"question": name})
        elif _counts_own(stood, name, order):
            yield Problem("survey.expression_own_entries", where, {"question": name})


def _counts_own(stood: Stood, name: str, order: Order) -> bool:
    """Whether an expression inside a repeat is about all the entries of that repeat."""
    is_inside = stood.standing.repeat is not None and order.blind(name, stood.page, "before") == "same_page"
    return is_inside and any(
        name in answers_named(part)
        for part in parts(stood.expression)
        if isinstance(part, Operation) and part.op in _OVER_ENTRIES
    )


def circle_faults(survey: Survey) -> Iterator[Problem]:
    """`survey.expression_cycle` at every expression that waits, in the end, for what it decides."""
    dependents = [dependent for stood in standing_in(survey) for dependent in _dependents(stood, survey)]
    seen: set[str] = set()
    for problem in dependencies.faults(dependents):
        if problem.where not in seen:
            seen.add(problem.where)
            yield problem


def _dependents(stood: Stood, survey: Survey) -> Iterator[Dependent]:
    if stood.role not in _DECIDING:
        return
    looks_at = frozenset(answers_named(stood.expression))
    names = names_on(survey.pages[stood.page]) if stood.name is None else (stood.name,)
    for name in names:
        yield Dependent(name, stood.place, looks_at)
