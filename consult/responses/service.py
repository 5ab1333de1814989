"""Answering, and taking back. A draft is one row, read and written by one statement each. Sending: sending.py."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, Table, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from consult import clock
from consult.attachments import service as attachments
from consult.codes import CodeKeys
from consult.consultations.values import ConsultationValue
from consult.db import one_at_a_time
from consult.responses import progress, receipts
from consult.responses.folding import alone_with_counts, refold
from consult.responses.models import AnswerState, Draft, Response
from consult.responses.quotas import Whose, move_places
from consult.responses.values import DraftValue, Opening
from surveys.answers import Answers, Reading
from surveys.asking import Asking
from surveys.checking import faults_of_logic
from surveys.codes_and_words import split, together
from surveys.plan import Plan
from surveys.problems import Problem, Refused
from surveys.repeats import without_entry
from surveys.routing import place, with_remembered
from surveys.text import WordedVariant

EVIDENCE_OF = "evidence of {}"
"""What a transaction asks to be alone with, by consultation, while answers are taken back or evidence is sealed."""

_drafts = cast("Table", Draft.__table__)
_responses = cast("Table", Response.__table__)
_states = cast("Table", AnswerState.__table__)

COUNTED = ("consultation_id", "organisation_id", "codes", "words", "language", "mode", "folded")
"""What of an answer decides where it is counted."""

ANSWERED = ("version_id", "language", "variant", "codes", "words", "asked", "aside", "has_news", "page")
"""What a page, or a correction of the survey, changes about a draft."""

# Made once: making a statement and finding its compiled form takes as long as sending it.
_begun = insert(_drafts)
_answered = (
    update(_drafts)
    .where(_drafts.c.id == bindparam("draft_id"))
    .values({name: bindparam(name) for name in ANSWERED})
)


def start(
    session: Session,
    keys: CodeKeys,
    consultation: ConsultationValue,
    plan: Plan,
    opening: Opening,
    answers: Answers | None = None,
    version_id: uuid.UUID | None = None,
) -> DraftValue:
    """Begin a draft with the first answers of `opening`, and return it. One statement.

    `plan` is that of the version they were asked in: `version_id`, by default the consultation's current one. Raises
    Refused `consultation.not_open` for a consultation that was never published.
    """
    version_id = version_id or consultation.version_id
    if version_id is None:
        raise Refused(Problem("consultation.not_open", "", {"slug": consultation.slug}))
    codes, words = split(plan, with_remembered(plan, answers or {}, opening.seed, _now(consultation)))
    identity, moment = uuid.uuid4(), clock.now()
    draft = DraftValue(
        id=identity,
        organisation_id=consultation.organisation_id,
        consultation_id=consultation.id,
        version_id=version_id,
        language=opening.language,
        mode=opening.mode,
        capacity=opening.capacity,
        codes=codes,
        words=words,
        activity_id=opening.activity_id,
        seed=opening.seed,
        resume_code=receipts.new_resume_code(keys, identity),
        expires_at=moment + timedelta(days=consultation.details.retention.drafts_expire_after_days),
        variant=opening.variant,
        begun_at=moment,
        page=progress.furthest_page(plan, answers or {}),
        letter=opening.letter,
    )
    session.execute(_begun, {name: getattr(draft, name) for name in DraftValue.__dataclass_fields__})
    return draft


def _now(consultation: ConsultationValue) -> datetime:
    """The time in the zone of the survey."""
    return clock.now().astimezone(ZoneInfo(consultation.time_zone))


def answer(
    session: Session,
    draft: DraftValue,
    plan: Plan,
    reading: Reading,
    language: str,
    variant: WordedVariant | None = None,
    now: datetime | None = None,
) -> DraftValue:
    """Write what one page's form said into the draft, and return the draft as it is now. One statement.

    Only that page's keys are replaced. `language` and `variant` (by default the draft's) are those the page was shown
    in, `plan` that of the draft's version, `now` for what is worked out and remembered. `draft` must have been read to
    be changed. Raises Refused `draft.gone` where it was sent or deleted in the meantime.
    """
    asking = Asking(str(draft.version_id), language, variant or draft.variant)
    return _write(session, progress.with_page(draft, plan, reading, asking, now))


def remove_entry(
    session: Session, draft: DraftValue, plan: Plan, repeat_id: str, number: int, language: str
) -> DraftValue:
    """Take one entry of a repeat out of the draft, and return the draft as it is now. One statement.

    The others keep their numbers; one that is gone already is no fault. Otherwise as `answer`.
    """
    left = without_entry(draft.answers, repeat_id, number)
    said = Reading({repeat_id: left[repeat_id]}, {}, (), frozenset([repeat_id]))
    return answer(session, draft, plan, said, language)


def answer_late(session: Session, draft: DraftValue, reading: Reading, asking: Asking) -> DraftValue:
    """Write what the form of an older version said into a draft that is in a newer one already; nothing is lost.

    `reading` is by the older version's plan, and `asking` says how the page was shown. Otherwise as `answer`.
    """
    return _write(session, progress.with_late_page(session, draft, reading, asking))


def move(session: Session, draft: DraftValue, version_id: uuid.UUID) -> DraftValue:
    """Take a draft to the version a correction made current, and return it as it is now. It is told until answered.

    `draft` must have been read to be changed. Raises Refused `draft.gone`.
    """
    return _write(session, progress.moved(session, draft, version_id))


def _write(session: Session, draft: DraftValue) -> DraftValue:
    written = {"draft_id": draft.id, **{name: getattr(draft, name) for name in ANSWERED}}
    if _rows(session, _answered, written) == 0:
        raise Refused(Problem("draft.gone"))
    return draft


def forget_letter(session: Session, draft_id: uuid.UUID) -> None:
    """Take the single-use code out of a draft: it is sent as by anyone who came without a letter."""
    session.execute(update(_drafts).where(_drafts.c.id == draft_id).values(letter=None))


def withdraw(session: Session, keys: CodeKeys, receipt_code: str, plan: Plan) -> uuid.UUID:
    """Delete the answer this receipt belongs to, with its files, and return the id of its consultation.

    `plan` is that of the version it was given to: its place in a hard quota is free again.
    Before the evidence is sealed this makes what was compiled stale; afterwards the sealed aggregates stay, and the
    seal, which holds salted leaves only, still verifies. Raises Refused `receipt.unknown`.
    """
    possible = keys.candidates(receipts.RECEIPT, receipt_code)
    _alone(session, possible)
    gone = (
        delete(_responses)
        .where(_responses.c.receipt.in_(possible))
        .returning(*(_responses.c[name] for name in COUNTED))
    )
    theirs = select(_responses.c.id).where(_responses.c.receipt.in_(possible))
    attachments.delete_of_responses(session, theirs)
    row = session.execute(gone).first()
    if row is None:
        raise Refused(Problem("receipt.unknown", "receipt"))
    _count_change(session, row.consultation_id, row.organisation_id, "withdrawn")
    whose = Whose(row.consultation_id, row.organisation_id)
    move_places(session, whose, plan, together(row.codes, row.words), {})
    refold(session, whose, plan, row._asdict(), None)
    consultation_id: uuid.UUID = row.consultation_id
    return consultation_id


def correct_about_you(
    session: Session,
    keys: CodeKeys,
    receipt_code: str,
    plan: Plan,
    reading: Reading,
    *,
    is_sealed: bool,
    language: str | None = None,
    variant: WordedVariant | None = None,
) -> None:
    """Replace the about-you answers behind this receipt by those read; reading none takes them back, consent and all.

    `reading` is of an about-you page of the version the answer was given to, shown in `language`, by default the
    answer's, and in `variant`, by default the usual words; `is_sealed` says whether its evidence is sealed, which
    evidence knows. Raises Refused `receipt.sealed`, `receipt.unknown`, what the reading found, or what the logic of
    these questions finds beside the other answers.
    """
    if is_sealed:
        raise Refused(Problem("receipt.sealed", "receipt"))
    if reading.problems:
        raise Refused(reading.problems)
    possible = keys.candidates(receipts.RECEIPT, receipt_code)
    _alone(session, possible)
    wanted = _responses.select().where(_responses.c.receipt.in_(possible)).with_for_update()
    found = session.execute(wanted).mappings().first()
    if found is None:
        raise Refused(Problem("receipt.unknown", "receipt"))
    before = together(found["codes"], found["words"])
    if faults := _faults_of_logic(plan, reading, reading.merged(before), found["seed"]):
        raise Refused(faults)
    values = progress.with_about_you(dict(found), plan, reading, language, variant)
    session.execute(update(_responses).where(_responses.c.id == found["id"]).values(**values))
    after = together(values["codes"], values["words"])
    _count_change(session, found["consultation_id"], found["organisation_id"], "corrected")
    whose = Whose(found["consultation_id"], found["organisation_id"])
    move_places(session, whose, plan, before, after)
    refold(session, whose, plan, dict(found), {**found, **values})


def _faults_of_logic(plan: Plan, said: Reading, answers: Answers, seed: int | None) -> list[Problem]:
    """Return what the logic of what was said now finds; what was said before stays as it was sent."""
    path = place(plan, answers, seed)
    return [fault for fault in faults_of_logic(plan, path, answers) if fault.where in said.keys]


def _alone(session: Session, possible: Sequence[str]) -> None:
    """Keep the evidence from being sealed between looking and taking back: what is sealed was checked after this.

    And keep the answer from being folded meanwhile: what is taken out of the counts is what it was counted as.
    """
    of = session.scalar(select(_responses.c.consultation_id).where(_responses.c.receipt.in_(possible)))
    if of is not None:
        one_at_a_time(session, EVIDENCE_OF.format(of))
        alone_with_counts(session, of)


def _count_change(
    session: Session, consultation_id: uuid.UUID, organisation_id: uuid.UUID, what: str
) -> None:
    """Add one to what makes a compilation stale, in one statement, whoever else does the same."""
    fresh = {"withdrawn": 0, "corrected": 0, what: 1}
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    written = (sqlite.insert if is_sqlite else postgresql.insert)(_states).values(
        consultation_id=consultation_id, organisation_id=organisation_id, **fresh
    )
    session.execute(
        written.on_conflict_do_update(
            index_elements=[_states.c.consultation_id], set_={what: _states.c[what] + 1}
        )
    )


def _rows(session: Session, statement: Any, values: dict[str, Any] | None = None) -> int:
    result = cast("CursorResult[Any]", session.execute(statement, values))
    return result.rowcount
