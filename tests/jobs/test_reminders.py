"""Reminders: who is told of what, once; and what happens when the mail server is away."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from consult import clock, mail
from consult.accounts import service as accounts
from consult.accounts.models import Officer
from consult.accounts.permissions import Role
from consult.audit.actor import Actor
from consult.consultations import service as consultations
from consult.consultations.queries import consultation_by_slug
from consult.consultations.values import CommunityValue, ConsultationValue
from consult.jobs.reminders import remind
from consult.outreach import ledger
from consult.outreach.ledger import Done, Planned
from consult.outreach.models import Reminder
from consult.outreach.pace import SLACK, Span, paced
from consult.outreach.reminders import Kind, next_morning, to_remind_of
from consult.outreach.terms import Channel
from consult.work.models import DueWork
from surveys.disclosure import live
from surveys.text import Text
from tests.builders import an_open_consultation, an_organisation, in_both
from tests.letterbox import Letterbox, letterbox
from tests.web.officer import an_officer

TODAY = clock.today("Europe/London")


@pytest.fixture
def box() -> Iterator[Letterbox]:
    with letterbox() as opened:
        mail.send_through(mail.Post(opened.url, "consult@northmere.example", "https://consult.example"))
        yield opened
        mail.send_through(None)


@pytest.fixture
def actor(session: Session) -> Actor:
    actor = an_organisation(session)
    an_open_consultation(session, actor)
    return actor


def value(session: Session) -> ConsultationValue:
    found = consultation_by_slug(session, "repairs")
    assert found is not None
    return found


def plan(session: Session, actor: Actor, in_days: int | None, what: str = "A poster") -> str:
    on = None if in_days is None else TODAY + timedelta(days=in_days)
    planned = Planned(Text.of(in_both(what)), Channel.POSTER, ("en",), on=on, notes="Call Mrs Smith")
    return ledger.plan(session, actor, value(session), planned)


def run(session: Session) -> None:
    session.expire_all()
    remind(value(session).id, lambda done, total: None)
    session.expire_all()


def told(box: Letterbox) -> list[str]:
    return [one["To"] for one in box.kept]


def test_an_officer_is_told_once_the_day_before_and_once_when_it_is_overdue(
    session: Session, actor: Actor, box: Letterbox
) -> None:
    an_officer(session, actor, email="a@northmere.example")
    plan(session, actor, 1)
    run(session)
    run(session)
    assert told(box) == ["a@northmere.example"]
    text = box.kept[0].get_content()
    assert "A poster" in text
    assert "https://consult.example/officer/consultations/repairs/outreach" in text
    assert "https://consult.example/officer/reminders" in text
    assert "Smith" not in box.kept[0].as_string()
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        run(session)
        run(session)
    assert len(box.kept) == 2
    assert "Record that it was done" in box.kept[1].get_content()
    assert box.kept[0]["Message-ID"] != box.kept[1]["Message-ID"]


def test_a_day_that_was_moved_is_told_of_anew(session: Session, actor: Actor, box: Letterbox) -> None:
    an_officer(session, actor)
    key = plan(session, actor, 1)
    run(session)
    later = Planned(Text.of(in_both("A poster")), Channel.POSTER, ("en",), on=TODAY)
    ledger.change(session, actor, value(session), key, later)
    run(session)
    assert len(box.kept) == 2


def test_what_is_done_cancelled_far_off_or_without_a_day_is_no_ones_business(
    session: Session, actor: Actor, box: Letterbox
) -> None:
    an_officer(session, actor)
    done, gone = plan(session, actor, -1), plan(session, actor, 0)
    ledger.record_done(session, actor, value(session), done, Done(TODAY))
    ledger.cancel(session, actor, value(session), gone, "Snow")
    plan(session, actor, 2)
    plan(session, actor, None)
    run(session)
    assert box.kept == []


def test_only_who_plans_outreach_here_and_wants_it_is_told_in_their_language(
    session: Session, actor: Actor, box: Letterbox
) -> None:
    an_officer(session, actor, Role.OFFICER, Role.ADMIN, email="nl@northmere.example", language="nl")
    an_officer(session, actor, email="ar@northmere.example", language="ar")
    an_officer(session, actor, Role.VIEWER, Role.ANALYST, email="viewer@northmere.example")
    an_officer(session, actor, email="off@northmere.example")
    an_officer(session, actor, email="gone@northmere.example")
    an_officer(session, an_organisation(session, "Southmere"), email="other@southmere.example")
    rows = {row.email: row for row in session.query(Officer)}
    rows["gone@northmere.example"].is_active = False
    off = rows["off@northmere.example"]
    accounts.choose_reminders(session, Actor(off.organisation_id, off.id, frozenset()), wanted=False)
    plan(session, actor, 0)
    run(session)
    assert told(box) == ["ar@northmere.example", "nl@northmere.example"]
    by = {one["To"]: one for one in box.kept}
    assert "ترجمة: A poster" in by["ar@northmere.example"].get_content()
    assert by["nl@northmere.example"]["Content-Language"] == "nl"


def test_without_a_mail_server_nothing_is_sent_and_nothing_counts_as_sent(
    session: Session, actor: Actor
) -> None:
    an_officer(session, actor)
    plan(session, actor, 1)
    mail.send_through(None)
    run(session)
    assert session.query(Reminder).count() == 0


def test_what_the_server_refuses_is_sent_another_time_and_the_rest_not_twice(
    session: Session, actor: Actor, box: Letterbox
) -> None:
    for name in "ab":
        an_officer(session, actor, email=f"{name}@northmere.example")
    plan(session, actor, 1)
    box.refuses = {"a@northmere.example"}
    with pytest.raises(mail.NotSentError):
        run(session)
    assert told(box) == ["b@northmere.example"]
    box.refuses = set()
    run(session)
    assert told(box) == ["b@northmere.example", "a@northmere.example"]


def test_what_was_being_sent_when_its_process_died_is_sent_again_under_the_same_name(
    session: Session, actor: Actor, box: Letterbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_officer(session, actor)
    plan(session, actor, 1)

    class KilledError(Exception):
        pass

    def killed(*given: Any) -> None:
        raise KilledError

    with monkeypatch.context() as dying:
        dying.setattr("consult.outreach.reminders.settle", killed)
        with pytest.raises(KilledError):
            run(session)
    run(session)
    assert len(box.kept) == 1
    with time_machine.travel(clock.now() + timedelta(minutes=21), tick=False):
        run(session)
        run(session)
    assert len(box.kept) == 2
    assert box.kept[0]["Message-ID"] == box.kept[1]["Message-ID"]


def test_words_of_officers_cannot_become_headers_or_lines_of_their_own(
    session: Session, actor: Actor, box: Letterbox
) -> None:
    an_officer(session, actor)
    plan(session, actor, 1, what="Poster\nBcc: all@northmere.example\n\n- Another thing")
    run(session)
    [kept] = box.kept
    assert kept["Bcc"] is None
    lines = kept.get_content().splitlines()
    assert [line for line in lines if line.startswith("- ")] == [
        line for line in lines if line.startswith("- \u2068Poster Bcc: all@northmere.example - Another thing")
    ]


def test_the_next_morning_is_left_as_long_as_there_may_be_something(session: Session, actor: Actor) -> None:
    key = plan(session, actor, 1)
    consultations.close(session, actor, "repairs")
    session.query(DueWork).filter(DueWork.task == "outreach.remind").delete()
    run(session)
    assert session.query(DueWork).filter(DueWork.task == "outreach.remind").count() == 1
    session.query(DueWork).filter(DueWork.task == "outreach.remind").delete()
    ledger.record_done(session, actor, value(session), key, Done(TODAY))
    run(session)
    assert session.query(DueWork).filter(DueWork.task == "outreach.remind").count() == 0


def test_a_community_nobody_of_which_was_heard_is_behind_once_much_time_is_gone(session: Session) -> None:
    actor = an_organisation(session)
    an_open_consultation(session, actor, closes_on=TODAY + timedelta(days=20))
    consultation = value(session)
    assert to_remind_of(session, consultation, clock.now()) == ()
    [due] = to_remind_of(session, consultation, clock.now() + timedelta(days=10))
    assert (due.kind, due.community.key if due.community else None) == (Kind.BEHIND, "disabled")
    again = to_remind_of(session, consultation, clock.now() + timedelta(days=10, hours=1))
    assert [one.key for one in again] == [due.key]
    assert to_remind_of(session, consultation, clock.now() + timedelta(days=30)) == ()


@given(st.integers(0, 400), st.integers(1, 300), st.integers(2, 60), st.integers(1, 60))
def test_to_be_behind_depends_on_answers_and_time_as_one_expects(
    heard: int, target: int, day: int, left: int
) -> None:
    opened = date(2026, 1, 1)
    today = opened + timedelta(days=day)
    span = Span(opened, today, today + timedelta(days=left), day / (day + left))
    community = CommunityValue(
        **dict.fromkeys(
            (
                "how",
                "benchmark_count",
                "benchmark_total",
                "benchmark_source",
                "benchmark_on",
                "benchmark_area",
            )
        ),
        benchmark_basis=None,
        key="c",
        name=Text.of({"en": "C"}),
        is_affected=True,
        languages=(),
        question_id="q",
        yes=frozenset(),
        no=frozenset(),
        target=target,
    )

    def is_behind(count: int) -> bool:
        return paced(community, live(count, 10), (), span).is_behind

    if heard >= target:
        assert not is_behind(heard)
    if is_behind(heard):
        assert span.gone > SLACK
        assert is_behind(max(0, heard - 20))


@pytest.mark.parametrize(
    ("moment", "zone", "morning"),
    [
        ("2026-11-27T07:59:59", "Europe/London", "2026-11-27T08:00:00"),
        ("2026-11-27T08:00:00", "Europe/London", "2026-11-28T08:00:00"),
        ("2026-11-27T20:00:00", "Asia/Kolkata", "2026-11-28T02:30:00"),
        ("2026-03-28T23:00:00", "Europe/Amsterdam", "2026-03-29T06:00:00"),
    ],
)
def test_the_next_morning_is_that_of_the_authority(moment: str, zone: str, morning: str) -> None:
    given, expected = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (moment, morning))
    assert next_morning(given, zone) == expected
