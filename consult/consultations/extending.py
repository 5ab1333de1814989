"""Letting people answer for longer: an open consultation gets a later last day."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Permission, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations.drafting import closing_time
from consult.consultations.own import own
from consult.consultations.service import COMPILE
from consult.consultations.values import OVER, State, state_of
from consult.work.service import leave
from surveys.problems import Problem, Refused

ANSWERED = frozenset({State.OPEN, State.PAUSED})


def extend(session: Session, actor: Actor, slug: str, closes_on: date) -> datetime:
    """Let an open or paused consultation close when `closes_on` ends, later than it was to; return the moment.

    Raises Refused `closing.already`, `extending.not_open`, `consultation.odd_day`, and `extending.not_later` for a day
    that is over, or no later than the last one was to be.
    """
    require(actor, Permission.PUBLISH)
    draft = own(session, actor, slug)
    moment = clock.now()
    state = state_of(draft, moment)
    if state not in ANSWERED:
        code = "closing.already" if state in OVER else "extending.not_open"
        raise Refused(Problem(code, "slug", {"slug": slug, "state": state.value}))
    before, later = draft.closes_at, closing_time(session, draft, closes_on)
    if later <= (before or moment):
        raise Refused(Problem("extending.not_later", "closes_on"))
    draft.closes_at = later
    session.flush()
    # A row of its own: the work that was left for the first day finds people still answering, and does nothing.
    key = f"{COMPILE}:{draft.id}:{later.isoformat()}"
    leave(session, COMPILE, draft.id, draft.organisation_id, key=key, due_at=later)
    told = {"closed_at": before.isoformat() if before else None, "closes_at": later.isoformat()}
    record(session, actor, "consultation.extended", "consultation", draft.id, told)
    return later
