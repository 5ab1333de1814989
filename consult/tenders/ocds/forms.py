"""Which of the forms of OCDS a file has, and where the releases in it stand.

A release package, a record package, a bare release, a bare record, a compiled release, or an array of any of these.
Releases a record only links to are counted, never fetched.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from surveys.problems import Problem, Refused
from surveys.strict_json import Place, pointer

FORMS = ("release_package", "record_package", "record", "release")
_RELEASE_FIELDS = frozenset(
    ("tag", "date", "initiationType", "planning", "tender", "awards", "contracts", "parties", "buyer", "ocid")
)


@dataclass(frozen=True, slots=True)
class Part:
    """One package, record or release of a file, in the form it has."""

    form: str
    place: Place
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Release:
    """One release of a file: where it stands, what it says, and the package it is in (empty where it is in none)."""

    place: Place
    content: Mapping[str, Any]
    package: Mapping[str, Any]
    record: Mapping[str, Any]

    @property
    def ocid(self) -> Any:
        """What it says its OCID is; where it says nothing, what the record around it says."""
        return self.content.get("ocid", self.record.get("ocid"))


def parts(document: Any) -> tuple[Part, ...]:
    """Return the packages, records and releases `document` is made of: one, or as many as an array has.

    Raises Refused `ocds.unknown_form` where none of the known forms is there.
    """
    entries: list[tuple[Place, Any]] = [((), document)]
    if isinstance(document, list):
        entries = [((index,), item) for index, item in enumerate(document)]
    found = [Part(form, place, item) for place, item in entries if (form := form_of(item)) is not None]
    if not found:
        raise Refused(Problem("ocds.unknown_form"))
    return tuple(found)


def strangers(document: Any) -> Iterator[Problem]:
    """Give a fault for each entry of an array that is of no known form."""
    if isinstance(document, list):
        for index, item in enumerate(document):
            if form_of(item) is None:
                yield Problem("ocds.unknown_form", pointer(index))


def form_of(item: Any) -> str | None:
    """Return which of FORMS `item` has; None for none of them."""
    if not isinstance(item, Mapping):
        return None
    is_named = "ocid" in item
    if isinstance(item.get("records"), list) and not is_named:
        return "record_package"
    if isinstance(item.get("releases"), list) and not is_named:
        return "release_package"
    if is_named and ("compiledRelease" in item or "versionedRelease" in item or "releases" in item):
        return "record"
    return "release" if _RELEASE_FIELDS & item.keys() else None


def releases(part: Part) -> Iterator[Release]:
    """Give the releases that stand in a part, in its order; those that are only linked to are not among them."""
    if part.form == "release":
        yield Release(part.place, part.content, {}, {})
    elif part.form == "record":
        yield from _in_record(part.place, part.content, {})
    elif part.form == "release_package":
        for index, item in enumerate(part.content["releases"]):
            if isinstance(item, Mapping):
                yield Release((*part.place, "releases", index), item, part.content, {})
    else:
        for index, item in enumerate(part.content["records"]):
            if isinstance(item, Mapping):
                yield from _in_record((*part.place, "records", index), item, part.content)


def _in_record(place: Place, record: Mapping[str, Any], package: Mapping[str, Any]) -> Iterator[Release]:
    for index, item in _listed(record):
        if isinstance(item, Mapping) and not is_link(item):
            yield Release((*place, "releases", index), item, package, record)
    compiled = record.get("compiledRelease")
    if isinstance(compiled, Mapping):
        yield Release((*place, "compiledRelease"), compiled, package, record)


def links(part: Part) -> int:
    """Return how many releases the records of a part only link to."""
    records = {"record": [part.content], "record_package": part.content.get("records", [])}.get(part.form, [])
    return sum(
        isinstance(item, Mapping) and is_link(item)
        for record in records
        if isinstance(record, Mapping)
        for _, item in _listed(record)
    )


def is_link(item: Mapping[str, Any]) -> bool:
    """Say whether an entry of a record's releases is only a link: an address, and nothing of a release but its date."""
    return "url" in item and not {"id", "ocid", "planning", "tender", "awards", "contracts"} & item.keys()


def _listed(record: Mapping[str, Any]) -> list[tuple[int, Any]]:
    listed = record.get("releases")
    return list(enumerate(listed)) if isinstance(listed, list) else []


def at(document: Any, where: str) -> Mapping[str, Any]:
    """Return the release at the JSON pointer `where`, which must be one this module gave."""
    value = document
    for key in where.split("/")[1:]:
        value = value[int(key)] if isinstance(value, list) else value[key]
    found: Mapping[str, Any] = value
    return found


def package_around(document: Any, where: str) -> Mapping[str, Any]:
    """Return the package the release at `where` stands in; empty where it stands in none."""
    for part in parts(document):
        prefix = pointer(*part.place)
        if part.form.endswith("_package") and where.startswith(f"{prefix}/re"):
            return part.content
    return {}


def age(release: Any) -> tuple[datetime, bool, str]:
    """Return what to sort releases by: the oldest first, a compiled one after all others of its moment.

    Takes anything with `released_at` (None counts as older than all), `facts` and `sha256`. The order is the same
    whichever was imported first.
    """
    oldest = datetime.min.replace(tzinfo=UTC)
    return release.released_at or oldest, bool(release.facts.get("is_compiled")), release.sha256
