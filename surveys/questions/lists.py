"""Long lists to choose one from: their entries, and the groups these may stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field

from surveys.problems import Problem
from surveys.questions.asked import MOST_OPTIONS, Option, OptionId, Part, double_faults
from surveys.strict_json import Place, pointer
from surveys.text import Text


class Group(Part):
    """A heading within a list, that cannot be chosen."""

    id: OptionId
    text: Text


class Entry(Option):
    """One entry of a list; `group` is the id of the group it stands in."""

    group: OptionId | None = None


Entries = Annotated[tuple[Entry, ...], Field(min_length=1, max_length=MOST_OPTIONS)]
Groups = Annotated[tuple[Group, ...], Field(max_length=MOST_OPTIONS)]


def group_faults(
    name: str, entries: Sequence[Entry], groups: Sequence[Group], place: Place
) -> Iterator[Problem]:
    """What is wrong with the groups of a list, which is called `name` in the document."""
    known = {group.id for group in groups}
    yield from double_faults(
        "survey.double_id",
        ((group.id, (*place, "groups", index, "id")) for index, group in enumerate(groups)),
    )
    for index, entry in enumerate(entries):
        if entry.group is not None and entry.group not in known:
            yield Problem(
                "survey.unknown_group", pointer(*place, name, index, "group"), {"group": entry.group}
            )
