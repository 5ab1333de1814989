"""Who may use which address: the route table, held against every role, and against nobody at all."""

import io
import re
import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult.accounts.permissions import GRANTS, Permission, Role
from consult.audit.actor import Actor
from consult.web.officer import ROUTES
from consult.web.routes import Route
from tests import builders
from tests.web.officer import signed_in

OPEN_TO_ALL = {"sign_in", "check_sign_in", "set_up", "check_set_up"}
ENDS_THE_SESSION = "sign_out"


def address_of(route: Route, slug: str = "nowhere") -> str:
    """Fill an address with things that do not exist."""
    filled = route.rule.replace("<slug>", slug).replace("<int:number>", "1")
    filled = re.sub(r"<uuid:\w+>", str(uuid.UUID(int=1)), filled)
    return "/officer" + re.sub(r"<\w+>", "nothing", filled)


@pytest.fixture
def actor(session: Session) -> Actor:
    return builders.an_organisation(session)


def test_every_address_but_the_way_in_asks_for_a_permission() -> None:
    assert {route.view.__name__ for route in ROUTES if route.permission is None} == OPEN_TO_ALL


def test_looking_asks_for_no_more_than_a_role_and_changing_always_asks_for_more() -> None:
    own_affairs = {"sign_out", "choose_language"}
    lax = {
        route.view.__name__
        for route in ROUTES
        if route.methods == ("POST",) and route.permission is Permission.VIEW
    }
    assert lax == own_affairs


@pytest.mark.parametrize("role", Role)
def test_each_role_may_use_exactly_what_the_tables_say(
    client: FlaskClient, session: Session, actor: Actor, role: Role
) -> None:
    officer = signed_in(client, session, actor, role).open("/officer/consultations")
    data = {"csrf_token": officer.token}
    wrong = []
    for route in ROUTES:
        if route.permission is None or route.view.__name__ == ENDS_THE_SESSION:
            continue
        answer = client.open(address_of(route), method=route.methods[0], data=data)
        may = route.permission in GRANTS[role]
        if (answer.status_code == 403) is may or answer.status_code >= 500:
            wrong.append((route.view.__name__, answer.status_code))
    assert wrong == []


def test_nobody_comes_in_without_signing_in(client: FlaskClient, actor: Actor) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/officer/sign-in").text)
    assert token is not None
    data = {"csrf_token": token[1]}
    answers = {
        route.view.__name__: client.open(address_of(route), method=route.methods[0], data=data)
        for route in ROUTES
        if route.permission is not None
    }
    open_doors = {
        name: answer.status_code
        for name, answer in answers.items()
        if not (answer.status_code == 302 and answer.location.startswith("/officer/sign-in"))
    }
    assert open_doors == {}


def test_a_form_without_its_token_changes_nothing_and_is_shown_again(
    client: FlaskClient, session: Session, actor: Actor
) -> None:
    builders.an_open_consultation(session, actor)
    signed_in(client, session, actor, Role.ADMIN, Role.ANALYST)
    posts = [route for route in ROUTES if route.methods == ("POST",)]
    refused = {
        route.view.__name__: client.post(address_of(route, "repairs"), data={"reason": "mine"})
        for route in posts
    }
    assert {answer.status_code for answer in refused.values()} == {400}
    assert all('value="mine"' in answer.text for answer in refused.values())


class NeverRead(io.BytesIO):
    def read(self, *_: object) -> bytes:
        raise AssertionError("somebody reads the upload")

    readinto = readline = read  # type: ignore[assignment]


@pytest.mark.parametrize(("role", "status"), [(None, 302), (Role.VIEWER, 403)])
def test_an_upload_is_not_read_before_its_sender_may_send_it(
    client: FlaskClient, session: Session, actor: Actor, role: Role | None, status: int
) -> None:
    if role is not None:
        signed_in(client, session, actor, role)
    for route in (route for route in ROUTES if route.largest is not None):
        answer = client.post(
            address_of(route),
            input_stream=NeverRead(),
            content_length=route.largest,
            content_type="multipart/form-data; boundary=x",
        )
        assert answer.status_code == status


def test_a_form_that_lay_open_too_long_can_be_sent_again(
    client: FlaskClient, session: Session, actor: Actor
) -> None:
    builders.an_open_consultation(session, actor)
    officer = signed_in(client, session, actor)
    officer.open("/officer/consultations/repairs/pause").fill(reason="Snow\nand ice", csrf_token="old")
    officer.press("Pause")
    assert officer.status == 400
    assert officer.heading == "Send this again"
    officer.press("Send again")
    assert (officer.status, officer.path) == (200, "/officer/consultations/repairs")
    assert "Paused" in officer.words


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}]
)
def test_a_form_from_another_site_is_refused(
    client: FlaskClient, session: Session, actor: Actor, headers: dict[str, str]
) -> None:
    officer = signed_in(client, session, actor).open("/officer/tenders")
    answer = client.post("/officer/tenders/new", data={"csrf_token": officer.token}, headers=headers)
    assert answer.status_code == 403
    assert "another website" in answer.text


def test_what_an_officer_may_not_do_is_not_offered(
    client: FlaskClient, session: Session, actor: Actor
) -> None:
    builders.an_open_consultation(session, actor)
    viewer = signed_in(client, session, actor, Role.VIEWER)
    forbidden = {
        route.rule.replace("<slug>", "repairs")
        for route in ROUTES
        if route.methods == ("GET",) and route.permission not in {None, Permission.VIEW}
    }
    for page in ("consultations", "consultations/repairs", "consultations/repairs/outreach", "tenders"):
        offered = {href.removeprefix("/officer") for href in viewer.open(f"/officer/{page}").links()}
        assert offered & forbidden == set(), page
        changing = [form for form in viewer.root.iter("form") if form.get("method") == "post"]
        forms = {form.get("action") for form in changing}
        assert forms == {"/officer/sign-out", "/officer/language"}, page


def test_records_of_another_organisation_are_not_there(
    client: FlaskClient, session: Session, actor: Actor
) -> None:
    stranger = builders.an_organisation(session, "Elsewhere Council")
    builders.an_open_consultation(session, actor)
    tender_id = builders.a_tender(session, actor, "own")
    officer = signed_in(client, session, stranger, Role.ADMIN, Role.ANALYST)
    officer.open("/officer/consultations")
    data = {"csrf_token": officer.token}
    seen = {}
    for route in ROUTES:
        if "<" not in route.rule or route.view.__name__ in OPEN_TO_ALL:
            continue
        address = address_of(route, "repairs").replace(str(uuid.UUID(int=1)), str(tender_id), 1)
        seen[route.view.__name__] = client.open(address, method=route.methods[0], data=data).status_code
    assert {name: status for name, status in seen.items() if status != 404} == {}
