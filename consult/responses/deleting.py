"""Deleting drafts and sent answers, with their files, because their time is over."""

import uuid
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Table, delete, select
from sqlalchemy.orm import Session

from consult.attachments import service as attachments
from consult.responses.models import Draft, Response

_drafts = cast("Table", Draft.__table__)
_responses = cast("Table", Response.__table__)


def delete_expired_drafts(session: Session, consultation_id: uuid.UUID, moment: datetime) -> int:
    """Delete every draft of a consultation that expired before `moment`, with its files; return how many."""
    which = (_drafts.c.consultation_id == consultation_id) & (_drafts.c.expires_at <= moment)
    attachments.delete_of_drafts(session, select(_drafts.c.id).where(which))
    return _rows(session, delete(_drafts).where(which))


def delete_answers(session: Session, consultation_id: uuid.UUID) -> int:
    """Delete every sent answer of a consultation with its salt and its files; return how many.

    The seal still verifies.
    """
    of_it = _responses.c.consultation_id == consultation_id
    attachments.delete_of_responses(session, select(_responses.c.id).where(of_it))
    return _rows(session, delete(_responses).where(of_it))


def _rows(session: Session, statement: Any) -> int:
    result = cast("CursorResult[Any]", session.execute(statement))
    return result.rowcount
