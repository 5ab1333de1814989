"""Freezing a survey: its canonical bytes as a row nobody can change, and how far each language was checked."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations.models import Consultation, SurveyVersion, TranslationReview
from surveys.changes import altered
from surveys.document import Survey, texts
from surveys.identity import reused
from surveys.problems import Problem, Refused

Decision = Literal["keep", "ask_again"]
"""What becomes of answers in progress to a question that was altered, as long as they fit at all."""
NONE_NEEDED: Mapping[str, Decision] = MappingProxyType({})
BEST = "reviewed"
WORST_FIRST = ("draft", "machine", BEST)
"""How far words were checked. A language is no better than its worst phrase."""


def freeze(
    session: Session,
    consultation: Consultation,
    survey: Survey,
    decisions: Mapping[str, Decision] = NONE_NEEDED,
) -> SurveyVersion:
    """Add the next version of a consultation with its review status by language, and make it the current one.

    A survey that was published before, and is published again after another, keeps its first version, and each of its
    questions the meaning it had then. `decisions` are by question or consent, for each that was altered. Raises Refused
    with all that `faults` finds, and `correction.undecided` or `correction.not_altered` at the question.
    """
    before = published(session, consultation)
    version = next((each for each in before if each.fingerprint == survey.fingerprint), None)
    if version is None:
        problems = (*faults(before, survey), *_undecided(before, survey, decisions))
        if problems:
            raise Refused(problems)
        version = _next(consultation, survey, before, decisions)
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


def published(session: Session, consultation: Consultation) -> list[SurveyVersion]:
    """Return the versions of a consultation: the one people are given now first, then the others, the newest first."""
    versions = select(SurveyVersion).where(SurveyVersion.consultation_id == consultation.id)
    found = list(session.scalars(versions.order_by(SurveyVersion.number.desc())))
    return sorted(found, key=lambda version: version.id != consultation.current_version_id)


def faults(before: Sequence[SurveyVersion], survey: Survey) -> tuple[Problem, ...]:
    """Return every id of a survey that stood for something else in a version that was published `before`."""
    return tuple(reused([Survey.from_json(version.body) for version in before], survey))


def altered_since(before: Sequence[SurveyVersion], survey: Survey) -> tuple[str, ...]:
    """Return what people may answer otherwise now than in the version they are given, the first of `before`."""
    return altered(Survey.from_json(before[0].body), survey) if before else ()


def _undecided(
    before: Sequence[SurveyVersion], survey: Survey, decisions: Mapping[str, Decision]
) -> Iterable[Problem]:
    found = altered_since(before, survey)
    yield from (Problem("correction.undecided", key, {"key": key}) for key in found if key not in decisions)
    yield from (Problem("correction.not_altered", key, {"key": key}) for key in decisions if key not in found)


def _next(
    consultation: Consultation,
    survey: Survey,
    before: Sequence[SurveyVersion],
    decisions: Mapping[str, Decision],
) -> SurveyVersion:
    number = max((version.number for version in before), default=0) + 1
    again = [key for key, decision in decisions.items() if decision == "ask_again"]
    return SurveyVersion(
        id=uuid.uuid4(),
        organisation_id=consultation.organisation_id,
        consultation_id=consultation.id,
        number=number,
        fingerprint=survey.fingerprint,
        body=survey.canonical(),
        meanings={**(before[0].meanings if before else {}), **dict.fromkeys(again, number)},
        published_at=clock.now(),
    )
