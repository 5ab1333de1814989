"""The leaves of a part of a document, each under a name that stays when things are moved: made of ids, not numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pydantic import BaseModel

from surveys.expressions.tree import AnswerTo, Operation, Property, This, Value
from surveys.text import Text

NOTHING: frozenset[str] = frozenset()
WHOLE = (Text, AnswerTo, This, Property, Value, Operation)
IDS = "#"
"""Ends the name under which the ids of a list stand, in order."""


def leaves(part: BaseModel, without: Collection[str] = NOTHING) -> dict[str, object]:
    """Every text and setting in a part, by name; `without` names fields of the part itself that are left out.

    A condition, or any other expression, is a leaf. A list whose items have ids is named by them, and the ids in their
    order stand beside it; any other, by numbers.
    """
    return dict(_leaves(part, "", without))


def _leaves(part: BaseModel, before: str, without: Collection[str] = NOTHING) -> Iterator[tuple[str, object]]:
    for field in type(part).model_fields:
        if field not in without:
            yield from _of(getattr(part, field), f"{before}{field}")


def _of(value: object, name: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, BaseModel) and not isinstance(value, WHOLE):
        yield from _leaves(value, f"{name}/")
    elif isinstance(value, tuple) and any(isinstance(item, BaseModel) for item in value):
        names = [str(getattr(item, "id", number)) for number, item in enumerate(value)]
        if all(hasattr(item, "id") for item in value):
            yield f"{name}{IDS}", tuple(names)
        for each, item in zip(names, value, strict=True):
            yield from _of(item, f"{name}/{each}")
    else:
        yield name, value
