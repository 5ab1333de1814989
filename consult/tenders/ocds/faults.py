"""Every way in which an OCDS file is not what OCDS 1.1.5 asks for, each with its JSON pointer.

A fault refuses nothing: real files are dirty, and what can be used is used. Whoever publishes a file again must know
whether it is sound, so this finds what the schemas of the standard find.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from consult.tenders.ocds import forms
from consult.tenders.ocds.fields import DATE_TIME, URI, Field
from consult.tenders.ocds.places import Place, plain, shown
from consult.tenders.ocds.standard import OBJECTS, REQUIRED, TRANSLATED
from surveys.problems import Problem

_DATE_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
_LANGUAGE = r"_[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"
_SHOWN = 80
_DEFINITIONS = {
    "release_package": "ReleasePackage",
    "record_package": "RecordPackage",
    "record": "Record",
    "release": "Release",
}
_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
    "object": Mapping,
    "array": list,
}


def faults(document: Any) -> Iterator[Problem]:
    """Give every fault of a file, in the order of the file. Raises Refused where it has none of the known forms."""
    for part in forms.parts(document):
        yield from of_object(part.content, _DEFINITIONS[part.form], part.place)
    yield from forms.strangers(document)


def of_release(release: Mapping[str, Any], place: Place = ()) -> Iterator[Problem]:
    """Give every fault of one release that stands at `place`."""
    return of_object(release, "Release", place)


def of_object(item: Mapping[str, Any], name: str, place: Place) -> Iterator[Problem]:
    """Give every fault of an object that ought to be what the standard calls `name`."""
    if name == "RecordRelease":
        name = "Link" if forms.is_link(item) else "Release"
    for required in REQUIRED.get(name, ()):
        if required not in item:
            yield Problem("ocds.missing", shown(*place, required), {"field": required})
    fields = OBJECTS[name]
    for key, value in item.items():
        field = fields.get(key)
        if field is not None:
            yield from of_value(value, field, (*place, key))
        elif not isinstance(value, str | None) and _is_translation(key, name):
            yield _wrong_type(value, ("string", "null"), (*place, key))


def of_value(value: Any, field: Field, place: Place) -> Iterator[Problem]:
    """Give every fault of the value of a field."""
    if not any(_is(value, kind) for kind in field.types):
        yield _wrong_type(value, field.types, place)
    elif isinstance(value, str):
        yield from _of_text(value, field, place)
    elif isinstance(value, list):
        yield from _of_list(value, field, place)
    elif isinstance(value, Mapping) and field.of is not None:
        yield from of_object(value, field.of, place)


def _of_text(value: str, field: Field, place: Place) -> Iterator[Problem]:
    given = {"given": plain(value)[:_SHOWN]}
    if field.form == DATE_TIME and moment(value) is None:
        yield Problem("ocds.bad_date", shown(*place), given)
    elif field.form == URI and not is_address(value):
        yield Problem("ocds.bad_address", shown(*place), given)
    elif field.codes is not None and value not in field.codes:
        yield Problem("ocds.unknown_code", shown(*place), given)
    elif len(value) < field.least:
        yield Problem("ocds.blank", shown(*place))


def _of_list(value: list[Any], field: Field, place: Place) -> Iterator[Problem]:
    if len(value) < field.least:
        yield Problem("ocds.blank", shown(*place))
    for index, entry in enumerate(value):
        if field.entries is not None:
            yield from of_value(entry, field.entries, (*place, index))
        elif isinstance(entry, Mapping) and field.of is not None:
            yield from of_object(entry, field.of, (*place, index))
        else:
            yield _wrong_type(entry, ("object",), (*place, index))
    if field.is_distinct:
        yield from _repeated(value, field.of, place)


def _repeated(entries: list[Any], name: str | None, place: Place) -> Iterator[Problem]:
    keys = {"Release": ("ocid", "id"), "Record": ("ocid",)}.get(name or "", ("id",))
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        ids = [entry.get(key) for key in keys] if isinstance(entry, Mapping) else []
        has_ids = bool(ids) and all(isinstance(found, str | int | float) for found in ids)
        identity = repr(ids) if has_ids else f"={_ordered(entry)!r}"
        if identity in seen:
            yield Problem("ocds.repeated", shown(*place, index))
        seen.add(identity)


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        return [(key, _ordered(value[key])) for key in sorted(value)]
    return [_ordered(entry) for entry in value] if isinstance(value, list) else value


def _wrong_type(value: Any, types: tuple[str, ...], place: Place) -> Problem:
    found = next((name for name, kind in _KINDS.items() if name != "number" and _is(value, name)), "number")
    return Problem("ocds.wrong_type", shown(*place), {"expected": " or ".join(types), "found": found})


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _KINDS[kind])


def _is_translation(key: str, name: str) -> bool:
    return any(
        key.startswith(field + "_") and re.fullmatch(_LANGUAGE, key.removeprefix(field))
        for field in TRANSLATED.get(name, ())
    )


def is_address(written: str) -> bool:
    """Say whether a text is a URI (RFC 3986): in ASCII, with its scheme."""
    return _URI.fullmatch(written) is not None


def moment(written: Any) -> datetime | None:
    """Return the moment an RFC 3339 date-time says, with its offset; None for anything else."""
    found = _DATE_TIME.fullmatch(written) if isinstance(written, str) else None
    if found is None:
        return None
    day, time, fraction, zone = found.groups()
    try:
        return datetime.fromisoformat(
            f"{day}T{time}{(fraction or '')[:7]}{zone.upper().replace('Z', '+00:00')}"
        )
    except ValueError:
        return None
