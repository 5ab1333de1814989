"""Deleting drafts and sent answers: because somebody asked, or because their time is over."""

import uuid
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Table, delete
from sqlalchemy.orm import Session

from consult.responses.models import Draft, Response

_drafts = cast("Table", Draft.__table__)
_responses = cast("Table", Response.__table__)


def delete_draft(session: Session, draft_id: uuid.UUID) -> None:
    """Delete a draft because somebody asked for it. One that is gone already is no fault."""
    session.execute(delete(_drafts).where(_drafts.c.id == draft_id))


def delete_expired_drafts(session: Session, consultation_id: uuid.UUID, moment: datetime) -> int:
    """Delete every draft of a consultation that expired before `moment`; return how many."""
    over = delete(_drafts).where(_drafts.c.consultation_id == consultation_id, _drafts.c.expires_at <= moment)
    return cast("CursorResult[Any]", session.execute(over)).rowcount


def delete_answers(session: Session, consultation_id: uuid.UUID) -> int:
    """Delete every sent answer of a consultation with its salt; return how many. The seal still verifies."""
    gone = delete(_responses).where(_responses.c.consultation_id == consultation_id)
    return cast("CursorResult[Any]", session.execute(gone)).rowcount
