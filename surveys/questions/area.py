"""Area: a ward or district chosen from a list, or found by a postcode of which no more than its area is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Final, Literal

from pydantic import Field

from surveys.postcodes import NotAPostcode, Rule, coarsening
from surveys.problems import Problem
from surveys.questions.asked import Asked, Option
from surveys.questions.counting import Counted
from surveys.questions.lists import Entries, Groups, group_faults
from surveys.questions.reading import NOTHING, Answer, Form, Reader, one, only
from surveys.strict_json import Place, pointer
from surveys.text import Text

ELSEWHERE: Final = "elsewhere"
"""The id of "somewhere else", and the end of the name of its box beside a postcode."""


class Area(Asked):
    """The answer is the id of one of `areas`.

    With `coarsen` a postcode is typed, and becomes an area before anything is kept, shown again or told: the ids of the
    areas are then what is left of it, in small letters. `characters` is how many of them `first` leaves.
    """

    kind: Literal["area"]
    areas: Entries
    groups: Groups = ()
    elsewhere: Text | None = None
    coarsen: Rule | None = None
    characters: Annotated[int, Field(strict=True, ge=1, le=5)] | None = None

    @property
    def choices(self) -> tuple[Option, ...]:
        return (*self.areas, *self.apart)

    @property
    def apart(self) -> tuple[Option, ...]:
        return () if self.elsewhere is None else (Option(id=ELSEWHERE, text=self.elsewhere),)

    @property
    def fields(self) -> tuple[str, ...]:
        has_box = self.coarsen is not None and self.elsewhere is not None
        return (self.id, f"{self.id}.{ELSEWHERE}") if has_box else (self.id,)

    @property
    def coarse(self) -> Callable[[str], str]:
        """How a postcode becomes its area. Raises NotAPostcode."""
        assert self.coarsen is not None  # callers looked
        return coarsening(self.coarsen, self.characters or 1)

    def reader(self) -> Reader:
        if self.coarsen is None:
            return one(self.id, [option.id for option in self.choices])
        return _by_postcode(self)

    def shown_again(self, field: str, typed: str) -> str:
        """No more than the area: nothing where that cannot be told."""
        if self.coarsen is None or field != self.id:
            return typed
        try:
            return self.coarse(typed)
        except NotAPostcode:
            return ""

    def typed(self, answer: object) -> Form | None:
        if not isinstance(answer, str):
            return None
        if self.coarsen is not None and self.elsewhere is not None and answer == ELSEWHERE:
            return {f"{self.id}.{ELSEWHERE}": ["yes"]}
        return {self.id: [answer if self.coarsen is None else answer.upper()]}

    def counted(self) -> tuple[Counted, ...]:
        apart = frozenset(option.id for option in self.apart)
        return (Counted(self.id, "single", self.choices, outside=apart),)

    def faults(self, place: Place) -> Iterator[Problem]:
        yield from super().faults(place)
        yield from group_faults("areas", self.areas, self.groups, place)
        if (self.coarsen == "first") is (self.characters is None):
            yield Problem("survey.characters_of_first", pointer(*place, "characters"))
        elif self.coarsen is not None:
            yield from self._names_of_no_postcode(place)

    def _names_of_no_postcode(self, place: Place) -> Iterator[Problem]:
        """Areas that no postcode leads to."""
        coarse = self.coarse
        for index, area in enumerate(self.areas):
            try:
                is_left = coarse(area.id).lower() == area.id
            except NotAPostcode:
                is_left = False
            if not is_left:
                yield Problem(
                    "survey.not_a_district", pointer(*place, "areas", index, "id"), {"area": area.id}
                )


def _by_postcode(question: Area) -> Reader:
    """Reads a postcode, or the box that says somewhere else. No problem ever repeats what was typed."""
    field, beside = question.id, question.fields[-1]
    coarse = question.coarse
    known = frozenset(area.id for area in question.areas)
    has_box = beside != field

    def read(form: Form) -> Answer | Problem | None:
        is_elsewhere = has_box and any(form.get(beside, NOTHING))
        typed = only(form, field)
        if not isinstance(typed, str):
            return typed or (ELSEWHERE if is_elsewhere else None)
        if is_elsewhere:
            return Problem("answer.exclusive", beside, {"option": ELSEWHERE})
        try:
            area = coarse(typed).lower()
        except NotAPostcode:
            return Problem("answer.not_a_postcode", field)
        return area if area in known else Problem("answer.unknown_area", field)

    return read
