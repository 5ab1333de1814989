"""What a release says for a tender: its facts, as a small JSON object that is kept beside the release.

Facts hold only what was said. What a tender is follows from the facts of all its releases, the oldest first
(`folded`), so that it does not matter in which order they were imported.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from consult.tenders.ocds import stages
from consult.tenders.ocds.faults import moment
from consult.tenders.ocds.places import plain
from surveys.text import LANGUAGE_PATTERN, LONGEST_PHRASE, NOT_IN_WORDS

Facts = dict[str, Any]
UNKNOWN_LANGUAGE = "und"
"""ISO 639-2: undetermined. Guessing would put a wrong language on the page, and a voice that reads it wrongly."""

LARGEST_AMOUNT = Decimal(10) ** 17
MOST_DOCUMENTS = 200
MOST_LANGUAGES = 50
LONGEST_LINE = 500
_LINK = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x1f]{1,2000}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}")


def fingerprint(release: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what a release says, whatever the order of its keys and the file it stands in."""
    return hashlib.sha256(json.dumps(release, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def facts(release: Mapping[str, Any]) -> Facts:
    """Return what a release says for a tender. Never raises: what cannot be used is left out."""
    language = _language(release.get("language"))
    said = {
        "is_compiled": "compiled" in _list(release.get("tag")),
        "tags": [tag[:LONGEST_LINE] for tag in _list(release.get("tag")) if isinstance(tag, str)],
        "title": _words_at(release, (("tender", "title"), ("title",)), language),
        "description": _words_at(release, (("tender", "description"), ("description",)), language),
        "language": language,
        "buyer": _buyer(release),
        "tender_id": _identifier(_at(release, "tender", "id")),
        "stage": stages.stage(release),
        "route": stages.route(release),
        "value": _value(_at(release, "tender", "value")),
        "spare": _spare(release, language),
        "dates": _dates(release),
        "documents": _documents(release, language),
        "contract": _contract(release),
    }
    return {name: value for name, value in said.items() if value or name == "is_compiled"}


def folded(releases: Iterable[Mapping[str, Any]]) -> Facts:
    """Return the facts of several releases as one, the oldest first: the newest to speak of a thing is believed.

    Words are believed per language, dates and documents one by one; the stage is the furthest that was reached.
    What is only said of the plan, an award or a contract stands apart as `spare`: it fills in, and never replaces.
    """
    whole: Facts = {}
    for said in releases:
        for name, value in said.items():
            if name in {"title", "description", "documents", "dates", "spare"}:
                whole[name] = {**whole.get(name, {}), **value}
            elif name == "stage":
                whole[name] = stages.further(whole.get(name), value)
            else:
                whole[name] = value
    return whole


def _at(value: Any, *path: str | int) -> Any:
    """Return what stands at a path; None where anything on the way is missing or of another kind."""
    for key in path:
        if isinstance(key, str) and isinstance(value, Mapping):
            value = value.get(key)
        elif isinstance(key, int) and isinstance(value, list) and len(value) > key:
            value = value[key]
        else:
            return None
    return value


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def line(value: Any, longest: int = LONGEST_LINE) -> str:
    """Return `value` as one clean line of at most `longest` characters; empty for what is no text."""
    if not isinstance(value, str):
        return ""
    return " ".join(NOT_IN_WORDS.sub("", plain(value)).split())[:longest]


def _words(value: Any) -> str:
    """Return `value` as words a page can show, cut where it is longer than a phrase may be."""
    if not isinstance(value, str):
        return ""
    kept = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    clean = NOT_IN_WORDS.sub("", plain(kept)).strip()
    return clean if len(clean) <= LONGEST_PHRASE else clean[: LONGEST_PHRASE - 1] + "…"


def _language(value: Any) -> str:
    if not isinstance(value, str):
        return UNKNOWN_LANGUAGE
    parts = value.strip().replace("_", "-").split("-")
    shaped = [
        parts[0].lower(),
        *(part.upper() if len(part) == len("GB") else part.title() for part in parts[1:]),
    ]
    tag = "-".join(shaped)
    return tag if re.fullmatch(LANGUAGE_PATTERN.strip("^$"), tag, re.ASCII) else UNKNOWN_LANGUAGE


def _text(holder: Any, field: str, language: str) -> dict[str, str]:
    """Return the words of a field by language, its translations (`title_es`) included."""
    if not isinstance(holder, Mapping):
        return {}
    found = {language: _words(holder.get(field))}
    for key, value in holder.items():
        if isinstance(key, str) and key.startswith(field + "_") and len(found) < MOST_LANGUAGES:
            other = _language(key.removeprefix(field + "_"))
            if other not in {UNKNOWN_LANGUAGE, language}:
                found[other] = _words(value)
    return {code: words for code, words in found.items() if words}


def _words_at(
    release: Mapping[str, Any], paths: Iterable[tuple[str | int, ...]], language: str
) -> dict[str, str]:
    """Return the words of the first field that has some."""
    texts = (_text(_at(release, *path[:-1]), str(path[-1]), language) for path in paths)
    return next((words for words in texts if words), {})


def _spare(release: Mapping[str, Any], language: str) -> dict[str, Any]:
    titles = (("contracts", 0, "title"), ("awards", 0, "title"), ("planning", "budget", "project"))
    descriptions = (("planning", "rationale"), ("contracts", 0, "description"), ("awards", 0, "description"))
    values = (("contracts", 0, "value"), ("awards", 0, "value"), ("planning", "budget", "amount"))
    said = {
        "title": _words_at(release, titles, language),
        "description": _words_at(release, descriptions, language),
        "value": next((value for path in values if (value := _value(_at(release, *path)))), {}),
    }
    return {name: value for name, value in said.items() if value}


def _identifier(value: Any) -> str:
    return line(str(value) if isinstance(value, int) and not isinstance(value, bool) else value)


def _buyer(release: Mapping[str, Any]) -> dict[str, str]:
    parties = [party for party in _list(release.get("parties")) if isinstance(party, Mapping)]
    buyers = [party for party in parties if "buyer" in _list(party.get("roles"))]
    for found in (release.get("buyer"), _at(release, "tender", "procuringEntity"), *buyers):
        named = {"id": _identifier(_at(found, "id")), "name": line(_at(found, "name"))}
        if not named["name"]:
            named["name"] = next(
                (
                    line(party.get("name"))
                    for party in parties
                    if named["id"] and party.get("id") == named["id"]
                ),
                "",
            )
        if named["name"]:
            return {key: value for key, value in named.items() if value}
    return {}


def _value(found: Any) -> dict[str, str]:
    amount, currency = _at(found, "amount"), _at(found, "currency")
    is_number = isinstance(amount, int | float) and not isinstance(amount, bool)
    if not is_number or not isinstance(currency, str) or not _CURRENCY.fullmatch(currency):
        return {}
    exact = Decimal(repr(amount))
    if abs(exact) >= LARGEST_AMOUNT:
        return {}
    return {"amount": str(exact.quantize(Decimal("0.01"))), "currency": currency}


def _dates(release: Mapping[str, Any]) -> dict[str, str]:
    places: dict[str, tuple[tuple[str | int, ...], ...]] = {
        "notice_on": (("tender", "tenderPeriod", "startDate"),),
        "bids_due_on": (("tender", "tenderPeriod", "endDate"),),
        "award_on": (("awards", 0, "date"), ("tender", "awardPeriod", "startDate")),
        "starts_on": (("contracts", 0, "period", "startDate"), ("tender", "contractPeriod", "startDate")),
        "ends_on": (("contracts", 0, "period", "endDate"), ("tender", "contractPeriod", "endDate")),
    }
    found = {}
    for name, paths in places.items():
        said = next((when for path in paths if (when := moment(_at(release, *path))) is not None), None)
        if said is not None:
            found[name] = said.date().isoformat()
    return found


def _documents(release: Mapping[str, Any], language: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for section in ("planning", "tender"):
        for document in _list(_at(release, section, "documents")):
            url = _at(document, "url")
            if not isinstance(url, str) or not _LINK.fullmatch(url) or len(found) >= MOST_DOCUMENTS:
                continue
            spoken = _language(document.get("language"))
            title = (
                _text(document, "title", language)
                or _text(document, "description", language)
                or {spoken: url}
            )
            key = f"{section}/{_identifier(document.get('id')) or url[:LONGEST_LINE]}"
            found[key] = {
                "title": title,
                "url": url,
                "language": None if spoken == UNKNOWN_LANGUAGE else spoken,
                "media_type": line(document.get("format")) or None,
            }
    return found


def _contract(release: Mapping[str, Any]) -> dict[str, str]:
    """Return the ids of the first contract: where milestones of its implementation belong."""
    ids = {name: _identifier(_at(release, "contracts", 0, name)) for name in ("id", "awardID")}
    return ids if all(ids.values()) else {}
