"""Sending a picture, a paper or a recording with an answer, as a browser without JavaScript does."""

import re
import uuid
from io import BytesIO

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consult import clock, files
from consult.attachments import cleaning
from consult.attachments.models import Attachment
from consult.attachments.terms import LARGEST_FILE
from consult.audit.actor import Actor
from consult.responses.models import Draft, Response
from consult.web.public import uploading
from consult.web.public.drafts import IDLE_MINUTES
from consult.web.public.uploading import LARGEST_REQUEST
from consult.web.security import LARGEST_FORM
from surveys.document import Survey
from tests import builders, media
from tests.browser import check_page
from tests.web.resident import Resident
from tests.web.statements import counted

START = "/en/consultations/repairs"
FIRST = f"{START}/q/proposal"
PHOTO = ("Amina Yusuf in her kitchen.jpg", media.a_picture())
MULTIPART = "multipart/form-data; boundary=x"
SPOKEN = ("Amina.wav", media.a_recording())


@pytest.fixture
def actor(session: Session) -> Actor:
    acting = builders.an_organisation(session)
    builders.an_open_consultation(session, acting, survey=Survey.from_json(builders.survey_with_files()))
    return acting


@pytest.fixture
def resident(client: FlaskClient, actor: Actor) -> Resident:
    return Resident(client).open(START).press("Start")


def rows(session: Session) -> list[Attachment]:
    session.expire_all()
    return list(session.scalars(select(Attachment).order_by(Attachment.question_id)))


def words(session: Session) -> dict[str, object]:
    session.expire_all()
    return session.scalars(select(Draft)).one().words


def kept(session: Session) -> dict[str, bytes]:
    """Return what is kept on the disk, by question; nothing else may lie there."""
    found = {row.question_id: files.kept(str(row.storage_key)) for row in rows(session)}
    assert len(list(files.keys())) == len(found)
    return found


def test_a_picture_and_a_recording_are_sent_looked_over_and_handed_in(
    resident: Resident, session: Session
) -> None:
    resident.fill(go_ahead="no").attach(photo=PHOTO, story=SPOKEN).press("Continue").press("Continue")
    assert resident.path == f"{START}/check-answers"
    assert "File: a picture (1 kB)" in resident.words
    assert "File: a recording (" in resident.words
    resident.press("Send my answers")
    assert resident.path == f"{START}/sent"
    answer = session.scalars(select(Response)).one()
    assert [row.response_id for row in rows(session)] == [answer.id, answer.id]
    assert kept(session).keys() == {"photo", "story"}


def test_nothing_of_a_files_name_or_of_what_it_says_beside_the_picture_is_kept(
    resident: Resident, session: Session
) -> None:
    resident.fill(go_ahead="no").attach(photo=PHOTO, story=SPOKEN).press("Continue").press("Continue")
    everything = b"".join(kept(session).values()) + repr([vars(row) for row in rows(session)]).encode()
    assert b"Amina" not in everything + repr(words(session)).encode() + resident.response.data


def test_a_file_is_no_answer_that_must_be_given(resident: Resident, session: Session) -> None:
    nothing = (BytesIO(b""), "")
    token = resident.shown("form_token")[0]
    response = resident.client.post(
        FIRST, data={"form_token": token, "go-ahead": "no", "photo": nothing, "story": (BytesIO(b""), "")}
    )
    assert response.status_code == 303, "a browser sends an empty part where no file was chosen"
    assert rows(session) == []


def test_coming_back_shows_what_was_sent_and_keeps_it(resident: Resident, session: Session) -> None:
    resident.fill(go_ahead="no").attach(photo=PHOTO).press("Continue").open(FIRST)
    assert "You sent a picture (1 kB)." in resident.words
    before = kept(session)
    resident.fill(go_ahead="yes").press("Continue")
    assert kept(session) == before


def test_the_box_takes_a_file_away(resident: Resident, session: Session) -> None:
    resident.fill(go_ahead="no").attach(photo=PHOTO, story=SPOKEN).press("Continue").open(FIRST)
    resident.fill_in({"photo.remove": "yes"}).press("Continue").open(FIRST)
    assert "a picture" not in resident.words
    assert "a recording" in resident.words
    assert kept(session).keys() == words(session).keys() == {"story"}


def test_another_file_takes_the_place_of_the_first(resident: Resident, session: Session) -> None:
    resident.fill(go_ahead="no").attach(photo=PHOTO).press("Continue").open(FIRST)
    resident.attach(photo=("letter", media.a_paper())).press("Continue").open(FIRST)
    assert "You sent a PDF document" in resident.words
    assert kept(session)["photo"].startswith(b"%PDF")


def test_a_file_stays_where_another_answer_has_a_problem(resident: Resident, session: Session) -> None:
    resident.attach(photo=PHOTO).fill_in({"story.words": "It was cold."}).press("Continue")
    assert resident.status == 422
    assert resident.errors() == ["Choose or write an answer."]
    assert "You sent a picture" in resident.words
    assert resident.shown("story.words") == ["It was cold."]
    assert kept(session).keys() == {"photo"}
    resident.fill(go_ahead="no").press("Continue")
    assert resident.path == f"{START}/q/about-you"
    assert kept(session).keys() == {"photo"}
    assert words(session)["story"] == {"words": "It was cold."}


def test_another_language_loses_no_file(resident: Resident, session: Session) -> None:
    resident.attach(photo=PHOTO).fill(go_ahead="no").press("العربية", language="ar")
    assert resident.status == 200
    assert resident.shown("go-ahead") == ["no"]
    assert resident.shown("photo.remove") == []
    assert 'name="photo.remove"' in resident.response.text
    assert kept(session).keys() == {"photo"}


def test_saving_for_later_keeps_the_file(resident: Resident, session: Session) -> None:
    resident.attach(story=SPOKEN).press("Save and come back later")
    assert resident.path == f"{START}/saved"
    assert kept(session).keys() == {"story"}


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (b"GIF89a", "We cannot take this kind of file. Look above at which ones you can send."),
        (media.a_recording(), "We cannot take this kind of file. Look above at which ones you can send."),
        (media.a_picture()[:300], "We could not open this file. It may be damaged. Try another one."),
        (b"", "There is nothing in this file. Choose another one."),
        (
            media.a_picture_bomb(),
            "This picture is too large. It can have up to 64 million points. Send a smaller one.",
        ),
    ],
    ids=["another kind", "a recording", "damaged", "empty", "a bomb"],
)
def test_a_file_that_cannot_be_kept_is_told_at_its_place_and_nothing_else_is_lost(
    resident: Resident, session: Session, sent: bytes, sentence: str
) -> None:
    resident.attach(photo=("photo.jpg", sent), story=SPOKEN).fill(go_ahead="no").press("Continue")
    assert resident.status == 422
    assert resident.errors() == [sentence]
    assert resident.shown("go-ahead") == ["no"]
    assert kept(session).keys() == {"story"}


def test_a_file_that_is_too_big_is_told_at_its_place(
    resident: Resident, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (cleaning, uploading):
        monkeypatch.setattr(module, "LARGEST_FILE", len(PHOTO[1]) - 1)
    monkeypatch.setattr(cleaning, "MEGABYTE", 1)
    resident.attach(photo=PHOTO).fill(go_ahead="no").press("Continue")
    limit = len(PHOTO[1]) - 1
    assert resident.errors() == [f"This file is too big. It can have up to {limit} megabytes."]
    assert rows(session) == []


def test_a_bad_file_leaves_the_one_before_it(resident: Resident, session: Session) -> None:
    resident.fill(go_ahead="no").attach(photo=PHOTO).press("Continue").open(FIRST)
    resident.attach(photo=("x", b"GIF89a")).press("Continue")
    assert "You sent a picture" in resident.words
    assert kept(session).keys() == {"photo"}


def test_a_form_larger_than_any_page_asks_for_is_refused_in_words(
    resident: Resident, session: Session
) -> None:
    response = resident.client.post(FIRST, data=bytes(LARGEST_REQUEST + 1), content_type=MULTIPART)
    assert response.status_code == 413
    assert "Go back, and send a smaller file or fewer words." in response.text
    assert check_page(response.text, language="en", direction="ltr", resident=True) == []


def test_only_a_page_that_asks_for_a_file_lets_one_in(resident: Resident) -> None:
    sent = {"data": bytes(LARGEST_FORM + 1), "content_type": MULTIPART}
    assert resident.client.post(f"{START}/q/about-you", **sent).status_code == 413
    assert resident.client.post(f"{START}/q/no-such-page", **sent).status_code == 404
    let_in = resident.client.post(FIRST, data={"photo": (BytesIO(bytes(LARGEST_FORM + 1)), "x")})
    assert let_in.status_code == 400, "its token is missing, but it was read"


def test_a_form_may_not_claim_a_file(resident: Resident, session: Session) -> None:
    resident.attach(photo=PHOTO).fill(go_ahead="no").press("Continue")
    (theirs,) = rows(session)
    resident.client.delete_cookie("draft")
    claimed = f"{theirs.id.hex} picture {theirs.size}"
    resident.open(START).press("Start").fill_in({"go-ahead": "no", "photo": claimed}).press("Continue")
    assert resident.path == f"{START}/q/about-you"
    drafts = session.scalars(select(Draft)).all()
    assert sorted(draft.words.keys() for draft in drafts) == sorted([{}.keys(), {"photo": 0}.keys()], key=len)


def test_a_form_that_is_not_ours_costs_no_cleaning(
    resident: Resident, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a file of a form that is not ours was opened")

    monkeypatch.setattr(cleaning, "_by_a_child", never)
    resident.attach(photo=PHOTO).fill_in({"go-ahead": "no", "form_token": "forged"}).press("Continue")
    assert resident.status == 400
    assert resident.shown("go-ahead") == ["no"]
    assert rows(session) == []


def test_after_a_while_away_the_code_lets_the_file_in_too(resident: Resident, session: Session) -> None:
    resident.fill(go_ahead="no").press("Save and come back later")
    code = re.search(r"(?:\d{4} ){4}\d{4}", resident.words)
    assert code is not None
    resident.open(FIRST)
    with time_machine.travel(clock.now().timestamp() + 60 * (IDLE_MINUTES + 1), tick=True):
        resident.attach(photo=PHOTO).press("Continue")
        assert resident.status == 403
        assert "Choose this file once more." not in resident.errors()[0]
        assert rows(session) == []
        resident.attach(photo=PHOTO).fill_in({"_code": code[0]}).press("Continue")
        assert resident.path == f"{START}/q/about-you"
    assert kept(session).keys() == {"photo"}


def test_what_is_taken_back_is_gone_from_the_disk(resident: Resident, session: Session) -> None:
    resident.fill(go_ahead="no").attach(photo=PHOTO).press("Continue").press("Continue").press(
        "Send my answers"
    )
    receipt = re.search(r"(?:\d{4} ){4}\d{4}", resident.words)
    assert receipt is not None
    resident.open("/en/receipt").fill(receipt=receipt[0]).press("Look up")
    resident.press("Take back all my answers").press("Yes, take back all my answers")
    assert "taken back" in resident.heading
    assert kept(session) == {}


def test_no_more_is_let_in_than_there_is_room_for(
    resident: Resident, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consult.attachments.queries.LARGEST_WAITING", LARGEST_FILE - 1)
    resident.attach(photo=PHOTO).fill(go_ahead="no").press("Continue")
    assert resident.errors()[0].startswith("We cannot take in more files today.")
    assert rows(session) == []


def test_a_page_that_asks_for_a_file_costs_no_more_statements_without_one(
    resident: Resident, database: Engine
) -> None:
    resident.fill(go_ahead="no")
    with counted(database) as shown:
        resident.client.get(FIRST)
    token = resident.shown("form_token")[0]
    with counted(database) as taken:
        resident.client.post(FIRST, data={"form_token": token, "go-ahead": "no"})
    assert len(shown) <= 3
    assert len(taken) <= 3


def test_nobody_can_reach_a_kept_file_by_an_address(resident: Resident, session: Session) -> None:
    resident.fill(go_ahead="no").attach(photo=PHOTO).press("Continue")
    (row,) = rows(session)
    for name in (row.storage_key, row.id, uuid.UUID(str(row.id)).hex):
        for address in (f"/static/{name}", f"/attachments/{name}", f"/en/attachments/{name}"):
            assert resident.client.get(address).status_code == 404
