"""Several releases of one contracting process as one: the merge routine of OCDS 1.1.

Source: https://standard.open-contracting.org/1.1/en/schema/merging/. Releases come in order of their date. A later
value replaces an earlier one and null removes it; objects are merged field by field; objects in a list are merged by
their `id`, those without one are added; any other list is replaced as a whole.
"""

from collections.abc import Iterable, Mapping
from typing import Any

OMITTED = frozenset({"id", "date", "tag"})
"""Fields of a release that belong to the release, not to the process (`omitWhenMerged`)."""

WHOLE = frozenset({"additionalIdentifiers", "additionalClassifications"})
"""Lists that are replaced although their objects have an id (`wholeListMerge`)."""


def compiled(ocid: str, releases: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the compiled release of `releases`, of which there is at least one, the oldest first."""
    merged: dict[str, Any] = {}
    last = ""
    for release in releases:
        own = {key: value for key, value in release.items() if key not in OMITTED}
        merged = _merged_object(merged, own)
        last = str(release["date"])
    return {"id": f"{ocid}-{last}", "date": last, "tag": ["compiled"], **merged, "ocid": ocid}


def _merged_object(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(before)
    for key, value in after.items():
        kept = _merged(merged.get(key), value, key)
        if kept is None:
            merged.pop(key, None)
        else:
            merged[key] = kept
    return merged


def _merged(before: Any, after: Any, key: str) -> Any:
    if isinstance(after, Mapping):
        return _merged_object(before if isinstance(before, Mapping) else {}, after)
    if isinstance(after, list) and key not in WHOLE and any(isinstance(entry, Mapping) for entry in after):
        return _merged_list(before if isinstance(before, list) else [], after)
    return after


def _merged_list(before: list[Any], after: list[Any]) -> list[Any]:
    merged = list(before)
    for entry in after:
        identity = _identity(entry)
        place = next(
            (
                index
                for index, known in enumerate(merged)
                if identity is not None and _identity(known) == identity
            ),
            None,
        )
        if place is None:
            merged.append(_merged(None, entry, ""))
        else:
            merged[place] = _merged_object(merged[place], entry)
    return merged


def _identity(entry: Any) -> str | None:
    """Return what an object of a list is known by; 1 and "1" are the same, as publishers mix them up."""
    found = entry.get("id") if isinstance(entry, Mapping) else None
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else None
