"""Sending: a draft becomes a sent answer, once, however often somebody presses the button."""

import secrets
import uuid
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, insert
from sqlalchemy.orm import Session

from consult import clock
from consult.codes import CodeKeys
from consult.responses import receipts
from consult.responses.files import hand_over
from consult.responses.models import Draft, Response
from consult.responses.quotas import Whose, take_places
from consult.responses.values import DraftValue, Sent
from surveys.answers import Answers
from surveys.asking import grouped
from surveys.checking import check
from surveys.codes_and_words import split
from surveys.plan import Plan
from surveys.problems import Problem, Refused

SALT_BYTES = 32

_drafts = cast("Table", Draft.__table__)
_responses = cast("Table", Response.__table__)
_of_a_draft = tuple(_drafts.c[name] for name in DraftValue.__dataclass_fields__)

# Made once: making a statement and finding its compiled form takes as long as sending it.
_taken = delete(_drafts).where(_drafts.c.id == bindparam("draft_id")).returning(*_of_a_draft)
_sent = insert(_responses)


def send(
    session: Session,
    keys: CodeKeys,
    draft_id: uuid.UUID,
    plan: Plan,
    *,
    week: date | None = None,
    version_id: uuid.UUID | None = None,
) -> Sent:
    """Make the draft a sent answer, once, and return its receipt. Two statements, one for each hard quota it falls
    under, and two more where the survey asks for files.

    `plan` is that of the version the draft is pinned to; `week` the Monday that is written (by default this week's,
    UTC); `version_id` the version in which the answers were looked over, where that is known. A draft that was sent
    already gives the same receipt and writes nothing, also while another connection is sending it. Raises Refused with
    what is missing or wrong, `response.empty`, `attachment.missing`, `quota.reached`, or `draft.corrected` where it was
    taken to another version since, and then the draft stays; and `draft.gone` where there is neither draft nor answer,
    or the draft has expired.
    """
    row = session.execute(_taken, {"draft_id": draft_id}).first()
    if row is None:
        return _sent_before(session, keys, draft_id)
    draft = DraftValue(*row)
    answers = _checked(plan, draft, version_id)
    take_places(session, Whose(draft.consultation_id, draft.organisation_id), plan, answers)
    codes, words = split(plan, answers)
    sent = Sent(
        receipt_code=receipts.receipt_code(keys, draft_id),
        consultation_id=draft.consultation_id,
        organisation_id=draft.organisation_id,
        codes=codes,
        week=week or clock.week_of(clock.today()),
        activity_id=draft.activity_id,
        begun_at=draft.begun_at,
        letter=draft.letter,
    )
    response = _as_response(keys, draft, sent, words)
    session.execute(_sent, response)
    hand_over(session, draft_id, response["id"], plan, answers)
    return sent


def _checked(plan: Plan, draft: DraftValue, version_id: uuid.UUID | None) -> Answers:
    if draft.expires_at <= clock.now():  # people were told that it is deleted by now
        raise Refused(Problem("draft.gone"))
    if version_id is not None and draft.version_id != version_id:
        raise Refused(Problem("draft.corrected"))
    checked = check(plan, draft.answers)
    if checked.problems:
        raise Refused(checked.problems)
    if not any(value is not True for value in checked.values.values()):  # a consent alone says nothing
        raise Refused(Problem("response.empty"))
    return checked.values


def _as_response(keys: CodeKeys, draft: DraftValue, sent: Sent, words: dict[str, Any]) -> dict[str, Any]:
    given = draft.in_progress.given
    askings = {key: given[key].asking for key in (*sent.codes, *words)}
    return {
        "id": uuid.uuid4(),
        "organisation_id": draft.organisation_id,
        "consultation_id": draft.consultation_id,
        "version_id": draft.version_id,
        "language": draft.language,
        "mode": draft.mode,
        "variant": draft.variant,
        "capacity": draft.capacity,
        "codes": sent.codes,
        "words": words,
        "seed": draft.seed,
        "asked": grouped(askings, draft.asking),
        "sent_week": sent.week,
        "salt": secrets.token_bytes(SALT_BYTES),
        "receipt": keys.stored(receipts.RECEIPT, sent.receipt_code),
    }


def _sent_before(session: Session, keys: CodeKeys, draft_id: uuid.UUID) -> Sent:
    possible = receipts.receipts_by_stored_form(keys, draft_id)
    wanted = _responses.select().where(_responses.c.receipt.in_(possible))
    found = session.execute(wanted).mappings().first()
    if found is None:
        raise Refused(Problem("draft.gone"))
    return Sent(
        receipt_code=possible[found["receipt"]],
        consultation_id=found["consultation_id"],
        organisation_id=found["organisation_id"],
        codes={},
        week=found["sent_week"],
        is_repeat=True,
    )
