"""Following an outreach link: one opening is counted, and nothing about who opened it."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from consult.db import reading, unit_of_work
from consult.outreach.service import record_arrival
from consult.web.public.frame import CARRIED
from consult.web.public.openings import link_token
from surveys.problems import Refused


def go(code: str) -> ResponseReturnValue:
    """Count one opening and lead to the start page, which carries the link on in its address, signed.

    A HEAD request is a machine that looks whether the link works, as messengers and crawlers do: nobody opened it.
    """
    is_opened = request.method != "HEAD"
    try:
        with unit_of_work() if is_opened else reading() as session:
            arrived = record_arrival(session, code, is_counted=is_opened)
    except Refused as refused:
        if refused.problems[0].code != "link.closed":
            raise
        return _lead(refused.problems[0].parameters)
    token = link_token(arrived.slug, arrived.activity_id)
    return _lead({"slug": arrived.slug, "language": arrived.language, CARRIED: token})


def _lead(parts: Mapping[str, Any]) -> Response:
    response = redirect(url_for("public.consultation", **parts), 303)
    response.headers["Cache-Control"] = "no-store"  # or a second opening would not be counted
    return response
