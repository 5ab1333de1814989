"""No address vanishes, and none changes who may use it, without somebody deciding so.

`python -m tests.house.test_routes` writes routes.txt anew; read the difference before you commit it.
"""

import sys
import tempfile
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect, Rule

from consult.web import officer, public, system
from consult.web.routes import Route
from tests.conftest import settings_for

KEPT = Path(__file__).with_name("routes.txt")
HOW_TO_RENEW = "write it anew with: python -m tests.house.test_routes"
DOORS = {"public": public.ROUTES, "officer": officer.ROUTES, "system": system.ROUTES}
IMPLIED = {"HEAD", "OPTIONS"}
WAYS_IN = {"officer.sign_in", "officer.check_sign_in", "officer.set_up", "officer.check_set_up"}
OCID = "ocds-000000-2026/1"
PROMISED = {
    "/": "public.root",
    "/ar/": "public.home",
    "/ar/consultations/repairs": "public.consultation",
    "/ar/consultations/repairs/paper": "public.paper",
    "/ar/consultations/repairs/q/damp": "public.question",
    "/ar/consultations/repairs/check-answers": "public.check_answers",
    "/ar/consultations/repairs/sent": "public.sent",
    "/ar/consultations/repairs/results": "public.results",
    "/ar/receipt": "public.receipt",
    "/ar/resume": "public.resume",
    "/go/abc": "public.go",
    f"/ar/tenders/{OCID}": "public.tender",
    f"/ar/tenders/{OCID}.json": "public.tender_file",
    "/ar/evidence/7": "public.evidence",
    "/ar/evidence/7.json": "public.evidence_file",
    "/officer/": "officer.home",
    "/officer/sign-in": "officer.sign_in",
    "/health/live": "system.live",
    "/health/ready": "system.ready",
    "/metrics": "system.metrics",
    "/robots.txt": "system.robots",
    "/.well-known/security.txt": "system.security_txt",
}
"""What others rely on: scripts, printed links and posters hold these addresses."""


def the_app(folder: Path) -> Flask:
    from consult.app import create_app

    return create_app(settings_for("sqlite:///:memory:", folder))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return the_app(tmp_path_factory.mktemp("data"))


def asked_for() -> dict[tuple[str, str], Route]:
    """Return the row of the route tables behind each endpoint and method."""
    return {
        (f"{door}.{route.view.__name__}", method): route
        for door, routes in DOORS.items()
        for route in routes
        for method in route.methods
    }


def lines(app: Flask) -> list[str]:
    """Return one line for each method of each address: method, rule, endpoint, permission."""
    rows = asked_for()

    def line(rule: Rule, method: str) -> str:
        row = rows.get((rule.endpoint, method))
        permission = "in no table" if row is None else row.permission.value if row.permission else "anyone"
        return f"{method:<5} {rule.rule}  {rule.endpoint}  {permission}"

    found = [
        line(rule, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - IMPLIED
    ]
    return sorted(found, key=str.split)


def test_every_address_is_the_one_that_was_decided(app: Flask) -> None:
    kept, now = KEPT.read_text("utf-8").splitlines(), lines(app)
    gone = [f"- {line}" for line in kept if line not in now]
    new = [f"+ {line}" for line in now if line not in kept]
    assert kept == now, "\n".join(["", *gone, *new, f"If that is meant, {HOW_TO_RENEW}"])


def test_every_address_stands_in_a_route_table(app: Flask) -> None:
    assert [line for line in lines(app) if line.endswith("in no table")] == []


def test_officers_addresses_ask_for_a_permission_but_for_the_ways_in(app: Flask) -> None:
    free = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - IMPLIED
        if rule.rule.startswith("/officer") and asked_for()[rule.endpoint, method].permission is None
    }
    assert free == WAYS_IN


def test_no_two_rows_share_a_view_and_a_method() -> None:
    rows = [
        (door, route.view.__name__, method)
        for door, routes in DOORS.items()
        for route in routes
        for method in route.methods
    ]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize(("address", "endpoint"), PROMISED.items())
def test_a_promised_address_leads_where_it_always_led(app: Flask, address: str, endpoint: str) -> None:
    try:
        found = app.url_map.bind("localhost").match(address)[0]
    except (NotFound, MethodNotAllowed, RequestRedirect) as other:
        found = type(other).__name__
    assert found == endpoint


def renew() -> None:
    with tempfile.TemporaryDirectory() as folder:
        KEPT.write_text("\n".join(lines(the_app(Path(folder)))) + "\n", "utf-8")
    sys.stdout.write(f"{KEPT.name} is written\n")


if __name__ == "__main__":
    renew()
