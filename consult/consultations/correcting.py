"""Correcting a survey while people answer it: what that changes, what must hold, and the version that comes of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Permission, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations import drafting
from consult.consultations.details import ConsultationDetails
from consult.consultations.models import Consultation, SurveyVersion
from consult.consultations.own import own
from consult.consultations.publication_checks import Check, Weight, checks, settle
from consult.consultations.service import NO_REASONS, Published, to_publish
from consult.consultations.values import OVER, State, state_of
from consult.consultations.versions import Decision, altered_since, faults, freeze, published
from surveys.changes import changes, removed
from surveys.document import Survey
from surveys.effects import Change
from surveys.problems import Problem, Refused


@dataclass(frozen=True, slots=True)
class Correction:
    """What would become the next version, held against the one people are given now.

    `altered` are the questions and consents people may answer otherwise now: each needs a decision, but none where it
    `goes_back_to` an earlier version, which is given by its number. Answers in progress to those `removed` are dropped.
    """

    before: Survey
    after: Survey
    number: int
    goes_back_to: int | None
    changes: tuple[Change, ...]
    altered: tuple[str, ...]
    removed: tuple[str, ...]
    checks: tuple[Check, ...]


def correction(session: Session, actor: Actor, slug: str, survey: Survey | None = None) -> Correction:
    """Return what correcting a live consultation would do: by `survey`, or by the one that is written to come next.

    Raises Refused `consultation.unknown`, `correction.not_published`, `closing.already`.
    """
    require(actor, Permission.PUBLISH)
    live = _live(own(session, actor, slug, to_change=False))
    after = survey or Survey.from_json(live.draft_document)
    before = published(session, live)
    same = next((version for version in before if version.fingerprint == after.fingerprint), None)
    stopping = () if same else tuple(Check(problem, Weight.STOPS) for problem in faults(before, after))
    given = Survey.from_json(before[0].body)
    return Correction(
        before=given,
        after=after,
        number=same.number if same else max(version.number for version in before) + 1,
        goes_back_to=same.number if same else None,
        changes=changes(given, after),
        altered=() if same else altered_since(before, after),
        removed=removed(given, after),
        checks=(*stopping, *_of_the_survey(session, live, after)),
    )


def correct(
    session: Session,
    actor: Actor,
    slug: str,
    survey: Survey,
    decisions: Mapping[str, Decision],
    overrides: Mapping[str, str] = NO_REASONS,
) -> Published:
    """Make `survey` the next version of a live consultation, which stays as open as it is.

    `decisions` say for each altered question or consent whether answers in progress are kept as long as they fit, or
    asked again of those who read other words. Sent answers stay with the version they were given to. Raises Refused as
    `correction` and `freeze` do, `publication.already` where nothing changed, and with all that stops publishing.
    """
    require(actor, Permission.PUBLISH)
    live = _live(own(session, actor, slug))
    if live.current_fingerprint == survey.fingerprint:
        raise Refused(Problem("publication.already", "slug", {"slug": slug}))
    drafting.write_survey(live, survey)
    reasons, warnings = settle(_of_the_survey(session, live, survey), overrides)
    version = freeze(session, live, survey, decisions)
    drafting.write_details_of_draft(live, survey, ConsultationDetails.model_validate(live.details))
    session.flush()
    told = {
        "version": version.number,
        "survey": version.fingerprint,
        "asked_again": sorted(key for key, decision in decisions.items() if decision == "ask_again"),
        "overrides": reasons,
        "warnings": [warning.code for warning in warnings],
    }
    record(session, actor, "consultation.corrected", "consultation", live.id, told)
    return _published(live, version, reasons, warnings)


def _published(
    live: Consultation, version: SurveyVersion, reasons: Mapping[str, str], warnings: Iterable[Problem]
) -> Published:
    assert live.opens_at is not None  # it is published
    return Published(
        consultation_id=live.id,
        version_id=version.id,
        number=version.number,
        fingerprint=version.fingerprint,
        opens_at=live.opens_at,
        closes_at=live.closes_at,
        overrides=reasons,
        warnings=tuple(warnings),
    )


def _live(found: Consultation) -> Consultation:
    state = state_of(found, clock.now())
    if state is State.DRAFT:
        raise Refused(Problem("correction.not_published", "slug", {"slug": found.slug}))
    if state in OVER:
        raise Refused(Problem("closing.already", "slug", {"slug": found.slug}))
    return found


def _of_the_survey(session: Session, live: Consultation, survey: Survey) -> Iterable[Check]:
    """What does not hold of the survey. For what only the details lack a reason was given when it was published."""
    wanted = to_publish(session, live, survey)
    found = checks(wanted, clock.now())
    return tuple(
        check
        for check in found
        if check.weight is not Weight.NEEDS_REASON or check.problem.code.startswith("survey.")
    )
