"""Repeats: a page asked once for each of several, and its entries among the answers.

The entries stand in a list under the repeat's id, each a mapping of question id -> answer. An entry keeps its number,
its place in that list counted from 1, as long as it is there: one that was removed leaves None behind, so that a page
opened before leads to nobody else's answers. What is sent has no gaps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Final

from pydantic import Field

from surveys.questions.asked import Asked, Part, QuestionId
from surveys.questions.counting import Counted
from surveys.text import Text

MOST_ENTRIES: Final = 50
MOST_NUMBERS: Final = 10 * MOST_ENTRIES
"""Numbers given before those of removed entries are used again: a list that is only ever added to would have no end."""

Entry = Mapping[str, Any]


class Repeat(Part):
    """How often a page is asked, what one entry is called ("Person"), and what adds one ("Add another person").

    `review_title` heads the page on which the entries are looked over. `id` is the key of their list.
    """

    id: QuestionId
    least: Annotated[int, Field(strict=True, ge=0, le=MOST_ENTRIES)] = 0
    most: Annotated[int, Field(strict=True, ge=1, le=MOST_ENTRIES)]
    review_title: Text
    entry_title: Text
    another: Text


def slots(answers: Mapping[str, Any], repeat_id: str) -> list[Entry | None]:
    """Every entry a repeat ever had, None where it was removed. Total: what is no list of entries has none."""
    found = answers.get(repeat_id)
    if not isinstance(found, list | tuple):
        return []
    return [entry if isinstance(entry, Mapping) else None for entry in found]


def entries(answers: Mapping[str, Any], repeat_id: str) -> list[tuple[int, Entry]]:
    """The entries that are there, in order, each with its number."""
    numbered = enumerate(slots(answers, repeat_id), 1)
    return [(number, entry) for number, entry in numbered if entry is not None]


def entry(answers: Mapping[str, Any], repeat_id: str, number: int) -> Entry | None:
    """The entry of this number; None where there is none, or it was removed."""
    there = slots(answers, repeat_id)
    return there[number - 1] if 0 < number <= len(there) else None


def next_number(answers: Mapping[str, Any], repeat_id: str) -> int:
    """The number of the entry that is added next."""
    return len(slots(answers, repeat_id)) + 1


def with_entry(answers: Mapping[str, Any], repeat_id: str, number: int, entry: Entry) -> dict[str, Any]:
    """The answers with this entry under its number, or, beyond the end, as exactly one more."""
    there = slots(answers, repeat_id)
    place = max(number, 1) - 1
    return {**answers, repeat_id: [*there[:place], dict(entry), *there[place + 1 :]]}


def without_entry(answers: Mapping[str, Any], repeat_id: str, number: int) -> dict[str, Any]:
    """The answers without the entry of this number; the others keep theirs."""
    numbered = enumerate(slots(answers, repeat_id), 1)
    left = [None if place == number else entry for place, entry in numbered]
    if len(left) > MOST_NUMBERS:
        left = [entry for entry in left if entry is not None]
    return {**answers, repeat_id: left}


def counted_of(question: Asked, *, is_repeated: bool) -> tuple[Counted, ...]:
    """What is counted of a question: people, never entries.

    Inside a repeat a person chose every option that any of their entries chose, so nothing excludes anything, and
    nothing is in order; a number is not counted.
    """
    if not is_repeated:
        return question.counted()
    return tuple(
        replace(
            one,
            kind="many",
            options=tuple(option.model_copy(update={"exclusive": False}) for option in one.options),
            is_ordered=False,
            outside=frozenset(),
        )
        for one in question.counted()
        if one.kind != "number"
    )
