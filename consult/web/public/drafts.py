"""The one cookie: it holds the signed id of a draft, ends with the browser's session, and sleeps after 20 minutes."""

import uuid
from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response

from consult.web.installation import installation
from consult.web.security import signed, unsigned

COOKIE = "draft"
IDLE_MINUTES = 20
_ANSWERING = "draft"
_SENT = "sent"


@dataclass(frozen=True, slots=True)
class Held:
    """What this browser holds: a draft that is being answered, or the id of one that was sent.

    `is_idle`: it was not used for 20 minutes, so whoever holds it now must give the code to come back.
    """

    draft_id: uuid.UUID | None = None
    sent_id: uuid.UUID | None = None
    is_idle: bool = False


def held() -> Held:
    """Return what the cookie of this request says; a changed cookie says nothing."""
    token = request.cookies.get(COOKIE)
    if not token:
        return Held()
    for purpose in (_ANSWERING, _SENT):
        value = unsigned(purpose, token)
        if value is not None:
            is_idle = unsigned(purpose, token, max_age=IDLE_MINUTES * 60) is None
            identity = uuid.UUID(value)
            return Held(identity, None, is_idle) if purpose == _ANSWERING else Held(None, identity, is_idle)
    return Held()


def hold(response: Response, draft_id: uuid.UUID) -> Response:
    """Have the browser hold this draft for another 20 minutes."""
    return _set(response, signed(_ANSWERING, draft_id.hex))


def hold_sent(response: Response, draft_id: uuid.UUID) -> Response:
    """Have the browser hold what it takes to show the receipt of what was just sent, and no more."""
    return _set(response, signed(_SENT, draft_id.hex))


def _set(response: Response, token: str) -> Response:
    is_secure = installation().settings.is_secure
    response.set_cookie(COOKIE, token, httponly=True, samesite="Lax", secure=is_secure)
    return response


def let_go(response: Response) -> Response:
    """Have the browser forget everything."""
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=installation().settings.is_secure)
    return response
