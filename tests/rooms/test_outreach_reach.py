"""Sending counts what led to it and forgets the link; reach is told from protected counts only."""

import json
import threading
import uuid
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from consult.codes import CodeKeys
from consult.consultations import queries as consultations
from consult.consultations.values import ConsultationValue
from consult.db import unit_of_work
from consult.outreach import queries, service
from consult.outreach.figures import CommunityReach
from consult.outreach.folding import fold_some
from consult.outreach.models import SentCount, UncountedSending
from consult.outreach.naming import EVERY_ANSWER
from consult.outreach.reach import ReachValue
from consult.outreach.sending import send_and_count
from consult.responses import service as responses
from consult.responses.values import Opening, Sent
from surveys.problems import Refused
from tests.builders import an_open_consultation, an_organisation, community_document, details, in_both

KEYS = CodeKeys({1: b"1" * 32})
WEEK = date(2026, 11, 23)


def opened(session: Session, **changes: Any) -> tuple[ConsultationValue, uuid.UUID]:
    """Return an open consultation, and its activity."""
    actor = an_organisation(session)
    link = {"key": "poster", "communities": ["disabled"]}
    an_open_consultation(session, actor, details=details(links=[link], **changes))
    consultation = consultations.consultation_by_slug(session, "repairs")
    assert consultation is not None
    code = service.lay_out(session, actor, consultation)["poster"]
    return consultation, service.record_arrival(session, code, WEEK).activity_id


def drafted(
    session: Session, consultation: ConsultationValue, stated: str | None, activity: uuid.UUID | None = None
) -> uuid.UUID:
    """Begin a draft of someone who states `stated` ("yes" or "no") about a disability; return its id."""
    assert consultation.version_id is not None
    plan = consultations.plan(session, consultation.version_id)
    answers: dict[str, Any] = {"go-ahead": "no"}
    if stated:
        answers |= {"disability": stated, "about-you_consent": True}
    opening = Opening("en", activity_id=activity)
    return responses.start(session, KEYS, consultation, plan, opening, answers).id


def sent(session: Session, consultation: ConsultationValue, draft_id: uuid.UUID) -> Sent:
    assert consultation.version_id is not None
    plan = consultations.plan(session, consultation.version_id)
    named = consultations.communities(session, consultation.id)
    return send_and_count(session, KEYS, draft_id, plan, named, week=WEEK)


def people(
    session: Session,
    consultation: ConsultationValue,
    activity: uuid.UUID | None = None,
    **stating: int,
) -> None:
    """Send answers: `yes=3, no=4, nothing=2`."""
    for stated, count in stating.items():
        for _ in range(count):
            told = None if stated == "nothing" else stated
            sent(session, consultation, drafted(session, consultation, told, activity))


def reach(session: Session, consultation: ConsultationValue) -> ReachValue:
    return service.refresh_reach(session, consultation)


def only(found: ReachValue) -> CommunityReach:
    [community] = found.communities
    return community


def test_an_answer_that_came_by_a_link_adds_one_for_each_stated_community(session: Session) -> None:
    consultation, activity = opened(session)
    people(session, consultation, activity, yes=2, no=1, nothing=1)
    fold_some(session, consultation)
    counted = {
        (row.activity_id, row.community, row.week): row.sent for row in session.scalars(select(SentCount))
    }
    assert counted == {(activity, EVERY_ANSWER, WEEK): 4, (activity, "disabled", WEEK): 2}


def test_an_answer_that_came_by_no_link_adds_nothing(session: Session) -> None:
    consultation, _ = opened(session)
    people(session, consultation, yes=1)
    fold_some(session, consultation)
    assert session.scalars(select(SentCount)).all() == []


def test_sending_twice_counts_once(session: Session) -> None:
    consultation, activity = opened(session)
    draft_id = drafted(session, consultation, "yes", activity)
    first, second = (sent(session, consultation, draft_id) for _ in range(2))
    assert first.receipt_code == second.receipt_code
    fold_some(session, consultation)
    assert {row.sent for row in session.scalars(select(SentCount))} == {1}


def test_the_link_is_forgotten(session: Session) -> None:
    consultation, activity = opened(session)
    sent(session, consultation, drafted(session, consultation, "yes", activity))
    assert session.scalars(text("SELECT count(*) FROM drafts")).one() == 0
    [row] = session.execute(text("SELECT * FROM responses")).mappings().all()
    assert activity.hex not in json.dumps({name: str(part) for name, part in row.items()}).replace("-", "")


def test_what_cannot_be_sent_counts_nothing(session: Session) -> None:
    consultation, activity = opened(session)
    assert consultation.version_id is not None
    plan = consultations.plan(session, consultation.version_id)
    draft = responses.start(session, KEYS, consultation, plan, Opening("en", activity_id=activity), {})
    with pytest.raises(Refused):
        sent(session, consultation, draft.id)
    assert session.scalars(select(UncountedSending)).all() == []


def test_of_many_who_send_at_once_each_is_counted(own_engine: Engine) -> None:
    with unit_of_work() as session:
        consultation, activity = opened(session)
        drafts = [drafted(session, consultation, "yes", activity) for _ in range(12)]
    gate = threading.Barrier(3)
    faults: list[BaseException] = []

    def send(mine: list[uuid.UUID]) -> None:
        gate.wait()
        try:
            for draft_id in mine:
                with unit_of_work() as session:
                    sent(session, consultation, draft_id)
        except BaseException as fault:  # noqa: BLE001  # a thread's fault must reach the test
            faults.append(fault)

    threads = [threading.Thread(target=send, args=(drafts[start::3],)) for start in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with unit_of_work() as session:
        fold_some(session, consultation)
        assert {row.community: row.sent for row in session.scalars(select(SentCount))} == {
            EVERY_ANSWER: 12,
            "disabled": 12,
        }


def test_before_anyone_answers_nobody_was_heard(session: Session) -> None:
    consultation, _ = opened(session)
    found = reach(session, consultation)
    assert found.answers.count == 0
    assert (found.headline.met, found.headline.of) == (0, 1)
    assert only(found).label == "not_heard"
    assert only(found).still_to_hear == 40


def test_counts_are_rounded_and_every_figure_rests_on_the_rounded_ones(session: Session) -> None:
    consultation, activity = opened(session)
    people(session, consultation, activity, yes=12, no=43, nothing=11)
    found = reach(session, consultation)
    community = only(found)
    assert found.answers.count == 65
    assert (community.margin.yes.count, community.margin.no.count) == (10, 45)
    assert community.margin.not_stated.count == 10
    assert community.rate == pytest.approx(10 / 2000)
    assert community.ratio == pytest.approx(10 / 55 / 0.2)
    assert (community.still_to_hear, community.is_at_least) == (30, False)
    [by_poster] = found.activities
    assert (by_poster.sent.count, by_poster.sent_by_community["disabled"].count) == (65, 10)
    assert by_poster.activity.openings == 1


def test_of_a_few_nothing_is_told_but_that_they_are_few(session: Session) -> None:
    consultation, _ = opened(session)
    people(session, consultation, yes=3, no=60)
    community = only(reach(session, consultation))
    assert community.margin.yes.count is None
    assert (community.rate, community.ratio, community.unevenness) == (None, None, None)
    assert (community.still_to_hear, community.is_at_least) == (31, True)
    # Whether one or nine, of sixty: below four fifths of a fifth even at nine? 9/69 has an interval up to 0.23.
    assert community.label == "too_few_to_tell"
    assert community.needs_outreach


def test_a_few_of_very_many_are_under_heard_whatever_their_number(session: Session) -> None:
    consultation, _ = opened(session)
    people(session, consultation, yes=3, no=150)
    assert only(reach(session, consultation)).label == "under_heard"


def test_figures_stand_until_enough_changed(session: Session) -> None:
    consultation, _ = opened(session)
    people(session, consultation, yes=12)
    assert only(reach(session, consultation)).margin.yes.count == 10
    people(session, consultation, yes=9)
    assert only(reach(session, consultation)).margin.yes.count == 10
    people(session, consultation, yes=1)
    assert only(reach(session, consultation)).margin.yes.count == 20


def test_reading_reach_moves_nothing(session: Session) -> None:
    consultation, _ = opened(session)
    people(session, consultation, yes=12)
    assert queries.reach(session, consultation).answers.count == 0
    reach(session, consultation)
    assert queries.reach(session, consultation).answers.count == 10


def test_a_met_target_needs_no_more(session: Session) -> None:
    communities = [community_document(target=10)]
    consultation, _ = opened(session, communities=communities)
    people(session, consultation, yes=10)
    found = reach(session, consultation)
    assert (found.headline.met, found.headline.of, found.headline.furthest_behind) == (1, 1, None)
    assert only(found).is_target_met
    assert only(found).still_to_hear == 0


def test_the_furthest_behind_is_named(session: Session) -> None:
    not_disabled = {"question_id": "disability", "yes": ["no"], "no": ["yes"]}
    other = community_document(
        key="others",
        stated_by=not_disabled,
        benchmark={"count": 8000, "total": 10_000, "source": in_both("x")},
        target=400,
    )
    consultation, _ = opened(session, communities=[community_document(), other])
    people(session, consultation, yes=20, no=20)
    behind = reach(session, consultation).headline.furthest_behind
    assert behind is not None
    assert behind.community == "others"


def test_without_a_benchmark_there_is_a_count_and_no_rate(session: Session) -> None:
    actor = an_organisation(session)
    communities = [community_document(benchmark=None)]
    from consult.consultations import service as writing
    from tests.builders import a_draft_consultation

    a_draft_consultation(session, actor, details=details(communities=communities))
    writing.publish(session, actor, "repairs", {"community.no_benchmark": "Nobody counted them yet."})
    consultation = consultations.consultation_by_slug(session, "repairs")
    assert consultation is not None
    people(session, consultation, yes=12)
    community = only(reach(session, consultation))
    assert community.margin.yes.count == 10
    assert (community.rate, community.ratio, community.label) == (None, None, "too_few_to_tell")


def test_a_small_community_heard_whole_is_not_taken_for_doubles(session: Session) -> None:
    benchmark = {"count": 13, "total": 10_000, "source": in_both("x")}
    consultation, _ = opened(session, communities=[community_document(benchmark=benchmark, target=12)])
    people(session, consultation, yes=13, no=10)
    community = only(reach(session, consultation))
    assert community.margin.yes.count == 15
    assert not community.is_over_population
    assert community.rate == 1.0


def test_more_answers_than_people_give_no_rate(session: Session) -> None:
    benchmark = {"count": 12, "total": 10_000, "source": in_both("x")}
    consultation, _ = opened(session, communities=[community_document(benchmark=benchmark, target=12)])
    people(session, consultation, yes=20, no=10)
    community = only(reach(session, consultation))
    assert community.is_over_population
    assert community.rate is None
