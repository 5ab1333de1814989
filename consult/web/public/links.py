"""Following an outreach link: one opening is counted, and nothing about who opened it."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from consult.db import reading, unit_of_work
from consult.outreach import letters
from consult.web.installation import installation
from consult.web.public.frame import CARRIED
from consult.web.public.openings import link_token
from surveys.problems import Refused

_LEADS_TO = {"link.closed": "public.consultation", letters.SPENT: "public.letter_used"}
"""What is said kindly on a page of its own, and which that is."""


def go(code: str) -> ResponseReturnValue:
    """Count one opening and lead to the start page, which carries the link on in its address, signed.

    A HEAD request is a machine that looks whether the link works, as messengers and crawlers do: nobody opened it.
    """
    is_opened = request.method != "HEAD"
    try:
        with unit_of_work() if is_opened else reading() as session:
            arrived = letters.record_arrival(session, installation().keys, code, is_counted=is_opened)
    except Refused as refused:
        problem = refused.problems[0]
        if problem.code not in _LEADS_TO:
            raise
        return _lead(problem.parameters, _LEADS_TO[problem.code])
    token = link_token(arrived.slug, arrived.activity_id, arrived.letter)
    return _lead({"slug": arrived.slug, "language": arrived.language, CARRIED: token})


def _lead(parts: Mapping[str, Any], to: str = "public.consultation") -> Response:
    response = redirect(url_for(to, **parts), 303)
    response.headers["Cache-Control"] = "no-store"  # or a second opening would not be counted
    return response
