"""The officers' pages of reach and their files: who is missing first, and never more than may be seen."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from xml.etree.ElementTree import Element

import openpyxl
import pytest
import time_machine
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult.accounts.permissions import Role
from consult.audit.actor import Actor
from consult.consultations.queries import consultation_by_slug
from consult.consultations.values import ConsultationValue
from consult.outreach import ledger, service
from consult.outreach.folding import refresh
from consult.outreach.queries import activities
from consult.outreach.terms import Channel
from consult.web.officer.spreadsheets import harmless
from consult.web.officer.tabled import shades
from surveys.disclosure import LiveCount
from surveys.text import Text
from tests import builders
from tests.rooms.test_outreach_reach import WEEK, people
from tests.statements import statements
from tests.web.officer import Officer, signed_in

HOME = "/officer/consultations/repairs"
REACH, LEDGER = f"{HOME}/reach", f"{HOME}/outreach"
PAGES = ("", "/over-time", "/channels", "/places", "/funnel", "/funnel/poster")
TABLES = (
    "communities", "shares", "doubts", "unevenness", "over-time", "openings", "channels", "costs",
    "steps", "languages", "channel-steps", "activities", "times", "place-1",
)  # fmt: skip
OPENED = datetime(2026, 11, 2, 9, tzinfo=UTC)
NOW = OPENED + timedelta(days=21)
NASTY = '=HYPERLINK("http://evil.example";"x")'


@pytest.fixture
def actor(session: Session) -> Actor:
    with time_machine.travel(OPENED, tick=False):
        return builders.an_organisation(session)


@pytest.fixture
def opened(session: Session, actor: Actor) -> ConsultationValue:
    """Open for 8 weeks, with one activity that was noted to be done."""
    link = {"key": "poster", "communities": ["disabled"]}
    with time_machine.travel(OPENED, tick=False):
        closes = (OPENED + timedelta(days=56)).date()
        told = builders.details(links=[link])
        builders.an_open_consultation(session, actor, details=told, closes_on=closes)
        found = consultation_by_slug(session, "repairs")
        assert found is not None
        code = service.lay_out(session, actor, found)["poster"]
        service.record_arrival(session, code, WEEK)
    return found


@pytest.fixture
def heard(session: Session, opened: ConsultationValue) -> ConsultationValue:
    """Two weeks in which people answered, 22 of the community among 102; then a few more, whom nothing shows."""
    with time_machine.travel(OPENED, tick=False):
        activity = service.record_arrival(session, _code(session, opened), WEEK).activity_id
    for days, stating in (
        (7, {"yes": 12, "no": 40}),
        (14, {"yes": 10, "no": 37, "nothing": 3}),
        (20, {"yes": 3}),
    ):
        with time_machine.travel(OPENED + timedelta(days=days), tick=False):
            people(session, opened, activity, **stating)
            refresh(session, opened)
    return opened


def _code(session: Session, consultation: ConsultationValue) -> str:
    return activities(session, consultation.id)[0].links[0].code


@pytest.fixture
def officer(client: FlaskClient, session: Session, actor: Actor, heard: ConsultationValue) -> Officer:
    with time_machine.travel(NOW, tick=False):
        return signed_in(client, session, actor, Role.VIEWER)


def see(officer: Officer, address: str) -> Officer:
    with time_machine.travel(NOW, tick=False):
        return officer.open(address)


def table_of(officer: Officer, key: str) -> list[list[str]]:
    """Return the cells of the table whose caption has this id, its headers first."""
    table = next(
        one
        for one in officer.root.iter("table")
        for cap in one.iter("caption")
        if cap.get("id") == f"{key}-caption"
    )
    return [[_text(cell) for cell in row] for row in table.iter("tr")]


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).replace("\u00a0", " ").replace("\u2011", "-").split())


def rows_of(officer: Officer, address: str) -> list[list[str]]:
    answer = see(officer, address).response
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def book_of(officer: Officer, address: str) -> openpyxl.Workbook:
    answer = see(officer, address).response
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.data))


def test_the_first_sentence_says_who_is_missing_and_what_comes_at_this_pace(officer: Officer) -> None:
    page = see(officer, REACH)
    first, headline, *_ = [
        _text(one) for one in page.root.iter("p") if "govuk-body-l" in one.get("class", "")
    ]
    assert re.fullmatch(r"Disabled people: about 20 of 40; at this pace about \d+ by closing\.", first)
    assert headline == "0 of 1 affected community met its target."
    [_, row] = table_of(page, "communities")
    assert row[:5] == ["Disabled people", "about 20", "40", "20", "too few to tell"]
    coming = re.findall(r"at this pace about (\d+)", first)[0]
    assert re.fullmatch(rf"{coming}, between \d+ and \d+", row[5])


def test_before_anybody_answered_and_after_closing_nothing_is_foretold(
    client: FlaskClient, session: Session, actor: Actor, opened: ConsultationValue
) -> None:
    for moment in (OPENED + timedelta(hours=1), OPENED + timedelta(days=80)):
        with time_machine.travel(moment, tick=False):
            page = signed_in(client, session, actor, Role.VIEWER).open(REACH)
            assert "Disabled people: nobody of 40." in page.words
            assert "at this pace nobody" not in page.words
            assert ("What to do next" in page.words) is (moment < OPENED + timedelta(days=56))
            assert signed_in(client, session, actor, Role.VIEWER).open(f"{REACH}/over-time").status == 200


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_is_strict_and_takes_twelve_statements_at_most_however_many_answered(
    client: FlaskClient,
    session: Session,
    database: Engine,
    actor: Actor,
    heard: ConsultationValue,
    language: str,
) -> None:
    with time_machine.travel(NOW, tick=False):
        officer = signed_in(client, session, actor, Role.VIEWER, language=language)
        taken: dict[str, list[int]] = {page: [] for page in PAGES}
        for more in (0, 30):
            people(session, heard, yes=more, no=more)
            refresh(session, heard)
            for page, each in taken.items():
                session.expire_all()
                with statements(database) as noted:
                    officer.open(f"{REACH}{page}")
                assert officer.status == 200
                each.append(len(noted))
    assert all(first == second <= 12 for first, second in taken.values()), taken


def test_the_pages_lead_to_each_other_and_say_where_one_is(officer: Officer) -> None:
    for page in PAGES[:5]:
        links = set(see(officer, f"{REACH}{page}").links())
        here = [one for one in officer.root.iter("span") if one.get("aria-current") == "page"]
        assert len(here) == 1
        assert links >= {f"{REACH}{other}" for other in PAGES[:5] if other != page}


def test_a_page_of_a_draft_says_that_there_is_nothing_yet(
    client: FlaskClient, session: Session, actor: Actor
) -> None:
    builders.a_draft_consultation(session, actor)
    officer = signed_in(client, session, actor, Role.VIEWER)
    for page in PAGES[:5]:
        assert officer.open(f"{REACH}{page}").status == 200
    assert officer.open(f"{REACH}/figures.xlsx").status == 200


def test_an_address_of_nothing_says_so(
    client: FlaskClient, session: Session, actor: Actor, opened: ConsultationValue
) -> None:
    officer = signed_in(client, session, actor, Role.VIEWER)
    nowhere = "/officer/consultations/nowhere"
    for address in (
        *(f"{REACH}/{name}" for name in ("funnel/nothing", "nothing.csv", "place-99.csv", "nothing")),
        *(f"{nowhere}/reach{page}" for page in (*PAGES, "/steps.csv", "/figures.xlsx")),
        *(f"{nowhere}/outreach/ledger.{kind}" for kind in ("csv", "xlsx")),
    ):
        assert officer.open(address).status == 404, address


def test_another_authority_sees_nothing(
    client: FlaskClient, session: Session, opened: ConsultationValue
) -> None:
    other = builders.an_organisation(session, "Southmere Council")
    officer = signed_in(client, session, other, Role.ADMIN)
    for page in (*PAGES, "/communities.csv", "/figures.xlsx"):
        assert officer.open(f"{REACH}{page}").status == 404


def test_a_chart_says_what_its_table_says_and_lines_differ_without_their_colour(officer: Officer) -> None:
    page = see(officer, f"{REACH}/over-time")
    rows = table_of(page, "over-time")
    assert [row[2] for row in rows[1:]] == ["–", "about 10", "about 20", "about 20"]
    assert rows[0][2] == "Disabled people (target 40)"
    [line] = figure_of(page)["data"]
    assert line["y"] == [None, 0.25, 0.5, 0.5]
    assert line["marker"]["symbol"]
    assert line["line"]["dash"]
    assert "http" not in json.dumps(figure_of(page))
    text = page.response.text
    assert text.index('id="over-time-caption"') < text.index("data-chart")


def figure_of(page: Officer) -> dict:
    found: dict = json.loads(next(one for one in page.root.iter("script") if one.get("id")).text or "")
    return found


def test_the_funnel_is_told_page_by_page_and_drawn(officer: Officer) -> None:
    for address in (f"{REACH}/funnel", f"{REACH}/funnel/poster"):
        page = see(officer, address)
        steps = table_of(page, "steps")
        assert [row[0] for row in steps] == ["Step", "Started", "The proposal", "About you", "Sent"]
        assert {row[1] for row in steps[1:]} == {"about 100"}
        [bars] = figure_of(page)["data"]
        assert bars["x"] == [100, 100, 100, 100]


def test_the_heat_table_has_its_numbers_and_its_ground(officer: Officer) -> None:
    page = see(officer, f"{REACH}/channels")
    assert table_of(page, "channels")[1] == ["other", "about 20", "about 100", "2"]
    assert 'class="app-heat app-heat--4">about' in page.response.text


def test_a_ground_is_darker_the_more_there_are_and_light_where_nothing_is_shown() -> None:
    counts = [
        [LiveCount(None, 10), LiveCount(0, 10), LiveCount(10, 10)],
        [LiveCount(20, 10), LiveCount(40, 10)],
    ]
    assert [[one.shade for one in row] for row in shades(counts)] == [[0, 0, 1], [2, 4]]
    assert [[one.shade for one in row] for row in shades([[LiveCount(None, 10)]])] == [[0]]


def test_what_a_file_tells_is_what_the_page_tells(officer: Officer) -> None:
    page_of = dict.fromkeys(("communities", "shares", "unevenness"), "")
    page_of |= dict.fromkeys(("over-time", "openings"), "/over-time") | {
        "channels": "/channels",
        "place-1": "/places",
    }
    page_of |= dict.fromkeys(("steps", "languages", "channel-steps", "times", "activities"), "/funnel")
    for key, page in page_of.items():
        shown = table_of(see(officer, f"{REACH}{page}"), key)
        told = rows_of(officer, f"{REACH}/{key}.csv")
        assert len(told) == len(shown), key
        for line, row in zip(told[1:], shown[1:], strict=True):
            words = re.sub(r"about |,(?=\d{3})|%", "", " ".join(row))
            for cell in line[1:]:
                if re.fullmatch(r"\d+", cell):
                    assert re.search(rf"(?<!\d){cell}(?!\d)|nobody", words), (key, cell, words)


def test_no_count_of_a_few_nor_an_unrounded_one_is_in_any_file(officer: Officer) -> None:
    """Of 105 who answered 25 stated that they belong, and 3 did not say: none of these is shown yet, or ever."""
    for name in ("communities", "over-time", "channels", "place-1", "steps", "languages", "times"):
        for row in rows_of(officer, f"{REACH}/{name}.csv")[1:]:
            assert not {"3", "25", "105", "22", "102"} & set(row[1:4]), (name, row)
    assert rows_of(officer, f"{REACH}/shares.csv")[1][-1] == "fewer than 10"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_workbook_has_every_table_that_has_rows_in_the_officers_language_and_direction(
    client: FlaskClient, session: Session, actor: Actor, heard: ConsultationValue, language: str
) -> None:
    with time_machine.travel(NOW, tick=False):
        officer = signed_in(client, session, actor, Role.VIEWER, language=language)
        book = book_of(officer, f"{REACH}/figures.xlsx")
        told = [
            rows for name in TABLES for rows in [rows_of(officer, f"{REACH}/{name}.csv")] if len(rows) > 1
        ]
    assert len(book.worksheets) == len(told)
    assert {bool(sheet.sheet_view.rightToLeft) for sheet in book} == {language == "ar"}
    headers = {tuple(str(cell.value) for cell in sheet[1]) for sheet in book}
    assert headers == {tuple(rows[0]) for rows in told}
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n", "d"}
    heard_cell = book.worksheets[0]["B2"]
    assert (heard_cell.value, heard_cell.data_type) == (20, "n")


def test_the_ledger_is_a_file_with_what_each_activity_led_to_and_no_cell_is_a_formula(
    session: Session, actor: Actor, officer: Officer, heard: ConsultationValue
) -> None:
    nasty = ledger.Planned(
        what=Text.of({"en": NASTY}),
        channel=Channel.RADIO,
        languages=("en",),
        cost=Decimal("12.50"),
        on=date(2026, 11, 30),
        notes="a;=1+1",
    )
    with time_machine.travel(NOW, tick=False):
        ledger.plan(session, actor, heard, nasty)
    headers, poster, radio = rows_of(officer, f"{LEDGER}/ledger.csv")
    led, evil = (dict(zip(headers, row, strict=True)) for row in (poster, radio))
    assert (led["Channel"], led["Openings"], led["Answers, rounded"]) == ("other", "2", "100")
    assert led["Whom it should reach"] == "Disabled people"
    assert (evil["Activity"], evil["Notes"]) == (f"'{NASTY}", "a;'=1+1")
    assert (evil["Planned for"], evil["Cost planned"], evil["Answers, rounded"]) == (
        "2026-11-30",
        "12.5",
        "0",
    )
    [sheet] = book_of(officer, f"{LEDGER}/ledger.xlsx")
    assert [cell.value for cell in sheet[1]] == headers
    cells = dict(zip(headers, sheet[3], strict=True))
    assert (cells["Activity"].value, cells["Activity"].data_type) == (NASTY, "s")
    assert (cells["Notes"].value, str(cells["Planned for"].value)[:10]) == ("a;=1+1", "2026-11-30")
    assert cells["Cost planned"].value == 12.5
    assert cells["Activity"].hyperlink is None


@given(
    st.text(st.sampled_from(" \t\r\n\u200e\ufeff;,'\"=+-@\uff1dA1x"), max_size=12)
    | st.sampled_from([NASTY, "+1", "-2+3", "@SUM(A1)", "\t=1", "\uff1d1", '"=1', "a;=1+1", "x\n@y"])
)
def test_no_spreadsheet_finds_a_formula_in_a_cell_however_it_takes_the_line_apart(words: str) -> None:
    for separator in (",", ";", "\t", "\n", "\r", '"'):
        for part in harmless(words).split(separator if separator != "," else "\0"):
            bare = part.lstrip(" \t\r\n\u200e\ufeff")
            assert not bare.startswith(("=", "+", "-", "@", "\uff1d")), (words, part)


def test_words_that_are_no_formula_stay_as_they_are() -> None:
    for words in ("about 10", "Fewer than 10", "لا أحد", "a - b = c", "mail@example.org", ""):
        assert harmless(words) == words
