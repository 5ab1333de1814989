"""What pydantic finds wrong with a document, as problems with JSON pointers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from pydantic import ValidationError

from surveys.expressions import tree
from surveys.problems import Parameter, Problem
from surveys.questions import KINDS
from surveys.strict_json import Place, pointer

CODES: Mapping[str, str] = {
    "missing": "survey.missing",
    "extra_forbidden": "survey.unknown_field",
    "string_pattern_mismatch": "survey.bad_name",
    "string_too_long": "survey.too_long",
    "string_too_short": "survey.empty",
    "too_long": "survey.too_many",
    "too_short": "survey.too_few",
    "greater_than_equal": "survey.too_small",
    "less_than_equal": "survey.too_large",
    "literal_error": "survey.not_allowed",
    "enum": "survey.not_allowed",
    "date_parsing": "survey.not_a_day",
    "date_from_datetime_parsing": "survey.not_a_day",
    "date_from_datetime_inexact": "survey.not_a_day",
    "union_tag_invalid": "survey.unknown_kind",
    "union_tag_not_found": "survey.unknown_kind",
    "bad_characters": "survey.bad_characters",
    "arity": "survey.wrong_arity",
}
"""pydantic's type of error -> code; a type that ends in `_type` is `survey.wrong_type`."""

TYPED = "expression."
"""How the codes begin of what is wrong with an expression that was typed; they are told as they are."""

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


JSON_NAMES: Mapping[str, str] = {
    "model": "object",
    "model_attributes": "object",
    "dict": "object",
    "tuple": "array",
    "list": "array",
    "bool": "boolean",
    "int": "whole number",
    "float": "number",
}
"""pydantic's names of types -> what they are called in JSON."""

MOST_PROBLEMS = 1_000
"""Nobody reads more at once, and a hostile file has a million."""


def problems_of(error: ValidationError, noun: str = "survey") -> tuple[Problem, ...]:
    """Every fault pydantic found, in the order of the document, each once; of very many the first thousand.

    For a document that is no survey, `noun` stands in the codes instead: `details.missing`.
    """
    found = dict.fromkeys(islice(_problems(error), MOST_PROBLEMS))
    if noun == "survey":
        return tuple(found)
    return tuple(
        Problem(f"{noun}.{one.code.removeprefix('survey.')}", one.where, one.parameters) for one in found
    )


def _problems(error: ValidationError) -> Iterator[Problem]:
    faults = error.errors(include_url=False, include_input=False)
    wholes = {fault["loc"][:length] for fault in faults for length in range(len(fault["loc"]))}
    for fault in faults:
        if fault["type"] == "too_short" and fault["loc"] in wholes:
            continue  # pydantic counts only the good items; the bad ones are told of already
        kind, context = fault["type"], fault.get("ctx", {})
        told = context if kind.startswith(TYPED) else _parameters(kind, context)
        yield Problem(_code(kind), pointer(*_place(fault["loc"])), told)


def _code(kind: str) -> str:
    if kind.startswith(TYPED):
        return kind
    return CODES.get(kind, "survey.wrong_type" if kind.endswith("_type") else "survey.invalid")


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
        expected = kind.removesuffix("_type")
        told.setdefault("expected", JSON_NAMES.get(expected, expected))
    return told
