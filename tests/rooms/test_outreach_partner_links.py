"""A partner's one-time link: spent once, ended by the next, gone after its time, and what it shows is the partner's."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Role
from consult.audit.actor import Actor
from consult.audit.models import AuditEntry
from consult.codes import CodeKeys
from consult.consultations import service as consultations
from consult.consultations.queries import consultation_by_slug
from consult.outreach import service
from consult.outreach.link_codes import link_code
from consult.outreach.models import Activity, Partner, ShownCount
from consult.outreach.naming import EVERY_ANSWER, of_activity
from consult.outreach.partner_links import (
    LASTS,
    link_behind,
    link_of,
    make_link,
    partner_of,
    spend,
    take_back,
)
from consult.outreach.partner_models import PartnerLink
from consult.outreach.partner_screen import own_link, partner_screen
from consult.outreach.partners import add_partner
from surveys.problems import Refused
from tests.builders import an_open_consultation, an_organisation, details, in_both

KEYS = CodeKeys({1: b"1" * 32})
NEWER_KEYS = CodeKeys({1: b"1" * 32, 2: b"2" * 32})
OTHER_KEYS = CodeKeys({1: b"3" * 32})
PARTNERS = [{"key": key, "name": in_both(key.title())} for key in ("mosque", "school")]
LINKS = [
    {"key": "sermon", "partner": "mosque", "language": "ar"},
    {"key": "gate", "partner": "school", "language": "en"},
    {"key": "bus", "language": "en"},
]


@pytest.fixture
def actor(session: Session) -> Actor:
    """An authority with two partners, an activity of each and one of its own."""
    actor = an_organisation(session)
    an_open_consultation(session, actor, details=details(partners=PARTNERS, links=LINKS))
    consultation = consultation_by_slug(session, "repairs")
    assert consultation is not None
    service.lay_out(session, actor, consultation)
    return actor


def refused(code: str):
    return pytest.raises(Refused, match=code.replace(".", r"\."))


def opened(session: Session, actor: Actor, key: str = "mosque") -> uuid.UUID:
    return spend(session, KEYS, make_link(session, actor, KEYS, key)).id


def test_a_link_is_spent_once(session: Session, actor: Actor) -> None:
    code = make_link(session, actor, KEYS, "mosque")
    behind = link_behind(session, KEYS, code)
    assert behind is not None
    assert not behind.is_spent
    assert spend(session, KEYS, code).id == behind.id
    with refused("partner_link.unusable"):
        spend(session, KEYS, code)
    again = link_behind(session, KEYS, code)
    assert again is not None
    assert again.is_spent


def test_the_database_does_not_hold_the_link(session: Session, actor: Actor) -> None:
    code = make_link(session, actor, KEYS, "mosque")
    stored = session.scalars(select(PartnerLink.code)).one()
    assert code not in stored
    assert link_behind(session, OTHER_KEYS, code) is None
    assert link_behind(session, NEWER_KEYS, code) is not None


def test_a_new_link_ends_the_one_before_and_what_it_opened(session: Session, actor: Actor) -> None:
    first = make_link(session, actor, KEYS, "mosque")
    old = spend(session, KEYS, first).id
    other = opened(session, actor, "school")
    second = make_link(session, actor, KEYS, "mosque")
    for closed in (lambda: partner_of(session, old), lambda: spend(session, KEYS, first)):
        with refused("partner_link.unusable"):
            closed()
    assert partner_of(session, other)
    assert spend(session, KEYS, second)


def test_a_link_and_what_it_opened_last_thirty_days(session: Session, actor: Actor) -> None:
    unspent = make_link(session, actor, KEYS, "school")
    held = opened(session, actor)
    with time_machine.travel(clock.now() + LASTS - timedelta(minutes=1)):
        assert partner_of(session, held)
        assert link_behind(session, KEYS, unspent)
        assert link_of(session, actor, "mosque")
    with time_machine.travel(clock.now() + LASTS):
        assert link_behind(session, KEYS, unspent) is None
        assert link_of(session, actor, "mosque") is None
        for late in (lambda: partner_of(session, held), lambda: spend(session, KEYS, unspent)):
            with refused("partner_link.unusable"):
                late()
        assert make_link(session, actor, KEYS, "school")


def test_a_link_is_taken_back_at_once_and_twice_without_harm(session: Session, actor: Actor) -> None:
    held = opened(session, actor)
    take_back(session, actor, "mosque")
    take_back(session, actor, "mosque")
    with refused("partner_link.unusable"):
        partner_of(session, held)
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)).all()
    told = [action for action in actions if "partner_link" in action]
    assert told == [f"outreach.partner_link_{what}" for what in ("made", "used", "ended")]


def test_who_no_longer_helps_sees_nothing_more(session: Session, actor: Actor) -> None:
    held, unspent = opened(session, actor), make_link(session, actor, KEYS, "school")
    for detail in details(partners=PARTNERS).partners:
        add_partner(session, actor, detail, is_active=False)
    for closed in (lambda: partner_of(session, held), lambda: spend(session, KEYS, unspent)):
        with refused("partner_link.unusable"):
            closed()
    with refused("partner.not_active"):
        make_link(session, actor, KEYS, "mosque")


def test_links_are_made_by_those_who_may_and_for_their_own(session: Session, actor: Actor) -> None:
    viewer = Actor(actor.organisation_id, None, frozenset({Role.VIEWER.value}))
    stranger = an_organisation(session, "Elsewhere")
    for who, code in ((viewer, "permission.denied"), (stranger, "partner.unknown")):
        with refused(code):
            make_link(session, who, KEYS, "mosque")
        with refused(code):
            take_back(session, who, "mosque")
    assert link_of(session, stranger, "mosque") is None


@pytest.mark.parametrize("code", ["", "x", "\0", "x" * 10_000, "é", "' OR 1=1 --"])
def test_no_other_code_opens_anything(session: Session, actor: Actor, code: str) -> None:
    make_link(session, actor, KEYS, "mosque")
    assert link_behind(session, KEYS, code) is None
    with refused("partner_link.unusable"):
        spend(session, KEYS, code)


def test_an_unspent_link_shows_nothing(session: Session, actor: Actor) -> None:
    make_link(session, actor, KEYS, "mosque")
    with refused("partner_link.unusable"):
        partner_of(session, session.scalars(select(PartnerLink.id)).one())
    with refused("partner_link.unusable"):
        partner_of(session, uuid.uuid4())


def test_a_partner_sees_its_own_activities_and_no_other(session: Session, actor: Actor) -> None:
    screen = partner_screen(session, opened(session, actor))
    assert screen.name.to("en").text == "Mosque"
    (own,) = screen.consultations
    assert [one.key for one in own.activities] == ["sermon"]
    assert not {"notes", "cost", "hours", "communities"} & set(type(own.activities[0]).__dataclass_fields__)


def test_answers_are_protected_and_openings_are_counted(session: Session, actor: Actor) -> None:
    held = opened(session, actor)
    code = partner_screen(session, held).consultations[0].activities[0].links[0].code
    for _ in range(3):
        service.record_arrival(session, code)
    consultation = consultation_by_slug(session, "repairs")
    assert consultation is not None
    shown = {"consultation_id": consultation.id, "organisation_id": actor.organisation_id}
    session.add(ShownCount(**shown, name=of_activity("sermon", EVERY_ANSWER), count=4))
    session.add(ShownCount(**shown, name=of_activity("gate", EVERY_ANSWER), count=50))
    session.flush()
    (one,) = partner_screen(session, held).consultations[0].activities
    assert (one.sent.count, one.links[0].openings) == (None, 3)
    session.get_one(ShownCount, (consultation.id, of_activity("sermon", EVERY_ANSWER))).count = 13
    session.flush()
    assert partner_screen(session, held).consultations[0].activities[0].sent.count == 15


def test_only_a_link_of_its_own_leads_to_materials(session: Session, actor: Actor) -> None:
    held, other = opened(session, actor), opened(session, actor, "school")
    own = partner_screen(session, held).consultations[0].activities[0].links[0].code
    foreign = partner_screen(session, other).consultations[0].activities[0].links[0].code
    found = own_link(session, held, own)
    assert (found.activity, found.code, found.language) == ("sermon", own, "ar")
    for code in (foreign, link_code(), "", "\0", "x" * 1000):
        with refused("link.unknown"):
            own_link(session, held, code)


def test_what_is_over_or_cancelled_is_shown_no_more(session: Session, actor: Actor) -> None:
    held = opened(session, actor)
    code = partner_screen(session, held).consultations[0].activities[0].links[0].code
    consultations.pause(session, actor, "repairs", "A mistake")
    assert partner_screen(session, held).consultations
    consultations.resume(session, actor, "repairs")
    consultations.close(session, actor, "repairs")
    assert partner_screen(session, held).consultations == ()
    with refused("link.unknown"):
        own_link(session, held, code)


def test_a_cancelled_activity_is_gone_and_the_next_is_the_first_to_come(
    session: Session, actor: Actor
) -> None:
    held = opened(session, actor)
    today = clock.today("Europe/London")
    row = session.scalars(select(Activity).where(Activity.key == "sermon")).one()
    for days, is_next in ((None, False), (-1, False), (0, True), (9, True)):
        row.on = None if days is None else today + timedelta(days=days)
        session.flush()
        coming = partner_screen(session, held).consultations[0].next
        assert (coming is not None) is is_next
    row.done_on = today
    session.flush()
    assert partner_screen(session, held).consultations[0].next is None
    row.done_on, row.cancelled_at, row.cancel_reason = None, clock.now(), "Snow"
    session.flush()
    assert partner_screen(session, held).consultations == ()


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE partner_links SET expires_at = made_at", "expires_after_made"),
        ("UPDATE partner_links SET used_at = '2001-01-01 00:00:00+00:00'", "used_after_made"),
        ("UPDATE partner_links SET ended_at = '2001-01-01 00:00:00+00:00'", "ended_after_made"),
        ("UPDATE partner_links SET organisation_id = NULL", "organisation_id"),
    ],
)
def test_a_row_cannot_break_its_constraints(
    session: Session, actor: Actor, statement: str, constraint: str
) -> None:
    make_link(session, actor, KEYS, "mosque")
    with pytest.raises(IntegrityError, match=constraint):
        session.execute(text(statement))


def test_a_partner_never_has_two_links_that_were_not_ended(session: Session, actor: Actor) -> None:
    make_link(session, actor, KEYS, "mosque")
    row = dict(session.execute(select(PartnerLink.__table__)).mappings().one())
    with pytest.raises(IntegrityError):
        session.execute(insert(PartnerLink).values(**{**row, "id": uuid.uuid4(), "code": "1:other"}))


def test_a_stored_code_is_there_once(session: Session, actor: Actor) -> None:
    make_link(session, actor, KEYS, "mosque")
    row = dict(session.execute(select(PartnerLink.__table__)).mappings().one())
    school = session.scalars(select(Partner.id).where(Partner.key == "school")).one()
    with pytest.raises(IntegrityError, match="code"):
        session.execute(insert(PartnerLink).values(**{**row, "id": uuid.uuid4(), "partner_id": school}))
