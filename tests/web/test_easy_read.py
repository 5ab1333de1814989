"""Reading a consultation in Easy Read: chosen on any page, without JavaScript, kept with the draft."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.consultations import service as consultations
from consult.responses.models import Draft, Response
from surveys.asking import Asking, ungrouped
from surveys.codes_and_words import together
from surveys.document import Survey
from tests import builders
from tests.surveys import households
from tests.web.resident import Resident, text_of
from tests.web.statements import counted
from tests.web.surveys import easy, every_kind, in_easy_read

START = "/en/consultations/repairs"
EASY, USUAL = "Read this in Easy Read", "Show the usual words"
GAP = "(Not in Easy Read)"
PARTIAL = "Some words have no Easy Read form yet"


@pytest.fixture
def actor(session: Session) -> Actor:
    acting = builders.an_organisation(session)
    builders.an_open_consultation(session, acting, survey=in_easy_read())
    return acting


@pytest.fixture
def resident(client: FlaskClient, actor: Actor) -> Resident:
    return Resident(client)


def followed(resident: Resident, words: str) -> Resident:
    """Follow the link that says `words`."""
    (link,) = [a for a in resident.root.iter("a") if "".join(a.itertext()).strip() == words]
    return resident.open(link.get("href", ""))


def begun(resident: Resident) -> Resident:
    """Answer the first page in Easy Read, and stand on the second."""
    return followed(resident.open(START), EASY).press("Start").fill(go_ahead="yes").press("Continue")


def variants_of_drafts(session: Session) -> list[str | None]:
    session.expire_all()
    return list(session.scalars(select(Draft.variant)))


def test_who_chooses_it_at_the_start_reads_it_to_the_end(resident: Resident, session: Session) -> None:
    followed(resident.open(START), EASY).press("Start")
    assert resident.heading == "The plan"
    assert "Should we do it?" in resident.words
    assert "Should it go ahead?" not in resident.words
    resident.fill(go_ahead="yes").press("Continue")
    assert variants_of_drafts(session) == ["easy_read"]
    assert resident.heading == "More"
    resident.press("Continue").press("Continue")
    assert "Should we do it?" in resident.words
    assert "Change your answer to: Should we do it?" in resident.words


def test_a_phrase_without_it_is_in_its_usual_words_and_says_so(resident: Resident) -> None:
    begun(resident)
    assert f"Please elaborate (Optional) {GAP}" in resident.words
    assert f"By what means? (Optional) {GAP}" in resident.words
    assert PARTIAL in resident.words
    assert USUAL in resident.words


def test_a_page_that_has_all_of_it_says_nothing_of_gaps(resident: Resident) -> None:
    followed(resident.open(START), EASY).press("Start")
    assert "This page is in Easy Read." in resident.words
    assert GAP not in resident.words
    assert PARTIAL not in resident.words


def test_it_is_chosen_in_the_middle_and_nothing_typed_is_lost(resident: Resident, session: Session) -> None:
    resident.open(START).press("Start").fill(go_ahead="yes").press("Continue")
    assert variants_of_drafts(session) == [None]
    resident.fill(why="Because", how=["a", "b"]).press(EASY)
    assert resident.status == 200
    assert resident.heading == "More"
    assert (resident.shown("why"), resident.shown("how")) == (["Because"], ["a", "b"])
    assert variants_of_drafts(session) == ["easy_read"]
    assert resident.errors() == []
    resident.press(USUAL)
    assert resident.heading == "Further remarks"
    assert resident.shown("why") == ["Because"]
    assert variants_of_drafts(session) == [None]


def test_it_is_chosen_on_the_first_page_before_there_is_a_draft(resident: Resident, session: Session) -> None:
    resident.open(START).press("Start").fill(go_ahead="no").press(EASY)
    assert resident.heading == "The plan"
    assert resident.shown("go-ahead") == ["no"]
    assert variants_of_drafts(session) == []
    resident.press("Continue")
    assert variants_of_drafts(session) == ["easy_read"]


def test_a_problem_is_told_in_the_words_that_are_read(resident: Resident) -> None:
    followed(resident.open(START), EASY).press("Start").press("Continue")
    assert resident.status == 422
    assert resident.heading == "The plan"
    resident.fill(go_ahead="no").press("Continue")
    assert resident.heading == "More"


def test_another_language_without_it_has_its_usual_words_and_the_choice_is_kept(
    resident: Resident, session: Session
) -> None:
    begun(resident).press("العربية", language="ar")
    assert "يرجى التوضيح" in resident.words
    assert "Easy Read" not in resident.words
    assert variants_of_drafts(session) == ["easy_read"]
    resident.press("English", language="en")
    assert resident.heading == "More"


def test_the_start_page_keeps_the_choice_when_the_language_changes(resident: Resident) -> None:
    followed(resident.open(START), EASY)
    (arabic,) = [a for a in resident.root.iter("a") if a.get("hreflang") == "ar"]
    assert arabic.get("href") == "/ar/consultations/repairs?_variant=easy_read"
    assert followed(resident, USUAL).response.request.query_string == b""


def test_coming_back_with_the_code_is_coming_back_to_the_same_words(
    resident: Resident, client: FlaskClient
) -> None:
    begun(resident).press("Save and come back later")
    code = next(
        "".join(each.itertext())
        for each in resident.root.iter()
        if "app-code" in each.get("class", "").split()
    )
    client.delete_cookie("draft")
    resident.open("/en/resume").fill(_code=code).press("Go on with your answers")
    assert resident.heading == "More"


def test_what_people_are_told_is_in_easy_read_too(client: FlaskClient, session: Session) -> None:
    from consult.consultations.details import ConsultationDetails

    actor = builders.an_organisation(session)
    words = builders.in_both("A program that ranks repairs.")
    summary = {**words, "en": {"text": words["en"], "variants": {"easy_read": "A computer helps us."}}}
    details = ConsultationDetails.model_validate(builders.details_document(summary=summary))
    builders.an_open_consultation(session, actor, survey=in_easy_read(), details=details)
    resident = followed(Resident(client).open(START), EASY)
    assert "A computer helps us." in resident.words
    assert "A program that ranks repairs." not in resident.words


def test_a_survey_without_it_offers_nothing_and_an_address_that_asks_for_it_changes_nothing(
    client: FlaskClient, session: Session
) -> None:
    builders.an_open_consultation(session, builders.an_organisation(session), survey=every_kind())
    for address in (START, f"{START}/q/first"):
        plain = Resident(client).open(address)
        assert "Easy Read" not in plain.words
        assert Resident(client).open(f"{address}?_variant=easy_read").words == plain.words


@pytest.mark.parametrize("strange", ["audio", "", "EASY_READ", "x" * 5000, "\u202e"])
def test_words_nobody_offers_are_the_usual_ones(
    resident: Resident, client: FlaskClient, strange: str, session: Session
) -> None:
    assert client.get(f"{START}/q/proposal", query_string={"_variant": strange}).status_code == 200
    begun(resident)
    answer = client.post(f"{START}/q/more", data={"_words": strange})
    assert answer.status_code == 200
    assert "Further remarks" in answer.text
    assert variants_of_drafts(session) == [None]


def test_it_is_chosen_while_the_answers_are_looked_over_and_is_no_sending(
    resident: Resident, session: Session
) -> None:
    resident.open(START).press("Start").fill(go_ahead="yes").press("Continue")
    resident.open(f"{START}/check-answers").press(EASY)
    assert resident.heading == "Check your answers"
    assert "Should we do it?" in resident.words
    assert PARTIAL in resident.words
    assert variants_of_drafts(session) == ["easy_read"]
    resident.press(USUAL).press("Send my answers")
    assert resident.path == f"{START}/sent"


def test_it_is_chosen_while_entries_are_looked_over(client: FlaskClient, session: Session) -> None:
    document = households.whole_survey(least=1).to_json()
    repeat = next(page["repeat"] for page in document["pages"] if "repeat" in page)
    repeat["review_title"]["en"] = easy("Who lives in the household", "The people in your home")
    builders.an_open_consultation(
        session, builders.an_organisation(session), survey=Survey.from_json(document)
    )
    resident = Resident(client).open(START).press("Start").fill(damp="wet").press("Continue")
    resident.fill(age="4", said="Cold.").press("Continue").press(EASY)
    assert resident.heading == "The people in your home"
    assert resident.open(resident.path).heading == "The people in your home"
    assert variants_of_drafts(session) == ["easy_read"]


def test_who_changes_what_they_said_of_themselves_reads_it_and_it_is_kept_as_it_was_asked(
    client: FlaskClient, session: Session
) -> None:
    document = in_easy_read().to_json()
    document["pages"][2]["questions"][0]["text"]["en"] = easy(
        "Are you disabled?", "Do you have a disability?"
    )
    builders.an_open_consultation(
        session, builders.an_organisation(session), survey=Survey.from_json(document)
    )
    resident = begun(Resident(client)).open(f"{START}/check-answers").press("Send my answers")
    code = next(text_of(each) for each in resident.root.iter() if "app-code" in each.get("class", "").split())
    resident.open("/en/receipt").fill(receipt=code).press("Look up").press(
        "Change the answers about yourself"
    )
    assert "Are you disabled?" in resident.words
    changed = resident.fill(about_you_consent="true", disability="no")
    changed.press("Change the answers about yourself")
    assert asked_in(session)["disability"] is None
    resident.open("/en/receipt").fill(receipt=code).press("Look up").press(
        "Change the answers about yourself"
    )
    resident.fill(about_you_consent="true").press(EASY)
    assert "Do you have a disability?" in resident.words
    resident.fill(about_you_consent="true", disability="yes").press("Change the answers about yourself")
    assert asked_in(session)["disability"] == "easy_read"
    assert asked_in(session)["go-ahead"] == "easy_read"


def asked_in(session: Session) -> dict[str, str | None]:
    """The words each answer of the only response was asked in."""
    session.expire_all()
    row = session.scalars(select(Response)).one()
    own = Asking(str(row.version_id), row.language, row.variant)
    found = ungrouped(row.asked, together(row.codes, row.words), own)
    return {key: asking.variant for key, asking in found.items()}


def test_a_closed_consultation_keeps_no_choice(resident: Resident, session: Session, actor: Actor) -> None:
    begun(resident)
    consultations.close(session, actor, "repairs")
    session.flush()
    resident.press(USUAL)
    assert resident.status == 410
    assert variants_of_drafts(session) == ["easy_read"]


def test_reading_it_costs_no_statement_more(resident: Resident, database: Engine) -> None:
    begun(resident)
    path = resident.path
    resident.press(USUAL)
    with counted(database) as usual:
        resident.open(path)
    resident.press(EASY)
    with counted(database) as easy:
        resident.open(path)
    assert len(usual) == len(easy)
