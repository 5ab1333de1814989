"""Keeping a file with a draft, handing it over to the sent answer, deleting it; and writing down a recording.

The bytes are written before the transaction ends and removed after it has: what a crash leaves between the two is bytes
of nobody, which `sweep` removes. There is never an answer whose file is missing.
"""

import hashlib
import uuid
from collections.abc import Collection
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, delete, insert, select, update
from sqlalchemy.orm import Session

from consult import clock, files
from consult.accounts.permissions import Permission, require
from consult.attachments import queries
from consult.attachments.models import Attachment
from consult.attachments.terms import LONGEST_TRANSCRIPT, Medium
from consult.attachments.values import AttachmentValue, Cleaned, Owner
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations.holding import held
from consult.db import after_commit
from surveys import free_text
from surveys.problems import Problem, Refused

AGE_OF_NOBODYS = timedelta(weeks=1)
"""How old a file of nobody must be: a younger one may belong to an answer that is being written now."""

_attachments = cast("Table", Attachment.__table__)


def attach(session: Session, owner: Owner, question_id: str, cleaned: Cleaned) -> None:
    """Keep a file with a draft, in the place of any the same question had."""
    detach(session, owner.draft_id, [question_id])
    session.execute(
        insert(_attachments).values(
            id=cleaned.id,
            organisation_id=owner.organisation_id,
            consultation_id=owner.consultation_id,
            draft_id=owner.draft_id,
            question_id=question_id,
            medium=cleaned.medium,
            media_type=cleaned.media_type,
            size=len(cleaned.content),
            sha256=hashlib.sha256(cleaned.content).hexdigest(),
            storage_key=files.keep(cleaned.content),
        )
    )


def detach(session: Session, draft_id: uuid.UUID, question_ids: Collection[str]) -> None:
    """Delete the files a draft has for these questions."""
    of_them = _attachments.c.question_id.in_(question_ids)
    _delete(session, (_attachments.c.draft_id == draft_id) & of_them)


def hand_over(
    session: Session, draft_id: uuid.UUID, response_id: uuid.UUID, wanted: Collection[uuid.UUID]
) -> None:
    """Give the files of a draft to the answer it became; those it did not take along are deleted.

    Raises Refused `attachment.missing` where the draft does not have one of `wanted`.
    """
    taken = (
        update(_attachments)
        .where(_attachments.c.draft_id == draft_id, _attachments.c.id.in_(wanted))
        .values(draft_id=None, response_id=response_id)
        .returning(_attachments.c.id)
    )
    if len(session.execute(taken).all()) != len(wanted):
        raise Refused(Problem("attachment.missing"))
    _delete(session, _attachments.c.draft_id == draft_id)


def delete_of_drafts(session: Session, drafts: Select[uuid.UUID]) -> None:
    """Delete the files of these drafts."""
    _delete(session, _attachments.c.draft_id.in_(drafts))


def delete_of_responses(session: Session, responses: Select[uuid.UUID]) -> None:
    """Delete the files of these sent answers."""
    _delete(session, _attachments.c.response_id.in_(responses))


def read(session: Session, actor: Actor, attachment: AttachmentValue) -> bytes:
    """Return the bytes of a sent file, and write into the audit trail that somebody looked.

    Raises Refused `permission.denied`, and `attachment.deleted` where only the words of a recording are left.
    """
    require(actor, Permission.READ_ANSWERS)
    if attachment.storage_key is None:
        raise Refused(Problem("attachment.deleted", "attachment"))
    record(session, actor, "attachment.read", "consultation", attachment.consultation_id)
    try:
        return files.kept(attachment.storage_key)
    except FileNotFoundError:  # a database that was restored without its files
        raise Refused(Problem("attachment.deleted", "attachment")) from None


def transcribe(
    session: Session, actor: Actor, attachment: AttachmentValue, written: str, *, is_checked: bool
) -> None:
    """Write down what a recording says. Once somebody checked it, the recording is deleted and the words stay.

    What is held back from deletion (a challenge, a legal hold) is deleted when it is let go. Raises Refused
    `permission.denied`, `attachment.no_recording`, `transcript.already`, `transcript.empty`, or what is wrong
    with the words.
    """
    require(actor, Permission.READ_ANSWERS)
    if attachment.medium is not Medium.RECORDING:
        raise Refused(Problem("attachment.no_recording", "attachment"))
    words = _words(written)
    values: dict[str, Any] = {"transcript": words}
    if is_checked:
        values["transcript_checked_on"] = clock.today()
    changed = (
        update(_attachments)
        .where(_attachments.c.id == attachment.id, _attachments.c.transcript_checked_on.is_(None))
        .values(values)
        .returning(_attachments.c.id)
    )
    if session.execute(changed).first() is None:
        raise Refused(Problem("transcript.already", "attachment"))
    if not is_checked:
        record(session, actor, "attachment.transcribed", "consultation", attachment.consultation_id)
        return
    record(session, actor, "attachment.transcript_checked", "consultation", attachment.consultation_id)
    _forget_heard(session)


def _words(written: str) -> str:
    try:
        words = free_text.written(written, LONGEST_TRANSCRIPT, lines=True)
    except free_text.BadCharacters:
        raise Refused(Problem("answer.bad_characters", "transcript")) from None
    except free_text.TooLong:
        raise Refused(Problem("answer.too_long", "transcript", {"limit": LONGEST_TRANSCRIPT})) from None
    if not words:
        raise Refused(Problem("transcript.empty", "transcript"))
    return words


def sweep(session: Session) -> int:
    """Delete recordings whose checked words are enough by now, and old bytes that belong to no answer; say how many."""
    heard = _forget_heard(session)
    old = clock.week_of(clock.today()) - AGE_OF_NOBODYS
    orphans = queries.nobodys(session, files.keys(before=old))
    for key in orphans:
        files.forget(key)
    return heard + len(orphans)


def _forget_heard(session: Session) -> int:
    """Let go of each recording whose transcript was checked, unless its consultation is held."""
    heard = (
        (_attachments.c.medium == Medium.RECORDING)
        & _attachments.c.transcript_checked_on.is_not(None)
        & _attachments.c.storage_key.is_not(None)
        & _attachments.c.consultation_id.not_in(held())
    )
    keys = list(session.scalars(select(_attachments.c.storage_key).where(heard).with_for_update()))
    if keys:
        of_them = _attachments.c.storage_key.in_(keys)
        session.execute(update(_attachments).where(of_them).values(storage_key=None))
        _forget_later(session, keys)
    return len(keys)


def _delete(session: Session, which: ColumnElement[bool]) -> None:
    gone = delete(_attachments).where(which).returning(_attachments.c.storage_key)
    _forget_later(session, [key for key in session.scalars(gone) if key is not None])


def _forget_later(session: Session, keys: Collection[str]) -> None:
    """Remove the bytes once the transaction is committed; never when it is not."""
    for key in keys:
        after_commit(session, lambda key=key: files.forget(key))  # type: ignore[misc]  # each lambda its own key
