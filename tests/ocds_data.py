"""Real OCDS files, and the schemas of OCDS 1.1.5 as the judge of ours. Both are read where they lie, never copied."""

import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource

from consult.tenders.ocds.places import shown

FOLDER = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[2] / "shared/data")) / "ocds"
SAMPLES = sorted((FOLDER / "samples").glob("*.json"))
STANDARD = FOLDER / "schema" / "standard-1.1.zip"
EXTENSIONS = FOLDER / "schema" / "extensions"
needs_ocds_data = pytest.mark.skipif(not SAMPLES, reason=f"there is no OCDS data in {FOLDER}")

_ADDRESS = "https://standard.open-contracting.org/schema/1__1__5/"
_SCHEMAS = {
    "release": "release-schema.json",
    "release_package": "release-package-schema.json",
    "record_package": "record-package-schema.json",
}


def sample(name: str) -> bytes:
    return (FOLDER / "samples" / name).read_bytes()


def each_sample() -> Any:
    """Run a test once for each real file; it receives `path`."""
    cases = SAMPLES or [pytest.param(None, marks=needs_ocds_data)]
    return pytest.mark.parametrize("path", cases, ids=lambda path: path.stem if path else "none")


@lru_cache
def schema(name: str) -> Any:
    with zipfile.ZipFile(STANDARD) as archive:
        path = next(entry for entry in archive.namelist() if entry.endswith(f"/schema/{name}"))
        return json.loads(archive.read(path))


@lru_cache
def judge(form: str, extensions: tuple[str, ...] = ()) -> Draft4Validator:
    """Return a validator for one form, the release schema patched by extensions (names of folders)."""
    release = schema("release-schema.json")
    for extension in extensions:
        patch = json.loads((EXTENSIONS / extension / "release-schema.json").read_text("utf-8"))
        release = patched(release, patch)
    versioned = schema("versioned-release-validation-schema.json")
    registry = Registry().with_resources(
        [
            (f"{_ADDRESS}release-schema.json", Resource.from_contents(release)),
            (f"{_ADDRESS}versioned-release-validation-schema.json", Resource.from_contents(versioned)),
        ]
    )
    chosen = release if form == "release" else schema(_SCHEMAS[form])
    return Draft4Validator(chosen, registry=registry, format_checker=FormatChecker())


def patched(target: Any, patch: Any) -> Any:
    """Return `target` after the JSON merge patch (RFC 7396) `patch`."""
    if not isinstance(patch, Mapping):
        return patch
    base = dict(target) if isinstance(target, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            base.pop(key, None)
        else:
            base[key] = patched(base.get(key), value)
    return base


def judged(form: str, document: Any, extensions: tuple[str, ...] = ()) -> set[str]:
    """Return the JSON pointers the schemas of the standard find fault with; a missing field by its own pointer."""
    return set(_pointers(form, document, extensions))


def _pointers(form: str, document: Any, extensions: tuple[str, ...]) -> Iterator[str]:
    for error in judge(form, extensions).iter_errors(document):
        place = list(error.absolute_path)
        if error.validator == "required":
            place.append(error.message.split("'")[1])
        yield shown(*place)
