"""The single-use code of a letter that was used already: said kindly, and nothing is lost."""

import uuid

from flask.typing import ResponseReturnValue

from consult.db import reading, unit_of_work
from consult.outreach.letters import SPENT
from consult.responses.service import forget_letter
from consult.web.locale import gettext, language
from consult.web.public.frame import render
from consult.web.public.visits import published
from surveys.problems import Refused


def letter_used(slug: str) -> ResponseReturnValue:
    """Say that a code works once, and how to go on without one. The page is the same for everybody."""
    with reading() as session:
        found = published(session, slug)
    return render(
        "letter_used",
        gettext("This code has been used"),
        consultation=found,
        consultation_title=found.title.to(language(), found.languages),
        slug=found.slug,
    )


def let_go(refused: Refused, ids: str | None) -> None:
    """Take a code that was used meanwhile out of the draft that came by it: pressed again, it is sent without."""
    if ids is None or refused.problems[0].code != SPENT:
        return
    with unit_of_work() as session:
        forget_letter(session, uuid.UUID(ids.partition(":")[0]))
