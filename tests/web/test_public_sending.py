"""Sending once, the receipt, coming back later, leaving, and following a link."""

import re
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from limits import parse
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consult import db
from consult.audit.actor import Actor
from consult.consultations import service as consultations
from consult.consultations.queries import consultation_by_slug
from consult.outreach import service as outreach
from consult.outreach.folding import fold_some
from consult.outreach.models import Arrival, SentCount, UncountedSending
from consult.responses import queries as responses
from consult.responses.models import Draft, Response
from consult.web import limiting
from consult.web.public import wrong_codes
from surveys.document import Survey
from tests import builders
from tests.conftest import settings_for
from tests.web.resident import Resident

START = "/en/consultations/repairs"
FIRST = f"{START}/q/proposal"
OPENED = datetime(2026, 11, 2, 9, tzinfo=UTC)
CODE = re.compile(r"(?:\d{4} ){4}\d{4}")


@pytest.fixture
def actor(session: Session) -> Actor:
    acting = builders.an_organisation(session)
    with time_machine.travel(OPENED):
        builders.an_open_consultation(session, acting)
    return acting


@pytest.fixture
def resident(client: FlaskClient, actor: Actor) -> Resident:
    return Resident(client)


@pytest.fixture(autouse=True)
def nothing_counted_before() -> None:
    limiting._limiter.cache_clear()


def ready(resident: Resident, **about: str) -> Resident:
    """Answer everything and stand before sending."""
    resident.open(START).press("Start").fill(go_ahead="no").press("Continue")
    if about:
        resident.fill(about_you_consent="yes", **about)
    return resident.press("Continue")


def sent(resident: Resident, **about: str) -> str:
    """Send, and return the receipt."""
    return code_on(ready(resident, **about).press("Send my answers"))


def code_on(resident: Resident) -> str:
    found = CODE.search(resident.words)
    assert found is not None
    return found[0]


def all_sent(session: Session) -> list[dict[str, object]]:
    session.expire_all()
    return [row.codes for row in session.scalars(select(Response))]


def test_the_receipt_stands_in_groups_from_left_to_right(resident: Resident) -> None:
    sent(resident)
    code = next(element for element in resident.root.iter("bdi"))
    assert code.get("dir") == "ltr"
    assert CODE.fullmatch("".join(code.itertext()))


def test_after_sending_the_answers_can_no_longer_be_seen_on_this_device(resident: Resident) -> None:
    sent(resident)
    assert resident.open(FIRST).shown("go-ahead") == []
    resident.open(f"{START}/check-answers")
    assert resident.path == START


def test_the_receipt_is_not_shown_to_the_next_person(resident: Resident) -> None:
    code = sent(resident)
    resident.press("Another person on this phone")
    assert resident.path == START
    resident.open(f"{START}/sent")
    assert resident.path == START
    assert code not in resident.words


def test_the_receipt_is_not_shown_after_twenty_minutes(resident: Resident) -> None:
    code = sent(resident)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=21)):
        assert code not in resident.open(f"{START}/sent").words


def test_sending_twice_gives_the_same_receipt(resident: Resident, session: Session) -> None:
    ready(resident)
    form = {name: resident.shown(name)[0] for name in ("form_token", "_draft")}
    codes = []
    for _ in range(2):
        resident.client.delete_cookie(
            "draft"
        )  # a browser may have taken the cookie of the first press already
        resident.send(f"{START}/check-answers", list(form.items()))
        codes.append(code_on(resident))
    assert codes[0] == codes[1]
    assert len(all_sent(session)) == 1


def test_two_browsers_windows_that_send_at_once_send_once(own_engine: Engine, tmp_path) -> None:
    from consult.app import create_app

    address = own_engine.url.render_as_string(hide_password=False)
    app = create_app(settings_for(address, tmp_path))
    db.bind(own_engine)
    with db.unit_of_work() as session:
        builders.an_open_consultation(session, builders.an_organisation(session))
    resident = ready(Resident(app.test_client()))
    form = {name: resident.shown(name)[0] for name in ("form_token", "_draft")}
    gate, codes = threading.Barrier(3), []

    def press() -> None:
        own = Resident(app.test_client())
        gate.wait()
        codes.append(code_on(own.send(f"{START}/check-answers", list(form.items()))))

    presses = [threading.Thread(target=press) for _ in range(3)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert len(codes) == 3
    assert len(set(codes)) == 1
    with db.reading() as session:
        assert len(all_sent(session)) == 1


@pytest.mark.parametrize("field", ["form_token", "_draft"])
def test_a_changed_token_sends_nothing_and_shows_the_answers_again(
    resident: Resident, session: Session, field: str
) -> None:
    ready(resident).fill_in({field: "changed"}).press("Send my answers")
    assert resident.status == 400
    assert "No" in resident.words
    assert all_sent(session) == []
    resident.press("Send my answers")
    assert len(all_sent(session)) == 1


@pytest.mark.parametrize("field", ["form_token", "_draft"])
def test_a_changed_token_with_no_answers_left_does_not_say_that_they_are_still_there(
    resident: Resident, field: str
) -> None:
    ready(resident)
    resident.client.delete_cookie("draft")
    resident.fill_in({field: "changed"}).press("Send my answers")
    assert resident.status == 409
    assert "We could not find these answers." in resident.words
    assert "still here" not in resident.words


def test_what_is_missing_is_listed_instead_of_sending(resident: Resident, session: Session) -> None:
    resident.open(START).press("Start").press("Save and come back later")
    resident.open(f"{START}/check-answers").press("Send my answers")
    assert resident.status == 422
    assert "These questions still need an answer: Should it go ahead?" in resident.words
    assert all_sent(session) == []


def test_nothing_is_not_sent(client: FlaskClient, session: Session) -> None:
    document = builders.survey_document()
    document["pages"][0]["questions"][0]["required"] = False
    actor = builders.an_organisation(session)
    builders.an_open_consultation(session, actor, survey=builders.Survey.from_json(document))
    resident = Resident(client).open(START).press("Start").press("Continue").press("Continue")
    resident.press("Send my answers")
    assert resident.status == 422
    assert resident.errors() == ["There is nothing to send yet. Answer at least one question."]
    assert all_sent(session) == []


def test_the_language_can_be_switched_before_sending(resident: Resident, session: Session) -> None:
    ready(resident).press("العربية", language="ar")
    assert resident.path == "/ar/consultations/repairs/check-answers"
    assert "هل ينبغي المضي قدما؟" in resident.words
    assert all_sent(session) == []


def test_answers_are_kept_with_a_code_and_gone_on_with_on_another_device(
    resident: Resident, app: Flask, session: Session
) -> None:
    resident.open(START).press("Start").fill(go_ahead="no").press("Save and come back later")
    code = code_on(resident)
    other = Resident(app.test_client()).open("/en/resume").fill(_code=code).press("Go on with your answers")
    assert other.path == f"{START}/q/about-you"
    other.open(FIRST)
    assert other.shown("go-ahead") == ["no"]


def test_a_page_need_not_be_complete_to_be_saved(resident: Resident, session: Session) -> None:
    resident.open(START).press("Start").press("Save and come back later")
    assert resident.path == f"{START}/saved"
    assert len(session.scalars(select(Draft)).all()) == 1


@pytest.mark.parametrize("typed", ["1234", "0000 0000 0000 0000 0000", "abc", "\0", "x" * 10_000])
def test_an_unknown_code_to_come_back_is_told_and_stays_on_the_screen(resident: Resident, typed: str) -> None:
    resident.open("/en/resume").fill(_code=typed).press("Go on with your answers")
    assert resident.status == 404
    assert resident.errors() == ["We do not know this code. Check it and try again."]


@pytest.mark.parametrize("typed", ["", "   "])
@pytest.mark.parametrize(
    ("address", "field", "button", "says"),
    [
        ("/en/resume", "_code", "Go on with your answers", "Enter your code to come back."),
        ("/en/receipt", "receipt", "Look up", "Enter your receipt code."),
    ],
)
def test_no_code_at_all_is_asked_for_and_is_no_wrong_one(
    resident: Resident,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    field: str,
    button: str,
    says: str,
    typed: str,
) -> None:
    monkeypatch.setattr(wrong_codes, "LIMIT", parse("1 per 5 minutes"))
    for _ in range(2):
        resident.open(address).fill_in({field: typed}).press(button)
        assert resident.status == 422
        assert resident.errors() == [says]


def later(minutes: int) -> time_machine.travel:
    return time_machine.travel(datetime.now(UTC) + timedelta(minutes=minutes))


def test_after_twenty_idle_minutes_the_code_is_needed(resident: Resident) -> None:
    resident.open(START).press("Start").fill(go_ahead="no").press("Save and come back later")
    code = code_on(resident)
    with later(19):
        assert resident.open(FIRST).shown("go-ahead") == ["no"]
    with later(38):
        assert resident.open(FIRST).status == 200
    with later(60):
        resident.open(FIRST)
        assert (resident.status, resident.heading) == (403, "You have been away for a while")
        assert resident.shown("go-ahead") == []
        assert resident.open(f"{START}/check-answers").status == 403
        assert resident.open(f"{START}/saved").status == 403
        resident.fill(_code=code).press("Go on with your answers")
        assert resident.path == f"{START}/q/about-you"


def test_what_was_typed_while_away_is_kept_when_the_code_is_given(
    resident: Resident, session: Session
) -> None:
    resident.open(START).press("Start").fill(go_ahead="no").press("Save and come back later")
    code = code_on(resident)
    resident.open(FIRST).fill(go_ahead="yes")
    with later(25):
        resident.press("Continue")
        assert resident.status == 403
        assert resident.errors() == ["To protect your answers, enter your code to come back."]
        assert resident.shown("go-ahead") == ["yes"]
        resident.fill(_code="1111 1111 1111 1111 1111").press("Continue")
        assert resident.status == 404
        assert resident.shown("go-ahead") == ["yes"]
        resident.fill(_code=code).press("Continue")
        assert resident.path == f"{START}/q/about-you"
    session.expire_all()
    assert session.scalars(select(Draft)).one().codes == {"go-ahead": "yes"}


def test_without_the_code_one_can_begin_again(resident: Resident) -> None:
    resident.open(START).press("Start").fill(go_ahead="no").press("Continue")
    with later(25):
        resident.open(FIRST).press("Start again with empty pages")
        assert resident.path == START
        assert resident.press("Start").shown("go-ahead") == []


def test_a_page_sent_after_its_draft_was_lost_keeps_its_words(resident: Resident) -> None:
    resident.open(START).press("Start").fill(go_ahead="no").press("Continue")
    resident.client.delete_cookie("draft")
    resident.fill(about_you_consent="yes", disability="yes").press("Continue")
    assert resident.status == 409
    assert resident.shown("disability") == ["yes"]
    assert resident.errors()[0].startswith("We could not find these answers.")


def test_a_tampered_cookie_holds_nothing(resident: Resident) -> None:
    resident.open(START).press("Start").fill(go_ahead="no").press("Continue")
    resident.client.set_cookie("draft", "tampered")
    assert resident.open(FIRST).shown("go-ahead") == []
    assert resident.open(f"{START}/sent").path == START


def test_leaving_forgets_everything_on_this_device(resident: Resident, client: FlaskClient) -> None:
    resident.open(START).press("Start").fill(go_ahead="no").press("Continue")
    leave = next(link for link in resident.root.iter("a") if "app-leave" in link.get("class", ""))
    resident.open(leave.get("href", ""))
    assert client.get_cookie("draft") is None
    assert "Northmere" not in resident.words
    assert resident.open(FIRST).shown("go-ahead") == []


def test_every_answering_page_can_be_left_at_once(resident: Resident) -> None:
    ready(resident)
    for address in (FIRST, f"{START}/q/about-you", f"{START}/check-answers", f"{START}/saved"):
        resident.open(address)
        assert [link for link in resident.root.iter("a") if "app-leave" in link.get("class", "")], address


def looked_up(resident: Resident, code: str) -> Resident:
    return resident.open("/en/receipt").fill(receipt=code).press("Look up")


def test_a_receipt_tells_that_the_answer_is_here_and_never_what_it_says(resident: Resident) -> None:
    code = sent(resident, disability="yes")
    looked_up(resident, code.replace(" ", "-"))
    assert resident.heading == "We have your answers"
    assert "Sent in the week of" in resident.words
    resident.press("Change the answers about yourself")
    assert resident.shown("disability") == []
    assert resident.shown("about-you_consent") == []


def test_the_answers_about_oneself_can_be_changed(resident: Resident, session: Session) -> None:
    looked_up(resident, sent(resident, disability="yes")).press("Change the answers about yourself")
    resident.fill(disability="no").press("Change the answers about yourself")
    assert resident.status == 422
    assert resident.shown("disability") == ["no"]
    resident.fill(about_you_consent="yes").press("Change the answers about yourself")
    assert resident.heading == "The answers about yourself were changed."
    assert all_sent(session) == [{"go-ahead": "no", "about-you_consent": True, "disability": "no"}]


def test_what_is_said_about_oneself_later_obeys_the_same_logic(client: FlaskClient, session: Session) -> None:
    document = builders.survey_document()
    question = document["pages"][1]["questions"][0]
    question["constraint"] = {
        "that": {"op": "or", "args": [
            {"op": "!=", "args": [{"this": True}, {"value": "no"}]},
            {"op": "==", "args": [{"answer": "go-ahead"}, {"value": "yes"}]},
        ]},
        "message": {"en": "Not after what you said before.", "ar": "ليس بعد ما قلته."},
    }  # fmt: skip
    question["options"][0]["properties"] = {"after": "no"}
    question["options"].append(
        {"id": "often", "text": {"en": "Often", "ar": "كثيرا"}, "properties": {"after": "yes"}}
    )
    question["choice_filter"] = {"op": "or", "args": [
        {"op": "==", "args": [{"property": "after"}, {"value": ""}]},
        {"op": "==", "args": [{"property": "after"}, {"answer": "go-ahead"}]},
    ]}  # fmt: skip
    acting = builders.an_organisation(session)
    builders.an_open_consultation(session, acting, survey=Survey.from_json(document))
    resident = Resident(client)
    looked_up(resident, sent(resident, disability="yes")).press("Change the answers about yourself")
    assert "Prefer not to say" in resident.words
    assert "Often" not in resident.words
    resident.fill(about_you_consent="yes", disability="no").press("Change the answers about yourself")
    assert (resident.status, resident.heading) == (422, "Change the answers about yourself")
    assert "Not after what you said before." in resident.words
    assert all_sent(session)[0]["disability"] == "yes"
    resident.fill(disability="yes").press("Change the answers about yourself")
    assert resident.heading == "The answers about yourself were changed."


def test_the_answers_about_oneself_can_be_deleted_alone(resident: Resident, session: Session) -> None:
    looked_up(resident, sent(resident, disability="yes")).press("Change the answers about yourself")
    resident.press("Delete the answers about yourself")
    assert all_sent(session) == [{"go-ahead": "no"}]


def test_changing_the_language_while_correcting_keeps_what_was_typed(resident: Resident) -> None:
    looked_up(resident, sent(resident)).press("Change the answers about yourself")
    resident.fill(disability="no", about_you_consent="yes").press("العربية", language="ar")
    assert resident.path == "/ar/receipt"
    assert resident.shown("disability") == ["no"]
    assert resident.errors() == []


def test_everything_can_be_taken_back_after_asking_once_more(resident: Resident, session: Session) -> None:
    code = sent(resident)
    looked_up(resident, code).press("Take back all my answers")
    assert len(all_sent(session)) == 1
    resident.press("No, keep my answers")
    assert len(all_sent(session)) == 1
    resident.press("Take back all my answers").press("Yes, take back all my answers")
    assert resident.heading == "Your answers were taken back"
    assert all_sent(session) == []
    assert looked_up(resident, code).status == 404


@pytest.mark.parametrize("typed", ["", "1234", "0000 0000 0000 0000 0000"])
def test_changing_the_language_before_the_code_is_looked_up_keeps_what_was_typed(
    resident: Resident, typed: str
) -> None:
    resident.open("/en/receipt").fill(receipt=typed).press("العربية", language="ar")
    assert resident.status == 200
    assert resident.path == "/ar/receipt"
    assert resident.errors() == []
    assert resident.shown("receipt") == [typed]


@pytest.mark.parametrize("typed", ["1234", "0000 0000 0000 0000 0000", "\0", "x" * 10_000])
def test_an_unknown_receipt_is_told(resident: Resident, typed: str) -> None:
    looked_up(resident, typed)
    assert resident.status == 404
    assert resident.errors() == ["We do not know this code. Check it and try again."]


def test_a_receipt_form_without_its_token_does_nothing(resident: Resident, session: Session) -> None:
    code = sent(resident)
    resident.send("/en/receipt", [("receipt", code), ("_step", "withdraw")])
    assert resident.status == 400
    assert len(all_sent(session)) == 1


def test_too_many_wrong_receipts_are_told_and_a_right_one_always_works(
    resident: Resident, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wrong_codes, "LIMIT", parse("3 per 5 minutes"))
    code = sent(resident)
    for _ in range(3):
        assert looked_up(resident, "1111").status == 404
    for _ in range(2):
        assert looked_up(resident, "1111").status == 429
        assert "too many attempts" in resident.words
    assert looked_up(resident, code).status == 200
    resident.press("Take back all my answers").press("Yes, take back all my answers")
    assert all_sent(session) == []
    with later(6):
        assert looked_up(resident, "1111").status == 404


def test_too_many_wrong_codes_to_come_back_are_told_and_a_right_one_always_works(
    resident: Resident, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wrong_codes, "LIMIT", parse("2 per 6 minutes"))
    resident.open(START).press("Start").fill(go_ahead="no").press("Save and come back later")
    code = code_on(resident)
    resident.open(FIRST).fill(go_ahead="yes")
    with later(25):
        resident.press("Continue")
        for status in (404, 404, 429):
            resident.fill(_code="1111 1111 1111 1111 1111").press("Continue")
            assert (resident.status, resident.shown("go-ahead")) == (status, ["yes"])
        other = Resident(app.test_client()).open("/en/resume")
        assert other.fill(_code="1111").press("Go on with your answers").status == 429
        assert other.fill(_code=code).press("Go on with your answers").path == f"{START}/q/about-you"
        resident.fill(_code=code).press("Continue")
        assert resident.path == f"{START}/q/about-you"


def test_answers_are_sent_at_the_address_of_their_own_consultation_only(
    resident: Resident, session: Session, actor: Actor
) -> None:
    builders.an_open_consultation(session, actor, "other")
    form = {"form_token": ready(resident).shown("form_token")[0]}
    resident.open("/en/consultations/other").press("Start").fill(go_ahead="yes").press("Continue")
    resident.press("Continue")
    form["_draft"] = resident.shown("_draft")[0]
    consultations.pause(session, actor, "other", "Snow")
    resident.send(f"{START}/check-answers", list(form.items()))
    assert resident.status == 409
    assert all_sent(session) == []
    assert {"go-ahead": "yes"} in [row.codes for row in session.scalars(select(Draft))]


def a_link(session: Session, actor: Actor, key: str = "poster") -> str:
    from consult.consultations.details import LinkDetail

    consultation = consultation_by_slug(session, "repairs")
    assert consultation is not None
    activity = outreach.add_activity(session, actor, consultation, LinkDetail(key=key, language="ar"))
    return outreach.add_link(session, actor, consultation, activity, "ar")


def test_a_link_counts_an_opening_and_leads_to_the_start_page_in_its_language(
    resident: Resident, session: Session, actor: Actor
) -> None:
    code = a_link(session, actor)
    response = resident.client.get(f"/go/{code.upper()}")
    assert response.status_code == 303
    assert response.location.startswith("/ar/consultations/repairs?_from=")
    assert code not in response.location
    assert [row.openings for row in session.scalars(select(Arrival))] == [1]
    assert "Set-Cookie" not in response.headers


def test_looking_whether_a_link_works_is_no_opening(
    resident: Resident, session: Session, actor: Actor
) -> None:
    address = f"/go/{a_link(session, actor)}"
    response = resident.client.head(address)
    opened = resident.client.get(address)
    assert response.status_code == opened.status_code == 303
    assert response.location.partition("_from=")[0] == opened.location.partition("_from=")[0]
    assert [row.openings for row in session.scalars(select(Arrival))] == [1]


def test_an_answer_is_counted_for_its_link_and_the_link_is_forgotten(
    resident: Resident, session: Session, actor: Actor
) -> None:
    address = resident.client.get(f"/go/{a_link(session, actor)}").location
    resident.language = "ar"
    resident.open(address)
    english = next(link for link in resident.root.iter("a") if link.get("hreflang") == "en")
    resident.language = "en"
    resident.open(english.get("href", "")).press("Start").fill(go_ahead="no").press("Continue")
    assert session.scalars(select(Draft)).one().activity_id is not None
    resident.fill(about_you_consent="yes", disability="yes").press("Continue").press("Send my answers")
    consultation = consultation_by_slug(session, "repairs")
    assert consultation is not None
    fold_some(session, consultation)
    counts = {(row.community, row.sent) for row in session.scalars(select(SentCount))}
    assert counts == {("", 1), ("disabled", 1)}
    assert session.scalars(select(Draft)).all() == []


def test_a_changed_link_counts_as_none_and_stops_nobody(resident: Resident, session: Session) -> None:
    resident.open(f"{START}?_from=changed").press("Start").fill(go_ahead="no").press("Continue")
    resident.press("Continue").press("Send my answers")
    assert len(all_sent(session)) == 1
    assert session.scalars(select(UncountedSending.activity_id)).all() == [None]


def test_a_link_of_another_consultation_counts_as_none(
    resident: Resident, session: Session, actor: Actor
) -> None:
    builders.an_open_consultation(session, actor, "other")
    token = resident.client.get(f"/go/{a_link(session, actor)}").location.partition("?")[2]
    resident.open(f"/en/consultations/other?{token}").press("Start").fill(go_ahead="no").press("Continue")
    assert session.scalars(select(Draft)).one().activity_id is None


def test_the_week_is_that_of_the_authority(resident: Resident, session: Session) -> None:
    with time_machine.travel(datetime(2026, 11, 29, 23, 30, tzinfo=UTC)):
        sent(resident)
    assert [row.sent_week for row in session.scalars(select(Response))] == [date(2026, 11, 23)]


def test_only_answers_of_this_consultation_are_in_a_draft(
    resident: Resident, session: Session, actor: Actor
) -> None:
    builders.an_open_consultation(session, actor, "other")
    resident.open(START).press("Start").fill(go_ahead="no").press("Continue")
    resident.open("/en/consultations/other/q/proposal")
    assert resident.shown("go-ahead") == []
    consultation = consultation_by_slug(session, "other")
    assert consultation is not None
    assert responses.count(session, consultation.id) == 0
