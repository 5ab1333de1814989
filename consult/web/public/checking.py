"""Looking over the answers before they are sent."""

from collections.abc import Sequence

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from consult.responses.values import DraftValue
from consult.web.locale import gettext
from consult.web.public import drafts, sentences, variants
from consult.web.public.answered import parts
from consult.web.public.corrected import news, up_to_date
from consult.web.public.frame import render_private
from consult.web.public.full import quota_in_the_way, thanks
from consult.web.public.not_open import not_open_page
from consult.web.public.resuming import locked_page
from consult.web.public.visits import Visit, is_machine_made
from consult.web.security import form_token, signed
from surveys.problems import Problem

SENDING = "send"
DRAFT_TO_SEND = "draft to send"
DRAFT = "_draft"
"""The signed ids of the draft to send, its version and its consultation.

Pressed twice, it is the same draft, cookie or not; and it is sent at the address of its own consultation only.
"""


def check_answers(slug: str) -> ResponseReturnValue:
    """Show every answer that counts, with a way to change it."""
    with up_to_date(slug) as (session, found):
        if not found.is_open:
            return not_open_page(found)
        if found.is_locked:
            return locked_page(found.consultation)
        if found.draft is None:
            return redirect(url_for("public.consultation", slug=slug), 303)
        quota = quota_in_the_way(session, found)
        response = show(session, found) if quota is None else thanks(found, quota)
    return drafts.hold(response, found.draft.id)


def show(session: Session, found: Visit, problems: Sequence[Problem] = (), status: int = 200) -> Response:
    draft = found.draft
    assert draft is not None  # callers looked
    answered = parts(found)
    return render_private(
        "check_answers",
        gettext("Check your answers"),
        status=status,
        consultation=found.consultation,
        parts=answered,
        lacks_variant=any(line.question.lacks_variant for part in answered for line in part.lines),
        slug=found.consultation.slug,
        **sentences.of_form(problems, {}),
        is_open=found.is_open,
        form_token=form_token(SENDING, found.consultation.slug),
        draft_token=signed(DRAFT_TO_SEND, _ids(draft)),
        back_href=url_for("public.question", slug=found.consultation.slug, page_id=found.path.pages[-1]),
        is_machine_made=is_machine_made(session, found.plan, found.version_id),
        news=news(session, found),
        offered=variants.offered(found.plan, found.variant) if found.is_open else None,
    )


def _ids(draft: DraftValue) -> str:
    return ":".join(each.hex for each in (draft.id, draft.version_id, draft.consultation_id))
