"""A file goes with its answer: from the draft to what is sent, and out of the world with it. On both databases."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult import clock, files
from consult.attachments import queries, service
from consult.attachments.models import Attachment
from consult.attachments.terms import LARGEST_FILE, LARGEST_WAITING, Medium
from consult.attachments.values import Cleaned, Owner
from consult.audit.actor import Actor
from consult.audit.queries import entries_about
from consult.codes import CodeKeys
from consult.consultations import holding
from consult.consultations import queries as consultations
from consult.db import unit_of_work
from consult.jobs.responses import expire
from consult.responses import deleting, sending
from consult.responses import service as responses
from consult.responses.loading import loaded_answer
from consult.responses.values import DraftValue, Opening
from surveys.document import Survey
from surveys.plan import Plan
from surveys.problems import Refused
from surveys.questions.kept_file import KeptFile
from tests import builders

KEYS = CodeKeys({1: b"1" * 32})
ANALYST = frozenset({"analyst"})


def a_clean_file(medium: Medium = Medium.PICTURE, content: bytes = b"clean bytes") -> Cleaned:
    media_type = "image/jpeg" if medium is Medium.PICTURE else "audio/mpeg"
    return Cleaned(uuid.uuid4(), medium, media_type, content)


def named(clean: Cleaned) -> dict[str, object]:
    return KeptFile(clean.id.hex, clean.medium.value, len(clean.content)).answer()


class Place:
    """An open consultation that asks for files, and who may read them."""

    def __init__(self, session: Session, slug: str = "repairs") -> None:
        actor = builders.an_organisation(session, f"Council of {slug}")
        survey = Survey.from_json(builders.survey_with_files())
        self.operator = replace(actor, roles=frozenset({"admin"}))
        self.analyst = replace(actor, officer_id=None, roles=ANALYST)
        self.id = builders.an_open_consultation(session, actor, slug, survey)
        found = consultations.consultation_by_id(session, self.id)
        assert found is not None
        assert found.version_id is not None
        self.consultation = found
        self.plan: Plan = consultations.plan(session, found.version_id)

    def draft(self, session: Session, **sent: Cleaned) -> DraftValue:
        """Begin a draft with these files, by question."""
        answers = {
            question: named(clean) if question == "photo" else {"recording": named(clean)}
            for question, clean in sent.items()
        }
        given = {"go-ahead": "no", **answers}
        draft = responses.start(session, KEYS, self.consultation, self.plan, Opening("en"), given)
        for question, clean in sent.items():
            service.attach(session, owner(draft), question, clean)
        return draft


def committed(session: Session) -> None:
    """End the transaction as unit_of_work() does."""
    session.commit()
    for follow_up in session.info.pop("after_commit", ()):
        follow_up()


def owner(draft: DraftValue) -> Owner:
    return Owner(draft.id, draft.organisation_id, draft.consultation_id)


def rows(session: Session) -> list[Attachment]:
    return list(session.scalars(select(Attachment).order_by(Attachment.id)))


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.problems[0].code


def test_a_file_is_handed_over_with_its_answer(session: Session) -> None:
    place, photo = Place(session), a_clean_file()
    draft = place.draft(session, photo=photo)
    assert queries.sent_files(session, place.analyst, place.id) == [], "what is not sent is nobody's to read"
    sending.send(session, KEYS, draft.id, place.plan)
    committed(session)
    (found,) = queries.sent_files(session, place.analyst, place.id)
    assert (found.id, found.question_id, found.size) == (photo.id, "photo", len(photo.content))
    assert files.kept(str(found.storage_key)) == photo.content


def test_sending_twice_takes_the_file_along_once(session: Session) -> None:
    place = Place(session)
    draft = place.draft(session, photo=a_clean_file())
    first = sending.send(session, KEYS, draft.id, place.plan)
    assert sending.send(session, KEYS, draft.id, place.plan).receipt_code == first.receipt_code
    assert len(queries.sent_files(session, place.analyst, place.id)) == 1


def test_a_file_of_somebody_else_cannot_be_claimed(session: Session) -> None:
    place, photo = Place(session), a_clean_file()
    place.draft(session, photo=photo)
    thief = responses.start(
        session,
        KEYS,
        place.consultation,
        place.plan,
        Opening("en"),
        {"go-ahead": "no", "photo": named(photo)},
    )
    with pytest.raises(Refused) as refused:
        sending.send(session, KEYS, thief.id, place.plan)
    assert code_of(refused) == "attachment.missing"


def test_a_line_of_a_file_of_answers_brings_no_attachment(session: Session) -> None:
    place = Place(session)
    line = '{"language": "en", "answers": {"go-ahead": "no", "photo": {"id": "%s", "medium": "picture", "size": 9}}}'
    with pytest.raises(Refused) as refused:
        loaded_answer(place.plan, ("en",), (line % uuid.uuid4().hex).encode())
    (problem,) = refused.value.problems
    assert (problem.code, problem.where) == ("attachment.missing", "/answers/photo")


def test_a_second_file_takes_the_place_of_the_first(session: Session) -> None:
    place, second = Place(session), a_clean_file(content=b"second")
    draft = place.draft(session, photo=a_clean_file())
    service.attach(session, owner(draft), "photo", second)
    committed(session)
    (row,) = rows(session)
    assert row.id == second.id
    assert list(files.keys()) == [row.storage_key]


def test_a_file_whose_question_is_no_longer_asked_is_not_taken_along(session: Session) -> None:
    place = Place(session)
    draft = place.draft(session, photo=a_clean_file())
    service.attach(session, owner(draft), "off-the-path", a_clean_file())
    sending.send(session, KEYS, draft.id, place.plan)
    committed(session)
    assert [row.question_id for row in rows(session)] == ["photo"]
    assert len(list(files.keys())) == 1


def sent(place: Place, session: Session, **clean: Cleaned) -> str:
    return sending.send(session, KEYS, place.draft(session, **clean).id, place.plan).receipt_code


def test_withdrawing_an_answer_deletes_its_files_and_no_others(session: Session) -> None:
    place, photo, other = Place(session), a_clean_file(), a_clean_file()
    receipt = sent(place, session, photo=photo, story=a_clean_file(Medium.RECORDING))
    sent(place, session, photo=other)
    responses.withdraw(session, KEYS, receipt, place.plan)
    committed(session)
    (left,) = rows(session)
    assert left.id == other.id
    assert list(files.keys()) == [left.storage_key]


def test_drafts_that_expire_and_answers_that_are_deleted_take_their_files_along(session: Session) -> None:
    place = Place(session)
    place.draft(session, photo=a_clean_file())
    sent(place, session, photo=a_clean_file())
    committed(session)
    with time_machine.travel(clock.now() + timedelta(days=40)):
        expire(place.id, lambda _done, _total: None)
    assert [row.draft_id for row in rows(session)] == [None]
    deleting.delete_answers(session, place.id)
    committed(session)
    assert rows(session) == list(files.keys()) == []


def test_bytes_stay_where_the_transaction_that_deletes_them_fails(own_engine: Engine) -> None:
    with unit_of_work() as session:
        place = Place(session)
        draft = place.draft(session, photo=a_clean_file())
    with pytest.raises(ZeroDivisionError), unit_of_work() as session:  # noqa: PT012  # it fails after deleting
        assert deleting.delete_expired_drafts(session, place.id, draft.expires_at) == 1
        _ = 1 / 0
    with unit_of_work() as session:
        (row,) = rows(session)
        assert files.kept(str(row.storage_key)) == b"clean bytes"


def test_the_whole_way_of_a_file_holds_in_real_transactions(own_engine: Engine) -> None:
    """What the database asks only at the end of a transaction is asked here."""
    with unit_of_work() as session:
        place = Place(session)
        draft = place.draft(session, photo=a_clean_file(), story=a_clean_file(Medium.RECORDING))
    with unit_of_work() as session:
        receipt = sending.send(session, KEYS, draft.id, place.plan).receipt_code
    assert len(list(files.keys())) == 2
    with unit_of_work() as session:
        responses.withdraw(session, KEYS, receipt, place.plan)
    with unit_of_work() as session:
        assert rows(session) == list(files.keys()) == []


@pytest.mark.parametrize("who", ["admin", "officer", "viewer"])
def test_only_analysts_read_files(session: Session, who: str) -> None:
    place = Place(session)
    sent(place, session, photo=a_clean_file())
    (found,) = queries.sent_files(session, place.analyst, place.id)
    other = Actor(place.analyst.organisation_id, None, frozenset({who}))
    for ask in (
        lambda: queries.sent_files(session, other, place.id),
        lambda: queries.sent_file(session, other, place.id, found.id),
        lambda: service.read(session, other, found),
        lambda: service.transcribe(session, other, found, "words", is_checked=False),
    ):
        with pytest.raises(Refused) as refused:
            ask()
        assert code_of(refused) == "permission.denied"


def test_another_authority_sees_nothing(session: Session) -> None:
    place, other = Place(session), Place(session, "elsewhere")
    sent(place, session, photo=a_clean_file())
    (found,) = queries.sent_files(session, place.analyst, place.id)
    assert queries.sent_files(session, other.analyst, place.id) == []
    with pytest.raises(Refused) as refused:
        queries.sent_file(session, other.analyst, place.id, found.id)
    assert code_of(refused) == "attachment.unknown"


def actions(session: Session, place: Place) -> list[str]:
    entries = entries_about(session, place.analyst.organisation_id, place.id)
    return [entry.action for entry in entries if entry.action.startswith("attachment")]


def test_reading_a_file_is_on_record(session: Session) -> None:
    place = Place(session)
    sent(place, session, photo=a_clean_file())
    (found,) = queries.sent_files(session, place.analyst, place.id)
    assert service.read(session, place.analyst, found) == b"clean bytes"
    assert actions(session, place) == ["attachment.read"]


def test_a_checked_transcript_deletes_the_recording_and_stays(session: Session) -> None:
    place = Place(session)
    sent(place, session, story=a_clean_file(Medium.RECORDING))
    (found,) = queries.sent_files(session, place.analyst, place.id)
    service.transcribe(session, place.analyst, found, "We waited a year", is_checked=False)
    committed(session)
    assert len(list(files.keys())) == 1, "words nobody checked are not enough"
    service.transcribe(session, place.analyst, found, " We waited a year. ", is_checked=True)
    committed(session)
    assert list(files.keys()) == []
    (after,) = queries.sent_files(session, place.analyst, place.id)
    assert (after.transcript, after.transcript_checked_on) == ("We waited a year.", clock.today())
    with pytest.raises(Refused) as refused:
        service.read(session, place.analyst, after)
    assert code_of(refused) == "attachment.deleted"
    with pytest.raises(Refused) as refused:
        service.transcribe(session, place.analyst, after, "Other words", is_checked=True)
    assert code_of(refused) == "transcript.already"
    assert sorted(actions(session, place)) == ["attachment.transcribed", "attachment.transcript_checked"]


@pytest.mark.parametrize(
    ("written", "code"),
    [("  ", "transcript.empty"), ("a\0b", "answer.bad_characters"), ("x" * 20_001, "answer.too_long")],
)
def test_words_that_cannot_be_kept_are_refused(session: Session, written: str, code: str) -> None:
    place = Place(session)
    sent(place, session, story=a_clean_file(Medium.RECORDING))
    (found,) = queries.sent_files(session, place.analyst, place.id)
    with pytest.raises(Refused) as refused:
        service.transcribe(session, place.analyst, found, written, is_checked=True)
    assert code_of(refused) == code


def test_a_picture_has_no_transcript(session: Session) -> None:
    place = Place(session)
    sent(place, session, photo=a_clean_file())
    (found,) = queries.sent_files(session, place.analyst, place.id)
    with pytest.raises(Refused) as refused:
        service.transcribe(session, place.analyst, found, "words", is_checked=True)
    assert code_of(refused) == "attachment.no_recording"


def test_a_legal_hold_keeps_the_recording_until_it_is_over(session: Session) -> None:
    place = Place(session)
    sent(place, session, story=a_clean_file(Medium.RECORDING))
    holding.hold(session, place.operator, "repairs", "A bidder challenges the award.")
    (found,) = queries.sent_files(session, place.analyst, place.id)
    service.transcribe(session, place.analyst, found, "We waited.", is_checked=True)
    committed(session)
    service.sweep(session)
    committed(session)
    assert len(list(files.keys())) == 1
    holding.release(session, place.operator, "repairs")
    assert service.sweep(session) == 1
    committed(session)
    assert list(files.keys()) == []


def test_bytes_of_nobody_are_swept_away_once_they_are_old(session: Session) -> None:
    place = Place(session)
    with time_machine.travel(datetime(2026, 11, 2, 12, tzinfo=UTC)):
        files.keep(b"left by a crash")
        sent(place, session, photo=a_clean_file())
        committed(session)
    with time_machine.travel(datetime(2026, 11, 9, 0, 1, tzinfo=UTC)):
        assert service.sweep(session) == 0, "an answer may be in the middle of being written"
    with time_machine.travel(datetime(2026, 11, 16, 12, tzinfo=UTC)):
        assert service.sweep(session) == 1
    (row,) = rows(session)
    assert list(files.keys()) == [row.storage_key]


def test_tidying_up_goes_on_while_there_is_something_to_tidy(session: Session) -> None:
    place = Place(session)
    assert not queries.is_keeping(session, place.id)
    key = files.keep(b"left by a crash")
    assert queries.is_keeping(session, place.id)
    files.forget(key)
    place.draft(session, photo=a_clean_file())
    assert queries.is_keeping(session, place.id)


def test_drafts_together_keep_no_more_than_there_is_room_for(session: Session) -> None:
    place = Place(session)
    draft = place.draft(session, photo=a_clean_file())
    assert queries.has_room(session, place.id)
    full = LARGEST_WAITING - LARGEST_FILE - len(b"clean bytes")
    session.execute(insert(Attachment).values(**a_row(draft, size=full // 3)))
    session.execute(insert(Attachment).values(**a_row(draft, size=full // 3)))
    session.execute(insert(Attachment).values(**a_row(draft, size=full // 3)))
    assert queries.has_room(session, place.id)
    session.execute(insert(Attachment).values(**a_row(draft, size=3)))
    assert not queries.has_room(session, place.id)


def a_row(draft: DraftValue, **changes: object) -> dict[str, object]:
    return {
        "id": uuid.uuid4(),
        "organisation_id": draft.organisation_id,
        "consultation_id": draft.consultation_id,
        "draft_id": draft.id,
        "question_id": "photo",
        "medium": Medium.PICTURE,
        "media_type": "image/jpeg",
        "size": 9,
        "sha256": "0" * 64,
        "storage_key": uuid.uuid4().hex,
        **changes,
    }


BROKEN = (
    ("one_owner", {"draft_id": None}),
    ("size", {"size": 0}),
    ("sha256_length", {"sha256": "0"}),
    ("bytes_until_transcribed", {"storage_key": None}),
    ("checked_words", {"medium": Medium.RECORDING, "transcript_checked_on": clock.today()}),
    ("only_recordings_have_words", {"transcript": "words"}),
    ("only_sent_ones_are_heard", {"medium": Medium.RECORDING, "transcript": "words"}),
)


@pytest.mark.parametrize(("name", "changes"), BROKEN)
def test_the_table_keeps_its_promises(session: Session, name: str, changes: dict[str, object]) -> None:
    draft = Place(session).draft(session)
    with pytest.raises(IntegrityError, match=name), session.begin_nested():
        session.execute(insert(Attachment).values(**a_row(draft, **changes)))


def test_no_file_outlives_its_answer(own_engine: Engine) -> None:
    with unit_of_work() as session:
        draft = Place(session).draft(session, photo=a_clean_file())
    with pytest.raises(IntegrityError), unit_of_work() as session:
        session.execute(text("DELETE FROM drafts"))
    with pytest.raises(IntegrityError), unit_of_work() as session:
        session.execute(insert(Attachment).values(**a_row(draft, draft_id=uuid.uuid4())))


def test_nothing_is_kept_of_names_and_times() -> None:
    columns = [column.name for column in Attachment.__table__.columns]
    assert not [name for name in columns if "name" in name or name.endswith("_at")]
