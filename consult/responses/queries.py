"""Drafts and sent answers as they are read."""

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, Table, bindparam, func, select
from sqlalchemy.orm import Session

from consult.codes import CodeKeys
from consult.responses.models import AnswerState, Draft, Response
from consult.responses.receipts import RECEIPT, RESUME
from consult.responses.values import Changes, DraftValue, ReceivedAnswer, SentAnswer
from surveys.codes_and_words import together
from surveys.plan import Plan, on_offer
from surveys.routing import place

# Core, not the ORM, on the way of a resident's request: half the time for the same statement.
_drafts = cast("Table", Draft.__table__)
_responses = cast("Table", Response.__table__)
_states = cast("Table", AnswerState.__table__)
_of_a_draft = tuple(_drafts.c[name] for name in DraftValue.__dataclass_fields__)
_of_an_answer = (
    _responses.c.codes,
    _responses.c.words,
    _responses.c.version_id,
    _responses.c.language,
    _responses.c.mode,
    _responses.c.capacity,
    _responses.c.sent_week,
    _responses.c.salt,
    _responses.c.seed,
    _responses.c.variant,
    _responses.c.asked,
)
ROWS_AT_A_TIME = 1000

# Made once: making a statement and finding its compiled form takes as long as sending it.
_by_id = select(*_of_a_draft).where(_drafts.c.id == bindparam("draft_id"))
_by_code = select(*_of_a_draft).where(_drafts.c.resume_code.in_(bindparam("codes", expanding=True)))
_to_read = {True: _by_id.with_for_update(), False: _by_id}
_to_resume = {True: _by_code.with_for_update(), False: _by_code}


def draft(session: Session, draft_id: uuid.UUID, *, to_change: bool = False) -> DraftValue | None:
    """Return a draft by its id; None where there is none (any more). `to_change` keeps others from changing it."""
    return _draft(session, _to_read[to_change], {"draft_id": draft_id})


def draft_by_code(
    session: Session, keys: CodeKeys, code: str, *, to_change: bool = False
) -> DraftValue | None:
    """Return the draft a resume code belongs to, however the code was typed; None where there is none."""
    return _draft(session, _to_resume[to_change], {"codes": list(keys.candidates(RESUME, code))})


def _draft(session: Session, wanted: Select[*tuple[Any, ...]], values: dict[str, Any]) -> DraftValue | None:
    found = session.execute(wanted, values).first()
    return None if found is None else DraftValue(*found)


def received_answer(session: Session, keys: CodeKeys, receipt_code: str) -> ReceivedAnswer | None:
    """Return what a receipt tells, however the code was typed; None where no answer has it (any more)."""
    wanted = select(
        _responses.c.consultation_id,
        _responses.c.version_id,
        _responses.c.language,
        _responses.c.sent_week,
    ).where(_responses.c.receipt.in_(keys.candidates(RECEIPT, receipt_code)))
    found = session.execute(wanted).first()
    return None if found is None else ReceivedAnswer(*found)


def about_you_on_offer(
    session: Session, keys: CodeKeys, receipt_code: str, plan: Plan
) -> Mapping[str, frozenset[str]]:
    """Return, for each question about the person whose choices are filtered, those on offer beside what was sent."""
    questions = [question for page in plan.pages if page.is_about_you for question in page.questions]
    if not any(question.logic and question.logic.offered for question in questions):
        return {}
    wanted = select(_responses.c.codes, _responses.c.words, _responses.c.seed).where(
        _responses.c.receipt.in_(keys.candidates(RECEIPT, receipt_code))
    )
    found = session.execute(wanted).first()
    if found is None:
        return {}
    codes, words, seed = found
    return on_offer(questions, place(plan, together(codes, words), seed).scope)


def sent_answers(session: Session, consultation_id: uuid.UUID) -> Iterator[SentAnswer]:
    """Yield every sent answer of a consultation, in no order that means anything."""
    wanted = select(*_of_an_answer).where(_responses.c.consultation_id == consultation_id)
    streamed = wanted.order_by(_responses.c.id).execution_options(yield_per=ROWS_AT_A_TIME)
    for row in session.execute(streamed):
        yield _sent_answer(tuple(row))


def sent_answers_from(
    session: Session, consultation_id: uuid.UUID, first: int, most: int
) -> list[SentAnswer]:
    """Return at most `most` sent answers from the number `first` on, in no order that means anything."""
    wanted = select(*_of_an_answer).where(_responses.c.consultation_id == consultation_id)
    page = wanted.order_by(_responses.c.id).offset(first).limit(most)
    return [_sent_answer(tuple(row)) for row in session.execute(page)]


def _sent_answer(values: tuple[Any, ...]) -> SentAnswer:
    return SentAnswer(*values)


def count(session: Session, consultation_id: uuid.UUID) -> int:
    """Return how many answers were sent."""
    wanted = select(func.count()).select_from(_responses)
    return session.scalar(wanted.where(_responses.c.consultation_id == consultation_id)) or 0


def changes(session: Session, consultation_id: uuid.UUID) -> Changes:
    """Return how often sent answers were withdrawn or corrected."""
    wanted = select(_states.c.withdrawn, _states.c.corrected)
    found = session.execute(wanted.where(_states.c.consultation_id == consultation_id)).first()
    return Changes() if found is None else Changes(*found)


def answered_in_drafts(
    session: Session, consultation_id: uuid.UUID, moment: datetime
) -> tuple[int, Counter[str]]:
    """Return how many drafts have not expired at `moment`, and in how many of them each question was answered.

    What was answered is not looked at. The counts are not protected: they are for no eyes as they are.
    """
    wanted = select(_drafts.c.codes, _drafts.c.words).where(
        _drafts.c.consultation_id == consultation_id, _drafts.c.expires_at > moment
    )
    drafts, answered = 0, Counter[str]()
    for codes, words in session.execute(wanted.execution_options(yield_per=ROWS_AT_A_TIME)):
        drafts += 1
        answered.update((*codes, *words))
    return drafts, answered


def drafts_by_page(
    session: Session, consultation_id: uuid.UUID, moment: datetime, *, are_expired: bool = False
) -> list[tuple[uuid.UUID | None, str, str | None, int]]:
    """Return how many drafts have not expired at `moment`, or have, by their activity, language and furthest page.

    What was answered is not looked at. The counts are not protected: they are for no eyes as they are. One statement.
    """
    by = (_drafts.c.activity_id, _drafts.c.language, _drafts.c.page)
    which = _drafts.c.expires_at <= moment if are_expired else _drafts.c.expires_at > moment
    wanted = (
        select(*by, func.count()).where(_drafts.c.consultation_id == consultation_id, which).group_by(*by)
    )
    return [tuple(row) for row in session.execute(wanted)]


def next_expiry(session: Session, consultation_id: uuid.UUID) -> datetime | None:
    """Return when the next draft of a consultation expires; None where there are no drafts."""
    wanted = select(func.min(_drafts.c.expires_at)).where(_drafts.c.consultation_id == consultation_id)
    found: datetime | None = session.scalar(wanted)
    return found
