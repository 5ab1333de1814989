"""The constraints of the consultations' tables keep their promises on both databases."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from consult import clock
from consult.audit.actor import Actor
from consult.consultations.models import Community, Consultation, SurveyVersion, TranslationReview
from tests.builders import an_open_consultation, an_organisation


@pytest.fixture
def actor(session: Session) -> Actor:
    return an_organisation(session)


@pytest.fixture
def consultation_id(session: Session, actor: Actor) -> uuid.UUID:
    return an_open_consultation(session, actor)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ("threshold = 4", "threshold_floor"),
        ("closes_at = opens_at", "closes_after_opening"),
        ("opens_at = NULL", "published_opens"),
        ("population = 0", "population_positive"),
        ("purpose = 'curiosity'", "purpose"),
        ("organisation_id = NULL", "organisation_id"),
    ],
)
def test_a_consultation_cannot_break_its_constraints(
    session: Session, consultation_id: uuid.UUID, values: str, constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        session.execute(text(f"UPDATE consultations SET {values}"))


def test_a_slug_is_unique_in_the_installation(session: Session, consultation_id: uuid.UUID) -> None:
    an_open_consultation(session, an_organisation(session, "Southmere"), "other")
    with pytest.raises(IntegrityError):
        session.execute(update(Consultation).values(slug="repairs"))


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ("benchmark_count = 0", "benchmark_positive"),
        ("benchmark_source = NULL", "benchmark_has_source"),
        ("benchmark_basis = NULL", "benchmark_has_source"),
        ("benchmark_total = 1", "benchmark_within_total"),
        ("benchmark_count = NULL", "benchmark_within_total"),
        ("target = 0", "target_positive"),
        ("benchmark_basis = 'guess'", "benchmarkbasis"),
    ],
)
def test_a_community_cannot_break_its_constraints(
    session: Session, consultation_id: uuid.UUID, values: str, constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        session.execute(text(f"UPDATE communities SET {values}"))


def copied(session: Session, model: type[Any], **changes: Any) -> None:
    """Insert the only row of `model` once more, with `changes`."""
    row = dict(session.execute(select(model.__table__)).mappings().one())
    session.execute(insert(model.__table__).values({**row, **changes}))


@pytest.mark.parametrize(
    "insertion",
    [
        lambda s: copied(s, Community, id=uuid.uuid4()),
        lambda s: copied(s, SurveyVersion, id=uuid.uuid4(), fingerprint="0" * 64),
        lambda s: copied(s, SurveyVersion, id=uuid.uuid4(), number=2),
        lambda s: copied(s, SurveyVersion, id=uuid.uuid4(), number=2, fingerprint="0" * 63),
    ],
    ids=["community key", "version number", "version fingerprint", "fingerprint length"],
)
def test_what_is_there_once_is_not_there_twice(
    session: Session, consultation_id: uuid.UUID, insertion: Callable[[Session], None]
) -> None:
    with pytest.raises(IntegrityError):
        insertion(session)


def test_a_language_is_reviewed_once_in_a_version(session: Session, consultation_id: uuid.UUID) -> None:
    row = session.scalars(select(TranslationReview)).first()
    assert row is not None
    same = {name: getattr(row, name) for name in ("version_id", "language", "organisation_id")}
    with pytest.raises(IntegrityError):
        session.execute(insert(TranslationReview).values(**same, status="reviewed"))


@pytest.mark.parametrize(
    "change",
    [
        update(SurveyVersion).values(body=b"{}"),
        update(SurveyVersion).values(published_at=clock.now()),
        delete(SurveyVersion),
    ],
    ids=["other bytes", "another time", "gone"],
)
def test_a_published_version_never_changes(session: Session, consultation_id: uuid.UUID, change: Any) -> None:
    with pytest.raises(DBAPIError, match="never changed"):
        session.execute(change)
