"""From sent answers to a sealed record: what is compiled, what must be answered, what never moves."""

import json
import uuid
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.permissions import Role
from consult.audit.actor import Actor
from consult.audit.queries import first_broken_entry
from consult.codes import CodeKeys
from consult.consultations import service as consultations
from consult.consultations.queries import consultation_by_slug, plan
from consult.consultations.values import ConsultationValue
from consult.evidence import queries, service
from consult.evidence.compiling import compiled, keep
from consult.evidence.duty import is_final, is_sealed
from consult.evidence.models import Candidate, Compilation
from consult.evidence.sealing import seal
from consult.evidence.terms import CandidateState, DecisionKind, DispositionKind, Strength
from consult.evidence.verification import sealed_file, verify
from consult.responses import sending
from consult.responses import service as responses
from consult.responses.values import Opening
from surveys.document import Survey
from surveys.problems import Refused
from surveys.text import Text
from tests.builders import an_open_consultation, an_organisation, survey_document

KEYS = CodeKeys({1: b"1" * 32})
WORDS = Text.of({"en": "Because people said so."})


def answered(session: Session, consultation: ConsultationValue, answers: dict, times: int) -> list[str]:
    """Send the same answers `times` times; return the receipts."""
    own = plan(session, consultation.version_id)
    receipts = []
    for _ in range(times):
        draft = responses.start(session, KEYS, consultation, own, Opening("en"), answers)
        receipts.append(sending.send(session, KEYS, draft.id, own).receipt_code)
    return receipts


def said(go_ahead: str, disability: str | None) -> dict:
    about = {} if disability is None else {"about-you_consent": True, "disability": disability}
    return {"go-ahead": go_ahead, **about}


def a_closed_consultation(session: Session, heard: int = 35) -> tuple[Actor, ConsultationValue, list[str]]:
    """75 people without a disability, more of them in favour, and `heard` with one, most of them against."""
    actor = an_organisation(session)
    an_open_consultation(session, actor)
    consultation = consultation_by_slug(session, "repairs")
    in_favour = 10 if heard > 20 else 0
    receipts = answered(session, consultation, said("yes", "no"), 40)
    receipts += answered(session, consultation, said("no", "no"), 20)
    receipts += answered(session, consultation, said("unsure", "no"), 15)
    receipts += answered(session, consultation, said("yes", "yes"), in_favour)
    receipts += answered(session, consultation, said("no", "yes"), heard - in_favour)
    consultations.close(session, actor, "repairs")
    return actor, consultation_by_slug(session, "repairs"), receipts


def compile_now(session: Session, consultation: ConsultationValue) -> None:
    session.commit()
    found = compiled(consultation.id, lambda _done, _total: None)
    assert found is not None
    keep(session, found)


def treat_everything(session: Session, actor: Actor, consultation: ConsultationValue) -> None:
    for candidate in queries.desk(session, consultation).candidates:
        support = (
            {"kind": "not_heard", "id": candidate["community"]}
            if candidate["kind"] == "not_heard"
            else {"kind": "question", "id": candidate["question"]}
        )
        number = service.write_finding(
            session,
            actor,
            consultation,
            statement=WORDS,
            communities=[candidate["community"]] if candidate["community"] else [],
            supports=[support],
            strength=Strength.WEAK,
            treats=[candidate["key"]],
        )
        service.answer(
            session, actor, consultation, number, service.Answer(DispositionKind.ACCEPTED, WORDS, WORDS)
        )
    service.decide(session, actor, consultation, DecisionKind.CHANGE, reason=WORDS, body=WORDS, role=WORDS)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {problem.code for problem in refused.value.problems}


def test_a_closed_consultation_becomes_a_sealed_record_that_verifies(session: Session) -> None:
    actor, consultation, _ = a_closed_consultation(session)
    compile_now(session, consultation)
    treat_everything(session, actor, consultation)
    record = queries.record_by_number(session, seal(session, actor, consultation))
    assert record is not None
    assert verify(sealed_file(record.body)).is_valid
    assert record.content["results"]["answers"]["sent"]["count"] == 110
    assert record.content["decision"]["kind"] == "change"
    assert {finding["disposition"]["kind"] for finding in record.content["findings"]} == {"accepted"}
    assert is_final(session, consultation.id)
    assert first_broken_entry(session, actor.organisation_id) is None


def test_each_question_stands_beside_the_result_of_the_community(session: Session) -> None:
    _, consultation, _ = a_closed_consultation(session)
    compile_now(session, consultation)
    results = queries.desk(session, consultation).compilation.results
    question = next(one for one in results["questions"] if one["id"] == "go-ahead")
    place = [option["id"] for option in question["options"]].index("no")
    assert question["counts"][place]["count"] == 45
    own = question["communities"][0]
    assert own["key"] == "disabled"
    assert own["yes"][place]["count"] == 25
    assert results["communities"][0]["stated"]["yes"]["count"] == 35
    assert results["headline"] == {
        "met": 0,
        "of": 1,
        "furthest_behind": {
            "community": "disabled",
            "heard": results["communities"][0]["stated"]["yes"],
            "target": 40,
        },
    }


def test_an_objection_and_a_departure_are_raised(session: Session) -> None:
    _, consultation, _ = a_closed_consultation(session)
    compile_now(session, consultation)
    kinds = {candidate["key"].split(":")[0] for candidate in queries.desk(session, consultation).candidates}
    assert "objection" in kinds


def test_a_community_below_the_threshold_is_not_heard_and_stays_so(session: Session) -> None:
    actor, consultation, _ = a_closed_consultation(session, heard=4)
    compile_now(session, consultation)
    results = queries.desk(session, consultation).compilation.results
    assert results["communities"][0]["stated"]["yes"]["count"] is None
    keys = [candidate["key"] for candidate in queries.desk(session, consultation).candidates]
    assert "not_heard:disabled" in keys
    with pytest.raises(Refused) as refused:
        service.set_aside(session, actor, consultation, "not_heard:disabled", WORDS)
    assert codes(refused) == {"evidence.not_heard_stays"}


def test_sealing_is_refused_with_the_whole_list(session: Session) -> None:
    actor, consultation, _ = a_closed_consultation(session)
    compile_now(session, consultation)
    with pytest.raises(Refused) as refused:
        seal(session, actor, consultation)
    assert codes(refused) == {"evidence.untreated_candidate", "evidence.undecided"}
    number = service.write_finding(
        session,
        actor,
        consultation,
        statement=WORDS,
        communities=["disabled"],
        supports=[{"kind": "question", "id": "go-ahead"}],
        strength=Strength.STRONG,
    )
    with pytest.raises(Refused) as refused:
        seal(session, actor, consultation)
    assert "evidence.unanswered_finding" in codes(refused)
    assert f"F{number}" in {problem.where for problem in refused.value.problems}


def test_an_open_consultation_cannot_be_sealed(session: Session) -> None:
    actor = an_organisation(session)
    an_open_consultation(session, actor)
    consultation = consultation_by_slug(session, "repairs")
    with pytest.raises(Refused) as refused:
        seal(session, actor, consultation)
    assert codes(refused) == {"evidence.consultation_not_closed"}
    session.commit()
    assert compiled(consultation.id, lambda _done, _total: None) is None


def test_a_withdrawal_before_sealing_makes_the_results_stale(session: Session) -> None:
    actor, consultation, receipts = a_closed_consultation(session)
    compile_now(session, consultation)
    treat_everything(session, actor, consultation)
    responses.withdraw(session, KEYS, receipts[0], plan(session, consultation.version_id))
    assert queries.desk(session, consultation).compilation.is_stale
    with pytest.raises(Refused) as refused:
        seal(session, actor, consultation)
    assert "evidence.stale" in codes(refused)
    compile_now(session, consultation)
    with pytest.raises(Refused) as refused:
        seal(session, actor, consultation)
    assert codes(refused) == {"evidence.decision_on_older"}


def test_after_sealing_a_deleted_answer_leaves_the_seal_whole(session: Session) -> None:
    actor, consultation, receipts = a_closed_consultation(session)
    compile_now(session, consultation)
    treat_everything(session, actor, consultation)
    number = seal(session, actor, consultation)
    responses.withdraw(session, KEYS, receipts[0], plan(session, consultation.version_id))
    record = queries.record_by_number(session, number)
    assert verify(sealed_file(record.body)).is_valid


def test_what_needs_more_is_sealed_as_interim_and_can_be_sealed_again(session: Session) -> None:
    actor, consultation, _ = a_closed_consultation(session)
    compile_now(session, consultation)
    treat_everything(session, actor, consultation)
    owner, due = Text.of({"en": "Head of repairs"}), consultation.opens_at.date()
    more = service.Answer(DispositionKind.NEEDS_MORE, WORDS, WORDS, owner, due)
    service.answer(session, actor, consultation, 1, more)
    first = queries.record_by_number(session, seal(session, actor, consultation))
    assert first.is_interim
    service.answer(session, actor, consultation, 1, service.Answer(DispositionKind.REJECTED, WORDS, WORDS))
    second = queries.record_by_number(session, seal(session, actor, consultation))
    assert not second.is_interim
    assert second.corrects == first.number
    assert second.content["previous"] == first.fingerprint
    with pytest.raises(Refused) as refused:
        seal(session, actor, consultation)
    assert codes(refused) == {"evidence.sealed"}


def test_a_needs_more_without_owner_and_date_is_refused(session: Session) -> None:
    actor, consultation, _ = a_closed_consultation(session)
    compile_now(session, consultation)
    treat_everything(session, actor, consultation)
    with pytest.raises(Refused) as refused:
        service.answer(
            session, actor, consultation, 1, service.Answer(DispositionKind.NEEDS_MORE, WORDS, WORDS)
        )
    assert codes(refused) == {"evidence.needs_owner"}


@pytest.mark.parametrize(
    ("supports", "communities", "code"),
    [
        ([], ["disabled"], "evidence.nothing_cited"),
        ([{"kind": "question", "id": "nobody-asked"}], [], "evidence.cites_unknown"),
        ([{"kind": "gossip", "id": "go-ahead"}], [], "evidence.cites_unknown"),
        ([{"kind": "question", "id": "go-ahead"}], ["martians"], "community.unknown"),
    ],
)
def test_a_finding_must_cite_what_exists(session: Session, supports, communities, code) -> None:
    actor, consultation, _ = a_closed_consultation(session)
    compile_now(session, consultation)
    with pytest.raises(Refused) as refused:
        service.write_finding(
            session,
            actor,
            consultation,
            statement=WORDS,
            communities=communities,
            supports=supports,
            strength=Strength.WEAK,
        )
    assert codes(refused) == {code}


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_only_those_who_may_decide_and_seal(session: Session, role: Role) -> None:
    actor, consultation, _ = a_closed_consultation(session)
    compile_now(session, consultation)
    other = Actor(actor.organisation_id, None, frozenset({role.value}))
    refusals: list[Callable[[], object]] = [
        lambda: seal(session, other, consultation),
        lambda: service.decide(
            session, other, consultation, DecisionKind.STOP, reason=WORDS, body=WORDS, role=WORDS
        ),
    ]
    for attempt in refusals:
        with pytest.raises(Refused) as refused:
            attempt()
        assert codes(refused) == {"permission.denied"}


def test_another_organisation_cannot_touch_the_evidence(session: Session) -> None:
    _, consultation, _ = a_closed_consultation(session)
    compile_now(session, consultation)
    stranger = an_organisation(session, "Elsewhere Council")
    with pytest.raises(Refused) as refused:
        seal(session, stranger, consultation)
    assert codes(refused) == {"consultation.unknown"}


def test_compiling_twice_changes_nothing(session: Session) -> None:
    _, consultation, _ = a_closed_consultation(session)
    compile_now(session, consultation)
    before = queries.desk(session, consultation)
    compile_now(session, consultation)
    assert queries.desk(session, consultation) == before


def test_a_sealed_record_cannot_be_changed_in_the_database(session: Session) -> None:
    actor, consultation, _ = a_closed_consultation(session)
    compile_now(session, consultation)
    treat_everything(session, actor, consultation)
    seal(session, actor, consultation)
    for statement in ("UPDATE evidence_records SET number = 99", "DELETE FROM evidence_records"):
        with pytest.raises(DBAPIError, match="never changed"), session.begin_nested():
            session.execute(text(statement))


def test_a_candidate_set_aside_without_a_reason_is_refused_by_the_database(session: Session) -> None:
    _, consultation, _ = a_closed_consultation(session)
    compile_now(session, consultation)
    candidate = session.scalars(select(Candidate)).first()
    candidate.state = CandidateState.SET_ASIDE
    with pytest.raises(IntegrityError):
        session.flush()


def test_an_answer_that_came_in_last_makes_the_results_stale(session: Session) -> None:
    _, consultation, _ = a_closed_consultation(session)
    compile_now(session, consultation)
    assert not queries.desk(session, consultation).compilation.is_stale
    answered(session, consultation, said("yes", "no"), 1)
    assert queries.desk(session, consultation).compilation.is_stale


def test_figures_that_were_sealed_stay_though_a_finding_is_answered_again(session: Session) -> None:
    actor, consultation, receipts = a_closed_consultation(session)
    compile_now(session, consultation)
    treat_everything(session, actor, consultation)
    more = service.Answer(
        DispositionKind.NEEDS_MORE, WORDS, WORDS, Text.of({"en": "Head of repairs"}), date(2027, 1, 1)
    )
    service.answer(session, actor, consultation, 1, more)
    first = queries.record_by_number(session, seal(session, actor, consultation))
    assert is_sealed(session, consultation.id)
    assert not is_final(session, consultation.id)
    responses.withdraw(session, KEYS, receipts[0], plan(session, consultation.version_id))
    session.commit()
    found = compiled(consultation.id, lambda _done, _total: None)
    with pytest.raises(Refused) as refused:
        keep(session, found)
    assert codes(refused) == {"evidence.sealed"}
    service.answer(session, actor, consultation, 1, service.Answer(DispositionKind.ACCEPTED, WORDS, WORDS))
    second = queries.record_by_number(session, seal(session, actor, consultation))
    assert second.content["results"] == first.content["results"]


def test_what_was_superseded_does_not_lie_beside_the_new_results(session: Session) -> None:
    _, consultation, receipts = a_closed_consultation(session)
    compile_now(session, consultation)
    responses.withdraw(session, KEYS, receipts[0], plan(session, consultation.version_id))
    compile_now(session, consultation)
    assert [row.number for row in session.scalars(select(Compilation))] == [2]


def test_a_finding_must_speak_of_what_it_takes_up(session: Session) -> None:
    actor, consultation, _ = a_closed_consultation(session, heard=4)
    compile_now(session, consultation)

    def write(communities: list, supports: list) -> None:
        service.write_finding(
            session,
            actor,
            consultation,
            statement=WORDS,
            communities=communities,
            supports=supports,
            strength=Strength.WEAK,
            treats=["not_heard:disabled"],
        )

    question = {"kind": "question", "id": "go-ahead"}
    for communities, code in (([], "evidence.other_community"), (["disabled"], "evidence.silence_not_cited")):
        with pytest.raises(Refused) as refused:
            write(communities, [question])
        assert code in codes(refused)
    write(["disabled"], [{"kind": "not_heard", "id": "disabled"}])


def test_a_community_that_was_heard_cannot_be_called_unheard(session: Session) -> None:
    actor, consultation, _ = a_closed_consultation(session)
    compile_now(session, consultation)
    with pytest.raises(Refused) as refused:
        service.write_finding(
            session,
            actor,
            consultation,
            statement=WORDS,
            communities=["disabled"],
            supports=[{"kind": "not_heard", "id": "disabled"}],
            strength=Strength.WEAK,
        )
    assert codes(refused) == {"evidence.cites_unknown"}


def test_a_community_withheld_only_as_cover_is_not_called_unheard(session: Session) -> None:
    actor = an_organisation(session)
    an_open_consultation(session, actor)
    consultation = consultation_by_slug(session, "repairs")
    answered(session, consultation, said("yes", "yes"), 25)
    answered(session, consultation, said("no", "yes"), 20)
    answered(session, consultation, said("yes", "no"), 3)
    answered(session, consultation, said("yes", None), 2)
    consultations.close(session, actor, "repairs")
    compile_now(session, consultation)
    desk = queries.desk(session, consultation_by_slug(session, "repairs"))
    own = desk.compilation.results["communities"][0]
    assert own["stated"]["yes"]["count"] is None
    assert own["still_to_hear"] is None
    assert "not_heard:disabled" not in [candidate["key"] for candidate in desk.candidates]


def test_the_database_refuses_two_answers_or_two_decisions_in_force(session: Session) -> None:
    actor, consultation, _ = a_closed_consultation(session)
    compile_now(session, consultation)
    treat_everything(session, actor, consultation)
    for statement in (
        "UPDATE dispositions SET is_in_force = (1 = 1)",
        "UPDATE decisions SET is_in_force = (1 = 1)",
    ):
        service.answer(
            session, actor, consultation, 1, service.Answer(DispositionKind.REJECTED, WORDS, WORDS)
        )
        service.decide(session, actor, consultation, DecisionKind.STOP, reason=WORDS, body=WORDS, role=WORDS)
        session.flush()
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(text(statement))


def a_sealed_file() -> bytes:
    record = json.dumps(
        {"format": 1, "kind": "evidence-record", "number": 7, "words": "نعم"},
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )
    return sealed_file(record.encode())


@given(st.data())
def test_any_changed_byte_is_found(data: st.DataObject) -> None:
    whole = a_sealed_file()
    assert verify(whole).is_valid
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = data.draw(st.integers(0, 255).filter(lambda value: value != whole[place]))
    damaged = whole[:place] + bytes([changed]) + whole[place + 1 :]
    assert not verify(damaged).is_valid


@given(st.binary(max_size=300))
def test_no_bytes_make_verifying_break(data: bytes) -> None:
    assert not verify(data).is_valid


def test_a_missing_number_is_none(session: Session) -> None:
    assert queries.record_by_number(session, 999) is None
    assert queries.latest_record(session, uuid.uuid4()) is None


def test_results_show_a_gap_for_answers_that_words_say_again(session: Session) -> None:
    document = survey_document()
    again = {
        "text": {"en": "And what about {go-ahead}?", "ar": "وماذا عن {go-ahead}؟"},
        "id": "again",
        "code": "AG",
    }
    first = document["pages"][0]
    document["pages"].insert(1, {**first, "id": "more", "questions": [{**first["questions"][0], **again}]})
    actor = an_organisation(session)
    an_open_consultation(session, actor, survey=Survey.from_json(document))
    consultation = consultation_by_slug(session, "repairs")
    answered(session, consultation, {**said("yes", "no"), "again": "no"}, 12)
    consultations.close(session, actor, "repairs")
    session.commit()
    found = compiled(consultation.id, lambda _done, _total: None)
    asked = {one["id"]: one["text"] for one in json.loads(found.body)["questions"]}
    assert asked["again"] == {"en": {"text": "And what about …?"}, "ar": {"text": "وماذا عن …؟"}}
