"""Files people sent, as they are read."""

import uuid
from collections.abc import Iterable
from typing import Any, cast

from sqlalchemy import Select, Table, func, select
from sqlalchemy.orm import Session

from consult import files
from consult.accounts.permissions import Permission, require
from consult.attachments.models import Attachment
from consult.attachments.terms import LARGEST_FILE, LARGEST_WAITING
from consult.attachments.values import AttachmentValue
from consult.audit.actor import Actor
from surveys.problems import Problem, Refused

_attachments = cast("Table", Attachment.__table__)
_of_a_file = tuple(_attachments.c[name] for name in AttachmentValue.__dataclass_fields__)


def sent_files(session: Session, actor: Actor, consultation_id: uuid.UUID) -> list[AttachmentValue]:
    """Return the files of every sent answer, in no order that means anything.

    Raises Refused `permission.denied` where the actor may not read single answers.
    """
    wanted = _sent(actor, consultation_id).order_by(_attachments.c.id)
    return [AttachmentValue(*row) for row in session.execute(wanted)]


def sent_file(
    session: Session, actor: Actor, consultation_id: uuid.UUID, attachment_id: uuid.UUID
) -> AttachmentValue:
    """Return one of them. Raises Refused `permission.denied`, `attachment.unknown`."""
    wanted = _sent(actor, consultation_id).where(_attachments.c.id == attachment_id)
    found = session.execute(wanted).first()
    if found is None:
        raise Refused(Problem("attachment.unknown", "attachment"))
    return AttachmentValue(*found)


def _sent(actor: Actor, consultation_id: uuid.UUID) -> Select[*tuple[Any, ...]]:
    require(actor, Permission.READ_ANSWERS)
    return select(*_of_a_file).where(
        _attachments.c.consultation_id == consultation_id,
        _attachments.c.organisation_id == actor.organisation_id,
        _attachments.c.response_id.is_not(None),
    )


def has_room(session: Session, consultation_id: uuid.UUID) -> bool:
    """Say whether the drafts of a consultation may keep one more file."""
    waiting = select(func.coalesce(func.sum(_attachments.c.size), 0)).where(
        _attachments.c.consultation_id == consultation_id, _attachments.c.draft_id.is_not(None)
    )
    return (session.scalar(waiting) or 0) + LARGEST_FILE <= LARGEST_WAITING


def is_keeping(session: Session, consultation_id: uuid.UUID) -> bool:
    """Say whether there is something left to tidy up: files of a consultation, or files of no answer at all."""
    own = select(_attachments.c.id).where(_attachments.c.consultation_id == consultation_id).limit(1)
    if session.execute(own).first() is not None:
        return True
    return bool(nobodys(session, list(files.keys())))


def nobodys(session: Session, keys: Iterable[str]) -> set[str]:
    """Return those of `keys` under which a file lies that belongs to no answer."""
    owned = select(_attachments.c.storage_key).where(_attachments.c.storage_key.is_not(None))
    return set(keys).difference(session.scalars(owned))
