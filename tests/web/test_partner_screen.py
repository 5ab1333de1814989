"""The partner's door: a link is made once, opened once by a button, and shows nobody else's figures."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import pypdfium2
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Role
from consult.audit.actor import Actor
from consult.consultations import service as consultations
from consult.consultations.queries import consultation_by_slug
from consult.outreach import queries, service
from consult.outreach.partner_links import LASTS
from consult.web.public import wrong_codes
from consult.words.catalogues import PSEUDO
from consult.words.locales import languages
from tests import builders
from tests.web.officer import Officer, signed_in
from tests.web.resident import Resident
from tests.web.statements import counted

PARTNER = "/officer/partners/mosque"
SCREEN = "/en/partner"
UNUSABLE = "This link cannot be used here."
MOST_STATEMENTS = 7
PARTNERS = [
    {"key": "mosque", "name": builders.in_both("The mosque"), "languages": ["en"]},
    {"key": "school", "name": builders.in_both("The school")},
]
LINKS = [
    {"key": "sermon", "partner": "mosque", "language": "ar", "what": builders.in_both("After prayers")},
    {"key": "gate", "partner": "school", "language": "en", "what": builders.in_both("At the gate")},
]


@dataclass
class Cast:
    """An officer, and the codes of the links of the two partners."""

    officer: Officer
    own: str
    foreign: str

    def link(self, key: str = "mosque") -> str:
        """Have the officer make a link, and return the address that is shown once."""
        self.officer.open(f"/officer/partners/{key}")
        made = "Make a new link" if "Make a new link" in self.officer.words else "Make a link"
        self.officer.press(made)
        assert self.officer.status == 201
        return urlsplit(re.findall(r"http\S+/partner/\S+", self.officer.words)[0]).path


@pytest.fixture
def actor(session: Session) -> Actor:
    return builders.an_organisation(session)


@pytest.fixture
def cast(app: Flask, session: Session, actor: Actor) -> Cast:
    builders.an_open_consultation(session, actor, details=builders.details(partners=PARTNERS, links=LINKS))
    found = consultation_by_slug(session, "repairs")
    assert found is not None
    service.lay_out(session, actor, found)
    codes = {one.key: one.links[0].code for one in queries.activities(session, found.id)}
    return Cast(signed_in(app.test_client(), session, actor), codes["sermon"], codes["gate"])


@pytest.fixture
def partner(client: FlaskClient) -> Resident:
    return Resident(client)


def opened(cast: Cast, partner: Resident, **filled: str) -> Resident:
    return partner.open(cast.link()).fill(**filled).press("Open this page")


def test_a_partner_opens_its_link_and_sees_its_own(cast: Cast, partner: Resident) -> None:
    opened(cast, partner)
    assert (partner.status, partner.path) == (200, SCREEN)
    assert "After prayers" in partner.words
    assert f"/go/{cast.own}" in partner.words
    assert "Answers that came by your links: nobody yet." in partner.words
    assert "01632 960001" in partner.words
    for hidden in ("At the gate", cast.foreign, "The school", "Disabled people"):
        assert hidden not in partner.response.text


def test_looking_at_a_link_spends_nothing_and_sets_no_cookie(cast: Cast, client: FlaskClient) -> None:
    address = cast.link()
    for look in (client.get, client.head, client.get):
        response = look(address)
        assert response.status_code == 200
        assert "Set-Cookie" not in response.headers
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer"
    assert client.post(address).status_code == 303


def test_the_cookie_is_for_the_partners_pages_alone(cast: Cast, client: FlaskClient) -> None:
    response = client.post(cast.link())
    cookies = response.headers.getlist("Set-Cookie")
    assert len(cookies) == len(languages())
    for cookie, code in zip(cookies, languages(), strict=True):
        assert f"Path=/{code}/partner" in cookie.split("; ")
        assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
        assert 0 < int(re.findall(r"Max-Age=(\d+)", cookie)[0]) <= LASTS.total_seconds()
    assert client.get_cookie("partner", path="/en/partner")
    assert client.get_cookie("partner", path="/en") is None


def test_on_a_shared_computer_the_cookie_ends_with_the_browser(cast: Cast, client: FlaskClient) -> None:
    response = client.post(cast.link(), data={"is_shared": "yes"})
    assert all(
        "Max-Age" not in one and "Expires" not in one for one in response.headers.getlist("Set-Cookie")
    )


def test_a_forwarded_link_opens_nothing_for_a_second_browser(
    cast: Cast, partner: Resident, app: Flask
) -> None:
    address = cast.link()
    partner.open(address).press("Open this page")
    second = Resident(app.test_client())
    for answer in (second.client.get(address), second.client.post(address)):
        assert answer.status_code == 410
        assert UNUSABLE in answer.text
        assert "Set-Cookie" not in answer.headers
    assert partner.open(address).path == SCREEN
    assert partner.client.post(address).location.endswith(SCREEN)


def refusals(cast: Cast, partner: Resident, session: Session, actor: Actor) -> dict[str, str]:
    """Return the address of each kind of link that opens nothing."""
    spent = cast.link()
    partner.client.post(spent)
    ended = cast.link("school")
    cast.officer.open("/officer/partners/school").press("Take the link back")
    partner.client.delete_cookie("partner", path="/en/partner")
    return {
        "spent": spent,
        "taken back": ended,
        "unknown": f"{SCREEN}/nothing",
        "odd": f"{SCREEN}/%00",
        "long": f"{SCREEN}/{'x' * 5000}",
    }


def test_every_link_that_opens_nothing_is_answered_in_the_same_words(
    cast: Cast, partner: Resident, session: Session, actor: Actor
) -> None:
    told = {}
    for kind, address in refusals(cast, partner, session, actor).items():
        for send in (partner.client.get, partner.client.post):
            answer = send(address)
            told[kind, send.__name__] = (answer.status_code, answer.text)
    late = cast.link()
    with time_machine.travel(clock.now() + LASTS):
        told["expired", "get"] = (partner.client.get(late).status_code, partner.client.get(late).text)
    assert len(set(told.values())) == 1
    assert {status for status, _ in told.values()} == {410}


@pytest.mark.parametrize("language", ["ar", "nl", PSEUDO])
def test_what_opens_nothing_is_strict_in_every_language(
    cast: Cast, client: FlaskClient, language: str
) -> None:
    assert Resident(client, language).open(f"/{language}/partner/nothing").status == 410
    assert Resident(client, language).open(f"/{language}/partner").status == 410


def test_guessing_is_limited_for_the_whole_service(
    cast: Cast, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from limits import parse

    monkeypatch.setattr(wrong_codes, "LIMIT", parse("2 per 5 minutes"))
    statuses = [client.get(f"{SCREEN}/guess{number}").status_code for number in range(4)]
    assert statuses[-1] == 429
    assert client.get(cast.link()).status_code == 200


@pytest.mark.parametrize("cookie", ["", "x", "x" * 3000, "IjEi.aaaa.bbbb"])
def test_a_changed_cookie_opens_nothing(cast: Cast, client: FlaskClient, cookie: str) -> None:
    client.set_cookie("partner", cookie, path="/en/partner")
    answer = client.get(SCREEN)
    assert answer.status_code == 410
    assert UNUSABLE in answer.text


def test_the_cookie_of_a_draft_opens_nothing(cast: Cast, app: Flask, client: FlaskClient) -> None:
    from consult.web.security import signed

    with app.test_request_context("/en/"):
        token = signed("draft", "0" * 32)
    client.set_cookie("partner", token, path="/en/partner")
    assert client.get(SCREEN).status_code == 410


def test_another_sites_form_spends_nothing(cast: Cast, client: FlaskClient) -> None:
    address = cast.link()
    assert client.post(address, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.get(address).status_code == 200


def test_leaving_forgets_the_link_on_this_device(cast: Cast, partner: Resident) -> None:
    opened(cast, partner).press("Forget me on this device")
    assert partner.path == "/en/left"
    for code in languages():
        assert partner.client.get_cookie("partner", path=f"/{code}/partner") is None
    assert partner.open(SCREEN).status == 410


def test_taking_back_and_making_anew_close_an_open_screen(cast: Cast, partner: Resident, app: Flask) -> None:
    opened(cast, partner)
    second = Resident(app.test_client()).open(cast.link()).press("Open this page")
    assert partner.open(SCREEN).status == 410
    assert second.open(SCREEN).status == 200
    cast.officer.open(PARTNER).press("Take the link back")
    assert second.open(SCREEN).status == 410
    assert "Take the link back" not in cast.officer.words


def test_what_a_partner_prints_looks_as_the_authority_does(cast: Cast, partner: Resident) -> None:
    cast.officer.open("/officer/house-style").fill(colour="#5a1450").press("Save")
    opened(cast, partner)
    address = next(
        href for link in partner.root.iter("a") if "poster-a4-usual" in (href := link.get("href", ""))
    )
    page = pypdfium2.PdfDocument(partner.client.get(address).data)[0]
    assert page.render(scale=1).to_pil().convert("RGB").getpixel((3, 3)) == (0x5A, 0x14, 0x50)


def test_a_partner_downloads_its_own_material_and_no_other(cast: Cast, partner: Resident) -> None:
    opened(cast, partner)
    hrefs = [link.get("href", "") for link in partner.root.iter("a")]
    files = [href for href in hrefs if href.endswith(".pdf")]
    assert len(files) == len(set(files)) == 8
    poster = partner.client.get(next(href for href in files if "poster-a4-usual" in href))
    assert (poster.status_code, poster.mimetype) == (200, "application/pdf")
    assert poster.data.startswith(b"%PDF-")
    assert poster.headers["Cache-Control"] == "no-store"
    picture = partner.client.get(next(one.get("src", "") for one in partner.root.iter("img")))
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    for code in (cast.foreign, "00000000", "nothing", "%00"):
        for address in (f"{SCREEN}/qr/{code}.svg", f"{SCREEN}/print/{code}/poster-a4-usual.pdf"):
            assert partner.client.get(address).status_code == 404
    for wrong in ("poster-a9-usual", "poster-a4-huge", "usual"):
        assert partner.client.get(f"{SCREEN}/print/{cast.own}/{wrong}.pdf").status_code == 404


def test_files_are_for_those_who_opened_a_link(cast: Cast, client: FlaskClient) -> None:
    assert client.get(f"{SCREEN}/qr/{cast.own}.svg").status_code == 410
    assert client.get(f"{SCREEN}/print/{cast.own}/poster-a4-usual.pdf").status_code == 410


def test_the_screen_is_strict_in_every_language_and_offers_those_of_the_consultation(
    cast: Cast, partner: Resident
) -> None:
    opened(cast, partner)
    offered = {link.get("hreflang") for link in partner.root.iter("a") if link.get("hreflang")}
    assert offered | {"en"} == {"en", "ar"}
    for language in ("ar", "nl", PSEUDO):
        assert Resident(partner.client, language).open(f"/{language}/partner").status == 200


def test_when_nothing_is_open_the_screen_says_so(
    cast: Cast, partner: Resident, session: Session, actor: Actor
) -> None:
    opened(cast, partner)
    consultations.pause(session, actor, "repairs", "A mistake")
    assert "This is paused for now" in partner.open(SCREEN).words
    consultations.resume(session, actor, "repairs")
    consultations.close(session, actor, "repairs")
    assert "There is nothing to do at the moment." in partner.open(SCREEN).words


def test_the_screen_takes_few_statements(cast: Cast, partner: Resident, database: Engine) -> None:
    opened(cast, partner).open(SCREEN)
    with counted(database) as found:
        partner.open(SCREEN)
    assert len(found) <= MOST_STATEMENTS


def test_the_link_is_in_the_partners_language_and_shown_once(cast: Cast) -> None:
    assert cast.link().startswith("/en/partner/")
    cast.officer.open(PARTNER)
    assert "A link was made on" in cast.officer.words
    assert "/en/partner/" not in cast.officer.response.text


def test_who_no_longer_helps_gets_no_link(cast: Cast) -> None:
    cast.link()
    cast.officer.open(PARTNER).fill(is_inactive="y").press("Save")
    cast.officer.open(PARTNER)
    assert "Make a" not in cast.officer.words
    assert cast.officer.post(f"{PARTNER}/link").status == 422


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_who_may_not_edit_outreach_makes_no_link(
    cast: Cast, app: Flask, session: Session, actor: Actor, role: Role
) -> None:
    other = signed_in(app.test_client(), session, actor, role).open("/officer/partners")
    for address in (f"{PARTNER}/link", f"{PARTNER}/link/end"):
        assert other.post(address).status == 403
        other.open("/officer/partners")


def test_a_stranger_gets_no_link_of_another_authoritys_partner(
    cast: Cast, app: Flask, session: Session
) -> None:
    elsewhere = builders.an_organisation(session, "Elsewhere")
    other = signed_in(app.test_client(), session, elsewhere).open("/officer/partners")
    assert other.post(f"{PARTNER}/link").status == 404
    cast.officer.open(PARTNER)
    assert "A link was made" not in cast.officer.words
