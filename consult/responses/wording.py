"""Which words somebody who answers reads: the usual ones, or Easy Read."""

from dataclasses import replace
from typing import Any, cast

from sqlalchemy import CursorResult, Table, bindparam, update
from sqlalchemy.orm import Session

from consult.responses.models import Draft
from consult.responses.values import DraftValue
from surveys.asking import grouped
from surveys.problems import Problem, Refused
from surveys.text import WordedVariant

_drafts = cast("Table", Draft.__table__)
_reworded = (
    update(_drafts)
    .where(_drafts.c.id == bindparam("draft_id"))
    .values({name: bindparam(name) for name in ("variant", "asked")})
)


def choose_variant(session: Session, draft: DraftValue, variant: WordedVariant | None) -> DraftValue:
    """Keep with the draft which words its reader wants from now on, None for the usual ones. One statement.

    What was answered before keeps the words it was asked in. Raises Refused `draft.gone` where it was sent or deleted
    in the meantime.
    """
    askings = {key: each.asking for key, each in draft.in_progress.given.items()}
    asked = grouped(askings, replace(draft.asking, variant=variant))
    written = {"draft_id": draft.id, "variant": variant, "asked": asked}
    if cast("CursorResult[Any]", session.execute(_reworded, written)).rowcount == 0:
        raise Refused(Problem("draft.gone"))
    return replace(draft, variant=variant, asked=asked)
