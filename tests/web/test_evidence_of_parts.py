"""Questions of several parts, from what people said to the sealed record: each question once, its parts beneath."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import html5lib
import pytest
from flask import Flask

from consult import db, migrations
from consult.accounts.permissions import Role
from consult.app import create_app
from consult.audit.actor import Actor
from consult.consultations import service as consultations
from consult.consultations.queries import communities, consultation_by_slug, plan
from consult.consultations.values import ConsultationValue
from consult.evidence import queries
from consult.evidence.answers import gathered
from consult.evidence.citations import check_cited
from consult.evidence.counting import protected
from consult.evidence.sealing import seal
from surveys.disclosure import AskedOf
from surveys.document import Survey
from surveys.plan import Plan
from surveys.text import direction
from tests import builders
from tests.browser import check_page, words
from tests.conftest import settings_for
from tests.rooms.test_evidence_room import answered, compile_now, treat_everything
from tests.surveys import tiny
from tests.web.officer import an_officer

KINDS = ("matrix", "statements", "ranking", "budget")
SLUG = "parts"
SPEEDS = {
    "no": {"never": 12, "sometimes": 15, "mostly": 30, "always": 40, "do-not-know": 15},
    "yes": {"never": 30, "sometimes": 15, "mostly": 12, "always": 12, "do-not-know": 15},
}


def survey() -> Survey:
    document = tiny.document("matrix")
    questions = [tiny.document(kind)["pages"][0]["questions"][0] for kind in KINDS]
    for number, question in enumerate(questions):
        question["code"] = f"K{number}"
    led_by = tiny.document("choose-one")["pages"][0]
    led_by["id"] = "first"
    questions[1]["condition"] = {"op": "==", "args": [{"answer": "problem"}, {"value": "damp"}]}
    document["pages"] = [
        led_by,
        {**document["pages"][0], "questions": questions},
        builders.survey_document()["pages"][1],
    ]
    return Survey.from_json(document)


def people(own: Plan, chance: Random) -> Iterator[dict[str, object]]:
    """Those with a disability find more often than the others that repairs are never quick."""
    questions = own.page("repairs").questions
    for disability, speeds in SPEEDS.items():
        for speed, times in speeds.items():
            for _ in range(times):
                said = {question.id: question.asked.drawn(chance) for question in questions}
                said["repairs"]["speed"] = speed
                said["problem"] = chance.choice(["damp", "heating"])
                if said["problem"] == "heating":
                    del said["views"]
                yield {**said, "about-you_consent": True, "disability": disability}


@dataclass(frozen=True)
class Told:
    app: Flask
    actor: Actor
    consultation: ConsultationValue


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """A sealed record. Pages do not differ by database: SQLite."""
    folder = tmp_path_factory.mktemp("parts")
    url = f"sqlite:///{folder / 'parts.db'}"
    engine = db.engine_for(url)
    migrations.upgrade(engine)
    app = create_app(settings_for(url, folder))
    app.testing = True
    with db.unit_of_work() as session:
        actor = builders.an_organisation(session)
        builders.an_open_consultation(session, actor, SLUG, survey())
        consultation = consultation_by_slug(session, SLUG)
        assert consultation is not None
        for said in people(plan(session, consultation.version_id), Random(7)):
            answered(session, consultation, said, 1)
        consultations.close(session, actor, SLUG)
        consultation = consultation_by_slug(session, SLUG)
        assert consultation is not None
        compile_now(session, consultation)
        treat_everything(session, actor, consultation)
        seal(session, actor, consultation)
    yield Told(app, actor, consultation)
    engine.dispose()


def results(told: Told) -> dict:
    with db.reading() as session:
        record = queries.record_by_number(session, 1)
    assert record is not None
    return record.content["results"]


def test_each_row_is_an_entry_that_names_its_question(told: Told) -> None:
    listed = {one["id"]: one for one in results(told)["questions"]}
    assert list(listed) == [
        "problem", "repairs.speed", "repairs.fairness", "repairs.reach", "views.person", "views.told", "views.language",
        "priorities.first", "spending.largest",
    ]  # fmt: skip
    assert listed["repairs.reach"]["question"] == "repairs"
    assert listed["repairs.reach"]["part"]["ar"] == {"text": "من السهل الوصول إلى شخص ما"}


def test_a_row_is_compared_as_a_whole_scale(told: Told) -> None:
    (found,) = [one for one in results(told)["divergences"] if one["question"] == "repairs.speed"]
    assert (found["measure"], found["option"]) == ("cliffs_delta", None)
    assert found["difference"] < 0  # the community stands lower
    assert found["is_clear"]
    assert (found["yes"]["of"], found["no"]["of"]) == (69, 97)  # without "I do not know"


def test_parts_are_protected_as_asked_only_of_those_their_question_was_asked_of(told: Told) -> None:
    with db.reading() as session:
        all_communities = communities(session, told.consultation.id)
        found = protected(told.consultation, all_communities, gathered(session, told.consultation.id))
    of_damp = AskedOf("problem", frozenset(["damp"]))
    assert found.asked_of["views.person"] == found.asked_of["views.told"] == of_damp
    assert "repairs.speed" not in found.asked_of


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_public_reads_each_question_once_with_its_parts_beneath(told: Told, language: str) -> None:
    html = told.app.test_client().get(f"/{language}/evidence/1").text
    faults = check_page(html, language=language, direction=direction(language), resident=True)
    assert faults == []
    headings = [
        (heading.tag, words(heading))
        for heading in html5lib.parse(html, namespaceHTMLElements=False).iter()
        if heading.tag in {"h3", "h4"}
    ]
    for question in survey().pages[1].questions:
        asked = ("h3", question.text.to(language).text)
        assert headings.count(asked) == 1
        place = headings.index(asked)
        parts = [("h4", str(one.label.to(language))) for one in question.counted() if one.label]
        assert headings[place + 1 : place + 1 + len(parts)] == parts
    assert html.count('href="#question-repairs.speed"') >= 1


def test_a_finding_names_the_part_it_rests_on(told: Told) -> None:
    html = told.app.test_client().get("/en/evidence/1").text
    assert (
        'href="#question-repairs.speed">How are repairs in your home? – Repairs are done quickly</a>' in html
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_printed_record_is_made_with_parts(told: Told, language: str) -> None:
    answer = told.app.test_client().get(f"/{language}/evidence/1.pdf")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")


def test_a_finding_may_cite_a_part_or_its_question(told: Told) -> None:
    with db.reading() as session:
        for cited in ("repairs.speed", "repairs", "priorities.first"):
            check_cited(session, told.consultation, [], [{"kind": "question", "id": cited}])


def test_officers_see_each_question_once_with_its_parts_beneath(told: Told) -> None:
    client = told.app.test_client()
    with db.unit_of_work() as session:
        nonce = an_officer(session, told.actor, *Role, language="en")
    with client.session_transaction("/officer/") as cookie:
        cookie["_user_id"], cookie["_fresh"], cookie["entered_at"] = nonce, True, 4_000_000_000
    html = client.get(f"/officer/consultations/{SLUG}/results").text
    assert check_page(html, language="en", direction="ltr", resident=False) == []
    root = html5lib.parse(html, namespaceHTMLElements=False)
    headings = [words(heading) for heading in root.iter("h3")]
    assert headings == [question.text.to("en").text for question in survey().pages[1].questions]
    captions = [words(caption) for caption in root.iter("caption")]
    assert {"Repairs are done quickly", "Put in the first place", "Given the most"} <= set(captions)
