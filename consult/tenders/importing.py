"""OCDS in: the bytes of a file are kept once and for all, and every release in it finds its tender."""

import hashlib
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Permission, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.tenders.models import ImportedFile, Tender, TenderRelease
from consult.tenders.ocds import decoding, faults, forms, reading
from consult.tenders.ocds.decoding import Decoded, Encoding
from consult.tenders.ocds.places import bounded
from consult.tenders.record import columns, overlay
from surveys.problems import Problem, Refused
from surveys.strict_json import pointer
from surveys.text import NOT_IN_WORDS

LONGEST_OCID = 200
MOST_RELEASES = 10_000
"""Releases in a file. Each takes a few milliseconds to write, and others wait while they are written."""

_OCID = re.compile(rf"\S{{1,{LONGEST_OCID}}}")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of one file. Tenders are named by their OCID, each once, in the order of the file."""

    name: str
    imported: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    linked: int
    """Releases the file only links to. Nothing was fetched."""
    faults: tuple[Problem, ...]


def import_file(
    session: Session, actor: Actor, content: bytes, name: str = "", encoding: Encoding | None = None
) -> ImportReport:
    """Import every release of an OCDS file that names its contracting process; report every fault of the file.

    The bytes are kept as they are. A newer release changes its tender, an older one is kept and fills gaps, and what
    officers wrote stays. A file imported before changes nothing. No address in the file is ever opened.
    Raises Refused where nothing could be imported: the file is no JSON, no OCDS, or has no usable release; and
    `tender.changed_meanwhile` where somebody else imported the same at the same moment.
    """
    require(actor, Permission.EDIT_TENDERS)
    sha256 = hashlib.sha256(content).hexdigest()
    mine = select(ImportedFile).where(ImportedFile.organisation_id == actor.organisation_id)
    known = session.scalar(mine.where(ImportedFile.sha256 == sha256))
    decoded = decoding.decode(content, known.encoding if known else encoding)  # type: ignore[arg-type]  # ours, as kept
    parts = forms.parts(decoded.document)
    releases = [release for part in parts for release in forms.releases(part)]
    if len(releases) > MOST_RELEASES:
        raise Refused(Problem("ocds.too_many_releases", "", {"limit": MOST_RELEASES}))
    found = _faults(decoded, releases)
    by_ocid = _by_ocid(releases)
    if not by_ocid:
        raise Refused([Problem("ocds.nothing_to_import"), *found])
    outcomes: dict[str, list[str]] = {"imported": [], "updated": [], "unchanged": []}
    try:
        file = known or _kept(session, actor, content, sha256, decoded.encoding)
        for ocid, own in by_ocid.items():
            outcomes[_import_tender(session, actor, file, ocid, own, found)].append(ocid)
    except IntegrityError:
        raise Refused(Problem("tender.changed_meanwhile")) from None
    return ImportReport(
        name=name,
        imported=tuple(outcomes["imported"]),
        updated=tuple(outcomes["updated"]),
        unchanged=tuple(outcomes["unchanged"]),
        linked=sum(forms.links(part) for part in parts),
        faults=found,
    )


def is_ocid(value: Any) -> bool:
    """Say whether `value` can name a contracting process: one short word, whole, without control characters."""
    if not isinstance(value, str) or not _OCID.fullmatch(value):
        return False
    return "\N{REPLACEMENT CHARACTER}" not in value and not NOT_IN_WORDS.search(value)


def _by_ocid(releases: Iterable[forms.Release]) -> dict[str, list[forms.Release]]:
    found: dict[str, list[forms.Release]] = {}
    for release in releases:
        if is_ocid(release.ocid):
            found.setdefault(release.ocid, []).append(release)
    return found


def _faults(decoded: Decoded, releases: Iterable[forms.Release]) -> tuple[Problem, ...]:
    nameless = (
        Problem("ocds.not_imported", pointer(*release.place))
        for release in releases
        if not is_ocid(release.ocid)
    )
    return bounded(chain(decoded.faults, faults.faults(decoded.document), nameless))


def _kept(session: Session, actor: Actor, content: bytes, sha256: str, encoding: str) -> ImportedFile:
    file = ImportedFile(
        id=uuid.uuid4(),
        organisation_id=actor.organisation_id,
        sha256=sha256,
        encoding=encoding,
        body=content,
        received_at=clock.now(),
    )
    session.add(file)
    session.flush()
    return file


def _import_tender(
    session: Session,
    actor: Actor,
    file: ImportedFile,
    ocid: str,
    releases: list[forms.Release],
    found: tuple[Problem, ...],
) -> str:
    mine = select(Tender).where(Tender.organisation_id == actor.organisation_id, Tender.ocid == ocid)
    tender = session.scalar(mine.with_for_update())
    known = (
        list(session.scalars(select(TenderRelease).where(TenderRelease.tender_id == tender.id)))
        if tender
        else []
    )
    fresh = list(_fresh(file, releases, {row.sha256 for row in known}, found))
    if tender is not None and not fresh:
        return "unchanged"
    before, after = _folded(known), _folded([*known, *fresh])
    outcome = "unchanged"
    if tender is None:
        tender, outcome = _begun(session, actor, ocid, after), "imported"
    elif overlay(tender, before, after):
        outcome = "updated"
    tender.released_at = max((row.released_at for row in [*known, *fresh] if row.released_at), default=None)
    if outcome == "updated":
        tender.updated_at = clock.now()
    for row in fresh:
        row.tender_id = tender.id
    session.add_all(fresh)
    session.flush()
    action = {"unchanged": "tender.release_kept"}.get(outcome, f"tender.{outcome}")
    details = {"ocid": ocid, "file": file.sha256, "releases": len(fresh)}
    record(session, actor, action, "tender", tender.id, details)
    return outcome


def _begun(session: Session, actor: Actor, ocid: str, facts: reading.Facts) -> Tender:
    moment = clock.now()
    tender = Tender(
        id=uuid.uuid4(),
        organisation_id=actor.organisation_id,
        ocid=ocid,
        created_at=moment,
        updated_at=moment,
        **columns(facts, ocid),
    )
    session.add(tender)
    session.flush()
    return tender


def _fresh(
    file: ImportedFile, releases: Iterable[forms.Release], known: set[str], found: tuple[Problem, ...]
) -> Iterator[TenderRelease]:
    seen = set(known)
    for release in releases:
        sha256 = reading.fingerprint(release.content)
        if sha256 in seen:
            continue
        seen.add(sha256)
        where = pointer(*release.place)
        yield TenderRelease(
            id=uuid.uuid4(),
            organisation_id=file.organisation_id,
            sha256=sha256,
            pointer=where,
            release_id=reading.line(release.content.get("id")) or None,
            released_at=_released_at(release),
            file_id=file.id,
            facts=reading.facts(release.content),
            faults=[
                dict(fault.to_json())
                for fault in found
                if fault.where == where or fault.where.startswith(f"{where}/")
            ],
            received_at=clock.now(),
        )


def _released_at(release: forms.Release) -> Any:
    said: Mapping[str, Any] = release.content
    return faults.moment(said.get("date")) or faults.moment(release.package.get("publishedDate"))


def _folded(rows: Iterable[TenderRelease]) -> reading.Facts:
    return reading.folded(row.facts for row in sorted(rows, key=forms.age))
