"""Changing consultations: writing a draft, publishing it, correcting it while it is live, pausing and closing it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Permission, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations import drafting
from consult.consultations.details import ConsultationDetails
from consult.consultations.media import recordings
from consult.consultations.models import Consultation
from consult.consultations.own import own
from consult.consultations.planned import planned
from consult.consultations.publication_checks import Check, ToPublish, checks, settle
from consult.consultations.values import OVER, State, state_of
from consult.consultations.versions import freeze
from consult.tenders.queries import tender_by_id
from consult.work.service import leave
from surveys.document import Survey
from surveys.problems import Problem, Refused
from surveys.versions import canonical, fingerprint

COMPILE, REFRESH, EXPIRE = "evidence.compile", "outreach.refresh", "responses.expire"
"""The work that publishing and closing leave due."""
NO_REASONS: Mapping[str, str] = MappingProxyType({})
PROMISED = ("communities", "threshold", "never_used_for", "retention")
"""What people were promised, or are counted by, when they answered: it stays as it was published."""


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing led to."""

    consultation_id: uuid.UUID
    version_id: uuid.UUID
    number: int
    fingerprint: str
    opens_at: datetime
    closes_at: datetime | None
    overrides: Mapping[str, str]
    warnings: tuple[Problem, ...]


def create(
    session: Session,
    actor: Actor,
    slug: str,
    *,
    tender_id: uuid.UUID,
    survey: Survey,
    details: ConsultationDetails,
    languages: Sequence[str] | None = None,
    opens_on: date | None = None,
    closes_on: date | None = None,
) -> uuid.UUID:
    """Write a draft consultation about a tender and return its id.

    `languages` are those people will be offered, by default all the survey has. Days are days of the organisation;
    without `opens_on`, publishing opens at once. Raises Refused: `consultation.already`, `consultation.bad_slug`,
    `consultation.language_not_in_survey`, `consultation.closes_before_opening`, `tender.unknown`.
    """
    require(actor, Permission.EDIT_CONSULTATIONS)
    offered = tuple(languages or survey.languages)
    draft = drafting.new_consultation(
        session, actor.organisation_id, slug, tender_id, survey, details, offered
    )
    drafting.write_days(session, draft, opens_on, closes_on)
    told = {"slug": slug, "survey": survey.fingerprint, "languages": list(draft.languages)}
    _record(session, actor, "created", draft, **told, **_details_fingerprint(draft))
    return draft.id


def edit_survey(session: Session, actor: Actor, slug: str, survey: Survey) -> None:
    """Make `survey` what is published next. People go on with the version they are given until then."""
    require(actor, Permission.EDIT_CONSULTATIONS)
    draft = _unclosed(session, actor, slug)
    drafting.write_survey(draft, survey)
    _record(session, actor, "survey_edited", draft, survey=survey.fingerprint)


def edit_details(session: Session, actor: Actor, slug: str, details: ConsultationDetails) -> None:
    """Replace the details. Once published, what people were promised stays: Refused `consultation.promised`."""
    require(actor, Permission.EDIT_CONSULTATIONS)
    draft = _unclosed(session, actor, slug)
    if draft.published_at is not None:
        _keep_promises(ConsultationDetails.model_validate(draft.details), details)
    drafting.write_details_of_draft(draft, _survey(draft), details)
    drafting.write_communities(session, draft, details.communities)
    _record(session, actor, "details_edited", draft, **_details_fingerprint(draft))


def edit_days(
    session: Session, actor: Actor, slug: str, opens_on: date | None, closes_on: date | None
) -> None:
    """Change when a draft will open and close; Refused `publication.already` once it is published."""
    require(actor, Permission.EDIT_CONSULTATIONS)
    draft = own(session, actor, slug)
    if draft.published_at is not None:
        raise Refused(Problem("publication.already", "slug", {"slug": slug}))
    drafting.write_days(session, draft, opens_on, closes_on)
    days = {"opens_on": str(opens_on or ""), "closes_on": str(closes_on or "")}
    _record(session, actor, "days_edited", draft, **days)


def to_do(session: Session, actor: Actor, slug: str) -> tuple[Check, ...]:
    """Return what does not hold yet of a consultation that is about to be published."""
    require(actor, Permission.VIEW)
    return checks(to_publish(session, own(session, actor, slug)), clock.now())


def publish(
    session: Session, actor: Actor, slug: str, overrides: Mapping[str, str] = NO_REASONS
) -> Published:
    """Freeze the survey as a version and open the consultation on its day, at once where it has none.

    A live consultation whose survey was corrected gets its next version; where that alters a question, see
    correcting.py. `overrides` are reasons by problem code for publishing in spite of it; they are recorded. Raises
    Refused with all that stops it, `publication.already` where nothing changed, `closing.already`.
    """
    require(actor, Permission.PUBLISH)
    draft = _unclosed(session, actor, slug)
    survey = _survey(draft)
    if draft.current_fingerprint == survey.fingerprint:
        raise Refused(Problem("publication.already", "slug", {"slug": slug}))
    moment = clock.now()
    reasons, warnings = settle(checks(to_publish(session, draft), moment), overrides)
    is_first = draft.published_at is None
    draft.published_at = draft.published_at or moment
    draft.opens_at = draft.opens_at or moment
    version = freeze(session, draft, survey)
    if is_first:  # later it goes on by itself
        _leave_work(session, draft, draft.opens_at)
    told = {
        "version": version.number,
        "survey": version.fingerprint,
        "languages": list(draft.languages),
        "overrides": reasons,
        "warnings": [warning.code for warning in warnings],
    }
    _record(session, actor, "published", draft, **told, **_details_fingerprint(draft))
    return Published(
        consultation_id=draft.id,
        version_id=version.id,
        number=version.number,
        fingerprint=version.fingerprint,
        opens_at=draft.opens_at,
        closes_at=draft.closes_at,
        overrides=reasons,
        warnings=tuple(warnings),
    )


def pause(session: Session, actor: Actor, slug: str, reason: str) -> None:
    """Take no answers until it is resumed; Refused `pausing.not_open`, `consultation.no_reason`."""
    require(actor, Permission.PUBLISH)
    draft = own(session, actor, slug)
    _expect(draft, "pausing.not_open", State.OPEN)
    if not reason.strip():
        raise Refused(Problem("consultation.no_reason", "reason"))
    draft.paused_at = clock.now()
    _record(session, actor, "paused", draft, reason=reason.strip())


def resume(session: Session, actor: Actor, slug: str) -> None:
    """Take answers again; Refused `resuming.not_open` unless it was paused."""
    require(actor, Permission.PUBLISH)
    draft = own(session, actor, slug)
    _expect(draft, "resuming.not_open", State.PAUSED)
    draft.paused_at = None
    _record(session, actor, "resumed", draft)


def close(session: Session, actor: Actor, slug: str, closed_at: datetime | None = None) -> datetime:
    """Close an open or paused consultation now and leave its compiling due; return the moment.

    `closed_at` is for one that was held before it was entered here: an earlier moment, after the opening.
    Raises Refused `closing.already`, `closing.not_open`.
    """
    require(actor, Permission.PUBLISH)
    draft = _unclosed(session, actor, slug)
    _expect(draft, "closing.not_open", State.OPEN, State.PAUSED)
    assert draft.opens_at is not None  # an open consultation has opened
    moment = clock.now()
    earliest = draft.opens_at + timedelta(microseconds=1)
    draft.closes_at = max(min(closed_at or moment, moment), earliest)
    draft.paused_at = None
    session.flush()
    _leave_compiling(session, draft, moment)
    _record(session, actor, "closed", draft, closes_at=draft.closes_at.isoformat())
    return draft.closes_at


def mark_evidence_published(session: Session, actor: Actor, slug: str) -> None:
    """Note that sealed evidence answers this consultation. The first time counts."""
    require(actor, Permission.SEAL)
    draft = own(session, actor, slug)
    _expect(draft, "evidence.consultation_not_closed", State.CLOSED, State.EVIDENCE_PUBLISHED)
    if draft.evidence_published_at is None:
        draft.evidence_published_at = clock.now()
        _record(session, actor, "evidence_published", draft)


def _unclosed(session: Session, actor: Actor, slug: str) -> Consultation:
    draft = own(session, actor, slug)
    if state_of(draft, clock.now()) in OVER:
        raise Refused(Problem("closing.already", "slug", {"slug": slug}))
    return draft


def _expect(draft: Consultation, otherwise: str, *states: State) -> None:
    found = state_of(draft, clock.now())
    if found not in states:
        raise Refused(Problem(otherwise, "slug", {"slug": draft.slug, "state": found.value}))


def _survey(draft: Consultation) -> Survey:
    return Survey.from_json(draft.draft_document)


def to_publish(session: Session, draft: Consultation, survey: Survey | None = None) -> ToPublish:
    """Return all that is about to be published of a consultation: with `survey`, or the one that is written."""
    return ToPublish(
        survey or _survey(draft),
        ConsultationDetails.model_validate(draft.details),
        tuple(draft.languages),
        draft.opens_at,
        draft.closes_at,
        tender_by_id(session, draft.tender_id),
        {one.address: one.media_type for one in recordings(session, draft.id)},
        planned(session, draft.id),
    )


def _keep_promises(before: ConsultationDetails, after: ConsultationDetails) -> None:
    broken = [name for name in PROMISED if getattr(before, name) != getattr(after, name)]
    if broken:
        raise Refused(Problem("consultation.promised", f"/{name}", {"field": name}) for name in broken)


def _leave_work(session: Session, draft: Consultation, opens_at: datetime) -> None:
    """Leave due what goes on by itself: showing who was heard, deleting what was left unsent, compiling at the end."""
    leave(
        session,
        REFRESH,
        draft.id,
        draft.organisation_id,
        key=f"{REFRESH}:{draft.id}:opening",
        due_at=opens_at,
    )
    leave(
        session,
        EXPIRE,
        draft.id,
        draft.organisation_id,
        key=f"{EXPIRE}:{draft.id}:opening",
        due_at=opens_at + timedelta(days=1),
    )
    if draft.closes_at is not None:
        _leave_compiling(session, draft, draft.closes_at)


def _leave_compiling(session: Session, draft: Consultation, due_at: datetime) -> None:
    leave(
        session,
        COMPILE,
        draft.id,
        draft.organisation_id,
        key=f"{COMPILE}:{draft.id}:closing",
        due_at=due_at,
    )


def _details_fingerprint(draft: Consultation) -> dict[str, str]:
    return {"details": fingerprint(canonical(draft.details))}


def _record(session: Session, actor: Actor, what: str, draft: Consultation, **told: object) -> None:
    session.flush()
    record(session, actor, f"consultation.{what}", "consultation", draft.id, told)
