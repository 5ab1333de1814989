"""Sending the answers, once, and the receipt."""

import uuid
from collections.abc import Iterator

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult import clock
from consult.codes import grouped
from consult.consultations import queries as consultations
from consult.consultations.plans import Recent
from consult.consultations.values import CommunityValue, ConsultationValue
from consult.db import reading, unit_of_work
from consult.outreach.sending import send_and_count
from consult.responses import queries as responses
from consult.responses import wording
from consult.responses.receipts import receipt_code
from consult.web.errors import status_of
from consult.web.installation import installation
from consult.web.locale import gettext
from consult.web.public import drafts, forms, letters, variants
from consult.web.public.checking import DRAFT, DRAFT_TO_SEND, SENDING, show
from consult.web.public.frame import render_private
from consult.web.public.full import thanks
from consult.web.public.not_open import not_open_page
from consult.web.public.resuming import locked_page
from consult.web.public.visits import NOT_OPEN, published, visit
from consult.web.security import unsigned
from surveys.problems import Problem, Refused

MOST_KEPT = 64

_kept: Recent[tuple[uuid.UUID, str], tuple[CommunityValue, ...]] = Recent(MOST_KEPT)


def send(slug: str) -> ResponseReturnValue:
    """Send the answers, once; a second press gives the same receipt. What cannot be sent is shown again."""
    elsewhere = forms.sent_to_another_language()
    if elsewhere is not None:
        return elsewhere
    if variants.is_choice():
        return _in_other_words(slug)
    ids = unsigned(DRAFT_TO_SEND, request.form.get(DRAFT, ""), max_age=drafts.IDLE_MINUTES * 60)
    try:
        draft_id = _sent(slug, ids)
    except Refused as refused:
        letters.let_go(refused, ids)
        return _shown_again(slug, refused)
    return drafts.hold_sent(redirect(url_for("public.sent", slug=slug), 303), draft_id)


def _in_other_words(slug: str) -> Response:
    """Show the answers again in the words that were asked for, which their draft keeps from now on."""
    with unit_of_work() as session:
        found = visit(session, slug, to_change=True)
        if not found.is_open:
            return not_open_page(found)
        if found.is_locked:
            return locked_page(found.consultation)
        if found.draft is None:
            raise Refused(Problem("draft.gone"))
        wording.choose_variant(session, found.draft, found.variant)
        return show(session, found)


def _sent(slug: str, ids: str | None) -> uuid.UUID:
    faults = forms.faults_of_token(SENDING, slug)
    if forms.is_shown_again() or faults or ids is None:
        raise Refused(faults or (Problem("form.changed"),))
    draft_id, version_id, consultation_id = (uuid.UUID(part) for part in ids.split(":"))
    with unit_of_work() as session:
        consultation = published(session, slug)
        state = consultation.state(clock.now())
        if state in NOT_OPEN:
            raise Refused(Problem(NOT_OPEN[state][1]))
        if consultation.id != consultation_id:  # it was this one's state that was looked at
            raise Refused(Problem("draft.gone"))
        plan = consultations.plan(session, version_id)
        week = clock.week_of(clock.today(consultation.time_zone))
        keys, communities = installation().keys, _communities(session, consultation)
        send_and_count(
            session, keys, draft_id, plan, communities, week=week, version_id=version_id, is_timed=True
        )
    return draft_id


def _communities(session: Session, consultation: ConsultationValue) -> Iterator[CommunityValue]:
    """Yield the communities once they are asked for: only an answer that came by a link is counted by community.

    They are kept as long as what is written of the consultation stays the same: who counts may be corrected.
    """
    as_written = (consultation.id, consultation.written_details)
    yield from _kept.found(as_written, lambda: consultations.communities(session, consultation.id))


def _shown_again(slug: str, refused: Refused) -> Response:
    """Show the answers again, with what kept them from being sent."""
    with reading() as session:
        found = visit(session, slug)
        if found.is_locked:
            return locked_page(found.consultation)
        if found.draft is None:
            raise _with_nothing_to_show(refused)
        if forms.is_shown_again():
            return show(session, found)
        if refused.problems[0].code == "quota.reached":
            return thanks(found, str(refused.problems[0].parameters["quota"]), status_of(refused.problems[0]))
        return show(session, found, refused.problems, status_of(refused.problems[0]))


def _with_nothing_to_show(refused: Refused) -> Refused:
    """Return the refusal of answers that are gone: what is wrong with the form would say that they are still there."""
    return Refused(Problem("draft.gone")) if refused.problems[0].code.startswith("form.") else refused


def sent(slug: str) -> ResponseReturnValue:
    """Say that the answers were sent, and show the receipt: now, and on this device only."""
    holds = drafts.held()
    with reading() as session:
        consultation = published(session, slug)
        if holds.sent_id is None or holds.is_idle:
            return redirect(url_for("public.consultation", slug=slug), 303)
        code = receipt_code(installation().keys, holds.sent_id)
        received = responses.received_answer(session, installation().keys, code)
    if received is None or received.consultation_id != consultation.id:
        return redirect(url_for("public.consultation", slug=slug), 303)
    return render_private(
        "sent",
        gettext("Your answers have been sent"),
        consultation=consultation,
        code=grouped(code),
        slug=slug,
    )
