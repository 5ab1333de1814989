"""The funnel, the history and everything else a dashboard tells, in as many statements whatever is in it."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations import queries as consultations
from consult.consultations.values import ConsultationValue
from consult.jobs.responses import expire
from consult.outreach import service
from consult.outreach.dashboard import Dashboard, Flood, dashboard, funnel_of_activity
from consult.outreach.folding import refresh
from consult.outreach.history import history
from consult.outreach.live import shown_counts
from consult.outreach.models import Arrival, HeardDay, StoppedCount, TimeCount, UncountedSending
from consult.outreach.sending import send_and_count
from consult.outreach.terms import Took
from consult.responses import service as responses
from consult.responses.models import FoldedCount, FoldedOption, FoldState
from consult.responses.values import Opening
from surveys.answers import read
from tests.rooms.test_outreach_reach import KEYS, drafted, opened, people
from tests.statements import statements

BEGINNING = datetime(2026, 11, 23, 9, tzinfo=UTC)


def shown(session: Session, consultation: ConsultationValue) -> Dashboard:
    refresh(session, consultation)
    return dashboard(session, consultation)


def begin(
    session: Session, consultation: ConsultationValue, number: int, activity: uuid.UUID | None = None
) -> None:
    for _ in range(number):
        drafted(session, consultation, None, activity)


def test_whoever_begins_goes_on_or_stops_is_told_page_by_page(session: Session) -> None:
    consultation, activity = opened(session)
    begin(session, consultation, 30, activity)
    people(session, consultation, activity, yes=12, no=8)
    funnel = shown(session, consultation).funnel
    assert (funnel.started.count, funnel.sent.count, funnel.opened) == (50, 20, 1)
    assert [(step.page, step.reached.count) for step in funnel.pages] == [("proposal", 50), ("about-you", 20)]
    one = funnel_of_activity(session, consultation, "poster")
    assert one is not None
    assert (one.started.count, [step.reached.count for step in one.pages]) == (50, [50, 20])
    assert funnel_of_activity(session, consultation, "nothing") is None


def test_what_was_sent_is_told_by_one_count_wherever_it_stands(session: Session) -> None:
    consultation, activity = opened(session)
    for more in (1, 9, 1):
        people(session, consultation, activity, no=more)
        found = shown(session, consultation)
        funnel = funnel_of_activity(session, consultation, "poster")
        assert funnel is not None
        assert found.funnel.sent == found.reach.answers
        assert found.by_activity[0].sent == funnel.sent == found.reach.activities[0].sent
        assert [one.sent for one in found.by_channel] == [one.sent for one in found.channels]
    of_sent = [name for name in shown_counts(session, consultation).counts if name.endswith("/sent")]
    assert of_sent == []


def test_counts_of_the_same_answers_move_at_the_same_moment_whatever_they_are_counts_of(
    session: Session,
) -> None:
    consultation, activity = opened(session)
    for more in (1, 8, 1, 1, 9, 1):
        people(session, consultation, activity, yes=more)
        found = shown(session, consultation)
        [disabled] = found.reach.communities
        same = {
            found.reach.answers.count,
            found.reach.activities[0].sent.count,
            found.reach.activities[0].sent_by_community["disabled"].count,
            disabled.margin.yes.count,
            found.channels[0].sent.count,
            found.channels[0].by_community["disabled"].count,
            next(one.count.count for one in found.about_you["disability"] if one.option == "yes"),
            found.by_language[0].sent.count,
        }
        assert len(same) == 1


def test_a_draft_is_where_its_furthest_page_is_also_after_going_back(session: Session) -> None:
    consultation, _ = opened(session)
    assert consultation.version_id is not None
    plan = consultations.plan(session, consultation.version_id)
    draft = responses.start(session, KEYS, consultation, plan, Opening("en"), {"go-ahead": "no"})
    assert draft.page == "proposal"
    about = read(plan, "about-you", {"about-you_consent": ["yes"], "disability": ["yes"]})
    draft = responses.answer(session, draft, plan, about, "en")
    draft = responses.answer(session, draft, plan, read(plan, "proposal", {"go-ahead": ["yes"]}), "en")
    assert draft.page == "about-you"


def test_drafts_nobody_came_back_to_count_as_stopped_at_their_last_page_once(session: Session) -> None:
    with time_machine.travel(BEGINNING, tick=False):
        consultation, activity = opened(session)
        begin(session, consultation, 15, activity)
        session.commit()
    with time_machine.travel(BEGINNING + timedelta(days=31), tick=False):
        for _ in range(2):
            expire(consultation.id, lambda _done, _total: None)
        session.expire_all()
        stopped = session.scalars(select(StoppedCount)).one()
        assert (stopped.page, stopped.count, stopped.activity) == ("proposal", 15, activity.hex)
        found = shown(session, consultation)
    assert found.funnel.started.count == 15
    assert [step.stopped.count for step in found.funnel.pages] == [15, None]
    assert [one.started.count for one in found.by_language] == [15, None]
    assert [one.started.count for one in found.by_channel] == [15]


def test_what_an_answer_cost_rests_on_the_shown_counts(session: Session) -> None:
    consultation, activity = opened(session)
    session.execute(text("UPDATE activities SET cost = 100, hours = 3, people_spoken_to = 40"))
    people(session, consultation, activity, yes=9)
    [few] = shown(session, consultation).by_activity
    assert (few.cost_per_answer, few.cost_per_answer_from) == (None, {})
    people(session, consultation, activity, yes=11, no=100)
    [found] = shown(session, consultation).by_activity
    assert (found.spoken_to, found.hours, found.cost) == (40, Decimal(3), Decimal(100))
    assert found.cost_per_answer == Decimal("0.83")
    assert found.cost_per_answer_from == {"disabled": Decimal("5.00")}
    assert dashboard(session, consultation).funnel.cost == Decimal(100)


def timed(session: Session, consultation: ConsultationValue, took: timedelta, number: int) -> None:
    assert consultation.version_id is not None
    plan = consultations.plan(session, consultation.version_id)
    with time_machine.travel(BEGINNING, tick=False):
        drafts = [drafted(session, consultation, None) for _ in range(number)]
    with time_machine.travel(BEGINNING + took, tick=False):
        for draft_id in drafts:
            send_and_count(session, KEYS, draft_id, plan, (), is_timed=True)


def test_the_time_an_answer_took_is_counted_coarsely_and_too_many_fast_ones_are_told(
    session: Session,
) -> None:
    consultation, _ = opened(session)
    timed(session, consultation, timedelta(minutes=4), 60)
    timed(session, consultation, timedelta(hours=2), 10)
    times = shown(session, consultation).times
    assert times.counts[Took.UNDER_FIVE_MINUTES].count == 60
    assert times.counts[Took.LONGER].count == 10
    assert (times.counts[Took.UNDER_A_MINUTE].count, times.is_too_fast) == (None, False)
    timed(session, consultation, timedelta(seconds=20), 200)
    found = shown(session, consultation)
    assert found.times.is_too_fast
    assert found.reach.answers.count == 270  # flagged, and none refused


def test_a_flood_of_openings_is_led_on_counted_so_far_and_told(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consult.outreach.service.MOST_OPENINGS", 7)
    monkeypatch.setattr("consult.outreach.dashboard.MOST_OPENINGS", 7)
    consultation, activity = opened(session)
    code = session.execute(text("SELECT code FROM links")).scalar_one()
    day = date(2026, 11, 24)
    led = {service.record_arrival(session, code, day).activity_id for _ in range(20)}
    assert led == {activity}
    session.expire_all()
    openings = select(Arrival.openings).where(Arrival.on == day)
    assert session.scalars(openings).one() == 7
    found = shown(session, consultation)
    assert found.floods == (Flood(code, day),)
    assert found.openings_by_day == ((date(2026, 11, 23), 1), (day, 7))


def test_the_day_a_shown_count_moved_is_kept_but_not_that_of_the_first_answer(session: Session) -> None:
    consultation, _ = opened(session)
    for day, number in enumerate((3, 5, 12)):
        with time_machine.travel(BEGINNING + timedelta(days=day), tick=False):
            people(session, consultation, yes=number)
            refresh(session, consultation)
    kept = history(session, consultation)
    assert [(one.on, one.count.count) for one in kept["disabled"]] == [(date(2026, 11, 25), 20)]
    assert kept[""] == kept["disabled"]


def test_the_history_has_each_day_once_as_it_was_last_shown(session: Session) -> None:
    consultation, _ = opened(session)
    for hours, number in ((0, 12), (2, 11), (24, 3), (48, 9)):
        with time_machine.travel(BEGINNING + timedelta(hours=hours), tick=False):
            people(session, consultation, yes=number)
            refresh(session, consultation)
    days = [(one.on, one.count.count) for one in dashboard(session, consultation).history["disabled"]]
    assert days == [(date(2026, 11, 23), 25), (date(2026, 11, 25), 35)]


def test_what_people_say_about_themselves_is_told_by_option(session: Session) -> None:
    consultation, _ = opened(session)
    people(session, consultation, yes=23, no=4, nothing=2)
    [options] = shown(session, consultation).about_you.values()
    told = {one.option: one.count.count for one in options}
    assert (told["yes"], told["no"]) == (25, None)


def test_a_dashboard_takes_at_most_twelve_statements_whatever_is_in_it(
    session: Session, database: Engine
) -> None:
    consultation, activity = opened(session)
    taken = []
    for number in (10, 990):
        people(session, consultation, activity, yes=number // 2, no=number // 2)
        refresh(session, consultation)
        with statements(database) as noted:
            dashboard(session, consultation)
        taken.append(len(noted))
    assert taken[0] == taken[1] <= 12


ROWS: dict[type, dict[str, Any]] = {
    FoldState: {"generation": 1, "definition": "x", "is_over": False},
    FoldedCount: {"name": "answers", "count": 1},
    FoldedOption: {
        "question": "q", "option": "o", "community": "c", "standing": "yes", "count": 1, "shown": 0,
    },
    TimeCount: {"week": date(2026, 11, 23), "took": Took.LONGER, "count": 1},
    StoppedCount: {"activity": "", "language": "en", "page": "p", "week": date(2026, 11, 23), "count": 1},
    HeardDay: {"community": "", "on_date": date(2026, 11, 23), "count": 10, "threshold": 10},
    UncountedSending: {"id": uuid.uuid4(), "week": date(2026, 11, 23), "took": Took.LONGER},
}  # fmt: skip


@pytest.fixture
def written(session: Session) -> Callable[..., None]:
    """Write a row of a table, with changes."""
    consultation, _ = opened(session)
    whose = {"consultation_id": consultation.id, "organisation_id": consultation.organisation_id}

    def write(model: type, **changes: Any) -> None:
        session.execute(insert(model.__table__).values({**whose, **ROWS[model], **changes}))  # type: ignore[attr-defined]  # every model has one

    return write


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (FoldState, {"generation": 0}),
        (FoldedCount, {"count": -1}),
        (FoldedOption, {"count": -1}),
        (FoldedOption, {"shown": -1}),
        (FoldedOption, {"standing": "perhaps"}),
        (FoldedOption, {"community": ""}),
        (TimeCount, {"count": 0}),
        (StoppedCount, {"count": 0}),
        (HeardDay, {"count": 12}),
        (HeardDay, {"count": -5}),
        (HeardDay, {"threshold": 4}),
        (UncountedSending, {"community": "", "took": None}),
        (UncountedSending, {"took": None}),
    ],
)
def test_a_row_cannot_break_its_constraints(
    written: Callable[..., None], model: type, changes: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError):
        written(model, **changes)


@pytest.mark.parametrize("model", ROWS)
def test_a_row_has_an_organisation_and_is_there_once(
    written: Callable[..., None], session: Session, model: type
) -> None:
    with pytest.raises(IntegrityError), session.begin_nested():
        written(model, organisation_id=None)
    written(model)
    with pytest.raises(IntegrityError):
        written(model)


def test_today_is_the_day_where_the_authority_is(session: Session) -> None:
    consultation, _ = opened(session)
    with time_machine.travel(datetime(2026, 11, 23, 23, 30, tzinfo=UTC), tick=False):
        people(session, consultation, yes=12)
        refresh(session, consultation)
        [day] = history(session, consultation)["disabled"]
        assert day.on == clock.today(consultation.time_zone)
