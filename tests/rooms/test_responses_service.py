"""Answering, sending and taking back, on both databases."""

import re
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Engine, event, inspect, select, text
from sqlalchemy.orm import Session

from consult.codes import CodeKeys, grouped
from consult.consultations import queries as consultations
from consult.consultations.values import ConsultationValue
from consult.db import unit_of_work
from consult.responses import deleting, queries, receipts, sending, service
from consult.responses.models import Draft, Response
from consult.responses.terms import Capacity, Mode
from consult.responses.values import Changes, DraftValue, Opening
from surveys import sealing
from surveys.answers import read
from surveys.plan import Plan
from surveys.problems import Refused
from tests import builders

KEYS = CodeKeys({1: b"1" * 32})


def place(session: Session, slug: str = "repairs") -> tuple[ConsultationValue, Plan]:
    """Open a consultation and return it with its plan."""
    builders.an_open_consultation(session, builders.an_organisation(session, f"Council of {slug}"), slug)
    consultation = consultations.consultation_by_slug(session, slug)
    assert consultation is not None
    assert consultation.version_id is not None
    return consultation, consultations.plan(session, consultation.version_id)


def started(session: Session, answers: dict[str, object] | None = None, **opening: object) -> DraftValue:
    consultation, plan = place(session)
    given = {"go-ahead": "no"} if answers is None else answers
    return service.start(session, KEYS, consultation, plan, Opening("en", **opening), given)  # type: ignore[arg-type]


def plan_of(session: Session, draft: DraftValue) -> Plan:
    return consultations.plan(session, draft.version_id)


def codes_of(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_a_draft_is_one_row_with_what_was_answered(session: Session) -> None:
    draft = started(session, capacity=Capacity.FOR_SOMEONE)
    assert queries.draft(session, draft.id) == draft
    assert draft.answers == {"go-ahead": "no"}
    assert draft.capacity is Capacity.FOR_SOMEONE


def test_the_resume_code_is_nowhere_in_the_database(session: Session) -> None:
    draft = started(session)
    code = receipts.resume_code(KEYS, draft.id, draft.resume_code)
    assert re.fullmatch(r"\d{20}", code)
    row = session.execute(text("SELECT * FROM drafts")).mappings().one()
    assert code not in str(dict(row))


def test_a_resume_code_leads_to_the_draft_however_it_is_typed(session: Session) -> None:
    draft = started(session)
    code = receipts.resume_code(KEYS, draft.id, draft.resume_code)
    arabic = grouped(code).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for typed in (code, grouped(code), code.replace("1", "1-"), arabic):
        found = queries.draft_by_code(session, KEYS, typed)
        assert found is not None
        assert found.id == draft.id


@pytest.mark.parametrize(
    "typed", ["", "0", "1234 5678 9012 3456 7890", "\0", "'; DROP TABLE drafts", "x" * 5000]
)
def test_an_unknown_resume_code_leads_nowhere(session: Session, typed: str) -> None:
    started(session)
    assert queries.draft_by_code(session, KEYS, typed) is None


def test_a_resume_code_shown_before_the_keys_changed_still_works_and_is_shown_again(session: Session) -> None:
    draft = started(session)
    code = receipts.resume_code(KEYS, draft.id, draft.resume_code)
    newer = CodeKeys({1: b"1" * 32, 2: b"2" * 32})
    assert queries.draft_by_code(session, newer, code) is not None
    assert receipts.resume_code(newer, draft.id, draft.resume_code) == code


def test_answering_a_page_leaves_the_other_pages_alone(session: Session) -> None:
    draft = started(session)
    plan = plan_of(session, draft)
    reading = read(plan, "about-you", {"about-you_consent": ["yes"], "disability": ["yes"]})
    after = service.answer(session, draft, plan, reading, "ar")
    assert after.answers == {"go-ahead": "no", "about-you_consent": True, "disability": "yes"}
    assert after.language == "ar"
    assert queries.draft(session, draft.id) == after
    emptied = service.answer(session, after, plan, read(plan, "about-you", {}), "ar")
    assert emptied.answers == {"go-ahead": "no"}


def test_free_text_stands_apart_from_what_can_be_counted(session: Session) -> None:
    document = builders.survey_document()
    words = {"id": "why", "code": "Q9", "kind": "long_text", "text": builders.in_both("Why?")}
    document["pages"][0]["questions"].append(words)
    actor = builders.an_organisation(session)
    builders.an_open_consultation(session, actor, survey=builders.Survey.from_json(document))
    consultation = consultations.consultation_by_slug(session, "repairs")
    assert consultation is not None
    assert consultation.version_id is not None
    plan = consultations.plan(session, consultation.version_id)
    answers = {"go-ahead": "yes", "why": "Damp."}
    draft = service.start(session, KEYS, consultation, plan, Opening("en"), answers)
    assert (draft.codes, draft.words) == ({"go-ahead": "yes"}, {"why": "Damp."})
    sending.send(session, KEYS, draft.id, plan)
    sent = list(queries.sent_answers(session, consultation.id))
    assert [(answer.codes, answer.words) for answer in sent] == [({"go-ahead": "yes"}, {"why": "Damp."})]


def test_a_draft_that_is_gone_cannot_be_answered(session: Session) -> None:
    draft = started(session)
    plan = plan_of(session, draft)
    deleting.delete_expired_drafts(session, draft.consultation_id, draft.expires_at)
    with pytest.raises(Refused) as refused:
        service.answer(session, draft, plan, read(plan, "proposal", {"go-ahead": ["yes"]}), "en")
    assert codes_of(refused) == ["draft.gone"]


def test_sending_leaves_one_answer_and_no_draft(session: Session) -> None:
    draft = started(session, mode=Mode.ASSISTED, activity_id=uuid.uuid4())
    sent = sending.send(session, KEYS, draft.id, plan_of(session, draft), week=date(2026, 11, 23))
    assert queries.draft(session, draft.id) is None
    assert queries.count(session, draft.consultation_id) == 1
    (answer,) = queries.sent_answers(session, draft.consultation_id)
    assert (answer.codes, answer.mode, answer.week) == ({"go-ahead": "no"}, Mode.ASSISTED, date(2026, 11, 23))
    assert sent.activity_id == draft.activity_id


def test_a_sent_answer_keeps_no_link_no_time_and_no_way_back_to_its_draft(session: Session) -> None:
    draft = started(session, activity_id=uuid.uuid4())
    sending.send(session, KEYS, draft.id, plan_of(session, draft))
    row = dict(session.execute(select(Response.__table__)).mappings().one())
    assert set(row) == {
        "id", "organisation_id", "consultation_id", "version_id", "language", "mode", "variant",
        "capacity", "codes", "words", "asked", "seed", "sent_week", "salt", "receipt", "folded",
    }  # fmt: skip
    assert not [value for value in row.values() if isinstance(value, datetime)]
    assert row["seed"] is None
    assert draft.id not in row.values()
    assert draft.activity_id not in row.values()
    assert row["sent_week"].weekday() == 0


def test_sending_twice_gives_the_same_receipt_and_one_answer(session: Session) -> None:
    draft = started(session, activity_id=uuid.uuid4())
    plan = plan_of(session, draft)
    first, second = (sending.send(session, KEYS, draft.id, plan) for _ in range(2))
    assert first.receipt_code == second.receipt_code
    assert (first.is_repeat, second.is_repeat) == (False, True)
    assert second.activity_id is None
    assert queries.count(session, draft.consultation_id) == 1


def test_sending_again_after_the_keys_changed_still_gives_the_first_receipt(session: Session) -> None:
    draft = started(session)
    plan = plan_of(session, draft)
    first = sending.send(session, KEYS, draft.id, plan)
    again = sending.send(session, CodeKeys({1: b"1" * 32, 2: b"2" * 32}), draft.id, plan)
    assert again.receipt_code == first.receipt_code


def test_two_connections_that_send_at_once_send_once(own_engine: Engine) -> None:
    with unit_of_work() as session:
        draft = started(session)
        plan = plan_of(session, draft)
    gate = threading.Barrier(4)
    codes: list[str] = []

    def press() -> None:
        gate.wait()
        with unit_of_work() as session:
            codes.append(sending.send(session, KEYS, draft.id, plan).receipt_code)

    presses = [threading.Thread(target=press) for _ in range(4)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert len(codes) == 4
    assert len(set(codes)) == 1
    with unit_of_work() as session:
        assert queries.count(session, draft.consultation_id) == 1


def test_two_pages_answered_at_once_are_both_kept(own_engine: Engine) -> None:
    with unit_of_work() as session:
        draft = started(session)
        plan = plan_of(session, draft)
    gate = threading.Barrier(2)
    forms = {
        "proposal": {"go-ahead": ["yes"]},
        "about-you": {"about-you_consent": ["yes"], "disability": ["no"]},
    }

    def post(page_id: str) -> None:
        gate.wait()
        with unit_of_work() as session:
            found = queries.draft(session, draft.id, to_change=True)
            assert found is not None
            service.answer(session, found, plan, read(plan, page_id, forms[page_id]), "en")

    posts = [threading.Thread(target=post, args=(page_id,)) for page_id in forms]
    for one in posts:
        one.start()
    for one in posts:
        one.join()
    with unit_of_work() as session:
        after = queries.draft(session, draft.id)
    assert after is not None
    assert after.answers == {"go-ahead": "yes", "about-you_consent": True, "disability": "no"}


def test_what_is_required_and_missing_keeps_the_draft(session: Session) -> None:
    draft = started(session, answers={})
    with pytest.raises(Refused) as refused, session.begin_nested():
        sending.send(session, KEYS, draft.id, plan_of(session, draft))
    assert codes_of(refused) == ["answer.required"]
    assert queries.draft(session, draft.id) == draft
    assert queries.count(session, draft.consultation_id) == 0


def test_a_draft_nobody_knows_cannot_be_sent(session: Session) -> None:
    _, plan = place(session)
    with pytest.raises(Refused) as refused:
        sending.send(session, KEYS, uuid.uuid4(), plan)
    assert codes_of(refused) == ["draft.gone"]


def test_a_draft_that_has_expired_is_not_sent_even_where_nobody_deleted_it_yet(session: Session) -> None:
    draft = started(session)
    with (
        time_machine.travel(draft.expires_at, tick=False),
        pytest.raises(Refused) as refused,
        session.begin_nested(),
    ):
        sending.send(session, KEYS, draft.id, plan_of(session, draft))
    assert codes_of(refused) == ["draft.gone"]
    assert queries.count(session, draft.consultation_id) == 0


def test_answering_and_sending_take_one_and_two_statements(session: Session, database: Engine) -> None:
    consultation, plan = place(session)
    statements: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        if not re.match(r"(SAVEPOINT|RELEASE|BEGIN|COMMIT)", statement):
            statements.append(statement)

    event.listen(database, "before_cursor_execute", note)
    try:
        draft = service.start(session, KEYS, consultation, plan, Opening("en"), {"go-ahead": "no"})
        assert len(statements) == 1
        reading = read(plan, "proposal", {"go-ahead": ["yes"]})
        service.answer(session, draft, plan, reading, "en")
        assert len(statements) == 2
        sending.send(session, KEYS, draft.id, plan)
        assert len(statements) == 4
    finally:
        event.remove(database, "before_cursor_execute", note)


def sent(session: Session, answers: dict[str, object] | None = None) -> tuple[DraftValue, str]:
    draft = started(session, answers)
    return draft, sending.send(session, KEYS, draft.id, plan_of(session, draft)).receipt_code


def test_a_receipt_tells_where_and_when_but_not_what(session: Session) -> None:
    draft, code = sent(session)
    received = queries.received_answer(session, KEYS, grouped(code))
    assert received is not None
    assert received.consultation_id == draft.consultation_id
    assert "no" not in (received.language, str(received.week))
    assert set(received.__dataclass_fields__) == {"consultation_id", "version_id", "language", "week"}


def test_withdrawing_leaves_no_residue_and_makes_what_was_compiled_stale(session: Session) -> None:
    draft, code = sent(session)
    assert queries.changes(session, draft.consultation_id) == Changes()
    assert service.withdraw(session, KEYS, code, plan_of(session, draft)) == draft.consultation_id
    for table in inspect(session.get_bind()).get_table_names():
        rows = session.execute(text(f'SELECT * FROM "{table}"')).all()
        assert not [row for row in rows if KEYS.stored(receipts.RECEIPT, code) in map(str, row)], table
    assert queries.count(session, draft.consultation_id) == 0
    assert queries.changes(session, draft.consultation_id) == Changes(withdrawn=1)


def test_a_seal_over_salted_leaves_still_verifies_after_an_answer_was_deleted(session: Session) -> None:
    draft, code = sent(session)
    consultation = consultations.consultation_by_id(session, draft.consultation_id)
    assert consultation is not None
    plan = plan_of(session, draft)
    other = service.start(session, KEYS, consultation, plan, Opening("en"), {"go-ahead": "yes"})
    sending.send(session, KEYS, other.id, plan)
    leaves = sorted(answer.leaf() for answer in queries.sent_answers(session, draft.consultation_id))
    root = sealing.merkle_root(leaves)
    service.withdraw(session, KEYS, code, plan_of(session, draft))
    (left,) = queries.sent_answers(session, draft.consultation_id)
    assert left.leaf() in leaves
    assert sealing.merkle_root(leaves) == root


def test_the_same_answer_has_another_leaf_each_time_because_of_its_salt(session: Session) -> None:
    consultation, plan = place(session)
    for _ in range(2):
        draft = service.start(session, KEYS, consultation, plan, Opening("en"), {"go-ahead": "no"})
        sending.send(session, KEYS, draft.id, plan)
    first, second = queries.sent_answers(session, consultation.id)
    assert first.content() == second.content()
    assert first.leaf() != second.leaf()


def test_withdrawing_twice_is_refused_the_second_time(session: Session) -> None:
    draft, code = sent(session)
    service.withdraw(session, KEYS, code, plan_of(session, draft))
    with pytest.raises(Refused) as refused:
        service.withdraw(session, KEYS, code, plan_of(session, draft))
    assert codes_of(refused) == ["receipt.unknown"]
    assert queries.changes(session, draft.consultation_id) == Changes(withdrawn=1)


ABOUT = {"go-ahead": "no", "about-you_consent": True, "disability": "yes"}


def test_about_you_can_be_corrected_and_the_rest_stays(session: Session) -> None:
    draft, code = sent(session, ABOUT)
    plan = plan_of(session, draft)
    reading = read(plan, "about-you", {"about-you_consent": ["yes"], "disability": ["no"]})
    service.correct_about_you(session, KEYS, code, plan, reading, is_sealed=False)
    (answer,) = queries.sent_answers(session, draft.consultation_id)
    assert answer.codes == {**ABOUT, "disability": "no"}
    assert queries.changes(session, draft.consultation_id) == Changes(corrected=1)


def test_consent_to_about_you_can_be_taken_back_alone(session: Session) -> None:
    draft, code = sent(session, ABOUT)
    plan = plan_of(session, draft)
    service.correct_about_you(session, KEYS, code, plan, read(plan, "about-you", {}), is_sealed=False)
    (answer,) = queries.sent_answers(session, draft.consultation_id)
    assert answer.codes == {"go-ahead": "no"}


def test_nothing_is_corrected_once_the_evidence_is_sealed(session: Session) -> None:
    draft, code = sent(session, ABOUT)
    plan = plan_of(session, draft)
    with pytest.raises(Refused) as refused:
        service.correct_about_you(session, KEYS, code, plan, read(plan, "about-you", {}), is_sealed=True)
    assert codes_of(refused) == ["receipt.sealed"]
    (answer,) = queries.sent_answers(session, draft.consultation_id)
    assert answer.codes == ABOUT


def test_a_correction_without_consent_changes_nothing(session: Session) -> None:
    draft, code = sent(session, ABOUT)
    plan = plan_of(session, draft)
    reading = read(plan, "about-you", {"disability": ["no"]})
    with pytest.raises(Refused) as refused:
        service.correct_about_you(session, KEYS, code, plan, reading, is_sealed=False)
    assert codes_of(refused) == ["answer.consent_needed"]
    (answer,) = queries.sent_answers(session, draft.consultation_id)
    assert answer.codes == ABOUT


def test_drafts_expire_and_others_stay(session: Session) -> None:
    with time_machine.travel(datetime(2026, 10, 1, tzinfo=UTC), tick=False):
        old = started(session)
    assert old.expires_at == datetime(2026, 10, 31, tzinfo=UTC)
    consultation = consultations.consultation_by_id(session, old.consultation_id)
    assert consultation is not None
    with time_machine.travel(datetime(2026, 10, 20, tzinfo=UTC), tick=False):
        young = service.start(session, KEYS, consultation, plan_of(session, old), Opening("en"), {})
    assert queries.next_expiry(session, old.consultation_id) == old.expires_at
    moment = old.expires_at + timedelta(seconds=1)
    assert deleting.delete_expired_drafts(session, old.consultation_id, moment) == 1
    assert queries.draft(session, old.id) is None
    assert queries.draft(session, young.id) == young
    assert deleting.delete_expired_drafts(session, uuid.uuid4(), moment + timedelta(days=99)) == 0


BREAKERS: dict[str, Callable[[Session], None]] = {
    "a salt of another length": lambda session: _insert_response(session, salt=b"short"),
    "a mode that does not exist": lambda session: session.execute(
        text("UPDATE drafts SET mode = 'telepathy'")
    ),
    "a capacity that does not exist": lambda session: session.execute(
        text("UPDATE drafts SET capacity = 'for_nobody'")
    ),
    "a draft of no organisation": lambda session: session.execute(
        text("UPDATE drafts SET organisation_id = NULL")
    ),
}


def _insert_response(session: Session, **changes: object) -> None:
    draft = session.scalars(select(Draft)).one()
    values = {
        "organisation_id": draft.organisation_id,
        "consultation_id": draft.consultation_id,
        "version_id": draft.version_id,
        "language": "en",
        "mode": Mode.WEB,
        "variant": None,
        "capacity": Capacity.FOR_MYSELF,
        "codes": {},
        "words": {},
        "asked": [],
        "sent_week": date(2026, 11, 23),
        "salt": b"s" * 32,
        "receipt": "1:00",
        **changes,
    }
    session.add(Response(**values))
    session.flush()


@pytest.mark.parametrize("broken", sorted(BREAKERS))
def test_the_database_itself_refuses(session: Session, broken: str) -> None:
    from sqlalchemy.exc import IntegrityError

    started(session)
    session.flush()
    with pytest.raises(IntegrityError), session.begin_nested():
        BREAKERS[broken](session)


def test_the_database_refuses_a_second_answer_with_the_same_receipt(session: Session) -> None:
    from sqlalchemy.exc import IntegrityError

    started(session)
    _insert_response(session)
    with pytest.raises(IntegrityError), session.begin_nested():
        _insert_response(session)
