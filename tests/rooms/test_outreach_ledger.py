"""Partners, activities, links; openings are counted, nobody is followed."""

import threading
import uuid
import xml.etree.ElementTree as ET
from datetime import date

import pytest
import time_machine
from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Role
from consult.audit import queries as audit
from consult.audit.actor import Actor
from consult.consultations import service as consultations
from consult.consultations.details import LinkDetail, PartnerDetail
from consult.consultations.queries import consultation_by_slug
from consult.consultations.values import ConsultationValue
from consult.db import unit_of_work
from consult.outreach import queries, service
from consult.outreach.models import Activity, Arrival, Link, Partner
from consult.outreach.partners import add_partner
from consult.outreach.qr import qr_svg
from surveys.problems import Refused
from tests.builders import a_draft_consultation, an_open_consultation, an_organisation, details, in_both
from tests.statements import statements

PARTNER = {"key": "radio", "name": in_both("Radio Harbour"), "communities": ["disabled"]}
LINK = {
    "key": "radio-ar",
    "partner": "radio",
    "channel": "radio",
    "language": "ar",
    "communities": ["disabled"],
    "what": in_both("A call"),
}


def value(session: Session, slug: str = "repairs") -> ConsultationValue:
    found = consultation_by_slug(session, slug)
    assert found is not None
    return found


def opened(session: Session) -> tuple[Actor, ConsultationValue, str]:
    """Return an open consultation with one link."""
    actor = an_organisation(session)
    an_open_consultation(session, actor, details=details(partners=[PARTNER], links=[LINK]))
    consultation = value(session)
    return actor, consultation, service.lay_out(session, actor, consultation)["radio-ar"]


def codes_of(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_the_details_become_partners_activities_and_links(session: Session) -> None:
    actor, consultation, code = opened(session)
    [activity] = queries.activities(session, consultation.id)
    assert (activity.key, activity.channel, activity.language) == ("radio-ar", "radio", "ar")
    assert (activity.partner, activity.communities) == ("radio", ("disabled",))
    assert [(link.code, link.language, link.openings) for link in activity.links] == [(code, "ar", 0)]
    [partner] = queries.partners(session, actor.organisation_id)
    assert partner.name.to("en").text == "Radio Harbour"


def test_laying_out_again_makes_nothing_twice_and_writes_nothing(session: Session) -> None:
    actor, consultation, code = opened(session)
    before = entries(session, actor)
    assert service.lay_out(session, actor, consultation) == {"radio-ar": code}
    assert entries(session, actor) == before
    for model in (Partner, Activity, Link):
        assert len(session.scalars(select(model)).all()) == 1


def entries(session: Session, actor: Actor) -> int:
    subjects = [
        *session.scalars(select(Partner.id)),
        *session.scalars(select(Activity.consultation_id).distinct()),
    ]
    found = [audit.entries_about(session, actor.organisation_id, subject) for subject in subjects]
    return sum(entry.action.startswith("outreach.") for each in found for entry in each)


def test_every_change_of_the_ledger_has_its_audit_entry(session: Session) -> None:
    actor, _, _ = opened(session)
    changed = PartnerDetail.model_validate({**PARTNER, "interest_in_bidding": "declared"})
    partner_id = add_partner(session, actor, changed)
    actions = [entry.action for entry in audit.entries_about(session, actor.organisation_id, partner_id)]
    assert actions == ["outreach.partner_changed", "outreach.partner_added"]
    assert entries(session, actor) == 4
    assert audit.first_broken_entry(session, actor.organisation_id) is None


def test_a_code_has_nothing_that_looks_like_something_else(session: Session) -> None:
    _, _, code = opened(session)
    assert len(code) == 8
    assert set(code) <= set("0123456789")


def test_a_link_leads_to_its_consultation_in_its_language(session: Session) -> None:
    _, consultation, code = opened(session)
    arrived = service.record_arrival(session, code)
    [activity] = queries.activities(session, consultation.id)
    assert (arrived.slug, arrived.language) == ("repairs", "ar")
    assert (arrived.activity_id, arrived.consultation_id) == (activity.id, consultation.id)


def test_openings_are_counted_for_each_link_and_day(session: Session) -> None:
    _, consultation, code = opened(session)
    for day in (date(2026, 11, 23), date(2026, 11, 23), date(2026, 11, 24)):
        service.record_arrival(session, code, day)
    counted = {row.on: row.openings for row in session.scalars(select(Arrival))}
    assert counted == {date(2026, 11, 23): 2, date(2026, 11, 24): 1}
    assert queries.activities(session, consultation.id)[0].openings == 3


def test_the_day_is_that_of_the_authority(session: Session) -> None:
    actor = an_organisation(session, time_zone="Asia/Kolkata")
    an_open_consultation(session, actor, details=details(links=[{"key": "x"}]))
    code = service.lay_out(session, actor, value(session))["x"]
    with time_machine.travel("2026-11-30T20:00:00+00:00", tick=False):
        service.record_arrival(session, code)
    assert session.scalars(select(Arrival.on)).all() == [date(2026, 12, 1)]


@pytest.mark.parametrize("change", [str.upper, lambda code: f" {code[:3]}-{code[3:]} "])
def test_a_code_is_found_however_it_is_typed(session: Session, change: object) -> None:
    _, _, code = opened(session)
    assert callable(change)
    assert service.record_arrival(session, change(code)).slug == "repairs"


@pytest.mark.parametrize("code", ["", "nothing", "\0", "x" * 100_000, "'; --", "\ud800"])
def test_an_unknown_code_leads_nowhere(session: Session, code: str) -> None:
    opened(session)
    with pytest.raises(Refused) as refused:
        service.record_arrival(session, code)
    assert codes_of(refused) == ["link.unknown"]


def test_a_link_of_a_closed_consultation_says_so_and_counts_nothing(session: Session) -> None:
    actor, _, code = opened(session)
    consultations.close(session, actor, "repairs")
    with pytest.raises(Refused) as refused:
        service.record_arrival(session, code)
    [problem] = refused.value.problems
    assert problem.code == "link.closed"
    assert problem.parameters == {"slug": "repairs", "language": "ar"}
    assert session.scalars(select(Arrival)).all() == []


def test_a_link_to_what_nobody_published_is_unknown(session: Session) -> None:
    actor = an_organisation(session)
    a_draft_consultation(session, actor, details=details(links=[{"key": "x"}]))
    code = service.lay_out(session, actor, value(session))["x"]
    with pytest.raises(Refused) as refused:
        service.record_arrival(session, code)
    assert codes_of(refused) == ["link.unknown"]


def test_a_link_works_before_the_opening_and_while_paused(session: Session) -> None:
    actor, _, code = opened(session)
    consultations.pause(session, actor, "repairs", "x")
    assert service.record_arrival(session, code).slug == "repairs"


def test_following_a_link_takes_three_statements(session: Session, database: Engine) -> None:
    _, _, code = opened(session)
    session.expire_all()
    with statements(database) as sent:
        service.record_arrival(session, code)
    assert len(sent) == 3


def test_nothing_about_who_opened_a_link_can_be_stored(database: Engine) -> None:
    columns = {column["name"] for column in inspect(database).get_columns("arrivals")}
    assert columns == {"link_id", "on_date", "organisation_id", "openings"}


def test_of_many_who_open_a_link_at_once_each_is_counted(own_engine: Engine) -> None:
    with unit_of_work() as session:
        _, _, code = opened(session)
    gate = threading.Barrier(4)
    faults: list[BaseException] = []

    def follow() -> None:
        gate.wait()
        try:
            for _ in range(5):
                with unit_of_work() as session:
                    service.record_arrival(session, code, date(2026, 11, 23))
        except BaseException as fault:  # noqa: BLE001  # a thread's fault must reach the test
            faults.append(fault)

    threads = [threading.Thread(target=follow) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with unit_of_work() as session:
        assert session.scalars(select(Arrival.openings)).all() == [20]


def test_a_link_is_offered_only_in_a_language_of_the_consultation(session: Session) -> None:
    actor, consultation, _ = opened(session)
    with pytest.raises(Refused) as refused:
        service.add_activity(session, actor, consultation, LinkDetail(key="nl", language="nl"))
    assert codes_of(refused) == ["link.other_language"]
    [activity] = queries.activities(session, consultation.id)
    with pytest.raises(Refused) as refused:
        service.add_link(session, actor, consultation, activity.id, "nl")
    assert codes_of(refused) == ["link.other_language"]
    other = service.add_link(session, actor, consultation, activity.id, "en")
    assert len({link.code for link in queries.activities(session, consultation.id)[0].links}) == 2
    assert service.add_link(session, actor, consultation, activity.id, "en") == other


def test_another_organisation_cannot_add_to_the_ledger(session: Session) -> None:
    _, consultation, _ = opened(session)
    other = an_organisation(session, "Southmere")
    [activity] = queries.activities(session, consultation.id)
    with pytest.raises(Refused) as refused:
        service.add_activity(session, other, consultation, LinkDetail(key="x"))
    assert codes_of(refused) == ["consultation.unknown"]
    with pytest.raises(Refused) as refused:
        service.add_link(session, other, consultation, activity.id, "en")
    assert codes_of(refused) == ["consultation.unknown"]


def test_a_link_needs_an_activity_of_its_consultation(session: Session) -> None:
    actor, consultation, _ = opened(session)
    with pytest.raises(Refused) as refused:
        service.add_link(session, actor, consultation, uuid.uuid4(), "en")
    assert codes_of(refused) == ["activity.unknown"]


def test_a_viewer_adds_nothing(session: Session) -> None:
    actor, consultation, _ = opened(session)
    viewer = Actor(actor.organisation_id, uuid.uuid4(), frozenset({Role.VIEWER.value}))
    [activity] = queries.activities(session, consultation.id)
    for attempt in (
        lambda: service.lay_out(session, viewer, consultation),
        lambda: add_partner(session, viewer, PartnerDetail.model_validate(PARTNER)),
        lambda: service.add_activity(session, viewer, consultation, LinkDetail(key="x")),
        lambda: service.add_link(session, viewer, consultation, activity.id, "en"),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert codes_of(refused) == ["permission.denied"]


def test_a_qr_code_is_an_svg_with_a_title_and_a_quiet_zone() -> None:
    picture = ET.fromstring(qr_svg("https://example.org/go/abcdefg", "Repairs <in> Arabic"))
    namespace = "{http://www.w3.org/2000/svg}"
    assert picture.tag == f"{namespace}svg"
    title = picture.find(f"{namespace}title")
    assert title is not None
    assert title.text == "Repairs <in> Arabic"
    modules = int(picture.attrib["width"]) // 8 - 2 * 4
    assert (modules - 21) % 4 == 0  # ISO/IEC 18004: 21, 25, 29 ... modules a side
    assert b"script" not in qr_svg("https://example.org/go/abcdefg", "x")


def test_links_made_before_the_clock_moved_stay(session: Session) -> None:
    _, consultation, code = opened(session)
    with time_machine.travel(clock.now().replace(year=2030), tick=False):
        assert service.record_arrival(session, code).consultation_id == consultation.id
