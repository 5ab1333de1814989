"""The public page of who has been heard so far: rounded, honest about who is missing, small, in every language."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from consult import clock
from consult.audit.actor import Actor
from consult.codes import CodeKeys
from consult.consultations import service as consultations
from consult.consultations.queries import consultation_by_slug, plan
from consult.consultations.values import ConsultationValue
from consult.evidence import service as evidence
from consult.outreach import ledger, queries
from consult.outreach.folding import refresh
from consult.outreach.heard import MOST_PLANNED, heard_so_far
from consult.outreach.models import ShownCount
from consult.outreach.terms import Channel
from consult.responses import sending
from consult.responses import service as responses
from consult.responses.values import Opening
from surveys.text import Text
from tests import builders
from tests.browser import page_weight
from tests.web.resident import Resident
from tests.web.statements import counted

KEYS = CodeKeys({1: b"1" * 32})
HEARD = "/en/consultations/repairs/heard"
TODAY = clock.today("Europe/London")
MOST_STATEMENTS = 7
MOST_BYTES = 8_000
OTHERS = {"key": "others", "name": builders.in_both("Others"), "target": 20}


def a_consultation(session: Session, actor: Actor, **changes: object) -> ConsultationValue:
    builders.an_open_consultation(session, actor, details=builders.details(**changes))
    found = consultation_by_slug(session, "repairs")
    assert found is not None
    return found


def answered(session: Session, found: ConsultationValue, times: int, disability: str = "yes") -> None:
    assert found.version_id is not None
    own = plan(session, found.version_id)
    said = {"go-ahead": "yes", "about-you_consent": True, "disability": disability}
    for _ in range(times):
        draft = responses.start(session, KEYS, found, own, Opening("en"), dict(said))
        sending.send(session, KEYS, draft.id, own)
    refresh(session, found)


def planned(session: Session, actor: Actor, found: ConsultationValue, **changes: object) -> str:
    given = {
        "what": Text.of({"en": "The secret name of it"}),
        "channel": Channel.RADIO,
        "languages": ("ar",),
        "communities": (),
        "partner": None,
        "on": TODAY + timedelta(days=3),
        "place": Text.of({"en": "Mill Street hall"}),
        "is_place_public": True,
        "hours": None,
        "cost": None,
        "materials": "secret materials",
        "notes": "secret notes",
    }
    return ledger.plan(session, actor, found, ledger.Planned(**{**given, **changes}))


@pytest.fixture
def actor(session: Session) -> Actor:
    return builders.an_organisation(session)


@pytest.fixture
def resident(client: FlaskClient) -> Resident:
    return Resident(client)


def test_nobody_heard_is_said_and_how_many_are_aimed_for(
    session: Session, actor: Actor, resident: Resident
) -> None:
    a_consultation(session, actor)
    resident.open(HEARD)
    assert resident.status == 200
    assert "0 of 1 affected group has reached the number of answers aimed for." in resident.words
    assert "Furthest behind: Disabled people, nobody yet of 40." in resident.words
    assert "Nobody has been heard yet from: Disabled people" in resident.words
    assert "Set-Cookie" not in resident.response.headers


def test_counts_are_rounded_and_a_few_are_not_told(
    session: Session, actor: Actor, resident: Resident
) -> None:
    found = a_consultation(session, actor)
    answered(session, found, 3)
    resident.open(HEARD)
    assert "Furthest behind: Disabled people, fewer than 10 of 40." in resident.words
    assert "at least 31" in resident.words
    answered(session, found, 20)
    resident.open(HEARD)
    assert "about 25 of 40" in resident.words
    assert "about 15" in resident.words
    assert "23" not in resident.words.split()
    answered(session, found, 20)
    resident.open(HEARD)
    assert "1 of 1 affected group has reached" in resident.words
    assert "Furthest behind" not in resident.words


def test_what_the_page_computes_is_what_officers_see(session: Session, actor: Actor) -> None:
    communities = [builders.community_document(), builders.community_document(**OTHERS)]
    found = a_consultation(session, actor, communities=communities)
    for more in (0, 3, 12, 20, 10):
        answered(session, found, more)
        seen, oracle = heard_so_far(session, found), queries.reach(session, found)
        assert seen.met_count == oracle.headline.met
        behind = oracle.headline.furthest_behind
        assert (seen.furthest_behind and seen.furthest_behind.community.key) == (behind and behind.community)
        for group, officer in zip(seen.groups, oracle.communities, strict=True):
            assert (group.heard, group.still_to_hear) == (officer.margin.yes, officer.still_to_hear)
            assert group.not_stated == officer.margin.not_stated
            assert group.is_met == officer.is_target_met


def test_without_targets_the_page_says_so_and_without_groups_too(
    session: Session, actor: Actor, resident: Resident
) -> None:
    without = [builders.community_document(target=None)]
    for slug, communities in (("repairs", without), ("others", [])):
        written = builders.details(communities=communities)
        builders.a_draft_consultation(session, actor, slug, details=written)
        missing = "community.no_target" if communities else "consultation.no_communities"
        consultations.publish(session, actor, slug, overrides={missing: "A test"})
    resident.open(HEARD)
    assert "No number of answers to aim for was set." in resident.words
    assert "no number was set" in resident.words
    resident.open("/en/consultations/others/heard")
    assert "No groups were named here" in resident.words


def test_what_is_planned_is_told_in_public_words_only(
    session: Session, actor: Actor, resident: Resident
) -> None:
    partners = [
        {"key": "p", "name": builders.in_both("Secret partner"), "role_contact": builders.in_both("Desk")}
    ]
    found = a_consultation(session, actor, partners=partners)
    planned(session, actor, found)
    planned(session, actor, found, on=TODAY - timedelta(days=1), place=Text.of({"en": "Too late"}))
    gone = planned(session, actor, found, place=Text.of({"en": "Snowed in"}))
    ledger.cancel(session, actor, found, gone, "Snow")
    done = planned(session, actor, found, on=None, place=Text.of({"en": "Done there"}))
    ledger.record_done(session, actor, found, done, _done())
    planned(session, actor, found, on=None, channel=Channel.POSTER, place=None)
    planned(session, actor, found, place=Text.of({"en": "A secret refuge"}), is_place_public=False)
    resident.open(HEARD)
    assert "Radio · Mill Street hall" in resident.words
    assert "العربية" in resident.words
    assert "no day yet · العربية" in resident.words
    assert "1 activity to reach people has taken place." in resident.words
    for hidden in ("secret", "Secret", "Too late", "Snow", "Done there"):
        assert hidden not in resident.words


def _done() -> ledger.Done:
    return ledger.Done(
        on=TODAY, people=12, hours=None, cost=None, materials=None, outcome="secret outcome", notes=None
    )


def test_a_long_ledger_makes_no_long_page_and_takes_no_more_statements(
    session: Session, actor: Actor, resident: Resident, database: Engine
) -> None:
    found = a_consultation(session, actor)
    resident.open(HEARD)
    with counted(database) as short:
        resident.open(HEARD)
    for _ in range(MOST_PLANNED + 5):
        planned(session, actor, found)
    with counted(database) as long:
        resident.open(HEARD)
    assert len(short) == len(long) <= MOST_STATEMENTS
    assert "More is planned after that." in resident.words
    assert page_weight(resident.response.text) < MOST_BYTES


def test_sessions_are_told_without_what_was_said_or_by_whom(
    session: Session, actor: Actor, resident: Resident
) -> None:
    found = a_consultation(session, actor)
    secret = Text.of({"en": "secret"})
    note = evidence.Note(
        key="session-1", community="disabled", held_on=date(2026, 11, 2), place=secret, ran_by=secret,
        people=7, language="ar", notes=secret,
    )  # fmt: skip
    evidence.add_session_note(session, actor, found, note)
    resident.open(HEARD)
    assert "Disabled people: 2 November 2026" in resident.words
    assert "secret" not in resident.words
    assert "7" not in resident.words.split()


def test_after_closing_it_is_still_there_and_plans_no_more(
    session: Session, actor: Actor, resident: Resident
) -> None:
    found = a_consultation(session, actor)
    planned(session, actor, found)
    consultations.close(session, actor, "repairs")
    resident.open(HEARD)
    assert "This closed on" in resident.words
    assert "Mill Street" not in resident.words
    assert "Answer the questions" not in resident.words
    assert HEARD in [link.get("href") for link in resident.open("/en/consultations/repairs").root.iter("a")]


def test_the_start_page_leads_there_and_what_is_not_published_has_none(
    session: Session, actor: Actor, resident: Resident
) -> None:
    a_consultation(session, actor)
    builders.a_draft_consultation(session, actor, "drafted")
    resident.open("/en/consultations/repairs")
    assert HEARD in [link.get("href") for link in resident.root.iter("a")]
    for slug in ("drafted", "nothing", "UPPER"):
        assert resident.open(f"/en/consultations/{slug}/heard").status == 404


@pytest.mark.parametrize("language", ["ar", "nl"])
def test_it_is_strict_in_every_language(
    session: Session, actor: Actor, client: FlaskClient, language: str
) -> None:
    found = a_consultation(session, actor)
    planned(session, actor, found)
    answered(session, found, 12)
    assert Resident(client, language).open(f"/{language}/consultations/repairs/heard").status == 200


def test_a_kept_count_is_shown_as_it_may_be_seen_and_never_exactly(
    session: Session, actor: Actor, resident: Resident
) -> None:
    found = a_consultation(session, actor)
    answered(session, found, 12)
    session.execute(update(ShownCount).values(count=13))
    resident.open(HEARD)
    assert "13" not in resident.words.split()
    assert "about 15" in resident.words
