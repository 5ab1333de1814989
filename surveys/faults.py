"""What pydantic finds wrong with a document, as problems with JSON pointers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from surveys.expressions import tree
from surveys.problems import Parameter, Problem
from surveys.questions import KINDS
from surveys.strict_json import Place, pointer

CODES: Mapping[str, str] = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "string_pattern_mismatch": "bad_name",
    "string_too_long": "too_long",
    "string_too_short": "empty",
    "too_long": "too_many",
    "too_short": "too_few",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "literal_error": "not_allowed",
    "union_tag_invalid": "unknown_kind",
    "union_tag_not_found": "unknown_kind",
    "bad_characters": "bad_characters",
    "arity": "wrong_arity",
}
"""pydantic's type of error -> what is wrong, after "survey."; a type that ends in `_type` is `wrong_type`."""

PARAMETERS: Mapping[str, str] = {
    "max_length": "limit",
    "limit": "limit",
    "le": "limit",
    "min_length": "minimum",
    "minimum": "minimum",
    "ge": "minimum",
    "pattern": "pattern",
    "expected": "expected",
    "expected_tags": "expected",
}
"""What pydantic tells -> what our sentences call it."""


def problems_of(error: ValidationError, noun: str = "survey") -> tuple[Problem, ...]:
    """Every fault pydantic found, in the order of the document, each once."""
    return tuple(dict.fromkeys(_problems(error, noun)))


def _problems(error: ValidationError, noun: str) -> Iterator[Problem]:
    faults = error.errors(include_url=False, include_input=False)
    for fault in faults:
        if fault["type"] == "too_short" and any(_is_inside(other["loc"], fault["loc"]) for other in faults):
            continue  # pydantic counts only the good items; the bad ones are told of already
        kind = fault["type"]
        what = CODES.get(kind, "wrong_type" if kind.endswith("_type") else "invalid")
        yield Problem(
            f"{noun}.{what}", pointer(*_place(fault["loc"])), _parameters(kind, fault.get("ctx", {}))
        )


def _is_inside(location: Place, whole: Place) -> bool:
    return len(location) > len(whole) and location[: len(whole)] == whole


def _place(location: Place) -> Iterator[str | int]:
    """The location without what is pydantic's own: the tags of unions and the mark of a key."""
    previous: str | int = ""
    for part in location:
        is_kind = part in KINDS and isinstance(previous, int)
        if not is_kind and part not in tree.TAGS and part != "[key]":
            yield part
        previous = part


def _parameters(kind: str, context: Mapping[str, Any]) -> dict[str, Parameter]:
    told: dict[str, Parameter] = {
        PARAMETERS[name]: value
        for name, value in context.items()
        if name in PARAMETERS and isinstance(value, str | int | float)
    }
    if kind.endswith("_type"):
        told.setdefault("expected", kind.removesuffix("_type"))
    return told
