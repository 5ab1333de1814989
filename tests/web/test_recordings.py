"""Recordings beside the words: sent a part at a time, kept for good, and loaded by nobody who does not press play."""

import io
import wave
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult import db, migrations
from consult.app import create_app
from consult.audit.actor import Actor
from consult.consultations import media, service
from consult.db import unit_of_work
from consult.web.installation import installation
from consult.web.security import POLICY
from surveys.document import Survey
from tests import builders
from tests.browser import check_page
from tests.conftest import settings_for
from tests.journeys.residents import faults, phone
from tests.serving import serving
from tests.turning import press_continue
from tests.web.resident import Resident

START = "/en/consultations/repairs"
FILM = b"\0\0\0\x20ftypisom\0\0" + b"film" * 50


def sound() -> bytes:
    """A second of silence that a browser can play."""
    written = io.BytesIO()
    with wave.open(written, "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(1)
        recording.setframerate(8000)
        recording.writeframes(b"\x80" * 8000)
    return written.getvalue()


def an_open_consultation_to_hear(session: Session, actor: Actor, data_dir: Path) -> dict[str, str]:
    """Open a consultation whose first question and one of its options have recordings; return their addresses."""
    builders.a_draft_consultation(session, actor)
    kept = {
        name: media.add(session, actor, "repairs", name, content, data_dir).address
        for name, content in (("audio", sound()), ("sign_video", FILM))
    }
    document = builders.survey_document()
    page = document["pages"][0]
    text, option = page["questions"][0]["text"], page["questions"][0]["options"][0]["text"]
    text["en"] = {"text": text["en"], "variants": kept}
    option["en"] = {"text": "Yes, buy it", "variants": {"audio": kept["audio"]}}
    page["title"]["en"] = {"text": "The proposal", "variants": {"sign_video": kept["sign_video"]}}
    service.edit_survey(session, actor, "repairs", Survey.from_json(document))
    service.publish(session, actor, "repairs")
    return kept


@pytest.fixture
def kept(client: FlaskClient, session: Session) -> dict[str, str]:
    with client.application.app_context():
        data_dir = installation().settings.data_dir
    return an_open_consultation_to_hear(session, builders.an_organisation(session), data_dir)


def test_a_recording_is_sent_with_its_type_and_kept_for_good(
    client: FlaskClient, kept: dict[str, str]
) -> None:
    answer = client.get(kept["audio"], buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "audio/wav")
    assert answer.data == sound()
    assert {"public", "immutable"} <= set(answer.headers["Cache-Control"].split(", "))
    assert answer.cache_control.max_age == 365 * 24 * 60 * 60
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Set-Cookie" not in answer.headers
    again = client.get(kept["audio"], headers={"If-None-Match": answer.headers["ETag"]}, buffered=True)
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("wanted", "part"),
    [("bytes=0-3", slice(0, 4)), ("bytes=100-", slice(100, None)), ("bytes=-5", slice(-5, None))],
)
def test_a_part_is_sent_to_who_asks_for_a_part(
    client: FlaskClient, kept: dict[str, str], wanted: str, part: slice
) -> None:
    answer = client.get(kept["sign_video"], headers={"Range": wanted}, buffered=True)
    assert (answer.status_code, answer.data) == (206, FILM[part])
    assert answer.headers["Content-Range"].endswith(f"/{len(FILM)}")


def test_a_part_there_is_not_is_refused(client: FlaskClient, kept: dict[str, str]) -> None:
    assert client.get(kept["sign_video"], headers={"Range": "bytes=99999-"}, buffered=True).status_code == 416
    for strange in ("bytes=", "bytes=9-1", "lines=1-2", "bytes=a-b"):
        answer = client.get(kept["sign_video"], headers={"Range": strange}, buffered=True)
        assert answer.status_code in {200, 416}


@pytest.mark.parametrize(
    "name", ["nothing.mp3", "0" * 64 + ".mp3", "..%2f..%2fconsult.db", "%00", "x" * 5000]
)
def test_what_is_not_there_is_not_found(client: FlaskClient, kept: dict[str, str], name: str) -> None:
    assert client.get(f"/media/{name}").status_code == 404


def test_a_question_has_its_players_before_it_and_they_name_what_they_say(
    client: FlaskClient, kept: dict[str, str]
) -> None:
    resident = Resident(client).open(START).press("Start")
    players = [
        (one.tag, one.get("src"), one.get("aria-label"), one.get("preload"), one.get("controls"))
        for one in resident.root.iter()
        if one.tag in {"audio", "video"}
    ]
    assert players == [
        ("video", kept["sign_video"], "In sign language: The proposal", "none", ""),
        ("video", kept["sign_video"], "In sign language: Should it go ahead?", "none", ""),
        ("audio", kept["audio"], "Listen: Should it go ahead?", "none", ""),
        ("audio", kept["audio"], "Listen: Yes, buy it", "none", ""),
    ]
    everything = list(resident.root.iter())
    last_player = max(place for place, one in enumerate(everything) if one.tag == "audio")
    assert last_player < next(place for place, one in enumerate(everything) if one.tag == "fieldset")
    resident.press("Continue")  # with a problem the question is made anew
    assert resident.status == 422
    assert sum(one.tag == "audio" for one in resident.root.iter()) == 2


def test_other_languages_have_no_players(client: FlaskClient, kept: dict[str, str]) -> None:
    resident = Resident(client, "ar").open("/ar/consultations/repairs/q/proposal")
    assert not any(one.tag in {"audio", "video"} for one in resident.root.iter())


def test_a_browser_plays_it_under_our_policy_and_loads_nothing_before(
    chromium: Browser, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'media.db'}"
    engine: Engine = db.engine_for(url)
    migrations.upgrade(engine)
    app = create_app(settings_for(url, tmp_path))
    with unit_of_work() as session:
        data_dir = app.extensions["consult"].settings.data_dir
        kept = an_open_consultation_to_hear(session, builders.an_organisation(session), data_dir)
    with serving(app) as address, phone(chromium, width=320) as context:
        page = context.new_page()
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(f"{address}{START}")
        press_continue(page)
        page.locator("audio").first.wait_for()
        assert faults(page) == []
        assert check_page(page.content(), language="en", direction="ltr", resident=True) == []
        assert not [one for one in asked if "/media/" in one]
        page.locator("audio").first.evaluate(
            "async (player) => { player.muted = true; await player.play(); }"
        )
        page.wait_for_function("() => document.querySelector('audio').duration > 0.9")
        assert [one for one in asked if one.endswith(kept["audio"])]
        assert all(one.startswith(address) for one in asked)
        assert complaints == []
    engine.dispose()
