"""Single-use codes for letters: made once, used once, whoever is first."""

import threading
import uuid
from datetime import date

import pytest
from sqlalchemy import Engine, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.permissions import Role
from consult.audit import queries as audit
from consult.audit.actor import Actor
from consult.codes import CodeKeys, grouped
from consult.consultations import queries as consultations
from consult.consultations import service as changing
from consult.consultations.values import ConsultationValue
from consult.db import unit_of_work
from consult.outreach import letters, service
from consult.outreach.letters import make_letters, record_arrival
from consult.outreach.models import Activity, Arrival, LetterBatch, LetterCode, LetterRight
from consult.outreach.sending import send_and_count
from consult.responses import queries as responses
from consult.responses import service as answering
from consult.responses.models import Draft, Response
from consult.responses.values import Opening, Sent
from surveys.problems import Refused
from tests.builders import an_open_consultation, an_organisation, details

KEYS = CodeKeys({1: b"1" * 32})
WEEK = date(2026, 11, 23)
LETTERS = {"key": "rent-letter", "channel": "letter", "language": "ar"}


def opened(session: Session, **changes: object) -> tuple[Actor, ConsultationValue]:
    """Open a consultation with one activity, whose letters have no codes yet."""
    actor = an_organisation(session)
    an_open_consultation(session, actor, details=details(links=[LETTERS], **changes))
    consultation = consultations.consultation_by_slug(session, "repairs")
    assert consultation is not None
    service.lay_out(session, actor, consultation)
    return actor, consultation


def made(session: Session, count: int = 1, language: str = "ar") -> tuple[ConsultationValue, tuple[str, ...]]:
    actor, consultation = opened(session)
    return consultation, make_letters(session, actor, KEYS, consultation, "rent-letter", language, count)


def drafted(session: Session, consultation: ConsultationValue, code: str) -> uuid.UUID:
    """Begin to answer by the code of a letter."""
    arrived = record_arrival(session, KEYS, code)
    assert consultation.version_id is not None
    plan = consultations.plan(session, consultation.version_id)
    opening = Opening("ar", activity_id=arrived.activity_id, letter=arrived.letter)
    return answering.start(session, KEYS, consultation, plan, opening, {"go-ahead": "no"}).id


def sent(session: Session, consultation: ConsultationValue, draft_id: uuid.UUID) -> Sent:
    assert consultation.version_id is not None
    plan = consultations.plan(session, consultation.version_id)
    return send_and_count(session, KEYS, draft_id, plan, (), week=WEEK)


def codes_of(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_a_code_leads_where_its_letter_says_however_it_is_typed(session: Session) -> None:
    consultation, [code] = made(session)
    arabic = grouped(code).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for typed in (code, grouped(code), f" {code[:9]}-{code[9:]}", arabic):
        arrived = record_arrival(session, KEYS, typed)
        assert (arrived.slug, arrived.language) == (consultation.slug, "ar")
        assert arrived.letter == KEYS.stored(letters.LETTER, code)


def test_no_code_is_anywhere_in_the_database(session: Session) -> None:
    _, codes = made(session, 20)
    everything = "".join(
        str(session.execute(text(f"SELECT * FROM {table}")).all())
        for table in inspect(session.connection()).get_table_names()
    )
    assert KEYS.stored(letters.LETTER, codes[0]) in everything
    assert not any(code in everything for code in codes)


def test_codes_are_of_66_bits_and_each_another(session: Session) -> None:
    _, codes = made(session, 500)
    assert len(set(codes)) == 500
    assert {len(code) for code in codes} == {20}
    assert all(code.isdecimal() for code in codes)


def test_a_code_sends_one_answer_and_opening_it_uses_nothing(session: Session) -> None:
    consultation, [code] = made(session)
    first, second = (drafted(session, consultation, code) for _ in range(2))
    assert sent(session, consultation, first).receipt_code
    with pytest.raises(Refused) as refused:
        record_arrival(session, KEYS, code)
    [problem] = refused.value.problems
    assert (problem.code, problem.parameters) == ("letter.spent", {"slug": "repairs", "language": "ar"})
    with pytest.raises(Refused) as refused, session.begin_nested():
        sent(session, consultation, second)
    assert codes_of(refused) == ["letter.spent"]
    assert responses.draft(session, second) is not None
    answering.forget_letter(session, second)
    assert sent(session, consultation, second).receipt_code
    assert len(session.scalars(select(Response)).all()) == 2


def test_the_button_pressed_twice_sends_once_and_gives_the_same_receipt(session: Session) -> None:
    consultation, [code] = made(session)
    draft = drafted(session, consultation, code)
    first = sent(session, consultation, draft)
    again = sent(session, consultation, draft)
    assert (again.is_repeat, again.receipt_code) == (True, first.receipt_code)


def test_openings_are_counted_for_the_activity_and_for_no_code(session: Session) -> None:
    consultation, codes = made(session, 3)
    for code in (codes[0], codes[1], codes[1]):
        record_arrival(session, KEYS, code)
    record_arrival(session, KEYS, codes[2], is_counted=False)
    assert session.scalars(select(Arrival.openings)).all() == [3]
    sent(session, consultation, drafted(session, consultation, codes[0]))
    with pytest.raises(Refused):
        record_arrival(session, KEYS, codes[0])
    assert session.scalars(select(Arrival.openings)).all() == [4]


@pytest.mark.parametrize("code", ["0" * 20, "1234 5678 9012 3456 7890", "", "\0", "٠" * 20, "9" * 5000])
def test_an_unknown_code_leads_nowhere(session: Session, code: str) -> None:
    made(session)
    with pytest.raises(Refused) as refused:
        record_arrival(session, KEYS, code)
    assert codes_of(refused) == ["link.unknown"]


def test_a_code_outlives_a_new_key(session: Session) -> None:
    _, [code] = made(session)
    newer = CodeKeys({1: b"1" * 32, 2: b"2" * 32})
    assert record_arrival(session, newer, code).letter == KEYS.stored(letters.LETTER, code)
    with pytest.raises(Refused):
        record_arrival(session, CodeKeys({2: b"2" * 32}), code)


def test_a_code_of_a_closed_consultation_says_that_and_not_whether_it_was_used(session: Session) -> None:
    actor, consultation = opened(session)
    codes = make_letters(session, actor, KEYS, consultation, "rent-letter", "ar", 2)
    sent(session, consultation, drafted(session, consultation, codes[0]))
    changing.close(session, actor, "repairs")
    for code in codes:
        with pytest.raises(Refused) as refused:
            record_arrival(session, KEYS, code)
        assert codes_of(refused) == ["link.closed"]


def test_a_batch_is_told_with_its_day_and_never_with_what_was_used(session: Session) -> None:
    actor, consultation = opened(session)
    make_letters(session, actor, KEYS, consultation, "rent-letter", "ar", 3)
    make_letters(session, actor, KEYS, consultation, "rent-letter", "en", 2)
    [activity] = session.scalars(select(Activity.id))
    told = [(batch.codes, batch.language) for batch in letters.batches(session, activity)]
    assert sorted(told) == [(2, "en"), (3, "ar")]
    actions = [entry.action for entry in audit.entries_about(session, actor.organisation_id, consultation.id)]
    assert actions.count("outreach.letters_made") == 2


@pytest.mark.parametrize(
    ("activity", "language", "count", "problem"),
    [
        ("rent-letter", "ar", 0, "letters.count"),
        ("rent-letter", "ar", -1, "letters.count"),
        ("rent-letter", "ar", letters.MOST_CODES + 1, "letters.count"),
        ("nothing", "ar", 1, "activity.unknown"),
        ("rent-letter", "nl", 1, "link.other_language"),
    ],
)
def test_what_cannot_be_made_says_why(
    session: Session, activity: str, language: str, count: int, problem: str
) -> None:
    actor, consultation = opened(session)
    with pytest.raises(Refused) as refused:
        make_letters(session, actor, KEYS, consultation, activity, language, count)
    assert codes_of(refused) == [problem]


def test_only_who_may_edit_outreach_of_their_own_makes_codes(session: Session) -> None:
    actor, consultation = opened(session)
    viewer = Actor(actor.organisation_id, uuid.uuid4(), frozenset({Role.VIEWER.value}))
    other = an_organisation(session, "Southmere")
    for who, problem in ((viewer, "permission.denied"), (other, "consultation.unknown")):
        with pytest.raises(Refused) as refused:
            make_letters(session, who, KEYS, consultation, "rent-letter", "ar", 1)
        assert codes_of(refused) == [problem]


def test_of_two_telephones_with_one_code_exactly_one_sends_and_the_other_keeps_its_answers(
    own_engine: Engine,
) -> None:
    with unit_of_work() as session:
        consultation, codes = made(session, 5)
        pairs = [tuple(drafted(session, consultation, code) for _ in range(2)) for code in codes]
    for pair in pairs:
        gate, outcomes = threading.Barrier(2), []

        def press(draft: uuid.UUID, gate: threading.Barrier = gate, outcomes: list[str] = outcomes) -> None:
            gate.wait()
            try:
                with unit_of_work() as session:
                    outcomes.append(sent(session, consultation, draft).receipt_code)
            except Refused as refused:
                outcomes.append(refused.problems[0].code)

        threads = [threading.Thread(target=press, args=(draft,)) for draft in pair]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert outcomes.count("letter.spent") == 1
        assert len(outcomes) == 2
    with unit_of_work() as session:
        assert len(session.scalars(select(Response)).all()) == len(codes)
        assert len(session.scalars(select(Draft)).all()) == len(codes)
        assert session.scalars(select(LetterRight)).all() == []


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE letter_batches SET codes = 0", "codes"),
        ("UPDATE letter_codes SET code = '12345678901234567890'", "hashed"),
        ("UPDATE letter_batches SET organisation_id = NULL", "organisation_id"),
        ("UPDATE letter_codes SET organisation_id = NULL", "organisation_id"),
        ("UPDATE letter_rights SET organisation_id = NULL", "organisation_id"),
        ("DELETE FROM letter_batches", ""),
        ("DELETE FROM letter_codes", ""),
    ],
)
def test_the_tables_keep_their_promises(session: Session, statement: str, constraint: str) -> None:
    made(session)
    with pytest.raises(IntegrityError) as broken:
        session.execute(text(statement))
    assert constraint in str(broken.value.orig)


def test_a_right_belongs_to_a_code_and_there_is_one(session: Session) -> None:
    made(session)
    [right] = session.scalars(select(LetterRight))
    for code in (right.code, "1:" + "0" * 64):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(insert(LetterRight).values(code=code, organisation_id=right.organisation_id))


def test_nothing_about_an_opening_a_time_or_a_person_can_be_stored(database: Engine) -> None:
    columns = {
        model.__tablename__: {column["name"] for column in inspect(database).get_columns(model.__tablename__)}
        for model in (LetterBatch, LetterCode, LetterRight)
    }
    assert columns == {
        "letter_batches": {"id", "organisation_id", "link_id", "codes", "made_on"},
        "letter_codes": {"code", "organisation_id", "batch_id"},
        "letter_rights": {"code", "organisation_id"},
    }
