"""The cookie of a partner's browser: it names the link that was spent, and is sent to the partner's pages alone.

It never goes along with a resident's pages: somebody at a partner who answers, answers as anyone else.
"""

import uuid
from typing import TypedDict

from flask import request
from werkzeug.wrappers import Response

from consult import clock
from consult.outreach.partner_links import LASTS, Opened
from consult.web.installation import installation
from consult.web.security import signed, unsigned
from consult.words.locales import languages

COOKIE = "partner"
_PURPOSE = "partner"


class Guarded(TypedDict):
    """What keeps a cookie from scripts and from forms of other sites."""

    httponly: bool
    samesite: str
    secure: bool


def held() -> uuid.UUID | None:
    """Return the link this browser spent; None where it spent none, or its cookie was changed."""
    token = request.cookies.get(COOKIE)
    value = unsigned(_PURPOSE, token, max_age=int(LASTS.total_seconds())) if token else None
    return uuid.UUID(value) if value else None


def hold(response: Response, opened: Opened, *, is_shared: bool) -> Response:
    """Have the browser hold this link until it expires; on a shared computer, until the browser is closed."""
    token = signed(_PURPOSE, opened.id.hex)
    left = None if is_shared else int((opened.expires_at - clock.now()).total_seconds())
    for path in _paths():
        response.set_cookie(COOKIE, token, max_age=left, path=path, **_guarded())
    return response


def let_go(response: Response) -> Response:
    """Have the browser forget the link."""
    for path in _paths():
        response.delete_cookie(COOKIE, path=path, **_guarded())
    return response


def _paths() -> list[str]:
    """The partner's pages in each language: a cookie has one path, and no wider one may be given it."""
    return [f"/{code}/partner" for code in languages()]


def _guarded() -> Guarded:
    return {"httponly": True, "samesite": "Lax", "secure": installation().settings.is_secure}
