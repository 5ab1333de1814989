"""The ledger: an activity is planned, changed, done or called off, and nothing is ever lost."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Role
from consult.audit import queries as audit
from consult.audit.actor import Actor
from consult.consultations import service as consultations
from consult.consultations.details import PartnerDetail
from consult.consultations.planned import planned as reaching
from consult.consultations.queries import consultation_by_slug
from consult.consultations.values import ConsultationValue
from consult.outreach import ledger, queries, service
from consult.outreach.ledger import Done, Planned
from consult.outreach.partners import add_partner, change_partner, free_key
from consult.outreach.terms import Channel, Standing
from consult.work.models import DueWork
from surveys.problems import Refused
from surveys.text import Text
from tests.builders import a_draft_consultation, an_open_consultation, an_organisation, in_both

TODAY = clock.today("Europe/London")


def opened(session: Session, *, is_draft: bool = False) -> tuple[Actor, ConsultationValue]:
    actor = an_organisation(session)
    (a_draft_consultation if is_draft else an_open_consultation)(session, actor)
    return actor, value(session)


def value(session: Session) -> ConsultationValue:
    found = consultation_by_slug(session, "repairs")
    assert found is not None
    return found


def planned(**changes: Any) -> Planned:
    given = {
        "what": Text.of(in_both("A poster")),
        "channel": Channel.COMMUNITY_GROUP,
        "languages": ("ar", "en"),
        "communities": ("disabled",),
        "on": TODAY,
        "hours": Decimal("2.50"),
        "cost": Decimal("1234567.89"),
    }
    return Planned(**{**given, **changes})


def codes_of(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in refused.value.problems]


def test_what_is_planned_has_a_link_in_each_language(session: Session) -> None:
    actor, consultation = opened(session)
    key = ledger.plan(session, actor, consultation, planned())
    session.expire_all()
    one = queries.activity(session, consultation.id, key)
    assert key == "community-group-1"
    assert (one.language, sorted(link.language for link in one.links)) == ("ar", ["ar", "en"])
    assert len({link.code for link in one.links}) == 2
    assert (one.planned_hours, one.planned_cost, one.hours, one.cost) == (
        Decimal("2.50"),
        Decimal("1234567.89"),
        None,
        None,
    )
    assert ledger.plan(session, actor, consultation, planned()) == "community-group-2"


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"languages": ()}, "activity.no_language", "languages"),
        ({"languages": ("nl",)}, "link.other_language", "language"),
        ({"communities": ("martians",)}, "activity.no_such_community", "communities"),
        ({"partner": "nobody"}, "activity.no_such_partner", "partner"),
        ({"on": date(1999, 12, 31)}, "activity.odd_day", "on"),
        ({"hours": Decimal(-1)}, "activity.odd_number", "hours"),
        ({"hours": Decimal(100_001)}, "activity.odd_number", "hours"),
        ({"cost": Decimal(1_000_000_001)}, "activity.odd_number", "cost"),
        ({"notes": "x" * 5001}, "activity.odd_words", "notes"),
        ({"materials": "a\0b"}, "activity.odd_words", "materials"),
    ],
)
def test_what_cannot_be_planned_is_refused_at_its_place(
    session: Session, changes: dict, code: str, where: str
) -> None:
    actor, consultation = opened(session)
    with pytest.raises(Refused) as refused:
        ledger.plan(session, actor, consultation, planned(**changes))
    assert codes_of(refused) == [(code, where)]


def test_a_partner_of_another_organisation_is_none(session: Session) -> None:
    actor, consultation = opened(session)
    other = an_organisation(session, "Southmere")
    add_partner(session, other, PartnerDetail.model_validate({"key": "radio", "name": in_both("R")}))
    with pytest.raises(Refused) as refused:
        ledger.plan(session, actor, consultation, planned(partner="radio"))
    assert codes_of(refused) == [("activity.no_such_partner", "partner")]


def test_nothing_is_planned_for_what_is_closed_but_what_was_done_can_still_be_said(session: Session) -> None:
    actor, consultation = opened(session)
    key = ledger.plan(session, actor, consultation, planned())
    consultations.close(session, actor, "repairs")
    with pytest.raises(Refused) as refused:
        ledger.plan(session, actor, value(session), planned())
    assert codes_of(refused) == [("activity.consultation_closed", "")]
    ledger.record_done(session, actor, value(session), key, Done(TODAY))
    assert standing(session, key) is Standing.DONE


def standing(session: Session, key: str, today: date = TODAY) -> Standing:
    session.expire_all()
    return queries.activity(session, value(session).id, key).standing(today)


def test_it_is_overdue_the_day_after_and_no_longer_once_done(session: Session) -> None:
    actor, consultation = opened(session)
    key = ledger.plan(session, actor, consultation, planned(on=TODAY))
    assert standing(session, key) is Standing.PLANNED
    assert standing(session, key, TODAY + timedelta(days=1)) is Standing.OVERDUE
    ledger.record_done(session, actor, consultation, key, Done(TODAY, people=0, hours=Decimal(0)))
    assert standing(session, key, TODAY + timedelta(days=1)) is Standing.DONE
    one = queries.activity(session, consultation.id, key)
    assert (one.people_spoken_to, one.hours, one.cost) == (0, Decimal("0.00"), None)


def test_what_came_of_it_can_be_corrected_and_every_step_is_on_the_record(session: Session) -> None:
    actor, consultation = opened(session)
    key = ledger.plan(session, actor, consultation, planned())
    ledger.change(session, actor, consultation, key, planned(cost=None))
    ledger.change(session, actor, consultation, key, planned(cost=None))
    ledger.record_done(session, actor, consultation, key, Done(TODAY, people=12))
    ledger.record_done(session, actor, consultation, key, Done(TODAY, people=21, outcome="Many came"))
    told = audit.entries_about(session, actor.organisation_id, consultation.id)
    steps = [entry for entry in reversed(told) if entry.action.startswith("outreach.activity")]
    assert [entry.action.removeprefix("outreach.activity_") for entry in steps] == [
        "planned",
        "changed",
        "done",
        "corrected",
    ]
    assert steps[1].details == {"key": key, "fields": ["planned_cost"]}
    assert (steps[2].details["people"], steps[3].details["people"]) == (12, 21)
    assert "Many came" not in str([entry.details for entry in told])
    assert audit.first_broken_entry(session, actor.organisation_id) is None


def test_what_is_over_changes_no_more(session: Session) -> None:
    actor, consultation = opened(session)
    done, gone = (ledger.plan(session, actor, consultation, planned()) for _ in range(2))
    ledger.record_done(session, actor, consultation, done, Done(TODAY))
    ledger.cancel(session, actor, consultation, gone, " Snow ")
    assert queries.activity(session, consultation.id, gone).cancel_reason == "Snow"
    for key in (done, gone):
        for attempt in (
            lambda key=key: ledger.change(session, actor, consultation, key, planned()),
            lambda key=key: ledger.cancel(session, actor, consultation, key, "again"),
        ):
            with pytest.raises(Refused) as refused:
                attempt()
            assert codes_of(refused) == [("activity.already_over", "")]
    with pytest.raises(Refused) as refused:
        ledger.record_done(session, actor, consultation, gone, Done(TODAY))
    assert codes_of(refused) == [("activity.already_cancelled", "")]


def test_what_is_cancelled_is_no_plan_to_reach_anyone(session: Session) -> None:
    actor, consultation = opened(session)
    key = ledger.plan(session, actor, consultation, planned())
    assert reaching(session, consultation.id) == (frozenset({"disabled"}),)
    ledger.cancel(session, actor, consultation, key, "Snow")
    assert reaching(session, consultation.id) == ()


def test_what_is_cancelled_keeps_its_links(session: Session) -> None:
    actor, consultation = opened(session)
    key = ledger.plan(session, actor, consultation, planned())
    ledger.cancel(session, actor, consultation, key, "Snow")
    code = queries.activity(session, consultation.id, key).links[0].code
    assert service.record_arrival(session, code).slug == "repairs"
    session.expire_all()
    assert queries.activity(session, consultation.id, key).openings == 1


def test_a_reason_is_needed_and_a_day_to_come_is_not_done(session: Session) -> None:
    actor, consultation = opened(session)
    key = ledger.plan(session, actor, consultation, planned())
    with pytest.raises(Refused) as refused:
        ledger.cancel(session, actor, consultation, key, "  ")
    assert codes_of(refused) == [("activity.no_reason", "reason")]
    with pytest.raises(Refused) as refused:
        ledger.record_done(session, actor, consultation, key, Done(TODAY + timedelta(days=1)))
    assert codes_of(refused) == [("activity.not_yet", "on")]


def test_a_link_in_a_language_that_is_no_longer_offered_leads_to_the_first_one(session: Session) -> None:
    actor, consultation = opened(session, is_draft=True)
    key = ledger.plan(session, actor, consultation, planned(languages=("ar",)))
    code = queries.activity(session, consultation.id, key).links[0].code
    consultations.publish(session, actor, "repairs")
    from consult.consultations.models import Consultation

    session.get_one(Consultation, consultation.id).languages = ["en"]
    session.flush()
    assert service.record_arrival(session, code).language == "en"


def test_a_viewer_and_another_organisation_write_nothing(session: Session) -> None:
    actor, consultation = opened(session)
    key = ledger.plan(session, actor, consultation, planned())
    viewer = Actor(actor.organisation_id, uuid.uuid4(), frozenset({Role.VIEWER.value}))
    for who, code in ((viewer, "permission.denied"), (an_organisation(session, "S"), "consultation.unknown")):
        for attempt in (
            lambda who=who: ledger.plan(session, who, consultation, planned()),
            lambda who=who: ledger.change(session, who, consultation, key, planned()),
            lambda who=who: ledger.record_done(session, who, consultation, key, Done(TODAY)),
            lambda who=who: ledger.cancel(session, who, consultation, key, "x"),
        ):
            with pytest.raises(Refused) as refused:
                attempt()
            assert codes_of(refused)[0][0] == code


def test_planning_leaves_the_next_morning_due_once(session: Session) -> None:
    actor, consultation = opened(session, is_draft=True)
    ledger.plan(session, actor, consultation, planned())
    ledger.plan(session, actor, consultation, planned())
    [work] = session.query(DueWork).filter(DueWork.task == "outreach.remind").all()
    assert work.due_at > clock.now()


def test_partners_are_added_changed_and_kept(session: Session) -> None:
    actor, consultation = opened(session)
    key = free_key(session, actor, "Rádio Harbour!")
    assert key == "radio-harbour"
    detail = PartnerDetail.model_validate({"key": key, "name": in_both("Radio Harbour")})
    add_partner(session, actor, detail)
    assert free_key(session, actor, "radio harbour") == "radio-harbour-2"
    assert (free_key(session, actor, "راديو"), free_key(session, actor, "New")) == ("partner", "new-2")
    change_partner(session, actor, detail, is_active=False)
    [one] = queries.partners(session, actor.organisation_id)
    assert not one.is_active
    with pytest.raises(Refused) as refused:
        change_partner(session, an_organisation(session, "S"), detail, is_active=True)
    assert codes_of(refused) == [("partner.unknown", "partner")]
    ledger.plan(session, actor, consultation, planned(partner=key))
