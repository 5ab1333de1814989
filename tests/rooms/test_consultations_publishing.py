"""From a draft to a published version, and on to the closing."""

import json
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Role
from consult.audit import queries as audit
from consult.audit.actor import Actor
from consult.consultations import queries, service
from consult.consultations.models import Consultation, SurveyVersion
from consult.consultations.values import ConsultationValue, State
from consult.db import unit_of_work
from consult.work.models import DueWork
from surveys.problems import Refused
from surveys.versions import fingerprint, is_canonical
from tests.builders import (
    a_draft_consultation,
    a_survey,
    a_tender,
    an_open_consultation,
    an_organisation,
    community_document,
    details,
    in_both,
)


def value(session: Session, slug: str = "repairs") -> ConsultationValue:
    found = queries.consultation_by_slug(session, slug)
    assert found is not None
    return found


def codes_of(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def actions(session: Session, actor: Actor, subject_id: uuid.UUID) -> list[str]:
    return [entry.action for entry in audit.entries_about(session, actor.organisation_id, subject_id)][::-1]


def corrected() -> Any:
    return a_survey(title={"en": "Repairs, corrected", "ar": "الإصلاحات، مصححة"})


def test_a_draft_holds_everything_it_was_made_from(session: Session) -> None:
    actor = an_organisation(session)
    a_draft_consultation(session, actor, opens_on=date(2026, 12, 1), closes_on=date(2027, 2, 1))
    draft = value(session)
    assert draft.state(clock.now()) is State.DRAFT
    assert draft.title.to("en").text == "Repairs"
    assert draft.languages == ("en", "ar")
    assert draft.population == 10_000
    assert draft.details == details()
    assert draft.opens_at == datetime(2026, 12, 1, tzinfo=UTC)
    assert draft.closes_at == datetime(2027, 2, 2, tzinfo=UTC)
    [community] = queries.communities(session, draft.id)
    assert (community.key, community.benchmark_count, community.target) == ("disabled", 2000, 40)
    assert queries.draft_survey(session, draft.id) == a_survey()


def test_a_title_in_the_details_wins_over_that_of_the_survey(session: Session) -> None:
    a_draft_consultation(session, an_organisation(session), details=details(title=in_both("Your repairs")))
    assert value(session).title.to("en").text == "Your repairs"


@pytest.mark.parametrize(
    "slug", ["", "Repairs", "re pairs", "-repairs", "re--pairs", "r/p", "é", "a" * 81, "a\0"]
)
def test_an_address_has_small_letters_digits_and_single_hyphens(session: Session, slug: str) -> None:
    actor = an_organisation(session)
    with pytest.raises(Refused) as refused:
        a_draft_consultation(session, actor, slug, tender_id=a_tender(session, actor))
    assert codes_of(refused) == ["consultation.bad_slug"]


def test_an_address_is_taken_once_in_the_whole_installation(session: Session) -> None:
    a_draft_consultation(session, an_organisation(session))
    other = an_organisation(session, "Southmere")
    with pytest.raises(Refused) as refused:
        a_draft_consultation(session, other)
    assert codes_of(refused) == ["consultation.already"]
    assert queries.consultations_of(session, other.organisation_id) == ()


def test_of_two_who_take_an_address_at_once_one_is_told(own_engine: Engine) -> None:
    with unit_of_work() as session:
        actor = an_organisation(session)
        tenders = [a_tender(session, actor, str(number)) for number in range(2)]
    gate, outcomes = threading.Barrier(2), []

    def create(tender_id: uuid.UUID) -> None:
        gate.wait()
        try:
            with unit_of_work() as session:
                a_draft_consultation(session, actor, "same", tender_id=tender_id)
            outcomes.append("made")
        except Refused as refused:
            outcomes.append(refused.problems[0].code)

    threads = [threading.Thread(target=create, args=(tender,)) for tender in tenders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["consultation.already", "made"]


def test_languages_must_be_among_those_of_the_survey(session: Session) -> None:
    with pytest.raises(Refused) as refused:
        a_draft_consultation(session, an_organisation(session), languages=["en", "nl"])
    assert codes_of(refused) == ["consultation.language_not_in_survey"]


def test_the_tender_must_be_the_organisations_own(session: Session) -> None:
    foreign = a_tender(session, an_organisation(session, "Southmere"))
    with pytest.raises(Refused) as refused:
        a_draft_consultation(session, an_organisation(session), tender_id=foreign)
    assert codes_of(refused) == ["tender.unknown"]


def test_a_published_consultation_is_open_at_once_without_an_opening_day(session: Session) -> None:
    an_open_consultation(session, an_organisation(session))
    found = value(session)
    assert found.state(clock.now()) is State.OPEN
    assert found.opens_at == found.published_at


def test_publishing_freezes_the_exact_bytes(session: Session) -> None:
    an_open_consultation(session, an_organisation(session))
    found = value(session)
    assert found.version_id is not None
    body = queries.survey_body(session, found.version_id)
    assert is_canonical(body)
    assert fingerprint(body) == found.fingerprint == a_survey().fingerprint


def test_publishing_leaves_the_compiling_due_at_the_closing(session: Session) -> None:
    actor = an_organisation(session)
    consultation_id = an_open_consultation(session, actor, closes_on=date(2099, 12, 31))
    [work] = session.scalars(select(DueWork).where(DueWork.task == service.COMPILE)).all()
    assert (work.task, work.subject_id, work.organisation_id) == (
        "evidence.compile",
        consultation_id,
        actor.organisation_id,
    )
    assert work.key == f"evidence.compile:{consultation_id}:closing"
    assert work.due_at == value(session).closes_at


def test_without_a_closing_day_closing_leaves_the_compiling(session: Session) -> None:
    actor = an_organisation(session)
    an_open_consultation(session, actor, closes_on=None)
    assert session.scalars(select(DueWork).where(DueWork.task == service.COMPILE)).all() == []
    service.close(session, actor, "repairs")
    assert [
        work.task for work in session.scalars(select(DueWork).where(DueWork.task == service.COMPILE))
    ] == ["evidence.compile"]


def test_closing_by_hand_makes_the_same_work_due_now(session: Session) -> None:
    actor = an_organisation(session)
    an_open_consultation(session, actor)
    closed_at = service.close(session, actor, "repairs")
    session.flush()
    [work] = session.scalars(select(DueWork).where(DueWork.task == service.COMPILE)).all()
    assert work.due_at <= clock.now()
    assert value(session).closes_at == closed_at
    assert value(session).state(clock.now()) is State.CLOSED


def test_what_is_missing_stops_publishing_and_nothing_is_written(session: Session) -> None:
    actor = an_organisation(session)
    a_draft_consultation(session, actor, details=details(never_used_for=[], summary=None))
    with pytest.raises(Refused) as refused:
        service.publish(session, actor, "repairs", {"consultation.no_summary": "It is on the poster."})
    assert codes_of(refused) == ["consultation.no_never_use"]
    assert value(session).state(clock.now()) is State.DRAFT
    assert session.scalars(select(SurveyVersion)).all() == []


def test_a_reason_for_publishing_in_spite_of_a_problem_is_recorded(session: Session) -> None:
    actor = an_organisation(session)
    draft = a_draft_consultation(session, actor, details=details(summary=None))
    published = service.publish(
        session, actor, "repairs", {"consultation.no_summary": "It is on the poster."}
    )
    assert published.overrides == {"consultation.no_summary": "It is on the poster."}
    [entry, _] = audit.entries_about(session, actor.organisation_id, draft)
    assert entry.details["overrides"] == {"consultation.no_summary": "It is on the poster."}
    assert entry.details["survey"] == a_survey().fingerprint


def test_every_change_has_its_audit_entry_and_the_chain_is_whole(session: Session) -> None:
    actor = an_organisation(session)
    draft = a_draft_consultation(session, actor)
    service.edit_survey(session, actor, "repairs", corrected())
    service.edit_details(session, actor, "repairs", details(threshold=12))
    service.edit_days(session, actor, "repairs", None, date(2099, 1, 1))
    service.publish(session, actor, "repairs")
    service.pause(session, actor, "repairs", "A wrong telephone number")
    service.resume(session, actor, "repairs")
    service.close(session, actor, "repairs")
    service.mark_evidence_published(session, actor, "repairs")
    service.mark_evidence_published(session, actor, "repairs")
    assert actions(session, actor, draft) == [
        "consultation.created",
        "consultation.survey_edited",
        "consultation.details_edited",
        "consultation.days_edited",
        "consultation.published",
        "consultation.paused",
        "consultation.resumed",
        "consultation.closed",
        "consultation.evidence_published",
    ]
    assert audit.first_broken_entry(session, actor.organisation_id) is None
    assert value(session).state(clock.now()) is State.EVIDENCE_PUBLISHED


def test_a_live_survey_is_corrected_by_a_new_version(session: Session) -> None:
    actor = an_organisation(session)
    an_open_consultation(session, actor)
    first = value(session)
    service.edit_survey(session, actor, "repairs", corrected())
    assert value(session).version_id == first.version_id
    published = service.publish(session, actor, "repairs")
    second = value(session)
    assert (published.number, second.fingerprint) == (2, corrected().fingerprint)
    assert (second.published_at, second.opens_at) == (first.published_at, first.opens_at)
    assert first.version_id is not None
    assert fingerprint(queries.survey_body(session, first.version_id)) == first.fingerprint


def test_going_back_to_an_older_survey_goes_back_to_its_version(session: Session) -> None:
    actor = an_organisation(session)
    an_open_consultation(session, actor)
    first = value(session).version_id
    for survey in (corrected(), a_survey()):
        service.edit_survey(session, actor, "repairs", survey)
        service.publish(session, actor, "repairs")
    assert value(session).version_id == first


def test_publishing_again_what_did_not_change_is_refused(session: Session) -> None:
    actor = an_organisation(session)
    an_open_consultation(session, actor)
    with pytest.raises(Refused) as refused:
        service.publish(session, actor, "repairs")
    assert codes_of(refused) == ["publication.already"]


def test_what_people_were_promised_stays(session: Session) -> None:
    actor = an_organisation(session)
    an_open_consultation(session, actor)
    fewer = details(
        never_used_for=[{"text": in_both("Anything")}], communities=[community_document(target=10)]
    )
    with pytest.raises(Refused) as refused:
        service.edit_details(session, actor, "repairs", fewer)
    assert codes_of(refused) == ["consultation.promised", "consultation.promised"]
    assert {problem.where for problem in refused.value.problems} == {"/communities", "/never_used_for"}
    service.edit_details(session, actor, "repairs", details(summary=in_both("In other words.")))
    assert value(session).details.summary == details(summary=in_both("In other words.")).summary


def test_the_status_of_each_language_is_that_of_its_least_checked_words(session: Session) -> None:
    machine = {"text": "الإصلاحات", "status": "machine"}
    survey = a_survey(title={"en": "Repairs", "ar": machine})
    an_open_consultation(session, an_organisation(session), survey=survey)
    version_id = value(session).version_id
    assert version_id is not None
    # Nobody said anything about the other Arabic words: they are drafts, which is worse than machine translation.
    assert queries.machine_languages(session, version_id) == frozenset()


def test_a_language_a_machine_translated_is_told(session: Session) -> None:
    def with_status(part: Any) -> Any:
        if isinstance(part, dict) and set(part) == {"en", "ar"}:
            return {"en": part["en"], "ar": {"text": part["ar"], "status": "machine"}}
        if isinstance(part, dict):
            return {name: with_status(inner) for name, inner in part.items()}
        return [with_status(inner) for inner in part] if isinstance(part, list) else part

    from tests.builders import survey_document

    survey = a_survey(**with_status(survey_document()))
    an_open_consultation(session, an_organisation(session), survey=survey)
    version_id = value(session).version_id
    assert version_id is not None
    assert queries.machine_languages(session, version_id) == {"ar"}


def test_opening_and_closing_need_no_job(session: Session) -> None:
    actor = an_organisation(session)
    a_draft_consultation(session, actor, opens_on=date(2098, 1, 1), closes_on=date(2098, 3, 1))
    service.publish(session, actor, "repairs")
    found = value(session)
    assert found.opens_at is not None
    assert found.closes_at is not None
    moment = timedelta(microseconds=1)
    assert found.state(found.opens_at - moment) is State.SCHEDULED
    assert found.state(found.opens_at) is State.OPEN
    assert found.state(found.closes_at - moment) is State.OPEN
    assert found.state(found.closes_at) is State.CLOSED


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda s, a: service.edit_survey(s, a, "repairs", corrected()), "closing.already"),
        (lambda s, a: service.edit_details(s, a, "repairs", details()), "closing.already"),
        (lambda s, a: service.edit_days(s, a, "repairs", None, None), "publication.already"),
        (lambda s, a: service.publish(s, a, "repairs"), "closing.already"),
        (lambda s, a: service.pause(s, a, "repairs", "x"), "pausing.not_open"),
        (lambda s, a: service.resume(s, a, "repairs"), "resuming.not_open"),
        (lambda s, a: service.close(s, a, "repairs"), "closing.already"),
    ],
)
def test_a_closed_consultation_does_not_change(
    session: Session, act: Callable[[Session, Actor], Any], code: str
) -> None:
    actor = an_organisation(session)
    an_open_consultation(session, actor)
    service.close(session, actor, "repairs")
    with pytest.raises(Refused) as refused:
        act(session, actor)
    assert codes_of(refused) == [code]


def test_only_what_is_open_is_paused_and_only_with_a_reason(session: Session) -> None:
    actor = an_organisation(session)
    a_draft_consultation(session, actor)
    with pytest.raises(Refused) as refused:
        service.pause(session, actor, "repairs", "x")
    assert codes_of(refused) == ["pausing.not_open"]
    service.publish(session, actor, "repairs")
    with pytest.raises(Refused) as refused:
        service.pause(session, actor, "repairs", "  ")
    assert codes_of(refused) == ["consultation.no_reason"]
    service.pause(session, actor, "repairs", "A wrong number")
    assert value(session).state(clock.now()) is State.PAUSED
    service.close(session, actor, "repairs")
    assert value(session).state(clock.now()) is State.CLOSED


def test_evidence_is_published_only_of_what_is_closed(session: Session) -> None:
    actor = an_organisation(session)
    an_open_consultation(session, actor)
    with pytest.raises(Refused) as refused:
        service.mark_evidence_published(session, actor, "repairs")
    assert codes_of(refused) == ["evidence.consultation_not_closed"]


def test_a_consultation_held_before_is_closed_when_it_was(session: Session) -> None:
    actor = an_organisation(session)
    an_open_consultation(session, actor, opens_on=date(2026, 1, 5))
    earlier = datetime(2026, 3, 1, tzinfo=UTC)
    assert service.close(session, actor, "repairs", earlier) == earlier


def test_closing_never_lies_before_the_opening_or_in_the_future(session: Session) -> None:
    actor = an_organisation(session)
    an_open_consultation(session, actor, "one")
    an_open_consultation(session, actor, "two")
    opened = value(session, "one").opens_at
    assert opened is not None
    assert service.close(session, actor, "one", datetime(2000, 1, 1, tzinfo=UTC)) > opened
    assert service.close(session, actor, "two", datetime(2100, 1, 1, tzinfo=UTC)) <= clock.now()


def test_a_last_day_that_is_over_stops_publishing(session: Session) -> None:
    actor = an_organisation(session)
    with time_machine.travel("2026-11-01", tick=False):
        a_draft_consultation(session, actor, closes_on=date(2026, 11, 22))
    with time_machine.travel("2026-11-23", tick=False), pytest.raises(Refused) as refused:
        service.publish(session, actor, "repairs")
    assert codes_of(refused) == ["consultation.closes_in_the_past"]


def test_a_viewer_changes_nothing(session: Session) -> None:
    actor = an_organisation(session)
    a_draft_consultation(session, actor)
    viewer = Actor(actor.organisation_id, uuid.uuid4(), frozenset({Role.VIEWER.value}))
    attempts: list[Callable[[], object]] = [
        lambda: service.edit_survey(session, viewer, "repairs", a_survey()),
        lambda: service.edit_details(session, viewer, "repairs", details()),
        lambda: service.edit_days(session, viewer, "repairs", None, None),
        lambda: service.publish(session, viewer, "repairs"),
        lambda: service.pause(session, viewer, "repairs", "x"),
        lambda: service.resume(session, viewer, "repairs"),
        lambda: service.close(session, viewer, "repairs"),
        lambda: service.mark_evidence_published(session, viewer, "repairs"),
        lambda: a_draft_consultation(session, viewer, "other", tender_id=value(session).tender_id),
    ]
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt()
        assert codes_of(refused) == ["permission.denied"]
    assert [check.problem.code for check in service.to_do(session, viewer, "repairs")] == [
        "consultation.no_outreach_plan"
    ]


def test_another_organisations_consultation_is_unknown(session: Session) -> None:
    a_draft_consultation(session, an_organisation(session))
    other = an_organisation(session, "Southmere")
    with pytest.raises(Refused) as refused:
        service.publish(session, other, "repairs")
    assert codes_of(refused) == ["consultation.unknown"]


def test_the_document_is_kept_with_its_review_status(session: Session) -> None:
    survey = a_survey(title={"en": {"text": "Repairs", "status": "reviewed"}, "ar": "الإصلاحات"})
    draft = a_draft_consultation(session, an_organisation(session), survey=survey)
    stored = session.scalars(select(Consultation.draft_document).where(Consultation.id == draft)).one()
    assert json.loads(stored)["title"]["en"]["status"] == "reviewed"
