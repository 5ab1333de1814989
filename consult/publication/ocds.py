"""OCDS 1.1.5 packages, from values alone: what an authority says itself, and the record of all that was said."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from consult.publication.merging import compiled
from consult.publication.releases import own_releases
from consult.publication.values import Engagement, Imported, Package, Process, Site
from consult.tenders.ocds.faults import is_address, moment, of_release
from surveys.problems import Problem

VERSION = "1.1"
EXTENSION = (
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_{}_extension/master/extension.json"
)
EXTENSIONS = {"criteria": "requirements", "targets": "metrics"}
"""Fields of our tender section the standard itself does not have, and the extension that declares each."""

Object = dict[str, Any]


def release_package(
    process: Process,
    engagements: Sequence[Engagement],
    imported: Sequence[Imported],
    site: Site,
    now: datetime,
) -> Package:
    """Return the releases the authority publishes itself, as a release package.

    A process that was imported has its own publisher: then a release that only tells of the tender is made only when
    there is no other to give.
    """
    with_base = not process.is_imported or not engagements
    ours = own_releases(process, engagements, now, with_base=with_base, tags=_tags(imported))
    return Package(_package(process, site, "", ours) | {"releases": ours})


def record_package(
    process: Process,
    engagements: Sequence[Engagement],
    imported: Sequence[Imported],
    site: Site,
    now: datetime,
) -> Package:
    """Return every release of the process and all of them as one, as a record package.

    Imported releases stand in it word for word, unknown fields included. One that OCDS 1.1.5 would not accept is left
    out, said so, and reached through the address of its package: the record must be sound as a whole.
    """
    sound = [release for release in imported if _is_sound(release, process.ocid)]
    left_out = tuple(
        Problem("ocds.left_out", "", {"release": str(release.content.get("id", "?"))[:80]})
        for release in imported
        if release not in sound
    )
    only_compiled = all(_is_compiled(release.content) for release in sound)
    ours = own_releases(process, engagements, now, with_base=only_compiled, tags=_tags(sound))
    # Sorting is stable: at the same moment what others said stands before what we said.
    everything = sorted([*(dict(release.content) for release in sound), *ours], key=_date)
    record = {
        "ocid": process.ocid,
        "releases": _distinct(release for release in everything if not _is_compiled(release)),
        "compiledRelease": compiled(process.ocid, everything),
    }
    content = _package(process, site, "record", everything, imported)
    return Package(content | {"records": [record]}, left_out)


def _tags(imported: Iterable[Imported]) -> set[str]:
    tags = (tag for release in imported for tag in _listed(release.content.get("tag")))
    return {tag for tag in tags if isinstance(tag, str)}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_sound(release: Imported, ocid: str) -> bool:
    return release.content.get("ocid") == ocid and next(of_release(release.content), None) is None


def _is_compiled(release: Mapping[str, Any]) -> bool:
    return "compiled" in _listed(release.get("tag"))


def _date(release: Mapping[str, Any]) -> datetime:
    return moment(release["date"]) or datetime.min.replace(tzinfo=UTC)


def _distinct(releases: Iterable[Object]) -> list[Object]:
    """Return the releases, the oldest first; of several with one id the newest, for a record may name each once."""
    kept: dict[str, Object] = {}
    for release in releases:
        kept.pop(release["id"], None)
        kept[release["id"]] = release
    return list(kept.values())


def _package(
    process: Process,
    site: Site,
    kind: str,
    releases: Sequence[Mapping[str, Any]],
    imported: Iterable[Imported] = (),
) -> Object:
    uri = site.page("tenders", f"{process.ocid}.json") + (f"?{kind}" if kind else "")
    newest = max(releases, key=_date)
    content: Object = {
        "uri": uri,
        "version": VERSION,
        "publishedDate": newest["date"],
        "publisher": {"name": process.publisher.to(site.language).text},
    }
    if site.licence:
        content["license"] = site.licence
    extensions = _extensions(releases, imported)
    if extensions:
        content["extensions"] = extensions
    packages = [address for release in imported if (address := _address(release.package.get("uri")))]
    if packages:
        content["packages"] = list(dict.fromkeys(packages))
    return content


def _extensions(releases: Iterable[Mapping[str, Any]], imported: Iterable[Imported]) -> list[str]:
    used = {field for release in releases for field in EXTENSIONS if field in (release.get("tender") or {})}
    ours = [EXTENSION.format(EXTENSIONS[field]) for field in sorted(used)]
    theirs = (_address(url) for release in imported for url in _listed(release.package.get("extensions")))
    return list(dict.fromkeys([*ours, *(url for url in theirs if url)]))


def _address(value: Any) -> str | None:
    return value if isinstance(value, str) and is_address(value) else None
