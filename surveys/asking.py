"""How a question was asked of somebody: in which version, language and variant, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from surveys.leaves import IDS, leaves
from surveys.plan import Plan
from surveys.text import Text, WordedVariant

LOGIC = frozenset(
    {
        "condition",
        "required",
        "required_when",
        "constraint",
        "choice_filter",
        "default",
        "code",
        "about_going_ahead",
    }
)
"""What decides about a question without being part of what somebody reads."""

Groups = list[dict[str, Any]]
"""Askings as they are kept, as JSON: `[{"version", "language", "variant", "keys"}]`."""


@dataclass(frozen=True, slots=True)
class Asking:
    """`version` is the name its keeper has for the version; `variant` is None for the words as they are."""

    version: str
    language: str
    variant: WordedVariant | None = None


def as_asked(
    plan: Plan, key: str, language: str, variant: WordedVariant | None = None
) -> Mapping[str, object] | None:
    """Everything somebody reads who is asked this question, or this consent, by name; None where there is no such.

    Two askings are alike when these are equal. The order of options is not part of it, nor what only the logic reads.
    """
    part = _asked_part(plan, key)
    if part is None:
        return None
    return {
        name: _read(value, plan, language, variant)
        for name, value in leaves(part, LOGIC).items()
        if not name.endswith(IDS)
    }


def _asked_part(plan: Plan, key: str) -> BaseModel | None:
    if plan.has_question(key):
        return plan.question(key).asked
    return plan.consents.get(key)


def _read(value: object, plan: Plan, language: str, variant: WordedVariant | None) -> object:
    if not isinstance(value, Text):
        return value
    said = value.to(language, (plan.source_language, *plan.languages))
    return said.variants.get(variant, said.text) if variant else said.text


def grouped(askings: Mapping[str, Asking], own: Asking) -> Groups:
    """The askings that differ from `own`, by key, as they are kept: one group for all that are alike."""
    keys: dict[Asking, list[str]] = {}
    for key, asking in sorted(askings.items()):
        if asking != own:
            keys.setdefault(asking, []).append(key)
    return [{**group(asking), "keys": named} for asking, named in keys.items()]


def group(asking: Asking) -> dict[str, Any]:
    """An asking as it is kept."""
    return {"version": asking.version, "language": asking.language, "variant": asking.variant}


def ungrouped(groups: Iterable[Mapping[str, Any]], keys: Iterable[str], own: Asking) -> dict[str, Asking]:
    """How each of `keys` was asked: as its group says, else as `own`."""
    found = dict.fromkeys(keys, own)
    for kept in groups:
        asking = Asking(kept["version"], kept["language"], kept["variant"])
        found |= {key: asking for key in kept["keys"] if key in found}
    return found
