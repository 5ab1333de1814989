"""Consultations as they are read: by everyone, and by the officers of one organisation."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import JSON, Row, Select, String, Table, Uuid, bindparam, column, select, table
from sqlalchemy import Text as SqlText
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session

from consult.consultations.models import Community, Consultation, SurveyVersion, TranslationReview
from consult.consultations.plans import plan
from consult.consultations.values import (
    CommunityValue,
    ConsultationValue,
    Overview,
    State,
    VersionValue,
    is_slug,
)
from surveys.carrying import Version
from surveys.document import Survey
from surveys.problems import Problem, Refused
from surveys.text import Text

__all__ = [
    "closed_consultations",
    "communities",
    "communities_of",
    "consultation_by_id",
    "consultation_by_slug",
    "consultations_of",
    "draft_survey",
    "machine_languages",
    "open_consultations",
    "overview",
    "own_consultation",
    "own_languages",
    "plan",
    "published_versions",
    "survey_body",
    "versions_named",
]

# Named by its columns: what stands in it belongs to the accounts, and is read there in the same statement.
_consultations = cast("Table", Consultation.__table__)
_organisations = table("organisations", column("id", Uuid), column("name", JSON), column("time_zone", String))

# Not the whole row: the draft document is as long as the survey, and residents never need it. The details come as
# they are written, and are read only where a page tells them.
_read = select(
    _consultations.c.id,
    _consultations.c.organisation_id,
    _organisations.c.name.label("organisation_name"),
    _organisations.c.time_zone,
    _consultations.c.tender_id,
    _consultations.c.slug,
    _consultations.c.purpose,
    _consultations.c.title,
    _consultations.c.languages,
    _consultations.c.threshold,
    _consultations.c.population,
    _consultations.c.current_version_id.label("version_id"),
    _consultations.c.current_fingerprint.label("fingerprint"),
    _consultations.c.published_at,
    _consultations.c.opens_at,
    _consultations.c.closes_at,
    _consultations.c.paused_at,
    _consultations.c.evidence_published_at,
    _consultations.c.hold_reason,
    sql_cast(_consultations.c.details, SqlText).label("written_details"),
).join(_organisations, _organisations.c.id == _consultations.c.organisation_id)

# Made once: for a statement this wide, making it and finding its compiled form takes longer than sending it.
_by_slug = _read.where(_consultations.c.slug == bindparam("slug"))
_by_id = _read.where(_consultations.c.id == bindparam("consultation_id"))


def consultation_by_slug(
    session: Session, slug: str, organisation_id: uuid.UUID | None = None
) -> ConsultationValue | None:
    """Return the consultation of this slug, in one statement; None where there is none.

    With `organisation_id`, as officers ask, only that organisation's own.
    """
    if not is_slug(slug):  # PostgreSQL takes no NUL, and nothing else of the kind was ever stored
        return None
    wanted = _by_slug
    if organisation_id is not None:
        wanted = wanted.where(_consultations.c.organisation_id == organisation_id)
    return _first(session, wanted, {"slug": slug})


def own_consultation(session: Session, organisation_id: uuid.UUID, slug: str) -> ConsultationValue:
    """Return the organisation's own consultation of this slug; Refused `consultation.unknown` where it has none."""
    found = consultation_by_slug(session, slug, organisation_id)
    if found is None:
        raise Refused(Problem("consultation.unknown", "slug", {"given": slug}))
    return found


def consultation_by_id(session: Session, consultation_id: uuid.UUID) -> ConsultationValue | None:
    """Return the consultation of this id, in one statement; None where there is none."""
    return _first(session, _by_id, {"consultation_id": consultation_id})


def consultations_by_id(
    session: Session, consultation_ids: Collection[uuid.UUID]
) -> tuple[ConsultationValue, ...]:
    """Return the consultations of these ids, the one that closes first first. One statement."""
    wanted = _read.where(Consultation.id.in_(consultation_ids))
    return _all(
        session,
        wanted.order_by(Consultation.closes_at.is_(None), Consultation.closes_at, Consultation.slug),
    )


def open_consultations(session: Session, moment: datetime) -> tuple[ConsultationValue, ...]:
    """Return what anyone can answer at `moment`, the one that closes first first."""
    published = _read.where(
        Consultation.published_at.is_not(None),
        Consultation.opens_at <= moment,
        (Consultation.closes_at.is_(None)) | (Consultation.closes_at > moment),
    )
    ordered = published.order_by(Consultation.closes_at.is_(None), Consultation.closes_at, Consultation.slug)
    return tuple(value for value in _all(session, ordered) if value.state(moment) is State.OPEN)


def closed_consultations(session: Session, moment: datetime, most: int = 50) -> tuple[ConsultationValue, ...]:
    """Return what was closed at `moment`, answered or not, the newest first."""
    closed = _read.where(Consultation.published_at.is_not(None), Consultation.closes_at <= moment)
    return _all(session, closed.order_by(Consultation.closes_at.desc(), Consultation.slug).limit(most))


def consultations_of(
    session: Session, organisation_id: uuid.UUID, tender_id: uuid.UUID | None = None
) -> tuple[ConsultationValue, ...]:
    """Return every consultation of an organisation, drafts too, the newest first; with `tender_id`, of one tender."""
    own = _read.where(Consultation.organisation_id == organisation_id)
    if tender_id is not None:
        own = own.where(Consultation.tender_id == tender_id)
    return _all(session, own.order_by(Consultation.created_at.desc(), Consultation.slug))


def overview(session: Session, organisation_id: uuid.UUID, slug: str, moment: datetime) -> Overview:
    """Return what an officer of the organisation sees of one consultation; Refused `consultation.unknown`."""
    value = own_consultation(session, organisation_id, slug)
    return Overview(
        value,
        value.state(moment),
        communities(session, value.id),
        published_versions(session, value.id),
        draft_survey(session, value.id).fingerprint != value.fingerprint,
    )


def published_versions(session: Session, consultation_id: uuid.UUID) -> tuple[VersionValue, ...]:
    """Return every published version of a consultation's survey, the newest first."""
    versions = select(SurveyVersion).where(SurveyVersion.consultation_id == consultation_id)
    return tuple(
        VersionValue(row.id, row.number, row.fingerprint, row.published_at)
        for row in session.scalars(versions.order_by(SurveyVersion.number.desc()))
    )


def draft_survey(session: Session, consultation_id: uuid.UUID) -> Survey:
    """Return the survey as it is being written, with review status and source hashes."""
    document = select(Consultation.draft_document).where(Consultation.id == consultation_id)
    return Survey.from_json(session.scalars(document).one())


def survey_body(session: Session, version_id: uuid.UUID) -> bytes:
    """Return the exact bytes of a published version."""
    return session.scalars(select(SurveyVersion.body).where(SurveyVersion.id == version_id)).one()


def versions_named(
    session: Session, consultation_id: uuid.UUID, names: Collection[str]
) -> dict[str, Version]:
    """Return the plans of a consultation's versions by their ids, written out, and since when each question means what
    it means. One statement, and those for plans that are not kept.
    """
    wanted = select(SurveyVersion.id, SurveyVersion.meanings).where(
        SurveyVersion.consultation_id == consultation_id,
        SurveyVersion.id.in_([uuid.UUID(name) for name in names]),
    )
    rows = session.execute(wanted).all()
    return {str(version_id): Version(plan(session, version_id), meanings) for version_id, meanings in rows}


def machine_languages(session: Session, version_id: uuid.UUID) -> frozenset[str]:
    """Return the languages of a version that a machine translated and nobody checked."""
    machine = select(TranslationReview.language).where(
        TranslationReview.version_id == version_id, TranslationReview.status == "machine"
    )
    return frozenset(session.scalars(machine))


def communities(session: Session, consultation_id: uuid.UUID) -> tuple[CommunityValue, ...]:
    """Return the communities a consultation means to hear, in the order they were named."""
    rows = select(Community).where(Community.consultation_id == consultation_id)
    return tuple(_community(row) for row in session.scalars(rows.order_by(Community.position)))


def communities_of(session: Session, organisation_id: uuid.UUID) -> dict[str, Text]:
    """Return what each community of an organisation's consultations is called, by its key; the newest words count."""
    rows = (
        select(Community.key, Community.name)
        .join(Consultation, Consultation.id == Community.consultation_id)
        .where(Community.organisation_id == organisation_id)
        .order_by(Consultation.created_at, Community.position)
    )
    return {key: Text.model_validate(name) for key, name in session.execute(rows)}


def own_languages(session: Session, organisation_id: uuid.UUID) -> tuple[str, ...]:
    """Return every language a consultation of an organisation is offered in, or one of its communities speaks."""
    offered = session.scalars(
        select(Consultation.languages).where(Consultation.organisation_id == organisation_id)
    )
    spoken = session.scalars(select(Community.languages).where(Community.organisation_id == organisation_id))
    return tuple(sorted({code for codes in (*offered, *spoken) for code in codes}))


def _first(
    session: Session, wanted: Select[*tuple[Any, ...]], values: dict[str, Any] | None = None
) -> ConsultationValue | None:
    session.flush()  # the ORM would: what this transaction changed is read as it is now
    found = session.execute(wanted, values).first()
    return None if found is None else _value(found)


def _all(session: Session, wanted: Select[*tuple[Any, ...]]) -> tuple[ConsultationValue, ...]:
    rows: Sequence[Row[*tuple[Any, ...]]] = session.execute(wanted).all()
    return tuple(_value(row) for row in rows)


def _value(found: Row[*tuple[Any, ...]]) -> ConsultationValue:
    columns = found._asdict()
    columns["organisation_name"] = Text.model_validate(columns["organisation_name"])
    columns["title"] = Text.model_validate(columns["title"])
    columns["languages"] = tuple(columns["languages"])
    return ConsultationValue(**columns)


def _community(row: Community) -> CommunityValue:
    return CommunityValue(
        key=row.key,
        name=Text.model_validate(row.name),
        how=_text(row.how),
        is_affected=row.is_affected,
        languages=tuple(row.languages),
        question_id=row.question_id,
        yes=frozenset(row.yes_options),
        no=frozenset(row.no_options),
        benchmark_count=row.benchmark_count,
        benchmark_total=row.benchmark_total,
        benchmark_source=_text(row.benchmark_source),
        benchmark_on=row.benchmark_on,
        benchmark_area=_text(row.benchmark_area),
        benchmark_basis=row.benchmark_basis,
        target=row.target,
    )


def _text(stored: dict[str, Any] | None) -> Text | None:
    return None if stored is None else Text.model_validate(stored)
