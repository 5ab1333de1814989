"""Writing what a consultation is: its survey document, its details, its communities, its days."""

import json
import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Uuid, column, delete, select, table
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.queries import organisation
from consult.consultations.community_details import CommunityDetail
from consult.consultations.days import opening_times
from consult.consultations.details import ConsultationDetails
from consult.consultations.models import Community, Consultation
from consult.consultations.values import LONGEST_SLUG, is_slug
from surveys.document import Survey
from surveys.problems import Problem, Refused
from surveys.text import Text

# Named by its columns: what stands in it belongs to the tenders.
_tenders = table("tenders", column("id", Uuid), column("organisation_id", Uuid))


def new_consultation(
    session: Session,
    organisation_id: uuid.UUID,
    slug: str,
    tender_id: uuid.UUID,
    survey: Survey,
    details: ConsultationDetails,
    languages: Sequence[str],
) -> Consultation:
    """Add a draft. Raises Refused with everything about its slug, tender and languages that cannot be."""
    problems = list(_slug_problems(session, slug))
    problems += _language_problems(languages, survey)
    own = select(_tenders.c.id).where(
        _tenders.c.id == tender_id, _tenders.c.organisation_id == organisation_id
    )
    if session.scalar(own) is None:
        problems.append(Problem("tender.unknown", "tender"))
    if problems:
        raise Refused(problems)
    draft = Consultation(
        id=uuid.uuid4(),
        organisation_id=organisation_id,
        tender_id=tender_id,
        slug=slug,
        languages=list(dict.fromkeys(languages)),
        created_at=clock.now(),
    )
    write_survey(draft, survey)
    write_details_of_draft(draft, survey, details)
    try:
        with session.begin_nested():
            session.add(draft)
    except IntegrityError:  # somebody else took the slug between our look and our row
        raise Refused(tuple(_slug_problems(session, slug))) from None
    write_communities(session, draft, details.communities)
    return draft


def write_survey(draft: Consultation, survey: Survey) -> None:
    """Make `survey` the document that is published next."""
    missing = _language_problems(draft.languages, survey)
    if missing:
        raise Refused(missing)
    draft.draft_document = json.dumps(survey.to_json(), ensure_ascii=False)


def write_details_of_draft(draft: Consultation, survey: Survey, details: ConsultationDetails) -> None:
    """Make `details` what the consultation says about itself. Its communities are rows of their own."""
    draft.details = details.to_json()
    draft.title = (details.title or survey.title).model_dump(mode="json", exclude_defaults=True)
    draft.purpose = details.purpose
    draft.threshold = details.threshold
    draft.population = details.people


def write_communities(session: Session, draft: Consultation, named: Iterable[CommunityDetail]) -> None:
    """Replace the communities of a consultation by those named."""
    session.execute(delete(Community).where(Community.consultation_id == draft.id))
    session.add_all(_community(draft, position, detail) for position, detail in enumerate(named))
    session.flush()


def write_days(session: Session, draft: Consultation, opens_on: date | None, closes_on: date | None) -> None:
    """Make the consultation open when `opens_on` begins and close when `closes_on` ends, where its authority is."""
    time_zone = organisation(session, draft.organisation_id).time_zone
    draft.opens_at, draft.closes_at = opening_times(opens_on, closes_on, time_zone)


def closing_time(session: Session, draft: Consultation, closes_on: date) -> datetime:
    """Return the moment `closes_on` ends where the authority is; Refused `consultation.odd_day`."""
    time_zone = organisation(session, draft.organisation_id).time_zone
    _, closes_at = opening_times(None, closes_on, time_zone)
    assert closes_at is not None  # a day was given
    return closes_at


def _slug_problems(session: Session, slug: str) -> Iterable[Problem]:
    if not is_slug(slug):
        yield Problem("consultation.bad_slug", "slug", {"limit": LONGEST_SLUG})
    elif session.scalar(select(Consultation.id).where(Consultation.slug == slug)) is not None:
        yield Problem("consultation.already", "slug", {"slug": slug})


def _language_problems(languages: Sequence[str], survey: Survey) -> list[Problem]:
    return [
        Problem("consultation.language_not_in_survey", "languages", {"language": language[:35]})
        for language in languages
        if language not in survey.languages
    ]


def _community(draft: Consultation, position: int, detail: CommunityDetail) -> Community:
    benchmark = detail.benchmark
    return Community(
        organisation_id=draft.organisation_id,
        consultation_id=draft.id,
        position=position,
        key=detail.key,
        name=detail.name.canonical(),
        how=_stored(detail.how_affected),
        languages=list(detail.languages),
        question_id=detail.stated_by.question_id,
        yes_options=list(detail.stated_by.yes),
        no_options=list(detail.stated_by.no),
        benchmark_count=benchmark.count if benchmark else None,
        benchmark_total=benchmark.total if benchmark else None,
        benchmark_source=_stored(benchmark.source) if benchmark else None,
        benchmark_on=benchmark.on if benchmark else None,
        benchmark_area=_stored(benchmark.area) if benchmark else None,
        benchmark_basis=benchmark.basis if benchmark else None,
        target=detail.aimed_at,
    )


def _stored(text: Text | None) -> dict[str, object] | None:
    return None if text is None else text.canonical()
