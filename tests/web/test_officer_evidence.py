"""The evidence desk: from a closed consultation to a sealed record, on pages without JavaScript."""

import json
import re
import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Role
from consult.audit.actor import Actor
from consult.consultations.queries import consultation_by_slug, plan
from consult.consultations.values import ConsultationValue
from consult.evidence import queries
from consult.jobs.due import run_due_work
from consult.jobs.tasks import TASKS
from consult.responses import service as responses
from consult.work.queries import due_ids
from surveys.problems import Problem, Refused
from tests.rooms.test_evidence_room import KEYS, a_closed_consultation
from tests.web.officer import Officer, signed_in

HOME = "/officer/consultations/repairs"
DESK = f"{HOME}/evidence"


def work_through(session: Session, tasks: dict = TASKS) -> None:
    """Do all work that is due, as the worker does it."""
    session.commit()
    for work_id in due_ids(session, clock.now()):
        run_due_work(str(work_id), tasks)
    session.expire_all()


@pytest.fixture
def closed(session: Session) -> tuple[Actor, ConsultationValue, list[str]]:
    return a_closed_consultation(session)


@pytest.fixture
def actor(closed: tuple) -> Actor:
    return closed[0]


@pytest.fixture
def compiled(session: Session, closed: tuple) -> ConsultationValue:
    work_through(session)
    return closed[1]


@pytest.fixture
def officer(client: FlaskClient, session: Session, actor: Actor) -> Officer:
    return signed_in(client, session, actor, Role.ADMIN)


def desk(session: Session) -> queries.Desk:
    session.expire_all()
    found = consultation_by_slug(session, "repairs")
    assert found is not None
    return queries.desk(session, found)


def outstanding(session: Session) -> set[str]:
    return {problem.code for problem in desk(session).outstanding}


def open_candidates(session: Session) -> list[str]:
    return [one["key"] for one in desk(session).candidates if one["state"] == "open"]


def write_finding(officer: Officer, candidate: str = "", **changes: str | list[str]) -> Officer:
    address = f"{DESK}/findings/new" + (f"?treats={candidate}" if candidate else "")
    officer.open(address).fill(statement_en="Most object.", strength="strong")
    return officer.fill(**changes).press("Save the finding")


def answer_finding(officer: Officer, number: int, **changes: str) -> Officer:
    officer.open(f"{DESK}/findings/{number}")
    officer.fill(kind="accepted", reason_en="They are right.", role_en="Head of housing")
    return officer.fill(**changes).press("Record the answer")


def decide(officer: Officer) -> Officer:
    officer.open(f"{DESK}/decision").fill(
        kind="change", reason_en="Many object.", body_en="The housing committee", role_en="Its chair"
    )
    return officer.press("Record the decision")


# how far it is


def test_while_it_is_being_compiled_the_page_looks_again_until_told_not_to(
    officer: Officer, closed: tuple
) -> None:
    officer.open(DESK)
    assert "It waits for the worker." in officer.words
    assert officer.response.headers["Refresh"] == "5"
    assert "Compile" not in [button.text for button in officer.root.iter("button")]
    officer.open(next(href for href in officer.links() if href.endswith("stay=1")))
    assert "Refresh" not in officer.response.headers
    assert "Look again" in officer.words


def test_progress_is_shown_step_by_step(officer: Officer, session: Session, closed: tuple) -> None:
    seen = []

    def slow(subject_id: uuid.UUID, progress) -> None:
        progress(2, 4)
        seen.append(officer.open(DESK).words)

    work_through(session, {"evidence.compile": slow})
    assert "Step 2 of 4 is done." in seen[0]


def test_a_compilation_that_was_refused_says_why_and_can_be_asked_for_again(
    officer: Officer, session: Session, closed: tuple
) -> None:
    def refuse(subject_id: uuid.UUID, progress) -> None:
        raise Refused(Problem("community.question_not_asked", "disabled", {"question": "disability"}))

    work_through(session, {"evidence.compile": refuse})
    officer.open(DESK)
    assert "The results could not be compiled" in officer.words
    assert "asks the question “disability”" in officer.words
    assert "Refresh" not in officer.response.headers
    officer.press("Compile again")
    assert "It waits for the worker." in officer.words
    work_through(session)
    assert "See the results" in officer.open(DESK).words
    assert "could not be compiled" not in officer.words


def test_a_compilation_that_broke_says_that_it_will_be_tried_again(
    officer: Officer, session: Session, closed: tuple
) -> None:
    def broken(subject_id: uuid.UUID, progress) -> None:
        raise RuntimeError("the disk is full")

    work_through(session, {"evidence.compile": broken})
    officer.open(DESK)
    assert "it will be tried again" in officer.words
    assert "the disk is full" not in officer.words


def test_a_withdrawal_makes_the_results_stale_and_says_so(
    officer: Officer, session: Session, compiled: ConsultationValue, closed: tuple
) -> None:
    assert compiled.version_id is not None
    responses.withdraw(session, KEYS, closed[2][0], plan(session, compiled.version_id))
    officer.open(DESK)
    assert "The results are out of date" in officer.words
    assert "evidence.stale" in outstanding(session)
    officer.press("Compile again")
    work_through(session)
    assert "out of date" not in officer.open(DESK).words


# results


@pytest.mark.parametrize("language", ["en", "ar"])
def test_results_are_tables_first_and_a_chart_that_says_the_same(
    client: FlaskClient, session: Session, actor: Actor, compiled: ConsultationValue, language: str
) -> None:
    officer = signed_in(client, session, actor, Role.VIEWER, language=language).open(f"{HOME}/results")
    assert officer.status == 200
    tables = list(officer.root.iter("table"))
    assert len(tables) == 4
    # A dash before a number is a minus to those who read from the right.
    assert not re.search(r"[–-]\d", " ".join(tables[0].itertext()))
    text = officer.response.text
    assert text.index('id="weeks-caption"') < text.index("data-chart")
    figure = json.loads(next(one for one in officer.root.iter("script") if one.get("id")).text)
    shown = desk(session).compilation.results["answers"]["weeks"]
    assert figure["data"][0]["y"] == [week["count"]["count"] for week in shown]
    assert {line["type"] for line in figure["data"]} == {"scatter"}
    assert "http" not in json.dumps(figure)


def test_a_count_that_may_not_be_shown_is_neither_in_the_tables_nor_in_the_chart(
    client: FlaskClient, session: Session
) -> None:
    few, _, _ = a_closed_consultation(session, heard=3)
    work_through(session)
    officer = signed_in(client, session, few, Role.ANALYST).open(f"{HOME}/results")
    assert "too few to show" in officer.words
    figure = json.loads(next(one for one in officer.root.iter("script") if one.get("id")).text)
    assert figure["data"][1]["y"] == [None]
    cells = [" ".join(cell.itertext()).strip() for cell in officer.root.iter("td")]
    assert "3" not in cells
    assert not any(cell.startswith("3 ") for cell in cells)


def test_there_are_no_results_before_there_are(officer: Officer, closed: tuple) -> None:
    assert officer.open(f"{HOME}/results").status == 422
    assert "not compiled yet" in officer.words
    assert officer.open(f"{DESK}/findings/new").status == 422


# findings


def test_the_way_from_candidates_to_a_sealed_record(
    officer: Officer, session: Session, compiled: ConsultationValue
) -> None:
    first, *others = open_candidates(session)
    assert others
    officer.open(DESK)
    assert f"{DESK}/findings/new?treats={first}" in [href.replace("%3A", ":") for href in officer.links()]
    write_finding(officer, first)
    assert officer.path == DESK
    for key in others:
        officer.open(f"{DESK}/candidates/{key}").fill(reason_en="It says the same.").press("Set aside")
        assert officer.path == DESK
    assert outstanding(session) == {"evidence.unanswered_finding", "evidence.undecided"}
    officer.open(f"{DESK}/seal")
    assert "It cannot be sealed yet" in officer.words
    assert "csrf_token" in officer.controls()
    officer.post(f"{DESK}/seal")
    assert (officer.status, desk(session).records) == (422, ())
    assert {f"{DESK}/findings/1", f"{DESK}/decision"} <= set(officer.links())
    answer_finding(officer, 1)
    decide(officer)
    assert outstanding(session) == set()
    officer.open(DESK)
    assert f"{DESK}/seal" in officer.links()
    officer.open(f"{DESK}/seal").press("Seal now")
    (sealed,) = desk(session).records
    assert (officer.path, sealed.is_interim) == (DESK, False)
    assert f"/en/evidence/{sealed.number}" in officer.links()
    assert sealed.fingerprint in officer.words
    assert sealed.content["findings"][0]["statement"] == {"en": {"text": "Most object."}}
    consultation = consultation_by_slug(session, "repairs")
    assert (
        f"/en/evidence/{sealed.number}" in officer.open(f"/officer/tenders/{consultation.tender_id}").links()
    )


def test_after_sealing_nothing_is_offered_and_nothing_can_be_done(
    officer: Officer, session: Session, compiled: ConsultationValue
) -> None:
    for key in open_candidates(session):
        write_finding(officer, key)
    for finding in desk(session).findings:
        answer_finding(officer, finding.number)
    decide(officer)
    officer.open(f"{DESK}/seal").press("Seal now")
    for place in (
        "evidence/findings/new",
        "evidence/findings/1",
        "evidence/decision",
        "sessions/new",
        "evidence/seal",
    ):
        assert f"{HOME}/{place}" not in officer.open(DESK).links()
        assert officer.open(f"{HOME}/{place}").status == 409
    assert "The evidence is sealed" in officer.words
    assert f"{HOME}/sessions/new" not in officer.open(f"{HOME}/sessions").links()


def test_more_work_needs_somebody_and_a_day_and_seals_as_interim(
    officer: Officer, session: Session, compiled: ConsultationValue
) -> None:
    for key in open_candidates(session):
        write_finding(officer, key)
    for finding in desk(session).findings:
        answer_finding(officer, finding.number)
    answer_finding(officer, 1, kind="needs_more")
    assert officer.errors() == ["Say who does it.", "Say by when."]
    officer.fill(owner_en="The data team", due_on_day="1", due_on_month="3", due_on_year="2027")
    officer.press("Record the answer")
    assert officer.path == DESK
    assert "The data team" in officer.words
    decide(officer)
    officer.open(f"{DESK}/seal")
    assert "It will be interim" in officer.words
    officer.press("Seal now")
    assert desk(session).records[0].is_interim
    assert f"{DESK}/findings/1" in officer.links()


def test_a_finding_is_filled_in_from_its_candidate(
    officer: Officer, session: Session, compiled: ConsultationValue
) -> None:
    key = next(one for one in open_candidates(session) if one == "objection:go-ahead:disabled")
    officer.open(f"{DESK}/findings/new?treats={key}")
    assert officer.shown("communities") == ["disabled"]
    assert officer.shown("supports") == ["question:go-ahead"]
    assert officer.shown("treats") == [key]


def test_a_finding_keeps_what_it_cites_and_the_words_in_each_language(
    officer: Officer, session: Session, compiled: ConsultationValue
) -> None:
    supports = ["option:go-ahead:no", "option:go-ahead:unsure"]
    write_finding(officer, statement_ar="كثيرون يعترضون", communities=["everyone"], supports=supports)
    assert officer.path == DESK
    (finding,) = desk(session).findings
    assert finding.statement.to("ar").text == "كثيرون يعترضون"
    assert finding.communities == ()
    assert list(finding.supports) == [
        {"kind": "question", "id": "go-ahead", "options": ["no", "unsure"]},
    ]
    assert "not_heard:disabled" not in officer.open(f"{DESK}/findings/new").response.text


def test_that_a_community_was_not_heard_becomes_a_finding_from_its_candidate(
    client: FlaskClient, session: Session
) -> None:
    few, _, _ = a_closed_consultation(session, heard=3)
    work_through(session)
    officer = signed_in(client, session, few, Role.OFFICER)
    write_finding(officer, "not_heard:disabled", statement_en="Disabled people were hardly heard.")
    assert officer.path == DESK
    assert desk(session).findings[0].supports == ({"kind": "not_heard", "id": "disabled"},)
    assert "not_heard:disabled" not in open_candidates(session)


WRONG_FINDINGS = [
    ({"statement_en": " ", "statement_ar": ""}, "Say what people said."),
    ({"statement_en": "s" * 2001}, "at most 2000 characters"),
    ({"statement_en": "a\x00b"}, "cannot be shown"),
    ({"statement_tlh": "Qapla"}, "a language that is not offered here"),
    ({"communities": []}, "Choose for whom it holds."),
    ({"communities": ["martians"]}, "Choose something that is offered here."),
    ({"communities": ["everyone", "disabled"]}, "Choose everyone, or the communities"),
    ({"supports": []}, "Choose what it rests on."),
    ({"supports": ["question:unasked"]}, "Choose something that is offered here."),
    ({"strength": "overwhelming"}, "Choose something that is offered here."),
    ({"treats": ["divergence:nobody:nothing"]}, "Choose something that is offered here."),
]


def test_a_finding_that_cannot_be_written_loses_nothing(
    officer: Officer, session: Session, compiled: ConsultationValue
) -> None:
    right = {"communities": ["everyone"], "supports": ["question:go-ahead"], "statement_ar": "كثيرون"}
    for changes, says in WRONG_FINDINGS:
        write_finding(officer, **right | changes)
        assert officer.status == 422, changes
        assert any(says in error for error in officer.errors()), changes
        if "supports" not in changes:
            assert officer.shown("supports") == right["supports"]
        if "statement_ar" not in changes:
            assert officer.shown("statement_ar") == [right["statement_ar"]]
    assert desk(session).findings == ()


def test_a_form_that_is_sent_twice_adds_one(
    officer: Officer, session: Session, compiled: ConsultationValue
) -> None:
    officer.open(f"{DESK}/findings/new")
    sent = {"statement_en": "Most object.", "strength": "strong", "communities": "everyone", "seen": "0"}
    officer.post(f"{DESK}/findings/new", **sent, supports="question:go-ahead")
    assert officer.path == DESK
    officer.post(f"{DESK}/findings/new", **sent, supports="question:go-ahead")
    assert (officer.status, len(desk(session).findings)) == (409, 1)
    assert officer.shown("statement_en") == ["Most object."]
    officer.press("Save the finding")  # to send it again is to mean it
    assert len(desk(session).findings) == 2


def test_notes_that_are_sent_twice_are_kept_once(
    officer: Officer, session: Session, compiled: ConsultationValue
) -> None:
    officer.open(f"{HOME}/sessions/new")
    for status in (200, 409):
        officer.post(f"{HOME}/sessions/new", **NOTES, seen="0")
        assert officer.status == status
    assert len(desk(session).session_notes) == 1


def test_words_in_a_language_the_consultation_does_not_have_are_not_lost_on_the_officer(
    client: FlaskClient, session: Session, actor: Actor, compiled: ConsultationValue
) -> None:
    officer = signed_in(client, session, actor, Role.ADMIN, language="nl").open(f"{DESK}/findings/new")
    assert {"statement_nl", "statement_en", "statement_ar"} <= officer.controls()


def test_not_heard_cannot_be_set_aside(client: FlaskClient, session: Session) -> None:
    few, _, _ = a_closed_consultation(session, heard=3)
    work_through(session)
    officer = signed_in(client, session, few, Role.OFFICER).open(DESK)
    assert not any(href.endswith("candidates/not_heard:disabled") for href in officer.links())
    officer.open(f"{DESK}/candidates/not_heard:disabled").fill(reason_en="We know better").press("Set aside")
    assert officer.status == 422
    assert "cannot be set aside" in officer.errors()[0]
    assert officer.shown("reason_en") == ["We know better"]


def test_setting_aside_needs_a_reason(
    officer: Officer, session: Session, compiled: ConsultationValue
) -> None:
    key = open_candidates(session)[0]
    officer.open(f"{DESK}/candidates/{key}").press("Set aside")
    assert (officer.status, officer.errors()) == (422, ["Give the reason. It is published."])
    assert key in open_candidates(session)


def test_what_is_not_on_the_desk_is_not_there(officer: Officer, compiled: ConsultationValue) -> None:
    for place in ("candidates/nothing", "findings/99", "findings/new?treats=nothing"):
        assert officer.open(f"{DESK}/{place}").status == 404, place


# sessions

NOTES = {
    "community": "disabled",
    "held_on_day": "2",
    "held_on_month": "11",
    "held_on_year": "2026",
    "place_en": "The library",
    "ran_by_en": "An adviser",
    "people": "٧",
    "language": "ar",
    "notes_en": "They want a person.",
    "are_agreed": "y",
}


def test_session_notes_are_kept_and_a_finding_can_cite_them(
    officer: Officer, session: Session, compiled: ConsultationValue
) -> None:
    officer.open(f"{HOME}/sessions/new").fill(**NOTES).press("Save the notes")
    assert officer.path == f"{HOME}/sessions"
    assert "7 people" in officer.words
    write_finding(officer, communities=["disabled"], supports=["session:session-1"])
    assert officer.path == DESK
    assert desk(session).findings[0].supports == ({"kind": "session", "id": "session-1"},)
    officer.open(f"{HOME}/sessions/new").fill(**NOTES).press("Save the notes")
    assert [note["key"] for note in desk(session).session_notes] == ["session-1", "session-2"]


def test_notes_are_kept_before_anything_is_compiled(
    officer: Officer, session: Session, closed: tuple
) -> None:
    assert f"{HOME}/sessions/new" in officer.open(f"{HOME}/sessions").links()
    officer.open(f"{HOME}/sessions/new").fill(**NOTES).press("Save the notes")
    assert (officer.status, officer.path) == (200, f"{HOME}/sessions")
    assert "They want a person." in officer.words
    assert [note["key"] for note in desk(session).session_notes] == ["session-1"]


WRONG_NOTES = [
    ({"community": ""}, "Choose the community."),
    ({"community": "martians"}, "Choose something that is offered here."),
    ({"held_on_day": "31", "held_on_month": "2"}, "not a day there is"),
    ({"held_on_day": "", "held_on_month": "", "held_on_year": ""}, "Give the day."),
    ({"held_on_year": "2199"}, "This day has not come yet."),
    ({"place_en": ""}, "Say where it was."),
    ({"people": "0"}, "a whole number of one or more"),
    ({"people": "many"}, "a whole number of one or more"),
    ({"people": "9" * 20}, "a whole number of one or more"),
    ({"people": ""}, "Say how many people took part."),
    ({"language": "tlh"}, "Choose something that is offered here."),
    ({"notes_en": "n" * 5001}, "at most 5000 characters"),
    ({"are_agreed": []}, "keep what they agree to"),
]


def test_notes_that_cannot_be_kept_lose_nothing(
    officer: Officer, session: Session, compiled: ConsultationValue
) -> None:
    for changes, says in WRONG_NOTES:
        officer.open(f"{HOME}/sessions/new").fill(**NOTES | changes).press("Save the notes")
        assert officer.status == 422, changes
        assert any(says in error for error in officer.errors()), changes
        assert officer.shown("ran_by_en") == ["An adviser"]
    assert desk(session).session_notes == ()


# answers


def test_an_answer_may_create_a_requirement(
    officer: Officer, session: Session, compiled: ConsultationValue
) -> None:
    write_finding(officer, open_candidates(session)[0])
    answer_finding(officer, 1, requirement_id="R1")
    assert officer.errors() == [
        "Choose what kind of requirement it is.",
        "Give it a title.",
        "Write what is required.",
        "Choose whether it is new.",
    ]
    officer.fill(
        requirement_kind="clause",
        requirement_change="created",
        requirement_title_en="A person on request",
        requirement_text_en="The supplier hands over to a person.",
    )
    officer.press("Record the answer")
    assert "A person on request" in officer.words
    assert desk(session).findings[0].disposition["requirement"] == {
        "kind": "clause",
        "id": "R1",
        "change": "created",
        "title": {"en": {"text": "A person on request"}},
        "text": {"en": {"text": "The supplier hands over to a person."}},
    }


def test_a_new_answer_takes_the_place_of_the_old_one(
    officer: Officer, session: Session, compiled: ConsultationValue
) -> None:
    write_finding(officer, open_candidates(session)[0])
    answer_finding(officer, 1)
    answer_finding(officer, 1, kind="rejected", reason_en="It would cost lives.")
    assert desk(session).findings[0].disposition["kind"] == "rejected"
    assert "Answer it anew" in officer.words


WRONG_ANSWERS = [
    ({"kind": "shrugged"}, "Choose something that is offered here."),
    ({"reason_en": "", "reason_ar": ""}, "Give the reason. It is published."),
    ({"role_en": "r" * 301}, "at most 300 characters"),
    ({"due_on_day": "40"}, "not a day there is"),
    ({"requirement_kind": "wish"}, "Choose something that is offered here."),
]


def test_an_answer_that_cannot_be_recorded_loses_nothing(
    officer: Officer, session: Session, compiled: ConsultationValue
) -> None:
    write_finding(officer, open_candidates(session)[0])
    for changes, says in WRONG_ANSWERS:
        answer_finding(officer, 1, **{"reason_ar": "هم على حق", "role_ar": "المدير"} | changes)
        assert officer.status == 422, changes
        assert any(says in error for error in officer.errors()), changes
        assert officer.shown("role_ar") == ["المدير"]
    assert desk(session).findings[0].disposition is None


def test_a_decision_needs_its_parts_and_can_be_made_anew(
    officer: Officer, session: Session, compiled: ConsultationValue
) -> None:
    officer.open(f"{DESK}/decision").fill(reason_en="Because").press("Record the decision")
    assert officer.status == 422
    assert officer.errors() == [
        "Choose the decision.",
        "Name the body that decided.",
        "Say in which role somebody decided.",
    ]
    assert officer.shown("reason_en") == ["Because"]
    assert "Change the plan" in decide(officer).words
    assert "The housing committee" in officer.open(f"{DESK}/decision").words


def test_an_analyst_writes_findings_and_does_not_answer_them(
    client: FlaskClient, session: Session, actor: Actor, compiled: ConsultationValue
) -> None:
    analyst = signed_in(client, session, actor, Role.ANALYST)
    write_finding(analyst, open_candidates(session)[0])
    links = analyst.open(DESK).links()
    assert f"{DESK}/findings/1" not in links
    assert f"{DESK}/decision" not in links
    assert f"{DESK}/findings/new" in links


def test_a_viewer_sees_the_desk_and_changes_nothing(
    client: FlaskClient, session: Session, actor: Actor, compiled: ConsultationValue
) -> None:
    viewer = signed_in(client, session, actor, Role.VIEWER).open(DESK)
    assert viewer.status == 200
    assert {form.get("action") for form in viewer.root.iter("form")} == {
        "/officer/sign-out",
        "/officer/language",
    }
    assert not any("/findings/" in href or "/candidates/" in href for href in viewer.links())


@pytest.mark.parametrize("language", ["ar", "nl", "en-XA"])
def test_every_page_of_the_desk_is_good_in_every_language(
    client: FlaskClient, session: Session, actor: Actor, compiled: ConsultationValue, language: str
) -> None:
    officer = signed_in(client, session, actor, Role.ADMIN, language=language)
    key = open_candidates(session)[0]
    for place in (
        "/evidence",
        "/evidence/findings/new",
        f"/evidence/candidates/{key}",
        "/sessions",
        "/sessions/new",
        "/evidence/decision",
        "/evidence/seal",
    ):
        assert officer.open(HOME + place).status == 200, place
