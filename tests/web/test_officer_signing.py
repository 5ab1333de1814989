"""Signing in and out, the one-time link, the officer's language, and adding somebody."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from limits import parse
from sqlalchemy.orm import Session

from consult.accounts import service as accounts
from consult.accounts.permissions import Role
from consult.accounts.queries import officers_of
from consult.audit.actor import Actor
from consult.web.officer import attempts
from tests import builders
from tests.web.officer import KEYS, Officer, signed_in

PASSWORD = "three or four words"
REAL_LIMIT = attempts.LIMIT
ADDRESS = "ada@northmere.example"


@pytest.fixture
def actor(session: Session) -> Actor:
    return builders.an_organisation(session)


@pytest.fixture
def admin(client: FlaskClient, session: Session, actor: Actor) -> Officer:
    return signed_in(client, session, actor, Role.ADMIN)


def added(admin: Officer, address: str = ADDRESS, *roles: str) -> str:
    """Add an officer on the page and return the path of the one-time link."""
    admin.open("/officer/officers").fill(email=address, roles=list(roles or ("officer",))).press("Add")
    assert admin.status == 201
    found = re.search(r"http://127\.0\.0\.1:8000(/officer/set-up/\S+)", admin.words)
    assert found is not None
    return found[1]


def test_a_one_time_link_leads_to_a_password_and_then_in(admin: Officer, app) -> None:
    link = added(admin)
    ada = Officer(app.test_client())
    ada.open(link).fill(password=PASSWORD, again=PASSWORD).press("Save my password")
    ada.fill(email=ADDRESS.upper(), password=PASSWORD).press("Sign in")
    assert (ada.status, ada.path) == (200, "/officer/consultations")
    assert ADDRESS in ada.words
    ada.open(link)
    assert (ada.status, ada.heading) == (410, "This is no longer open")


def test_the_link_is_shown_once_and_the_list_knows_who_used_it(
    admin: Officer, session: Session, actor: Actor
) -> None:
    link = added(admin, ADDRESS, "officer", "analyst")
    admin.open("/officer/officers")
    assert link not in admin.response.text
    assert "has not used the link yet" in admin.words
    found = next(one for one in officers_of(session, actor.organisation_id) if one.email == ADDRESS)
    assert (found.roles, found.has_password) == ((Role.ANALYST, Role.OFFICER), False)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"email": "ada", "roles": ["officer"]}, "is not an e-mail address"),
        ({"email": "", "roles": ["officer"]}, "Enter an e-mail address."),
        ({"email": ADDRESS}, "Choose at least one role."),
        ({"email": ADDRESS, "roles": ["emperor"]}, "Choose something that is offered here."),
        ({"email": "a" * 300 + "@northmere.example", "roles": ["viewer"]}, "at most 254 characters"),
    ],
)
def test_what_cannot_be_an_officer_is_said_at_its_field(admin: Officer, typed: dict, says: str) -> None:
    admin.open("/officer/officers").fill(**typed).press("Add")
    assert admin.status == 422
    assert any(says in error for error in admin.errors())
    assert admin.shown("email") == [typed["email"]]


def test_an_officer_of_another_organisation_cannot_be_taken(admin: Officer, session: Session) -> None:
    stranger = builders.an_organisation(session, "Elsewhere Council")
    accounts.add_officer(session, stranger, KEYS, ADDRESS, [Role.OFFICER])
    admin.open("/officer/officers").fill(email=ADDRESS, roles=["admin"]).press("Add")
    assert admin.status == 422
    assert "another organisation" in admin.errors()[0]


def test_a_wrong_password_and_an_unknown_address_sound_alike(client: FlaskClient, admin: Officer) -> None:
    heard = []
    for address in (ADDRESS, "nobody@northmere.example"):
        visitor = Officer(client.application.test_client()).open("/officer/sign-in")
        visitor.fill(email=address, password="wrong wrong wrong").press("Sign in")
        assert visitor.status == 422
        assert visitor.shown("email") == [address]
        heard.append(visitor.errors())
    assert heard[0] == heard[1] == ["The e-mail address or the password is wrong."]


def test_guessing_is_slowed_down_for_the_account_not_for_the_office(
    client: FlaskClient, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "LIMIT", parse("2 per 15 minutes"))
    often, other = (f"{uuid.uuid4().hex}@northmere.example" for _ in range(2))
    visitor = Officer(client)
    for address, status in ((often, 422), (often, 422), (often, 429), (other, 422)):
        visitor.open("/officer/sign-in").fill(email=address, password="no").press("Sign in")
        assert visitor.status == status
    assert attempts.LIMIT.amount < REAL_LIMIT.amount == 10


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("short", "short", "at least 12"),
        (PASSWORD, "another one entirely", "not the same"),
        ("", "", "Choose a password."),
    ],
)
def test_a_password_that_will_not_do_is_refused(
    admin: Officer, app, password: str, again: str, says: str
) -> None:
    ada = Officer(app.test_client()).open(added(admin))
    ada.fill(password=password, again=again).press("Save my password")
    assert ada.status == 422
    assert any(says in error for error in ada.errors())
    assert ada.shown("password") == [""]


def test_signing_in_leads_where_one_was_going_and_nowhere_else(client: FlaskClient, actor: Actor) -> None:
    answer = client.get("/officer/tenders?page=2")
    assert answer.status_code == 302
    visitor = Officer(client)._take(client.get(answer.location))
    assert visitor.shown("next") == ["/officer/tenders?page=2"]
    for elsewhere in ("https://elsewhere.example/officer/", "//elsewhere.example", "/en/"):
        assert visitor.open(f"/officer/sign-in?next={elsewhere}").shown("next") == [""]


def test_signing_out_ends_it(admin: Officer) -> None:
    admin.open("/officer/tenders").press("Sign out")
    assert admin.path == "/officer/sign-in"
    assert admin.open("/officer/tenders").path == "/officer/sign-in"


def test_after_signing_out_a_copy_of_the_cookie_opens_nothing(admin: Officer, app, session: Session) -> None:
    taken = admin.open("/officer/tenders").client.get_cookie("officer", path="/officer")
    assert taken is not None
    thief = app.test_client()
    thief.set_cookie("officer", taken.value, path="/officer")
    assert thief.get("/officer/tenders").status_code == 200
    admin.press("Sign out")
    session.expire_all()
    assert thief.get("/officer/tenders").status_code == 302


def test_nobody_stays_signed_in_for_more_than_a_working_day(admin: Officer, app) -> None:
    link = added(admin)
    ada = Officer(app.test_client())
    beginning = datetime.now(UTC)
    ada.open(link).fill(password=PASSWORD, again=PASSWORD).press("Save my password")
    ada.fill(email=ADDRESS, password=PASSWORD).press("Sign in")
    for hours in (4, 8, 11):  # however busy
        with time_machine.travel(beginning + timedelta(hours=hours)):
            ada.open("/officer/tenders").press("Nederlands", language="nl").press("English", language="en")
            assert ada.path == "/officer/tenders"
    with time_machine.travel(beginning + timedelta(hours=12, minutes=1)):
        assert ada.open("/officer/tenders").path == "/officer/sign-in"


def test_a_session_that_does_not_say_when_it_began_is_none(admin: Officer, client: FlaskClient) -> None:
    with client.session_transaction("/officer/") as cookie:
        del cookie["entered_at"]
    assert admin.open("/officer/tenders").path == "/officer/sign-in"


@pytest.mark.parametrize(("button", "language"), [("العربية", "ar"), ("Nederlands", "nl")])
def test_the_language_is_remembered_and_the_page_stays(admin: Officer, button: str, language: str) -> None:
    admin.open("/officer/officers").press(button, language=language)
    assert admin.path == "/officer/officers"
    assert admin.open("/officer/consultations").root.get("lang") == language


def test_an_unknown_language_is_refused(admin: Officer) -> None:
    admin.open("/officer/officers").post("/officer/language", language="tlh")
    assert admin.status == 404


def test_the_first_page_is_that_of_the_consultations(admin: Officer) -> None:
    assert admin.open("/officer/").path == "/officer/consultations"


def test_officers_pages_are_never_kept_by_a_cache(admin: Officer) -> None:
    assert admin.open("/officer/officers").response.headers["Cache-Control"] == "no-store"
