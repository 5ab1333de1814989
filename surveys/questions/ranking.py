"""Ranking: items are given places, the first for what matters most; no two share one. No dragging: numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Annotated, Final, Literal

from pydantic import Field

from surveys import numerals
from surveys.problems import Problem
from surveys.questions.asked import Asked, Option, ValueKind, option_faults
from surveys.questions.counting import Counted
from surveys.questions.gridded import part_id
from surveys.questions.reading import Answer, Form, Reader, is_list_of_strings, only
from surveys.strict_json import Place, pointer
from surveys.text import Text

MOST_ITEMS = 20
FIRST: Final = "first"
"""What is counted. An item may have this name too: what is counted and what is typed never meet."""

Places = Annotated[int, Field(strict=True, ge=1, le=MOST_ITEMS)]


class Ranking(Asked):
    """`places` are as many as there are items, or fewer: the best three of eight. At least `least` are given.

    An answer lists the ids of the items, the first place first. `first` says of the results what is counted: what
    people put in the first place. Why no more is: docs/decisions/0033-what-is-counted-of-rankings-and-budgets.md.
    """

    kind: Literal["ranking"]
    items: Annotated[tuple[Option, ...], Field(min_length=2, max_length=MOST_ITEMS)]
    places: Places | None = None
    least: Places = 1
    first: Text

    @property
    def value_kind(self) -> ValueKind:
        return "other"

    @property
    def last_place(self) -> int:
        return self.places or len(self.items)

    @property
    def json_type(self) -> str:
        return "list"

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(part_id(self.id, item.id) for item in self.items)

    def reader(self) -> Reader:
        items = {item.id: field for item, field in zip(self.items, self.fields, strict=True)}
        last, least = self.last_place, self.least

        def read(form: Form) -> Answer | Problem | None:
            order: dict[int, str] = {}
            for item, field in items.items():
                place = _place(form, field, last)
                if isinstance(place, Problem):
                    return place
                if place in order:
                    return Problem("answer.same_place", field, {"place": place})
                if place is not None:
                    order[place] = item
            return _gap(order, items, least) or [order[place] for place in sorted(order)] or None

        return read

    def typed(self, answer: object) -> Form | None:
        known = {item.id for item in self.items}
        if not is_list_of_strings(answer) or not known.issuperset(answer):
            return None
        places: dict[str, list[str]] = {}
        for place, item in enumerate(answer, 1):
            places.setdefault(part_id(self.id, item), []).append(str(place))
        return places

    def counted(self) -> tuple[Counted, ...]:
        return (Counted(part_id(self.id, FIRST), "single", self.items, label=self.first),)

    def codes(self, answer: Answer) -> Mapping[str, Answer]:
        assert isinstance(answer, list)  # as it was read
        return {part_id(self.id, FIRST): answer[0]}

    def drawn(self, chance: Random) -> Answer | None:
        most = min(self.last_place, len(self.items))
        return [item.id for item in chance.sample(self.items, chance.randint(min(self.least, most), most))]

    def faults(self, place: Place) -> Iterator[Problem]:
        yield from option_faults(self.items, place, is_single=True)
        if self.last_place > len(self.items):
            yield Problem("survey.too_large", pointer(*place, "places"), {"limit": len(self.items)})
        if self.least > self.last_place:
            yield Problem("survey.too_large", pointer(*place, "least"), {"limit": self.last_place})


def _place(form: Form, field: str, last: int) -> int | Problem | None:
    """The place one item was given."""
    typed = only(form, field)
    if not isinstance(typed, str):
        return typed
    try:
        place = numerals.typed_number(typed, 0)
    except (numerals.Ambiguous, numerals.NotANumber):
        return Problem("answer.not_a_place", field, {"last": last})
    if place not in range(1, last + 1):
        return Problem("answer.not_a_place", field, {"last": last})
    return int(place)


def _gap(order: Mapping[int, str], items: Mapping[str, str], least: int) -> Problem | None:
    """The first place that was passed over, or is still to be given, at the first item that has none."""
    free = (field for item, field in items.items() if item not in order.values())
    for place in range(1, max((least, *order)) + 1) if order else ():
        if place not in order:
            where = next(free, next(iter(items.values())))
            return Problem("answer.place_missing", where, {"place": place})
    return None
