"""A tender's record from the facts of its releases, beside what officers wrote.

A field belongs to whoever changed it last by hand: an import sets only what still stands as imports left it. Words are
compared language by language, so that a translation somebody added stays when the notice is corrected.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from consult.tenders.models import Tender
from consult.tenders.ocds.reading import UNKNOWN_LANGUAGE, Facts, line
from consult.tenders.terms import Route, Stage
from surveys.text import Text

LONGEST_TITLE = 1000
_WORDS = frozenset({"title", "summary"})
_DATES = ("notice_on", "bids_due_on", "award_on", "starts_on", "ends_on")


def stored(text: Text) -> dict[str, Any]:
    """Return a text as its column holds it: the long form, with its review status."""
    kept: dict[str, Any] = text.model_dump(mode="json", exclude_defaults=True)
    return kept


def columns(facts: Mapping[str, Any], ocid: str) -> dict[str, Any]:
    """Return what the columns of a tender hold when only releases have spoken. A title there always is."""
    spare = facts.get("spare", {})
    title = {
        language: line(words, LONGEST_TITLE)
        for language, words in (facts.get("title") or spare.get("title") or {}).items()
    }
    summary = facts.get("description") or spare.get("description")
    value = facts.get("value") or spare.get("value") or {}
    dates = facts.get("dates", {})
    return {
        "title": _words(title or {UNKNOWN_LANGUAGE: ocid}),
        "summary": _words(summary) if summary else None,
        "buyer": facts.get("buyer", {}).get("name"),
        "route": Route(facts.get("route", Route.OPEN_TENDER.value)),
        "stage": Stage(facts.get("stage", Stage.PLANNING.value)),
        "value_amount": Decimal(value["amount"]) if value else None,
        "value_currency": value.get("currency"),
        **{name: date.fromisoformat(dates[name]) if name in dates else None for name in _DATES},
        "documents": [_document(document) for document in facts.get("documents", {}).values()] or None,
    }


def overlay(tender: Tender, before: Facts, after: Facts) -> bool:
    """Bring `tender` from what releases said before to what they say now; say whether anything changed."""
    then, now = columns(before, tender.ocid), columns(after, tender.ocid)
    has_changed = False
    for name, value in now.items():
        current = getattr(tender, name)
        if name in _WORDS:
            value = _overlaid(current or {}, then[name] or {}, value or {}) or None  # noqa: PLW2901
        elif current != then[name]:
            continue
        if value != current:
            setattr(tender, name, value)
            has_changed = True
    return has_changed


def _overlaid(
    current: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, Any]:
    kept = {language: words for language, words in current.items() if words != before.get(language)}
    return {**{language: words for language, words in after.items() if language not in kept}, **kept}


def _words(text: Mapping[str, str]) -> dict[str, Any]:
    return stored(Text.of(text))


def _document(document: Mapping[str, Any]) -> dict[str, Any]:
    return {**document, "title": _words(document["title"])}
