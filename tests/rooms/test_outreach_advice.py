"""What to do next: from protected counts to proposals, and what officers make of them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from sqlalchemy import insert, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Role
from consult.audit import queries as audit
from consult.audit.actor import Actor
from consult.consultations import service as consultations
from consult.consultations.details import PartnerDetail
from consult.consultations.queries import communities, consultation_by_slug
from consult.consultations.values import ConsultationValue
from consult.evidence.models import SessionNote
from consult.outreach import decisions, ledger, queries, taking
from consult.outreach.advice import Advice, Offer, advice
from consult.outreach.advice_models import AdviceTaken, MeansLeft
from consult.outreach.decisions import MeansValue
from consult.outreach.ledger import Done, Planned
from consult.outreach.live import Shown
from consult.outreach.models import ShownCount
from consult.outreach.pace import pace_of
from consult.outreach.partners import add_partner
from consult.outreach.possible import ASSUMED, Option, experiences, options, units
from consult.outreach.terms import Channel, Standing, Taken
from surveys.disclosure import LiveCount
from surveys.problems import Refused
from surveys.text import Text
from tests.builders import (
    a_draft_consultation,
    an_open_consultation,
    an_organisation,
    community_document,
    details,
    in_both,
)

OPENED = datetime(2026, 11, 2, 9, tzinfo=UTC)
LAST = OPENED.date() + timedelta(days=41)


@pytest.fixture
def travel() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(OPENED, tick=False) as moved:
        yield moved


@pytest.fixture
def actor(session: Session, travel: time_machine.Traveller) -> Actor:
    del travel
    return an_organisation(session)


def opened(session: Session, actor: Actor, *named: dict[str, Any]) -> ConsultationValue:
    told = list(named) or [community_document(languages=["ar"])]
    an_open_consultation(session, actor, details=details(communities=told), closes_on=LAST)
    return value(session)


def value(session: Session) -> ConsultationValue:
    found = consultation_by_slug(session, "repairs")
    assert found is not None
    return found


def show(session: Session, consultation: ConsultationValue, **counts: int) -> None:
    """Let counts be shown as they stand; a name is `disabled_yes` or, of an activity, `at_poster_1`."""
    for name, count in counts.items():
        key, _, standing = name.rpartition("_")
        shown = {
            "consultation_id": consultation.id,
            "name": f"community/{key}/{standing}",
            "organisation_id": consultation.organisation_id,
            "count": count,
        }
        session.execute(insert(ShownCount).values(shown))


def now(session: Session, consultation: ConsultationValue) -> Advice:
    session.expire_all()
    return advice(session, consultation, clock.now())


def named(one: Offer) -> Text:
    return Text.of({"en": f"{one.option.channel.value} for {one.proposal.community}"})


def accept(session: Session, actor: Actor, consultation: ConsultationValue, one: Offer) -> str:
    return taking.accept(session, actor, consultation, one.key, one.seen, named)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in refused.value.problems]


def test_a_community_nobody_was_heard_of_gets_a_proposal_with_its_reason(
    session: Session, actor: Actor, travel: time_machine.Traveller
) -> None:
    consultation = opened(session, actor)
    travel.shift(timedelta(days=14))
    first = now(session, consultation).offers[0]
    assert (first.proposal.community, first.option.communities) == ("disabled", ("disabled",))
    assert first.languages == ("ar",)
    assert first.is_assumed
    assert first.proposal.is_trial
    [gain] = first.said["gains"]
    assert (gain["heard"], gain["target"]) == (0, 40)
    assert gain["low"] <= gain["expected"] <= gain["high"]


def test_nothing_is_proposed_for_whoever_will_meet_the_target(
    session: Session, actor: Actor, travel: time_machine.Traveller
) -> None:
    consultation = opened(session, actor)
    travel.shift(timedelta(days=14))
    show(session, consultation, disabled_yes=60)
    found = now(session, consultation)
    assert found.offers == ()
    assert found.plan.lowest_before == 1


def test_whoever_is_furthest_behind_comes_first_and_is_the_first_reason(
    session: Session, actor: Actor, travel: time_machine.Traveller
) -> None:
    other = community_document(key="renters", name=in_both("Renters"), target=100)
    consultation = opened(session, actor, community_document(), other)
    travel.shift(timedelta(days=20))
    show(session, consultation, disabled_yes=35, renters_yes=10)
    assert now(session, consultation).offers[0].proposal.community == "renters"


def test_a_community_too_small_to_count_is_talked_with_until_it_was(session: Session, actor: Actor) -> None:
    small = community_document(
        key="few", name=in_both("The few"), benchmark={"count": 8, "total": 100, "source": in_both("A list")}
    )
    small.pop("target")
    consultation = opened(session, actor, small)
    found = now(session, consultation)
    assert [one.key for one in found.sessions] == ["few"]
    assert found.offers == ()
    note = {
        "community": "few",
        "held_on": OPENED.date(),
        "place": {},
        "ran_by": {},
        "people": 5,
        "language": "en",
    }
    whose = {"organisation_id": actor.organisation_id, "consultation_id": consultation.id, "key": "few-1"}
    session.execute(insert(SessionNote).values(**whose, **note, notes={}, created_at=clock.now()))
    assert now(session, consultation).sessions == ()


def test_a_community_without_target_or_people_is_named_and_gets_no_figure(
    session: Session, actor: Actor
) -> None:
    bare = community_document(key="bare", name=in_both("Bare"))
    bare.pop("benchmark")
    aimless = community_document(key="aimless", name=in_both("Aimless"))
    aimless.pop("target")
    told = details(communities=[bare, aimless])
    a_draft_consultation(session, actor, details=told, closes_on=LAST)
    found = now(session, value(session))
    assert [one.key for one in found.uncounted] == ["bare", "aimless"]
    assert found.offers == ()


def test_an_accepted_proposal_is_a_planned_activity_and_counts_from_then_on(
    session: Session, actor: Actor, travel: time_machine.Traveller
) -> None:
    consultation = opened(session, actor)
    travel.shift(timedelta(days=14))
    before = now(session, consultation)
    first = before.offers[0]
    key = accept(session, actor, consultation, first)
    one = queries.activity(session, consultation.id, key)
    assert one.standing(clock.today("Europe/London")) is Standing.PLANNED
    assert (one.channel, one.communities) == (first.option.channel.value, ("disabled",))
    assert [link.language for link in one.links] == ["ar"]
    assert one.planned_hours == Decimal(str(first.proposal.hours)).quantize(Decimal("0.01"))
    after = now(session, consultation)
    assert (after.plan.lowest_before or 0) > (before.plan.lowest_before or 0)
    assert after.committed.hours == one.planned_hours
    [taken] = decisions.advice_taken(session, consultation.id)
    assert (taken.decision, taken.activity, taken.said) == (Taken.ACCEPTED, key, dict(first.said))
    assert taken.decided_on == clock.today("Europe/London")
    told = audit.entries_about(session, actor.organisation_id, consultation.id)
    assert "outreach.advice_accepted" in [entry.action for entry in told]


def test_what_has_changed_since_it_was_seen_is_not_accepted(
    session: Session, actor: Actor, travel: time_machine.Traveller
) -> None:
    consultation = opened(session, actor)
    travel.shift(timedelta(days=14))
    first = now(session, consultation).offers[0]
    show(session, consultation, disabled_yes=10)
    with pytest.raises(Refused) as refused:
        accept(session, actor, consultation, first)
    assert codes(refused) == [("advice.changed_meanwhile", "")]
    assert decisions.advice_taken(session, consultation.id) == ()


def test_what_was_accepted_takes_up_as_many_weeks_as_were_proposed(
    session: Session, actor: Actor, travel: time_machine.Traveller
) -> None:
    consultation = opened(session, actor, community_document(target=1500))
    travel.shift(timedelta(days=14))
    before = {one.key: one.proposal.units for one in now(session, consultation).offers}
    first = now(session, consultation).offers[0]
    assert first.proposal.units > 1
    accept(session, actor, consultation, first)
    with pytest.raises(Refused):  # the button was pressed twice
        accept(session, actor, consultation, first)
    after = {one.key: one.proposal.units for one in now(session, consultation).offers}
    assert after == {key: units for key, units in before.items() if key != first.key}


def test_a_dismissed_proposal_does_not_come_back_and_its_reason_stays(session: Session, actor: Actor) -> None:
    consultation = opened(session, actor)
    first = now(session, consultation).offers[0]
    taking.dismiss(session, actor, consultation, first.key, " They asked us not to. ")
    assert first.key not in [one.key for one in now(session, consultation).offers]
    [taken] = decisions.advice_taken(session, consultation.id)
    assert (taken.decision, taken.reason, taken.activity) == (Taken.DISMISSED, "They asked us not to.", None)
    with pytest.raises(Refused) as refused:
        taking.dismiss(session, actor, consultation, first.key, "Again")
    assert codes(refused) == [("advice.unknown", "proposal")]


def test_a_changed_proposal_is_what_was_made_of_it(session: Session, actor: Actor) -> None:
    consultation = opened(session, actor)
    before = now(session, consultation)
    first = before.offers[0]
    other = Planned(Text.of(in_both("A poster")), Channel.POSTER, ("en",))
    key = taking.change(session, actor, consultation, first.key, other)
    assert key == "poster-1"
    [taken] = decisions.advice_taken(session, consultation.id)
    assert (taken.decision, taken.activity, taken.proposal) == (Taken.CHANGED, key, first.key)
    assert (
        now(session, consultation).plan.lowest_before == before.plan.lowest_before
    )  # a poster is no evening


def test_means_are_remembered_and_planned_activities_taken_off(session: Session, actor: Actor) -> None:
    consultation = opened(session, actor)
    assert now(session, consultation).means == MeansValue()
    taking.remember_means(session, actor, consultation, MeansValue(Decimal("9.50"), Decimal(500)))
    found = now(session, consultation)
    assert found.means == MeansValue(Decimal("9.50"), Decimal("500.00"))
    assert sum(one.proposal.hours for one in found.offers) <= 9.5
    assert sum(one.proposal.cost for one in found.offers) <= 500
    taken = Planned(Text.of(in_both("A day")), Channel.OTHER, ("en",), hours=Decimal("9.50"))
    ledger.plan(session, actor, consultation, taken)
    assert [one for one in now(session, consultation).offers if one.proposal.hours] == []
    taking.remember_means(session, actor, consultation, MeansValue())
    assert now(session, consultation).offers != ()


@pytest.mark.parametrize(
    ("means", "where"),
    [
        (MeansValue(hours=Decimal(-1)), "hours"),
        (MeansValue(hours=Decimal(100_001)), "hours"),
        (MeansValue(budget=Decimal(-1)), "budget"),
        (MeansValue(budget=Decimal(1_000_000_001)), "budget"),
    ],
)
def test_means_that_cannot_be_are_refused(
    session: Session, actor: Actor, means: MeansValue, where: str
) -> None:
    consultation = opened(session, actor)
    with pytest.raises(Refused) as refused:
        taking.remember_means(session, actor, consultation, means)
    assert codes(refused) == [("activity.odd_number", where)]


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 5001, "a\0b"])
def test_a_dismissal_needs_a_reason_that_can_be_read(session: Session, actor: Actor, reason: str) -> None:
    consultation = opened(session, actor)
    first = now(session, consultation).offers[0]
    with pytest.raises(Refused) as refused:
        taking.dismiss(session, actor, consultation, first.key, reason)
    assert refused.value.problems[0].where == "reason"


def test_partners_that_reach_a_community_are_proposed_and_done_activities_teach(
    session: Session, actor: Actor
) -> None:
    consultation = opened(session, actor)
    partner = {"key": "union", "name": in_both("The union"), "communities": ["disabled"]}
    add_partner(session, actor, PartnerDetail.model_validate(partner))
    helped = {"communities": ("disabled",), "partner": "union"}
    key = ledger.plan(
        session, actor, consultation, Planned(Text.of(in_both("A visit")), Channel.CLINIC, ("en",), **helped)
    )
    done = Done(clock.today("Europe/London"), people=30, hours=Decimal(2))
    ledger.record_done(session, actor, consultation, key, done)
    session.expire_all()
    led = queries.activities(session, consultation.id)
    found = options(
        communities(session, consultation.id), queries.partners(session, actor.organisation_id), led
    )
    assert found[0] == Option(Channel.CLINIC, ("disabled",), "union")
    assert len({one.key for one in found}) == len(found) == 4
    unit, is_assumed = units(led)[Channel.CLINIC]
    assert (unit.contacts, unit.hours, is_assumed) == (30, 2, False)
    assert units(led)[Channel.DOOR] == (ASSUMED[Channel.DOOR], True)


def test_of_a_done_activity_only_the_shown_counts_are_learned_and_a_few_may_be_nobody(
    session: Session, actor: Actor
) -> None:
    consultation = opened(session, actor)
    planned = Planned(Text.of(in_both("A visit")), Channel.CLINIC, ("en",), communities=("disabled",))
    key = ledger.plan(session, actor, consultation, planned)
    ledger.record_done(session, actor, consultation, key, Done(clock.today("Europe/London"), people=30))
    session.expire_all()
    led, today = queries.activities(session, consultation.id), clock.today("Europe/London")

    def learned(**counts: int) -> object:
        shown = Shown({f"activity/{key}/{name.strip('_')}": count for name, count in counts.items()}, 10)
        [one] = experiences(led, shown, {"disabled": 0.2}, today)
        assert not one.tells_nobody
        return one.answers["disabled"]

    assert learned(_=0) == 0
    assert learned(_=25, disabled=23) == LiveCount(25, 10)
    assert learned(_=25, disabled=4) == LiveCount(None, 10)


def test_advice_is_the_same_each_time_and_knows_only_what_is_shown(session: Session, actor: Actor) -> None:
    consultation = opened(session, actor)
    assert now(session, consultation).offers == now(session, consultation).offers


def test_nothing_is_taken_once_it_is_closed_nor_by_who_may_not_nor_elsewhere(
    session: Session, actor: Actor, travel: time_machine.Traveller
) -> None:
    consultation = opened(session, actor)
    first = now(session, consultation).offers[0]
    viewer = Actor(actor.organisation_id, actor.officer_id, frozenset({Role.VIEWER.value}))
    stranger = an_organisation(session, "Southmere")
    for someone in (viewer, stranger):
        for act in (
            lambda who: accept(session, who, consultation, first),
            lambda who: taking.dismiss(session, who, consultation, first.key, "No"),
            lambda who: taking.remember_means(session, who, consultation, MeansValue()),
        ):
            with pytest.raises(Refused) as refused:
                act(someone)
            assert codes(refused)[0][0] in {"permission.denied", "consultation.unknown"}
    travel.shift(timedelta(days=1))
    consultations.close(session, actor, "repairs")
    with pytest.raises(Refused) as refused:
        accept(session, actor, value(session), first)
    assert codes(refused) == [("activity.consultation_closed", "")]


def test_what_was_decided_stays_as_it_was(session: Session, actor: Actor) -> None:
    consultation = opened(session, actor)
    taking.dismiss(session, actor, consultation, now(session, consultation).offers[0].key, "No")
    for statement in ("UPDATE advice_taken SET reason = 'x'", "DELETE FROM advice_taken"):
        with pytest.raises(DatabaseError, match="never changed"), session.begin_nested():
            session.execute(text(statement))


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"decision": Taken.ACCEPTED}, "taken_as_an_activity"),
        ({"reason": None}, "dismissed_with_a_reason"),
    ],
)
def test_a_decision_cannot_break_its_constraints(
    session: Session, actor: Actor, changes: dict[str, Any], constraint: str
) -> None:
    consultation = opened(session, actor)
    row = {
        "organisation_id": actor.organisation_id,
        "consultation_id": consultation.id,
        "number": 1,
        "proposal": "abc",
        "said": {},
        "decision": Taken.DISMISSED,
        "reason": "No",
        "decided_on": OPENED.date(),
    } | changes
    with pytest.raises(DatabaseError, match=constraint if "reason" in changes else "ck_advice_taken"):
        session.execute(insert(AdviceTaken).values(row))


@pytest.mark.parametrize("column", ["hours", "budget"])
def test_means_are_never_below_nought(session: Session, actor: Actor, column: str) -> None:
    consultation = opened(session, actor)
    taking.remember_means(session, actor, consultation, MeansValue(Decimal(1), Decimal(1)))
    with pytest.raises(DatabaseError, match=f"ck_means_left_{column}"):
        session.execute(update(MeansLeft).values({column: -1}))


def test_the_pace_is_told_from_what_was_shown_and_not_before_a_day_has_passed(
    session: Session, actor: Actor, travel: time_machine.Traveller
) -> None:
    consultation = opened(session, actor)
    [one] = pace_of(session, consultation, clock.now())
    assert (one.by_closing, one.is_behind, one.coming) == (None, False, 0.0)
    travel.shift(timedelta(days=21))
    show(session, consultation, disabled_yes=10)
    [one] = pace_of(session, consultation, clock.now())
    assert one.by_closing is not None
    assert one.heard.count == 10
    assert 15 <= one.by_closing.about <= 30
    assert one.is_behind
    assert one.days_left == 20
    assert 0 < one.coming_in_a_week < one.coming
