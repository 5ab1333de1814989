"""What machines ask, and what holds for everything the service answers: headers, caching, cookies, sizes, hosts."""

import gzip
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult import clock, db
from consult.audit.actor import Actor
from consult.web import components
from consult.web.security import LARGEST_FORM, POLICY
from surveys.document import json_schema
from surveys.problems import Problem
from tests import builders
from tests.conftest import settings_for

START = "/en/consultations/repairs"
YEAR_SECONDS = 365 * 24 * 60 * 60
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
BEFORE_THE_FIRST_ANSWER = [
    "/en/", START, f"{START}/q/proposal", "/ar/", "/en/privacy", "/en/accessibility", "/en/contact",
    "/en/resume", "/en/receipt", f"{START}/results", "/en/nothing", "/en/left", "/go/unknown",
]  # fmt: skip


@pytest.fixture
def actor(session: Session) -> Actor:
    acting = builders.an_organisation(session)
    builders.an_open_consultation(session, acting)
    return acting


def test_a_living_process_says_so(client: FlaskClient) -> None:
    answer = client.get("/health/live")
    assert (answer.status_code, answer.json) == (200, {"status": "live"})


def test_a_process_is_ready_while_its_database_answers(client: FlaskClient) -> None:
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json) == (200, {"status": "ready"})


@pytest.mark.parametrize(
    "database_url",
    ["sqlite:////nowhere/at/all.db", "postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=1"],
)
def test_a_process_without_its_database_lives_but_is_not_ready(tmp_path: Path, database_url: str) -> None:
    from consult.app import create_app

    client = create_app(settings_for(database_url, tmp_path)).test_client()
    assert client.get("/health/live").status_code == 200
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json) == (503, {"status": "database does not answer"})
    db.bind(db.engine_for("sqlite:///:memory:"))


def test_metrics_count_due_and_failed_work_and_nobody(
    client: FlaskClient, session: Session, actor: Actor
) -> None:
    from consult.work.service import fail, leave

    def counted() -> list[int]:
        told = client.get("/metrics")
        assert told.headers["Content-Type"].startswith("text/plain")
        assert told.headers["Cache-Control"] == "no-store"
        lines = dict(line.split() for line in told.text.splitlines() if not line.startswith("#"))
        assert list(lines) == ["consult_due_work", "consult_failed_work"]
        return [int(count) for count in lines.values()]

    due, failed = counted()
    work = leave(session, "outreach.reach", actor.organisation_id, actor.organisation_id)
    session.flush()
    assert counted() == [due + 1, failed]
    fail(session, work, Problem("work.broken"), retry_at=None)
    session.flush()
    assert counted() == [due, failed + 1]


def test_robots_stay_out_of_links_answers_and_officers_pages(client: FlaskClient) -> None:
    told = client.get("/robots.txt").text
    assert {"Disallow: /go/", "Disallow: /officer/", "Disallow: /*/q/"} <= set(told.splitlines())


def test_a_flaw_can_be_reported(client: FlaskClient) -> None:
    told = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").text.splitlines())
    assert set(told) == {"Contact", "Expires", "Canonical"}
    until = clock.datetime.fromisoformat(told["Expires"])
    assert timedelta(days=30) < until - clock.now() < timedelta(days=366)  # RFC 9116: less than a year
    assert client.get("/en/contact").status_code == 200
    assert told["Contact"].endswith("/en/contact")


def test_the_schema_of_survey_documents_is_public_and_may_be_kept_for_a_day(client: FlaskClient) -> None:
    answer = client.get("/schemas/survey-1.json", headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.mimetype) == (200, "application/schema+json")
    assert json.loads(gzip.decompress(answer.data)) == json_schema()
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/en/", 200), ("GET", "/", 302), ("GET", "/en/nothing", 404), ("POST", "/en/", 405),
        ("GET", "/health/ready", 200), ("GET", "/robots.txt", 200), ("GET", "/officer/sign-in", 200),
        ("GET", "/officer/", 302), ("GET", "/officer/nothing", 404), ("GET", "/en/evidence/9.json", 404),
        ("POST", f"{START}/q/proposal", 400), ("GET", "/go/unknown", 404),
    ],
)  # fmt: skip
def test_every_kind_of_answer_carries_the_headers_that_protect(
    client: FlaskClient, actor: Actor, method: str, address: str, status: int
) -> None:
    answer = client.open(address, method=method)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE


def test_a_site_under_https_asks_for_https_and_for_safe_cookies(tmp_path: Path) -> None:
    from consult.app import create_app

    safe = settings_for("sqlite:///:memory:", tmp_path, base_url="https://consult.example")
    app = create_app(safe)
    assert "max-age" in app.test_client().get("/health/live").headers["Strict-Transport-Security"]
    assert app.config["SESSION_COOKIE_SECURE"] is True


@pytest.mark.parametrize("address", BEFORE_THE_FIRST_ANSWER)
def test_before_the_first_answer_no_page_sets_or_depends_on_a_cookie(
    client: FlaskClient, actor: Actor, address: str
) -> None:
    answer = client.get(address)
    assert answer.status_code < 500
    assert "Set-Cookie" not in answer.headers
    assert "cookie" not in {name.lower() for name in answer.vary}


@pytest.mark.parametrize("address", ["/en/", START, "/health/live", "/robots.txt", "/en/nothing"])
def test_head_says_what_get_says_without_the_page(client: FlaskClient, actor: Actor, address: str) -> None:
    wanted, told = client.get(address), client.head(address)
    assert (told.status_code, told.data) == (wanted.status_code, b"")
    assert told.headers["Content-Type"] == wanted.headers["Content-Type"]


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("POST", "/en/"),
        ("PUT", START),
        ("DELETE", "/en/receipt"),
        ("POST", "/health/live"),
        ("PATCH", "/go/x"),
    ],
)
def test_another_method_is_refused_with_a_page_that_names_those_there_are(
    client: FlaskClient, actor: Actor, method: str, address: str
) -> None:
    answer = client.open(address, method=method, headers={"Accept-Language": "en"})
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "This page cannot be used in that way" in answer.text


@pytest.mark.parametrize("address", [f"{START}/q/proposal", "/en/receipt", "/en/resume", "/officer/sign-in"])
def test_a_body_that_is_too_large_is_refused(client: FlaskClient, actor: Actor, address: str) -> None:
    answer = client.post(address, data={"words": "x" * LARGEST_FORM})
    assert answer.status_code == 413
    assert "That is too much to send at once" in answer.text


@pytest.mark.parametrize("address", ["/xx/", "/en-GB/", "/EN/", "/english/", "/xx/consultations/repairs"])
def test_a_language_we_do_not_speak_is_not_found(client: FlaskClient, actor: Actor, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("wanted", "language"),
    [("ar-EG,nl;q=0.5", "ar"), ("fr", "en"), ("nl", "nl"), ("", "en"), ("en-XA", "en")],
)
def test_the_first_address_leads_to_the_readers_language(
    client: FlaskClient, wanted: str, language: str
) -> None:
    answer = client.get("/", headers={"Accept-Language": wanted})
    assert (answer.status_code, answer.location) == (302, f"/{language}/")
    assert "Accept-Language" in answer.vary


@pytest.mark.parametrize("name", ["public.css", "officer.css", "officer-chart.mjs", "icon.svg"])
def test_built_files_are_kept_for_good_and_travel_compressed(client: FlaskClient, name: str) -> None:
    plain, small = (
        client.get(components.asset(name), headers={"Accept-Encoding": encoding}, buffered=True)
        for encoding in ("identity", "br")
    )
    for answer in (plain, small):
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        age = re.search(r"max-age=(\d+)", answer.headers["Cache-Control"])
        assert age is not None
        assert int(age[1]) >= YEAR_SECONDS
        assert "accept-encoding" in {value.lower() for value in answer.vary}
    assert small.headers["Content-Encoding"] == "br"
    assert len(small.data) < len(plain.data)


def test_a_file_that_was_never_built_is_not_found(client: FlaskClient) -> None:
    for address in ("/static/other.css", "/static/../app.py", "/static/%2e%2e/app.py"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["public.css", "officer.css", "plotly.css"])
def test_no_style_sheet_loads_anything_from_another_host(app: Flask, name: str) -> None:
    written = (components.STATIC / components.manifest()[name]).read_text("utf-8")
    assert re.findall(r"(?:url\(\s*['\"]?|@import\s+['\"])(?:https?:)?//[^)'\"]+", written) == []


def test_the_policy_names_no_other_host() -> None:
    assert not re.search(r"https?:|\*|unsafe", POLICY)
    assert POLICY.startswith("default-src 'none'")
