"""Consultations as they are read."""

import dataclasses
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations import plans, queries, service
from consult.consultations.values import CommunityValue, State, state_of
from surveys.problems import Refused
from surveys.text import Text
from tests.builders import a_draft_consultation, a_survey, an_open_consultation, an_organisation
from tests.statements import statements


def test_a_consultation_is_read_in_one_statement(session: Session, database: Engine) -> None:
    an_open_consultation(session, an_organisation(session))
    session.expire_all()
    with statements(database) as sent:
        found = queries.consultation_by_slug(session, "repairs")
        assert found is not None
        assert found.organisation_name.to("en").text == "Northmere Council"
        assert found.details.communities
    assert len(sent) == 1


def test_the_draft_document_stays_in_the_database(session: Session, database: Engine) -> None:
    an_open_consultation(session, an_organisation(session))
    with statements(database) as sent:
        queries.consultation_by_slug(session, "repairs")
    assert "draft_document" not in sent[0]


@pytest.mark.parametrize("slug", ["nothing", "", "\0", "x" * 10_000, "'; --"])
def test_an_unknown_address_leads_nowhere(session: Session, slug: str) -> None:
    assert queries.consultation_by_slug(session, slug) is None


def test_officers_read_only_their_own(session: Session) -> None:
    actor, other = an_organisation(session), an_organisation(session, "Southmere")
    an_open_consultation(session, actor)
    assert queries.consultation_by_slug(session, "repairs", actor.organisation_id) is not None
    assert queries.consultation_by_slug(session, "repairs", other.organisation_id) is None
    assert queries.consultations_of(session, other.organisation_id) == ()
    with pytest.raises(Refused):
        queries.overview(session, other.organisation_id, "repairs", clock.now())


def test_the_public_list_has_what_is_open_the_first_to_close_first(session: Session) -> None:
    actor = an_organisation(session)
    an_open_consultation(session, actor, "late", closes_on=date(2099, 12, 31))
    an_open_consultation(session, actor, "soon", closes_on=date(2098, 12, 31))
    an_open_consultation(session, actor, "endless", closes_on=None)
    an_open_consultation(session, actor, "scheduled", opens_on=date(2098, 1, 1))
    an_open_consultation(session, actor, "paused")
    service.pause(session, actor, "paused", "x")
    an_open_consultation(session, actor, "closed")
    service.close(session, actor, "closed")
    a_draft_consultation(session, actor, "draft")
    found = queries.open_consultations(session, clock.now())
    assert [value.slug for value in found] == ["soon", "late", "endless"]
    assert [value.slug for value in queries.closed_consultations(session, clock.now())] == ["closed"]
    assert len(queries.consultations_of(session, actor.organisation_id)) == 7


def test_the_overview_says_whether_the_draft_differs(session: Session) -> None:
    actor = an_organisation(session)
    an_open_consultation(session, actor)
    seen = queries.overview(session, actor.organisation_id, "repairs", clock.now())
    assert (seen.state, seen.is_changed, len(seen.versions)) == (State.OPEN, False, 1)
    other = a_survey(title={"en": "Other", "ar": "غير"})
    service.edit_survey(session, actor, "repairs", other)
    assert queries.overview(session, actor.organisation_id, "repairs", clock.now()).is_changed


def test_a_plan_that_is_kept_needs_no_statement(session: Session, database: Engine) -> None:
    an_open_consultation(session, an_organisation(session))
    found = queries.consultation_by_slug(session, "repairs")
    assert found is not None
    assert found.version_id is not None
    first = queries.plan(session, found.version_id)
    with statements(database) as sent:
        assert queries.plan(session, found.version_id) is first
        assert queries.plan(session, first.fingerprint) is first
    assert sent == []


def test_a_version_nobody_published_has_no_plan(session: Session) -> None:
    for version in (uuid.uuid4(), "0" * 64):
        with pytest.raises(Refused) as refused:
            queries.plan(session, version)
        assert refused.value.problems[0].code == "survey.unknown"


def test_only_so_many_are_kept_and_the_last_used_stay() -> None:
    kept: plans.Recent[int, int] = plans.Recent(3)
    made: list[int] = []

    def make(number: int) -> int:
        made.append(number)
        return number

    for number in (1, 2, 3, 1, 4, 1, 2):
        assert kept.found(number, lambda number=number: make(number)) == number  # type: ignore[misc]
    assert len(kept) == 3
    assert made == [1, 2, 3, 4, 2]


def community(yes: set[str], no: set[str]) -> CommunityValue:
    return CommunityValue(
        "c", Text.of({"en": "C"}), None, True, (), "q", frozenset(yes), frozenset(no),
        None, None, None, None, None, None, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "membership"),
    [
        ("a", True),
        (["a"], True),
        (["b", "a"], True),
        ("b", False),
        (["b", "c"], False),
        (["b", "z"], None),
        ("z", None),
        ([], None),
        (None, None),
        ("prefer_not_to_say", None),
    ],
)
def test_membership_is_only_what_a_person_states(given: object, membership: bool | None) -> None:
    assert community({"a"}, {"b", "c"}).membership({"q": given}) is membership


def test_a_skipped_question_states_nothing() -> None:
    assert community({"a"}, {"b"}).membership({}) is None


MOMENT = datetime(2026, 11, 23, tzinfo=UTC)
moments = st.none() | st.integers(-3, 3).map(lambda days: MOMENT + timedelta(days=days))


@dataclasses.dataclass(frozen=True)
class Times:
    published_at: datetime | None
    opens_at: datetime | None
    closes_at: datetime | None
    paused_at: datetime | None
    evidence_published_at: datetime | None


@given(st.builds(Times, moments, moments, moments, moments, moments))
def test_a_consultation_is_in_one_state_and_answers_are_taken_only_between_its_times(times: Times) -> None:
    found = state_of(times, MOMENT)
    if found is State.OPEN:
        assert times.published_at is not None
        assert times.opens_at is not None
        assert times.opens_at <= MOMENT
        assert times.closes_at is None or times.closes_at > MOMENT
        assert times.paused_at is None
    if times.published_at is None:
        assert found is State.DRAFT
