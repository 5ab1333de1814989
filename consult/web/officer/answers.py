"""Single answers as they were asked, for analysts. That somebody looked is recorded."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from consult.db import unit_of_work
from consult.responses.showing import AT_ONCE, shown_answers
from consult.web.locale import gettext
from consult.web.officer.access import acting
from consult.web.officer.frame import render
from consult.web.officer.outreach import own
from consult.words.locales import endonym

MOST_DIGITS = 6


def answers(slug: str) -> ResponseReturnValue:
    """Show some sent answers, each question in the words in which it was asked."""
    given = request.args.get("from", "0")
    first = int(given) if given.isascii() and given.isdecimal() and len(given) <= MOST_DIGITS else 0
    with unit_of_work() as session:  # it is written down
        value = own(session, slug)
        found = shown_answers(session, acting(), value, first, AT_ONCE + 1)
    place: dict[str, Any] = {"slug": slug, "from": first + AT_ONCE}
    return render(
        "answers",
        gettext("Single answers"),
        value=value,
        first=first,
        answers=found[:AT_ONCE],
        following=url_for("officer.answers", **place) if len(found) > AT_ONCE else None,
        endonym=endonym,
    )
