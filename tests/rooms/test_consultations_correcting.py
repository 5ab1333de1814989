"""Correcting a live survey: what is refused, what is recorded, and answers that come before, during and after it."""

import json
import threading
import uuid
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Role
from consult.audit import queries as audit
from consult.audit.actor import Actor
from consult.codes import CodeKeys
from consult.consultations import correcting, queries, service
from consult.consultations.values import ConsultationValue, State
from consult.db import unit_of_work
from consult.responses import queries as responses
from consult.responses import sending
from consult.responses import service as answering
from consult.responses.affected import affected
from consult.responses.values import Opening, SentAnswer
from surveys.answers import read
from surveys.asking import as_asked
from surveys.document import Survey
from surveys.problems import Refused
from surveys.replay import replayed
from tests import builders
from tests.surveys.corrected import Corrections, first_version

KEYS = CodeKeys({1: b"1" * 32})


def codes_of(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def value(session: Session, slug: str = "repairs") -> ConsultationValue:
    found = queries.consultation_by_slug(session, slug)
    assert found is not None
    return found


def changed(edit: Callable[[dict[str, Any]], object]) -> Survey:
    document = builders.survey_document()
    edit(document["pages"][0]["questions"][0])
    return Survey.from_json(document)


def reworded() -> Survey:
    return changed(lambda question: question["text"].update(en="Should it really go ahead?"))


def test_a_correction_is_a_new_version_of_what_stays_open(session: Session) -> None:
    actor = builders.an_organisation(session)
    consultation_id = builders.an_open_consultation(session, actor)
    first = value(session)
    published = correcting.correct(session, actor, "repairs", reworded(), {"go-ahead": "ask_again"})
    second = value(session)
    assert (published.number, second.fingerprint) == (2, reworded().fingerprint)
    assert second.state(clock.now()) is State.OPEN
    assert (second.opens_at, second.closes_at) == (first.opens_at, first.closes_at)
    assert first.version_id is not None
    assert queries.survey_body(session, first.version_id) == builders.a_survey().canonical()
    [entry, *_] = audit.entries_about(session, actor.organisation_id, consultation_id)
    assert (entry.action, entry.details["version"]) == ("consultation.corrected", 2)
    assert (entry.details["asked_again"], entry.details["survey"]) == (["go-ahead"], second.fingerprint)
    assert audit.first_broken_entry(session, actor.organisation_id) is None


def test_what_would_change_is_told_before_anything_does(session: Session) -> None:
    actor = builders.an_organisation(session)
    builders.an_open_consultation(session, actor)
    found = correcting.correction(session, actor, "repairs", reworded())
    assert (found.number, found.goes_back_to, found.altered, found.removed) == (2, None, ("go-ahead",), ())
    assert [change.code for change in found.changes] == ["change.words"]
    assert value(session).fingerprint == builders.a_survey().fingerprint


def test_the_title_people_see_is_corrected_with_the_survey(session: Session) -> None:
    actor = builders.an_organisation(session)
    builders.an_open_consultation(session, actor)
    title = builders.in_both("Your repairs")
    correcting.correct(session, actor, "repairs", builders.a_survey(title=title), {})
    assert str(value(session).title.to("en")) == "Your repairs"


REFUSED: dict[str, tuple[Callable[[dict[str, Any]], object], dict[str, Any], list[str]]] = {
    "no decision": (lambda question: question["text"].update(en="Really?"), {}, ["correction.undecided"]),
    "a decision about what did not change": (
        lambda question: question["text"].update(en="Really?"),
        {"go-ahead": "keep", "disability": "keep"},
        ["correction.not_altered"],
    ),
    "an id for another kind": (
        lambda question: question.update(kind="choose_many"), {"go-ahead": "keep"}, ["survey.id_other_kind"],
    ),
    "options that change places": (
        lambda question: [
            option.update(text=other["text"])
            for option, other in zip(question["options"], deepcopy(question["options"])[::-1], strict=True)
        ],
        {"go-ahead": "keep"},
        ["survey.ids_swapped", "survey.ids_swapped"],
    ),
    "words missing in a language": (
        lambda question: question.update(text={"en": "Really?"}), {"go-ahead": "keep"}, ["survey.words_missing"],
    ),
    "an objection that is no option": (
        lambda question: question["about_going_ahead"].update(against=["never"]), {}, ["survey.unknown_option"],
    ),
    "nothing": (lambda _: None, {}, ["publication.already"]),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_written(session: Session, name: str) -> None:
    edit, decisions, expected = REFUSED[name]
    actor = builders.an_organisation(session)
    builders.an_open_consultation(session, actor)
    before = value(session)
    with pytest.raises(Refused) as refused, session.begin_nested():
        correcting.correct(session, actor, "repairs", changed(edit), decisions)
    assert codes_of(refused) == expected
    session.expire_all()
    assert value(session) == before
    assert len(queries.published_versions(session, before.id)) == 1


def test_a_community_keeps_the_question_it_states_itself_by(session: Session) -> None:
    actor = builders.an_organisation(session)
    builders.an_open_consultation(session, actor)
    document = builders.survey_document()
    document["pages"][1]["questions"][0]["options"].pop()
    with pytest.raises(Refused) as refused:
        correcting.correct(session, actor, "repairs", Survey.from_json(document), {"disability": "keep"})
    assert "community.unknown_option" in codes_of(refused)


def test_only_what_is_published_and_not_closed_is_corrected(session: Session) -> None:
    actor = builders.an_organisation(session)
    builders.a_draft_consultation(session, actor, "drafted")
    builders.an_open_consultation(session, actor)
    service.close(session, actor, "repairs")
    for slug, code in (("drafted", "correction.not_published"), ("repairs", "closing.already")):
        for act in (
            lambda slug=slug: correcting.correct(session, actor, slug, reworded(), {"go-ahead": "keep"}),
            lambda slug=slug: correcting.correction(session, actor, slug, reworded()),
        ):
            with pytest.raises(Refused) as refused:
                act()
            assert codes_of(refused) == [code]


def test_who_may_not_publish_may_not_correct(session: Session) -> None:
    actor = builders.an_organisation(session)
    builders.an_open_consultation(session, actor)
    viewer = Actor(actor.organisation_id, None, frozenset({Role.VIEWER.value, Role.ANALYST.value}))
    with pytest.raises(Refused) as refused:
        correcting.correct(session, viewer, "repairs", reworded(), {"go-ahead": "keep"})
    assert codes_of(refused) == ["permission.denied"]


def test_publishing_a_live_survey_that_altered_a_question_asks_for_the_decision_too(session: Session) -> None:
    actor = builders.an_organisation(session)
    builders.an_open_consultation(session, actor)
    service.edit_survey(session, actor, "repairs", reworded())
    with pytest.raises(Refused) as refused:
        service.publish(session, actor, "repairs")
    assert codes_of(refused) == ["correction.undecided"]


def test_how_many_answers_in_progress_are_touched_is_rounded_and_a_few_are_not_counted(
    session: Session,
) -> None:
    actor = builders.an_organisation(session)
    builders.an_open_consultation(session, actor)
    consultation = value(session)
    plan = queries.plan(session, consultation.fingerprint or "")
    for number in range(23):
        given: dict[str, Any] = {"go-ahead": "yes"} if number < 4 else {}
        answering.start(session, KEYS, consultation, plan, Opening("en"), given)
    found = affected(session, consultation, ["go-ahead", "disability"])
    assert found.to_json() == {"drafts": 25, "threshold": 10, "answered": {"go-ahead": None, "disability": 0}}


def open_with_everything(session: Session, actor: Actor) -> ConsultationValue:
    stated = {"question_id": "disability", "yes": ["yes"], "no": ["no"]}
    details = builders.details(communities=[builders.community_document(stated_by=stated)])
    survey = Survey.from_json(first_version())
    builders.an_open_consultation(session, actor, survey=survey, details=details)
    return value(session)


def answered_page(session: Session, chance: Random, draft_id: uuid.UUID) -> dict[str, Any]:
    """Answer a random page of a draft in a random language; return what was said, by key."""
    draft = responses.draft(session, draft_id, to_change=True)
    assert draft is not None
    plan = queries.plan(session, draft.version_id)
    page = chance.choice(plan.pages)
    form = {str(page.consent_key): ["true"]} if page.consent_key else {}
    for question in page.questions:
        drawn = question.asked.drawn(chance)
        form |= question.asked.typed(f"w{chance.randrange(999)}" if drawn is None else drawn) or {}  # type: ignore[arg-type]
    said = read(plan, page.id, form)
    language = chance.choice(["en", "ar"])
    answering.answer(session, draft, plan, said, language)
    return {key: (answer, as_asked(plan, key, language)) for key, answer in said.values.items()}


@pytest.mark.parametrize("seed", range(4))
def test_answers_around_a_correction_are_shown_again_as_they_were_asked(session: Session, seed: int) -> None:
    chance = Random(seed)
    actor = builders.an_organisation(session)
    consultation = open_with_everything(session, actor)
    plan = queries.plan(session, consultation.fingerprint or "")
    drafts = [answering.start(session, KEYS, consultation, plan, Opening("en")).id for _ in range(6)]
    notes: dict[uuid.UUID, dict[str, Any]] = {draft_id: {} for draft_id in drafts}
    officer = Corrections(chance)
    for _ in range(3):
        for draft_id in drafts:
            notes[draft_id] |= answered_page(session, chance, draft_id)
        _corrected(session, actor, officer, chance)
        for draft_id in drafts[: chance.randrange(6)]:
            _moved(session, draft_id)
    week = clock.week_of(clock.today()) - timedelta(weeks=1)
    unsent: set[str] = set()
    for number, draft_id in enumerate(drafts):
        draft = _moved(session, draft_id)
        kept, aside = set(draft.answers), {one["key"] for one in draft.aside}
        assert kept | aside == set(notes[draft_id])
        if "damp" not in draft.answers and draft.version_id:
            notes[draft_id] |= _first_page(session, draft_id)
        try:
            sending.send(session, KEYS, draft_id, queries.plan(session, draft.version_id), week=week)
        except Refused as refused:
            unsent |= {problem.code for problem in refused.problems}
            drafts[number] = uuid.UUID(int=0)
    assert unsent <= {"answer.required", "response.empty"}
    sent = list(responses.sent_answers(session, consultation.id))
    assert len(sent) == sum(draft_id.int != 0 for draft_id in drafts) > 0
    told = [_as_shown(session, answer) for answer in sent]
    observed = [notes[draft_id] for draft_id in drafts if draft_id.int]
    for shown in told:
        assert any(all(_alike(said.get(key), seen) for key, seen in shown.items()) for said in observed)


def _alike(noted: Any, shown: Any) -> bool:
    """Whether both have the same answer to the same words; several choices stand in the order of their version."""
    if noted is None:
        return False
    answers = [sorted(answer) if isinstance(answer, list) else answer for answer in (noted[0], shown[0])]
    return answers[0] == answers[1] and noted[1] == shown[1]


def _corrected(session: Session, actor: Actor, officer: Corrections, chance: Random) -> None:
    while True:
        survey = officer.corrected()
        altered = correcting.correction(session, actor, "repairs", survey).altered
        decisions = {key: chance.choice(["keep", "ask_again"]) for key in altered}
        try:
            with session.begin_nested():
                correcting.correct(session, actor, "repairs", survey, decisions)  # type: ignore[arg-type]
        except Refused:  # the community would lose the question it states itself by
            officer.versions.pop()
        else:
            return


def _moved(session: Session, draft_id: uuid.UUID) -> Any:
    draft = responses.draft(session, draft_id, to_change=True)
    current = value(session).version_id
    assert draft is not None
    assert current is not None
    return draft if draft.version_id == current else answering.move(session, draft, current)


def _first_page(session: Session, draft_id: uuid.UUID) -> dict[str, Any]:
    draft = responses.draft(session, draft_id, to_change=True)
    assert draft is not None
    plan = queries.plan(session, draft.version_id)
    page = next((page for page in plan.pages if page.id == "home"), None)
    if page is None or not plan.has_question("damp"):
        return {}
    said = read(plan, plan.question("damp").page_id, {"damp": [plan.question("damp").options[0]]}, {"damp"})
    answering.answer(session, draft, plan, said, "en")
    return {key: (answer, as_asked(plan, key, "en")) for key, answer in said.values.items()}


def _as_shown(session: Session, sent: SentAnswer) -> dict[str, Any]:
    """What a sent answer is shown as again, in the form of the observer's notes."""
    names = {asking.version for asking in (sent.asking, *sent.askings.values())}
    plans = {name: queries.plan(session, uuid.UUID(name)) for name in names}
    lines = [line for page in replayed(plans, sent.asking, sent.answers, sent.askings) for line in page.lines]
    shown = {}
    for line in lines:
        if line.answer is not None:
            plan = plans[line.asking.version]
            asked = as_asked(plan, line.question.id, line.asking.language)
            assert asked is not None
            assert asked["text"] == str(line.question.text)
            shown[line.question.id] = (line.answer, asked)
    assert shown.keys() == sent.answers.keys() - {"you_consent"}
    return shown


def test_two_requests_that_find_a_draft_behind_move_it_once(own_engine: Engine) -> None:
    with unit_of_work() as session:
        actor = builders.an_organisation(session)
        builders.an_open_consultation(session, actor)
        consultation = value(session)
        plan = queries.plan(session, consultation.fingerprint or "")
        draft = answering.start(session, KEYS, consultation, plan, Opening("en"), {"go-ahead": "no"})
    with unit_of_work() as session:
        current = correcting.correct(session, actor, "repairs", reworded(), {"go-ahead": "keep"}).version_id
    gate, moves = threading.Barrier(2), []

    def visit() -> None:
        gate.wait()
        with unit_of_work() as session:
            found = responses.draft(session, draft.id, to_change=True)
            assert found is not None
            if found.version_id != current:
                moves.append(answering.move(session, found, current))

    threads = [threading.Thread(target=visit) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(moves) == 1
    with unit_of_work() as session:
        moved = responses.draft(session, draft.id)
        assert moved is not None
        assert (moved.version_id, moved.answers, moved.has_news) == (current, {"go-ahead": "no"}, True)


def test_what_was_asked_in_one_way_is_committed_to_in_the_bytes_it_always_had(session: Session) -> None:
    actor = builders.an_organisation(session)
    builders.an_open_consultation(session, actor)
    consultation = value(session)
    plan = queries.plan(session, consultation.fingerprint or "")
    draft = answering.start(session, KEYS, consultation, plan, Opening("en"), {"go-ahead": "no"})
    sending.send(session, KEYS, draft.id, plan)
    (sent,) = responses.sent_answers(session, consultation.id)
    assert set(json.loads(sent.content())) == {
        "capacity", "codes", "language", "mode", "version", "week", "words",
    }  # fmt: skip
