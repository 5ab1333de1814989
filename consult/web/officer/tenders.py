"""Tenders as officers see them: the list, one of them, the files it came in."""

import uuid

from flask import Response
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations.queries import consultations_of
from consult.db import reading
from consult.evidence.queries import records_of_tender
from consult.tenders import queries
from consult.tenders.values import ReleaseValue, TenderValue
from consult.web.locale import gettext, language
from consult.web.officer import tender_words
from consult.web.officer.access import acting
from consult.web.officer.frame import render
from consult.web.officer.states import STATE_COLOURS, state_words
from consult.web.officer.tender_rows import group_rows, profile_rows, tender_rows
from consult.words.problems import sentence
from surveys.problems import Problem, Refused


def tenders() -> ResponseReturnValue:
    """List the organisation's tenders."""
    with reading() as session:
        found = queries.tenders_of(session, acting().organisation_id)
    return render(
        "tenders",
        gettext("Tenders"),
        found=found,
        routes=dict(tender_words.routes()),
        stages=dict(tender_words.stages()),
    )


def tender(tender_id: uuid.UUID) -> ResponseReturnValue:
    """Show one tender: what it is, its AI system, where it came from, who was consulted, what was sealed."""
    with reading() as session:
        value = own_tender(session, tender_id)
        profile = queries.profile_of(session, tender_id)
        releases = queries.releases_of(session, tender_id)
        consulted = consultations_of(session, value.organisation_id, tender_id)
        records = records_of_tender(session, tender_id)
    return render(
        "tender",
        str(value.title.to(language())),
        value=value,
        facts=tender_rows(value),
        profile=profile_rows(profile) if profile else None,
        groups=group_rows(profile) if profile else (),
        releases=[(release, faults_of(release)) for release in releases],
        consulted=consulted,
        is_public=any(one.published_at is not None for one in consulted),
        records=records,
        moment=clock.now(),
        state_words=state_words,
        colours=STATE_COLOURS,
    )


def imported_file(tender_id: uuid.UUID, file_id: uuid.UUID) -> ResponseReturnValue:
    """Return a file a tender was imported from, byte for byte."""
    with reading() as session:
        own_tender(session, tender_id)
        if file_id not in {release.file_id for release in queries.releases_of(session, tender_id)}:
            raise Refused(Problem("file.unknown", "file"))
        content = queries.imported_bytes(session, file_id)
    headers = {"Content-Disposition": f'attachment; filename="{file_id}.json"', "Cache-Control": "no-store"}
    return Response(content, mimetype="application/octet-stream", headers=headers)


def own_tender(session: Session, tender_id: uuid.UUID) -> TenderValue:
    """Return the organisation's own tender; Refused `tender.unknown`."""
    value = queries.own_tender(session, acting().organisation_id, tender_id)
    if value is None:
        raise Refused(Problem("tender.unknown", "tender", {"given": str(tender_id)}))
    return value


def faults_of(release: ReleaseValue) -> list[tuple[str, str]]:
    """Return what was wrong with a release: where, as a JSON pointer, and in words."""
    return told(
        tuple(Problem(fault["code"], fault["where"], fault["parameters"]) for fault in release.faults)
    )


def told(faults: tuple[Problem, ...]) -> list[tuple[str, str]]:
    """Return faults of a file: where, as a JSON pointer, and in words."""
    return [(fault.where, sentence(fault, language(), "officer")) for fault in faults]
