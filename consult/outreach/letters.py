"""Single-use codes for letters, which no copy of the database ties to an answer or to an address (decision 41).

The database keeps an HMAC of each code, in the order of the HMACs. A code may send one answer as long as its right is
there; sending deletes the right and writes nothing, so that nothing of a used code has an order, a time or a
transaction. Whoever has a code learns whether it was used, and nobody learns it without one.
"""

import uuid
from dataclasses import replace
from typing import Any, NamedTuple, cast

from sqlalchemy import CursorResult, Table, delete, insert, select
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Permission, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.codes import DIGITS_IN_A_CODE, CodeKeys, letter_code, normalised
from consult.consultations.values import ConsultationValue
from consult.outreach import service
from consult.outreach.models import Activity, LetterBatch, LetterCode, LetterRight, Link
from consult.outreach.values import Arrived, BatchValue
from surveys.problems import Problem, Refused

LETTER = "letter"
SPENT = "letter.spent"
MOST_CODES = 20_000
LONGEST_TYPED = 40
"""Characters of a typed code that are looked at: its digits, and whatever stands between them."""

_codes = cast("Table", LetterCode.__table__)
_rights = cast("Table", LetterRight.__table__)


class _Found(NamedTuple):
    code: str
    link: str
    right: str | None


def make_letters(
    session: Session,
    actor: Actor,
    keys: CodeKeys,
    consultation: ConsultationValue,
    activity_key: str,
    language: str,
    count: int,
) -> tuple[str, ...]:
    """Make `count` codes for the letters of an activity and return them, for the only time: nobody keeps them.

    Raises Refused `letters.count`, `activity.unknown`, and as `service.add_link`.
    """
    require(actor, Permission.EDIT_OUTREACH)
    if not 0 < count <= MOST_CODES:
        raise Refused(Problem("letters.count", "count", {"most": MOST_CODES}))
    link_id = _link(session, actor, consultation, activity_key, language)
    fresh = tuple({letter_code() for _ in range(count)})
    batch = LetterBatch(
        id=uuid.uuid4(),
        organisation_id=actor.organisation_id,
        link_id=link_id,
        codes=len(fresh),
        made_on=clock.today(consultation.time_zone),
    )
    session.add(batch)
    session.flush()
    kept = sorted(keys.stored(LETTER, code) for code in fresh)  # in no order that the letters will have
    whose = {"organisation_id": actor.organisation_id}
    session.execute(insert(_codes), [{"code": code, "batch_id": batch.id, **whose} for code in kept])
    session.execute(insert(_rights), [{"code": code, **whose} for code in kept])
    told = {"activity": activity_key, "language": language, "codes": len(fresh)}
    record(session, actor, "outreach.letters_made", "consultation", consultation.id, told)
    return fresh


def batches(session: Session, activity_id: uuid.UUID) -> tuple[BatchValue, ...]:
    """Return the batches of an activity, the latest first. How many of their codes were used is not told."""
    made = (
        select(LetterBatch.codes, Link.language, LetterBatch.made_on)
        .join(Link, Link.id == LetterBatch.link_id)
        .where(Link.activity_id == activity_id)
        .order_by(LetterBatch.made_on.desc(), Link.language, LetterBatch.id)
    )
    return tuple(BatchValue(*row) for row in session.execute(made))


def record_arrival(session: Session, keys: CodeKeys, code: str, *, is_counted: bool = True) -> Arrived:
    """Count one opening of a link, or of the link behind a letter's code; return where it leads.

    Raises Refused as `service.record_arrival`, and `letter.spent`, with the consultation's `slug` and the link's
    `language`, for a code that was used: nothing is counted then.
    """
    if not is_letter_code(code):
        return service.record_arrival(session, code, is_counted=is_counted)
    found = _found(session, keys, code)
    if found is None:
        raise Refused(Problem("link.unknown", "code"))
    arrived = service.record_arrival(session, found.link, is_counted=is_counted and found.right is not None)
    if found.right is None:
        raise Refused(Problem(SPENT, "code", {"slug": arrived.slug, "language": arrived.language}))
    return replace(arrived, letter=found.code)


def is_letter_code(code: str) -> bool:
    """Say whether somebody typed as many digits as a letter's code has; those of a link are letters too."""
    typed = normalised(code[:LONGEST_TYPED])
    return len(typed) == DIGITS_IN_A_CODE and typed.isdecimal()


def spend(session: Session, letter: str | None) -> None:
    """Use the code an answer came by, in the transaction that sends it: of several at once, one.

    `letter` is the code as it is stored, None for an answer that came without one. Raises Refused `letter.spent`.
    """
    if letter is None:
        return
    used = cast("CursorResult[Any]", session.execute(delete(_rights).where(_rights.c.code == letter)))
    if used.rowcount == 0:
        raise Refused(Problem(SPENT, "code"))


def _found(session: Session, keys: CodeKeys, code: str) -> _Found | None:
    wanted = (
        select(LetterCode.code, Link.code, LetterRight.code)
        .join(LetterBatch, LetterBatch.id == LetterCode.batch_id)
        .join(Link, Link.id == LetterBatch.link_id)
        .outerjoin(LetterRight, LetterRight.code == LetterCode.code)
        .where(LetterCode.code.in_(keys.candidates(LETTER, code[:LONGEST_TYPED])))
    )
    found = session.execute(wanted).first()
    return None if found is None else _Found(*found)


def _link(
    session: Session, actor: Actor, consultation: ConsultationValue, activity_key: str, language: str
) -> uuid.UUID:
    activity = select(Activity.id).where(
        Activity.consultation_id == consultation.id, Activity.key == activity_key
    )
    activity_id = session.scalar(activity)
    if activity_id is None:
        raise Refused(Problem("activity.unknown", "activity"))
    code = service.add_link(session, actor, consultation, activity_id, language)
    return session.scalars(select(Link.id).where(Link.code == code)).one()
