"""The page that asks: everything its template needs, whether it is shown for the first time or again."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, request, url_for
from sqlalchemy.orm import Session

from consult.web.locale import language
from consult.web.public import questions, sentences
from consult.web.public.corrected import news
from consult.web.public.frame import render_private
from consult.web.public.openings import carried
from consult.web.public.visits import CODE_FIELD, Visit, is_machine_made, version_token
from consult.web.security import form_token
from surveys.problems import Problem

ANSWERING = "answer"
"""What the token of a question page's form is for."""
CHANGING = "_change"
"""The field and the parameter that say: back to "check your answers" afterwards."""


def show(
    session: Session,
    found: Visit,
    page_id: str,
    raw: Mapping[str, Sequence[str]],
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> Response:
    """Return one page of the survey with what was typed and what is wrong with it."""
    local = found.plan.words(language()).page(page_id)
    shown = sentences.of_page(problems, local)
    return render_private(
        "question",
        str(local.title),
        status=status,
        consultation=found.consultation,
        local=local,
        questions=questions.asked(found.plan, local, found.path.questions, raw, shown),
        **sentences.of_template(shown),
        has_consent=bool(local.about_you and raw.get(local.about_you.consent_key)),
        asks_code=any(problem.where == CODE_FIELD for problem in problems),
        **_about(session, found),
        **_form(found),
        **_around(found, page_id),
    )


def _about(session: Session, found: Visit) -> dict[str, Any]:
    """Return what is to be told about the survey itself."""
    return {
        "is_machine_made": is_machine_made(session, found.plan, found.version_id),
        "news": news(session, found),
    }


def _form(found: Visit) -> dict[str, Any]:
    """Return what the form carries, and whether anybody can send it."""
    return {
        "is_open": found.is_open,
        "form_token": form_token(ANSWERING, found.consultation.slug),
        "version_token": version_token(found),
        "carried": None if found.draft else carried(),
        "is_changing": CHANGING in request.values,
    }


def _around(found: Visit, page_id: str) -> dict[str, Any]:
    """Return how far one has come, and the way back and past this page."""
    slug = found.consultation.slug
    pages = found.path.pages
    start = url_for("public.consultation", slug=slug)
    here = {"action": url_for("public.answer", slug=slug, page_id=page_id), "start_href": start, "slug": slug}
    if page_id not in pages:
        return {**here, "number": None, "total": None, "back_href": start, "skip_href": None}
    previous, following = found.path.previous(page_id), found.path.next(page_id)
    depends = any(page.condition for page in found.plan.pages)
    return {
        **here,
        "number": pages.index(page_id) + 1,
        "total": None if depends else len(pages),
        "back_href": start if previous is None else url_for("public.question", slug=slug, page_id=previous),
        "skip_href": url_for("public.check_answers", slug=slug)
        if following is None
        else url_for("public.question", slug=slug, page_id=following),
    }
