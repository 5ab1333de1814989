"""Stop or extend: what is recommended, what is decided and why, and how it enters the evidence."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Role
from consult.audit import queries as audit
from consult.audit.actor import Actor
from consult.consultations import service as consultations
from consult.consultations.queries import consultation_by_slug, overview
from consult.consultations.values import ConsultationValue, State
from consult.evidence import queries as evidence
from consult.evidence.record import closing as closing_part
from consult.evidence.sealing import seal
from consult.evidence.verification import sealed_file, verify
from consult.outreach import closing, decisions
from consult.outreach.advice_models import ClosingDecision
from consult.outreach.terms import Closing
from consult.work.models import DueWork
from surveys.problems import Refused
from tests.builders import (
    a_draft_consultation,
    an_open_consultation,
    an_organisation,
    community_document,
    details,
    shown_as_heard,
)
from tests.rooms.test_evidence_room import answered, compile_now, said, treat_everything

OPENED = datetime(2026, 11, 2, 9, tzinfo=UTC)
LAST = date(2026, 11, 29)
DAYS = timedelta(days=1)


@pytest.fixture
def travel() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(OPENED, tick=False) as moved:
        yield moved


@pytest.fixture
def actor(session: Session, travel: time_machine.Traveller) -> Actor:
    actor = an_organisation(session)
    an_open_consultation(session, actor, closes_on=LAST)
    travel.shift(25 * DAYS)
    return actor


def value(session: Session) -> ConsultationValue:
    session.expire_all()
    found = consultation_by_slug(session, "repairs")
    assert found is not None
    return found


def recommended(session: Session) -> closing.Recommended:
    return closing.recommendation(session, value(session), clock.now())


def test_who_is_missing_is_named_with_what_another_week_likely_brings(session: Session, actor: Actor) -> None:
    shown_as_heard(session, value(session), 20)
    found = recommended(session)
    assert (found.found.verdict, found.because) == ("extend", "another_week_helps")
    [behind] = found.behind
    assert (behind.community.key, behind.heard.count, behind.target) == ("disabled", 20, 40)
    assert behind.low <= behind.expected <= behind.high
    assert behind.expected > 20
    [written] = found.document["under_heard"]
    assert written["after_a_week"]["low"] <= written["after_a_week"]["high"]


def test_where_every_target_is_met_it_is_recommended_to_stop(session: Session, actor: Actor) -> None:
    shown_as_heard(session, value(session), 40)
    found = recommended(session)
    assert (found.found.verdict, found.because, found.behind) == ("stop", "targets_met", ())


def test_without_targets_no_figure_recommends_anything(
    session: Session, travel: time_machine.Traveller
) -> None:
    actor = an_organisation(session)
    aimless = community_document()
    aimless.pop("target")
    a_draft_consultation(session, actor, details=details(communities=[aimless]))
    assert recommended(session).because == "no_targets"


def test_it_is_stopped_with_what_was_recommended_and_why(session: Session, actor: Actor) -> None:
    shown_as_heard(session, value(session), 20)
    moment = closing.stop(session, actor, "repairs", " The tender moves on. ")
    assert moment == clock.now()
    assert value(session).state(clock.now()) is State.CLOSED
    [one] = decisions.closing_decisions(session, value(session).id)
    assert (one.decision, one.reason, one.closes_on) == (Closing.STOPPED, "The tender moves on.", None)
    assert one.recommended["verdict"] == "extend"
    told = [entry.action for entry in audit.entries_about(session, actor.organisation_id, value(session).id)]
    assert {"closing.stopped", "consultation.closed"} <= set(told)


def test_it_is_extended_to_a_later_day_and_compiled_when_that_is_over(session: Session, actor: Actor) -> None:
    later = LAST + 7 * DAYS
    moment = closing.extend(session, actor, "repairs", later, "Few disabled people were heard.")
    assert value(session).closes_at == moment == datetime(2026, 12, 7, tzinfo=UTC)
    [one] = decisions.closing_decisions(session, value(session).id)
    assert (one.decision, one.closes_on, one.number) == (Closing.EXTENDED, later, 1)
    due = set(session.scalars(select(DueWork.due_at).where(DueWork.task == consultations.COMPILE)))
    assert moment in due
    closing.extend(session, actor, "repairs", later + DAYS, "One day more.")
    assert [one.number for one in decisions.closing_decisions(session, value(session).id)] == [1, 2]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (LAST, "extending.not_later"),
        (LAST - DAYS, "extending.not_later"),
        (date(2020, 1, 1), "extending.not_later"),
        (date(1999, 1, 1), "consultation.odd_day"),
        (date(2201, 1, 1), "consultation.odd_day"),
    ],
)
def test_a_day_that_is_no_later_is_refused_at_its_field(
    session: Session, actor: Actor, day: date, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        closing.extend(session, actor, "repairs", day, "Why not")
    assert [(one.code, one.where) for one in refused.value.problems] == [(code, "closes_on")]


@pytest.mark.parametrize("reason", ["", " ", "x" * 5001, "a\0b"])
def test_both_need_a_reason_that_can_be_read(session: Session, actor: Actor, reason: str) -> None:
    for decide in (
        lambda: closing.stop(session, actor, "repairs", reason),
        lambda: closing.extend(session, actor, "repairs", LAST + DAYS, reason),
    ):
        with pytest.raises(Refused) as refused:
            decide()
        assert refused.value.problems[0].where == "reason"
    assert decisions.closing_decisions(session, value(session).id) == ()


def test_what_is_closed_is_neither_stopped_nor_extended_again(session: Session, actor: Actor) -> None:
    closing.stop(session, actor, "repairs", None)
    for decide in (
        lambda: closing.stop(session, actor, "repairs", "Again"),
        lambda: closing.extend(session, actor, "repairs", LAST + DAYS, "Again"),
    ):
        with pytest.raises(Refused) as refused:
            decide()
        assert refused.value.problems[0].code == "closing.already"


def test_only_who_may_publish_decides_and_only_about_their_own(session: Session, actor: Actor) -> None:
    viewer = Actor(actor.organisation_id, None, frozenset({Role.ANALYST.value}))
    for someone, code in (
        (viewer, "permission.denied"),
        (an_organisation(session, "Southmere"), "consultation.unknown"),
    ):
        for decide in (
            lambda who: closing.stop(session, who, "repairs", "No"),
            lambda who: closing.extend(session, who, "repairs", LAST + DAYS, "No"),
        ):
            with pytest.raises(Refused) as refused:
                decide(someone)
            assert refused.value.problems[0].code == code


def test_what_was_decided_about_closing_stays_as_it_was(session: Session, actor: Actor) -> None:
    closing.stop(session, actor, "repairs", "Enough")
    for statement in ("UPDATE closing_decisions SET reason = 'x'", "DELETE FROM closing_decisions"):
        with pytest.raises(DatabaseError, match="never changed"), session.begin_nested():
            session.execute(text(statement))


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"decision": Closing.EXTENDED, "closes_on": LAST, "reason": None}, "extended_with_a_reason"),
        ({"decision": Closing.EXTENDED}, "extended_to_a_day"),
        ({"closes_on": LAST}, "extended_to_a_day"),
    ],
)
def test_a_decision_about_closing_cannot_break_its_constraints(
    session: Session, actor: Actor, changes: dict[str, Any], constraint: str
) -> None:
    row = {
        "organisation_id": actor.organisation_id,
        "consultation_id": value(session).id,
        "number": 1,
        "recommended": {},
        "decision": Closing.STOPPED,
        "reason": "Enough",
        "decided_on": LAST,
    } | changes
    with pytest.raises(DatabaseError, match=constraint):
        session.execute(insert(ClosingDecision).values(row))


def test_in_the_last_week_the_page_of_the_consultation_is_told_what_is_recommended(
    session: Session, actor: Actor, travel: time_machine.Traveller
) -> None:
    def told() -> closing.Recommended | None:
        return closing.before_closing(
            session, overview(session, actor.organisation_id, "repairs", clock.now())
        )

    assert told() is not None
    travel.move_to(OPENED + 5 * DAYS)
    assert told() is None
    travel.move_to(OPENED + 60 * DAYS)
    assert told() is None


def sealed(session: Session, actor: Actor, *, reason: str | None) -> dict[str, Any]:
    """Answer, stop with a reason or let it close by itself, seal; return what the record says of its closing."""
    consultation = value(session)
    answered(session, consultation, said("yes", "no"), 20)
    answered(session, consultation, said("no", "yes"), 15)
    if reason is not None:
        closing.extend(session, actor, "repairs", LAST + 7 * DAYS, "More time for letters")
        closing.stop(session, actor, "repairs", reason)
    else:
        consultations.close(session, actor, "repairs")
    consultation = value(session)
    compile_now(session, consultation)
    treat_everything(session, actor, consultation)
    record = evidence.record_by_number(session, seal(session, actor, consultation))
    assert record is not None
    assert verify(sealed_file(record.body)).is_valid
    found: dict[str, Any] = record.content["closing"]
    return found


def test_the_sealed_record_says_what_was_recommended_decided_and_why(session: Session, actor: Actor) -> None:
    found = sealed(session, actor, reason="The contract ends")
    assert found["ended"] == "by_an_officer"
    assert [(one["kind"], one["reason"]) for one in found["decisions"]] == [
        ("extended", "More time for letters"),
        ("stopped", "The contract ends"),
    ]
    assert found["decisions"][0]["closes_on"] == "2026-12-06"
    assert {one["recommended"]["verdict"] for one in found["decisions"]} <= {
        "stop",
        "extend",
        "stop_and_talk",
    }
    assert "officer" not in str(found["decisions"])


def test_where_nobody_decided_the_record_says_so(session: Session, actor: Actor) -> None:
    assert sealed(session, actor, reason=None) == {"ended": "by_itself", "decisions": []}


def test_extended_and_then_closed_by_its_own_time_is_ended_by_nobody(session: Session, actor: Actor) -> None:
    closing.extend(session, actor, "repairs", LAST + DAYS, "More time")
    found = closing_part(session, value(session).id)
    assert (found["ended"], len(found["decisions"])) == ("by_itself", 1)
