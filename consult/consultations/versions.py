"""Freezing a survey: its canonical bytes as a row nobody can change, and how far each language was checked."""

import uuid
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations.models import Consultation, SurveyVersion, TranslationReview
from surveys.document import Survey, texts

BEST = "reviewed"
WORST_FIRST = ("draft", "machine", BEST)
"""How far words were checked. A language is no better than its worst phrase."""


def freeze(session: Session, consultation: Consultation, survey: Survey) -> SurveyVersion:
    """Add the next version of a consultation with its review status by language, and make it the current one.

    A survey that was published before, and is published again after another, keeps its first version.
    """
    version = _published_before(session, consultation.id, survey.fingerprint)
    if version is None:
        version = _next(session, consultation, survey)
        session.add(version)
        session.flush()
        session.add_all(
            TranslationReview(
                version_id=version.id,
                language=language,
                organisation_id=consultation.organisation_id,
                status=review_status(survey, language),
            )
            for language in survey.languages
        )
    consultation.current_version_id, consultation.current_fingerprint = version.id, version.fingerprint
    return version


def review_status(survey: Survey, language: str) -> str:
    """Return how far the words of one language were checked: as far as the least checked of them.

    Words in the source language need no translation, so nothing said about them counts as reviewed.
    """
    unsaid = BEST if language == survey.source_language else WORST_FIRST[0]
    phrases = (text.phrase(language) for _, text in texts(survey))
    return _worst(phrase.status or unsaid for phrase in phrases if phrase is not None)


def _worst(statuses: Iterable[str]) -> str:
    return min(statuses, key=WORST_FIRST.index, default=WORST_FIRST[0])


def _published_before(session: Session, consultation_id: uuid.UUID, fingerprint: str) -> SurveyVersion | None:
    return session.scalar(
        select(SurveyVersion).where(
            SurveyVersion.consultation_id == consultation_id, SurveyVersion.fingerprint == fingerprint
        )
    )


def _next(session: Session, consultation: Consultation, survey: Survey) -> SurveyVersion:
    last = select(func.max(SurveyVersion.number)).where(SurveyVersion.consultation_id == consultation.id)
    return SurveyVersion(
        id=uuid.uuid4(),
        organisation_id=consultation.organisation_id,
        consultation_id=consultation.id,
        number=(session.scalar(last) or 0) + 1,
        fingerprint=survey.fingerprint,
        body=survey.canonical(),
        published_at=clock.now(),
    )
