"""The officers' pages of outreach: the ledger, one activity, partners, the calendar, reminders."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Role
from consult.audit.actor import Actor
from consult.outreach.closing import stop
from tests import builders
from tests.web.officer import Officer, signed_in

HOME = "/officer/consultations/repairs"
LEDGER = f"{HOME}/outreach"
TODAY = clock.today("Europe/London")


@pytest.fixture
def actor(session: Session) -> Actor:
    actor = builders.an_organisation(session)
    builders.an_open_consultation(session, actor)
    return actor


@pytest.fixture
def officer(client: FlaskClient, session: Session, actor: Actor) -> Officer:
    return signed_in(client, session, actor)


def on(name: str, day: object) -> dict[str, str]:
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def plan(officer: Officer, **changes: object) -> Officer:
    given = {
        "what_en": "A poster in the library",
        "channel": "poster",
        "languages": ["ar", "en"],
        "communities": ["disabled"],
        "hours": "2,5",
        "cost": "\u0661\u0662\u066b\u0665",
        **on("on", TODAY),
    }
    return officer.open(f"{LEDGER}/new").fill(**{**given, **changes}).press("Save")


@pytest.mark.parametrize(
    ("ticked", "readers"), [([], "Only officers and the partner"), (["yes"], "Everybody")]
)
def test_a_place_says_who_can_read_it(officer: Officer, ticked: list[str], readers: str) -> None:
    plan(officer, place_en="Mill Street hall", is_place_public=ticked)
    assert "Mill Street hall" in officer.words
    assert f"{readers} can read this." in officer.words
    officer.open(f"{LEDGER}/poster-1/change").press("Save")  # as it was
    assert "Mill Street hall" in officer.words
    assert f"{readers} can read this." in officer.words


def test_an_activity_is_planned_done_and_corrected(officer: Officer) -> None:
    plan(officer)
    assert (officer.status, officer.path) == (200, f"{LEDGER}/poster-1")
    assert officer.heading == "A poster in the library"
    assert {"2.5", "12.5"} <= set(officer.words.split())
    picture = next(href for href in officer.links() if href.endswith(".svg"))
    answer = officer.client.get(picture)
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    officer.open(f"{LEDGER}/poster-1/done").fill(people="0", outcome="It hangs").press("Save")
    assert (officer.status, officer.path) == (200, f"{LEDGER}/poster-1")
    assert "It hangs" in officer.words
    assert f"{LEDGER}/poster-1/cancel" not in officer.links()
    officer.open(f"{LEDGER}/poster-1/done").fill(people="17").press("Save")
    assert "17" in officer.words
    officer.open(LEDGER)
    assert "done" in officer.words


def test_the_page_of_links_leads_to_the_ledger(officer: Officer) -> None:
    assert officer.open(f"{HOME}/links").path == LEDGER
    assert officer.open(f"{HOME}/links/zzzzzzz.svg").status == 404


def test_what_is_planned_changes_and_is_cancelled_with_a_reason(officer: Officer) -> None:
    plan(officer)
    officer.open(f"{LEDGER}/poster-1/change")
    assert officer.shown("hours") == ["2.50"]
    officer.fill(what_en="A banner", hours="").press("Save")
    assert officer.heading == "A banner"
    officer.open(f"{LEDGER}/poster-1/cancel").press("Cancel this activity")
    assert (officer.status, officer.errors()) == (422, ["Give the reason. It stays in the ledger."])
    officer.fill(reason="Snow").press("Cancel this activity")
    assert "Snow" in officer.words
    officer.open(f"{LEDGER}/poster-1/cancel").fill(reason="Again").press("Cancel this activity")
    assert officer.status == 409


def test_one_more_link_is_made_in_a_language_that_has_none(officer: Officer) -> None:
    plan(officer, languages=["ar"])
    officer.press("Make the link")
    assert len([href for href in officer.links() if href.endswith(".svg")]) == 2
    assert "Make the link" not in officer.words


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"what_en": ""}, "Say what you plan to do."),
        ({"what_en": "x" * 201}, "at most 200 characters"),
        ({"channel": "pigeon"}, "Choose something that is offered here."),
        ({"channel": ""}, "Choose a channel."),
        ({"languages": ["nl"]}, "Choose something that is offered here."),
        ({"languages": []}, "Choose at least one language."),
        ({"communities": ["everyone"]}, "Choose something that is offered here."),
        ({"what_tlh": "Qapla"}, "a language that is not offered here"),
        ({"on_day": "31", "on_month": "2", "on_year": "2027"}, "not a day there is"),
        ({"on_day": "1", "on_month": "2", "on_year": "1027"}, "Give a day in the years"),
        ({"hours": "-1"}, "Give a number such as 12"),
        ({"hours": "1,000"}, "Give a number such as 12"),
        ({"hours": "100001"}, "from 0 to"),
        ({"cost": "1e5"}, "Give a number such as 12"),
        ({"cost": "\u00b2"}, "Give a number such as 12"),
        ({"notes": "a\0b"}, "cannot be shown"),
        ({"materials": "x" * 5001}, "at most 5000 characters"),
    ],
)
def test_what_cannot_be_planned_is_said_at_its_field(officer: Officer, typed: dict, says: str) -> None:
    plan(officer, **typed)
    assert officer.status == 422
    assert any(says in error for error in officer.errors())


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (on("on", TODAY + timedelta(days=1)), "has not come yet"),
        ({"on_day": "", "on_month": "", "on_year": ""}, "Give the day."),
        ({"people": "some"}, "Give a whole number, 0 or more."),
        ({"people": "1.5"}, "Give a whole number, 0 or more."),
        ({"people": "999999999"}, "from 0 to"),
        ({"outcome": "x" * 5001}, "at most 5000 characters"),
    ],
)
def test_what_cannot_be_recorded_is_said_at_its_field(officer: Officer, typed: dict, says: str) -> None:
    plan(officer)
    officer.open(f"{LEDGER}/poster-1/done").fill(**typed).press("Save")
    assert officer.status == 422
    assert any(says in error for error in officer.errors())


def test_a_form_sent_twice_plans_once(officer: Officer) -> None:
    officer.open(f"{LEDGER}/new")
    seen, token = officer.shown("seen")[0], officer.token
    given = {"what_en": "A poster", "channel": "poster", "languages": "en", "seen": seen}
    answers = [
        officer.client.post(f"{LEDGER}/new", data={"csrf_token": token, **given}).status_code
        for _ in range(2)
    ]
    assert answers == [303, 409]


def test_the_ledger_runs_from_the_first_day_to_the_last_and_says_whom_everything_is_for(
    officer: Officer,
) -> None:
    plan(officer, channel="radio", communities=[], **on("on", TODAY + timedelta(days=2)))
    plan(officer, channel="letter", communities=[], on_day="", on_month="", on_year="")
    plan(officer, channel="poster", **on("on", TODAY + timedelta(days=1)))
    names = [href.rsplit("/", 1)[-1] for href in _table_links(officer.open(LEDGER))]
    assert names == ["poster-1", "radio-1", "letter-1"]
    assert officer.words.count("Everyone") == 2


def test_nothing_is_offered_to_plan_once_it_is_closed(
    officer: Officer, session: Session, actor: Actor
) -> None:
    assert f"{LEDGER}/new" in officer.open(LEDGER).links()
    stop(session, actor, "repairs", "Enough was heard.")
    assert f"{LEDGER}/new" not in officer.open(LEDGER).links()


def test_the_ledger_is_filtered_by_the_address(officer: Officer) -> None:
    plan(officer)
    plan(officer, what_en="On the radio", channel="radio", communities=[])
    assert {"poster-1", "radio-1"} <= {href.rsplit("/", 1)[-1] for href in officer.open(LEDGER).links()}
    for query, there, gone in (
        ("channel=radio", "radio-1", "poster-1"),
        ("community=disabled", "poster-1", "radio-1"),
        ("state=planned&channel=poster", "poster-1", "radio-1"),
    ):
        names = {href.rsplit("/", 1)[-1] for href in _table_links(officer.open(f"{LEDGER}?{query}"))}
        assert (there in names, gone in names) == (True, False), query
    assert "No activity is like that." in officer.open(f"{LEDGER}?state=cancelled").words
    assert officer.open(f"{LEDGER}?state=asleep").status == 422
    assert officer.errors() == ["Choose something that is offered here."]


def _table_links(officer: Officer) -> list[str]:
    return [link.get("href", "") for table in officer.root.iter("table") for link in table.iter("a")]


def test_what_is_due_is_said_on_the_page_without_any_mail(officer: Officer) -> None:
    plan(officer, **on("on", TODAY - timedelta(days=3)))
    assert "is not recorded as done" in officer.open(LEDGER).words
    assert "sends no e-mail at the moment" in officer.open("/officer/reminders").words


def test_reminders_are_switched_off_and_on(officer: Officer) -> None:
    assert officer.open("/officer/reminders").shown("wants_reminders") == ["yes"]
    officer.fill(wants_reminders=[]).press("Save")
    assert officer.open("/officer/reminders").shown("wants_reminders") == []


def test_a_viewer_sees_the_ledger_and_changes_nothing(
    client: FlaskClient, session: Session, actor: Actor, officer: Officer
) -> None:
    plan(officer)
    viewer = signed_in(client, session, actor, Role.VIEWER).open(LEDGER)
    assert viewer.status == 200
    assert f"{LEDGER}/new" not in viewer.links()
    viewer.open(f"{LEDGER}/poster-1")
    assert not any("/done" in href or "/cancel" in href for href in viewer.links())
    assert viewer.open("/officer/partners").status == 200


@pytest.mark.parametrize("language", ["en", "ar", "nl"])
def test_the_calendar_shows_the_month_and_leads_to_the_ones_beside_it(
    client: FlaskClient, session: Session, actor: Actor, language: str
) -> None:
    plan(signed_in(client, session, actor), **on("on", TODAY.replace(day=15)))
    officer = signed_in(client, session, actor, language=language).open(f"{LEDGER}/calendar")
    assert f"{LEDGER}/poster-1" in officer.links()
    months = [href for href in officer.links() if "month=" in href]
    assert len(months) == 2
    for month in months:
        assert officer.open(month).status == 200
        assert f"{LEDGER}/poster-1" not in officer.links()


@pytest.mark.parametrize("month", ["2026-13", "x", "", "2026-11-01", "1999-12", "99999-01", "2026-W1"])
def test_a_month_that_is_none_is_not_there(officer: Officer, month: str) -> None:
    assert officer.open(f"{LEDGER}/calendar?month={month}").status == 404


def test_the_first_and_last_months_lead_nowhere_else(officer: Officer) -> None:
    for month in ("2000-01", "2199-12"):
        officer.open(f"{LEDGER}/calendar?month={month}")
        assert len([href for href in officer.links() if "month=" in href]) == 1


def test_a_partner_is_added_and_changed(officer: Officer) -> None:
    officer.open("/officer/partners/new").fill(
        name_en="Radio Harbour", role_contact_en="The office", languages=["ar"], communities=["disabled"]
    ).press("Save")
    assert (officer.status, officer.path) == (200, "/officer/partners")
    assert "Radio Harbour" in officer.words
    officer.open("/officer/partners/radio-harbour").fill(
        has_interest=["yes"], is_inactive=["yes"], name_en="Harbour FM"
    )
    officer.press("Save")
    assert {"declared", "not active", "Harbour FM"} <= {
        words for words in ("declared", "not active", "Harbour FM") if words in officer.words
    }
    assert "Harbour FM" not in officer.open(f"{LEDGER}/new").words


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name_en": ""}, "Give the name of the organisation."),
        ({"name_en": "x" * 201}, "at most 200"),
        ({"languages": ["tlh"]}, "Choose something that is offered here."),
        ({"communities": ["martians"]}, "Choose something that is offered here."),
    ],
)
def test_a_partner_that_cannot_be_added_is_said_at_its_field(
    officer: Officer, typed: dict, says: str
) -> None:
    officer.open("/officer/partners/new").fill(**{"name_en": "Radio", **typed}).press("Save")
    assert officer.status == 422
    assert any(says in error for error in officer.errors())


@pytest.mark.parametrize(
    "address", [f"{LEDGER}/nothing", f"{LEDGER}/nothing/done", "/officer/partners/nothing"]
)
def test_what_is_not_there_is_not_there(officer: Officer, address: str) -> None:
    assert officer.open(address).status == 404
