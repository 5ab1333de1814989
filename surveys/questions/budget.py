"""Budget: points, or money, shared out among items; all of it must be given away, and no more than there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from surveys import numerals
from surveys.problems import Problem
from surveys.questions.asked import Asked, Option, OptionId, Part, ValueKind, double_faults
from surveys.questions.counting import Counted
from surveys.questions.gridded import part_id
from surveys.questions.reading import Answer, Form, Reader, only
from surveys.strict_json import Place
from surveys.text import Text

MOST_ITEMS = 20
LARGEST_TOTAL = 1_000_000_000
LARGEST: Final = "largest"
"""What is counted: which items got the most, several of them where they got the same."""


class Item(Part):
    """Something to spend on. Its id is never reused for another."""

    id: OptionId
    text: Text
    hint: Text | None = None


class Budget(Asked):
    """An answer is an object: what each item got, 0 included; together they are `total`. `largest` says of the
    results what is counted: what people gave the most. Why no more is:
    docs/decisions/0033-what-is-counted-of-rankings-and-budgets.md.
    """

    kind: Literal["budget"]
    items: Annotated[tuple[Item, ...], Field(min_length=2, max_length=MOST_ITEMS)]
    total: Annotated[int, Field(strict=True, ge=2, le=LARGEST_TOTAL)]
    unit: Text | None = None
    largest: Text

    @property
    def value_kind(self) -> ValueKind:
        return "other"

    @property
    def json_type(self) -> str:
        return "object"

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(part_id(self.id, item.id) for item in self.items)

    def reader(self) -> Reader:
        items = [(item.id, field) for item, field in zip(self.items, self.fields, strict=True)]
        total = self.total

        def read(form: Form) -> Answer | Problem | None:
            answer: dict[str, Any] = {}
            is_answered = False
            for item, field in items:
                given = _share(form, field, total)
                if isinstance(given, Problem):
                    return given
                is_answered = is_answered or given is not None
                answer[item] = given or 0
            return (_difference(answer, total, items[0][1]) or answer) if is_answered else None

        return read

    def typed(self, answer: object) -> Form | None:
        fields = {item.id: field for item, field in zip(self.items, self.fields, strict=True)}
        if not isinstance(answer, dict) or not answer.keys() <= fields.keys():
            return None
        if not all(isinstance(given, int) and not isinstance(given, bool) for given in answer.values()):
            return None
        bounded = {item: max(-1, min(given, self.total + 1)) for item, given in answer.items()}
        return {fields[item]: [str(given)] for item, given in bounded.items()}

    def counted(self) -> tuple[Counted, ...]:
        items = tuple(Option(id=item.id, text=item.text) for item in self.items)
        return (Counted(part_id(self.id, LARGEST), "many", items, label=self.largest),)

    def codes(self, answer: Answer) -> Mapping[str, Answer]:
        assert isinstance(answer, dict)  # as it was read
        most = max(answer.values())
        return {part_id(self.id, LARGEST): [item for item, share in answer.items() if share == most]}

    def drawn(self, chance: Random) -> Answer | None:
        cuts = sorted(chance.randint(0, self.total) for _ in self.items[1:])
        shares = (high - low for low, high in zip([0, *cuts], [*cuts, self.total], strict=True))
        return {item.id: share for item, share in zip(self.items, shares, strict=True)}

    def faults(self, place: Place) -> Iterator[Problem]:
        ids = ((item.id, (*place, "items", index, "id")) for index, item in enumerate(self.items))
        yield from double_faults("survey.double_id", ids)


def _share(form: Form, field: str, total: int) -> int | Problem | None:
    """What one item was given."""
    typed = only(form, field)
    if not isinstance(typed, str):
        return typed
    try:
        number = numerals.typed_number(typed, 0)
    except numerals.Ambiguous:
        return Problem("answer.ambiguous_number", field)
    except numerals.NotANumber:
        return Problem("answer.not_a_number", field)
    if number < 0:
        return Problem("answer.too_small", field, {"minimum": 0})
    if number > total:
        return Problem("answer.too_large", field, {"maximum": total})
    return int(number) if number == int(number) else Problem("answer.not_whole", field)


def _difference(answer: Mapping[str, int], total: int, where: str) -> Problem | None:
    """How much is still to be given away, or was given away too much."""
    left = total - sum(answer.values())
    if left > 0:
        return Problem("answer.total_left", where, {"left": left, "total": total})
    return Problem("answer.total_over", where, {"over": -left, "total": total}) if left else None
