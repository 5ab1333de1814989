"""The page that asks: everything its template needs, whether it is shown for the first time or again."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from consult.web.public import questions, sentences, variants
from consult.web.public.corrected import news
from consult.web.public.enhancements import scripts_for
from consult.web.public.entries import CHANGING, ShownEntry
from consult.web.public.frame import render_private
from consult.web.public.openings import carried
from consult.web.public.visits import CODE_FIELD, Visit, is_machine_made, version_token
from consult.web.security import form_token
from surveys.expressions.scope import Scope
from surveys.local_plan import LocalPage
from surveys.problems import Problem

ANSWERING = "answer"
"""What the token of a question page's form is for."""


def show(
    session: Session,
    found: Visit,
    page_id: str,
    raw: Mapping[str, Sequence[str]],
    problems: Sequence[Problem] = (),
    status: int = 200,
    entry: ShownEntry | None = None,
) -> Response:
    """Return one page of the survey, or of one entry, with what was typed and what is wrong with it."""
    local = _local(found.to_ask(page_id, scope_on(found, page_id, entry)), problems)
    shown = sentences.of_page(problems, local)
    asked = questions.asked(found.plan, local, asked_on(found, page_id, entry), raw, shown)
    return render_private(
        "question",
        title_of(local, entry),
        status=status,
        consultation=found.consultation,
        local=local,
        **_questions(asked),
        **_wrong(shown, problems),
        has_consent=bool(local.about_you and raw.get(local.about_you.consent_key)),
        **_form(session, found, entry),
        **_around(found, page_id, entry),
    )


def _local(local: LocalPage, problems: Sequence[Problem]) -> LocalPage:
    """Return the page, on which nothing that was missed is called optional."""
    missed = {problem.where for problem in problems if problem.code == "answer.required"}
    return local.requiring(missed) if missed else local


def _questions(asked: list[Markup]) -> dict[str, Any]:
    """Return the questions, and the scripts that have something to do in them."""
    return {"questions": asked, "scripts": scripts_for(asked)}


def _wrong(shown: Sequence[sentences.ShownProblem], problems: Sequence[Problem]) -> dict[str, Any]:
    """Return what is wrong, and whether the form must ask for the code to come back."""
    asks_code = any(problem.where == CODE_FIELD for problem in problems)
    return {**sentences.of_template(shown), "asks_code": asks_code}


def title_of(local: LocalPage, entry: ShownEntry | None = None) -> str:
    """Return the title of a page, which says of which entry it is."""
    if entry is None or local.repeat is None:
        return str(local.title)
    return f"{local.repeat.entry_title} {entry.place}: {local.title}"


def asked_on(found: Visit, page_id: str, entry: ShownEntry | None) -> frozenset[str]:
    """Return the questions asked on a page, or of one of its entries."""
    asked = found.path.entries.get(page_id)
    if entry is None or asked is None:
        return found.path.questions
    return (asked.entry(entry.number) or asked.added).questions


def scope_on(found: Visit, page_id: str, entry: ShownEntry | None) -> Scope:
    """Return where the logic of a page's questions stands, or of one of its entries."""
    asked = found.path.entries.get(page_id)
    if entry is None or asked is None:
        return found.path.scope
    return (asked.entry(entry.number) or asked.added).scope


def _form(session: Session, found: Visit, entry: ShownEntry | None) -> dict[str, Any]:
    """Return what the form carries, whether anybody can send it, and whether its words were checked."""
    return {
        "is_open": found.is_open,
        "form_token": form_token(ANSWERING, found.consultation.slug),
        "version_token": version_token(found),
        "carried": None if found.draft else carried(),
        "is_machine_made": is_machine_made(session, found.plan, found.version_id),
        "news": news(session, found),
        "entry": entry,
        "seed": None if found.draft else found.seed,
        "variant": found.variant,
        "offered": variants.offered(found.plan, found.variant) if found.is_open else None,
        "is_changing": CHANGING in request.values,
    }


def _around(found: Visit, page_id: str, entry: ShownEntry | None) -> dict[str, Any]:
    """Return how far one has come, and the way back and past this page."""
    slug = found.consultation.slug
    pages = found.path.pages
    start = url_for("public.consultation", slug=slug)
    here: dict[str, Any] = {
        "action": url_for("public.answer", slug=slug, page_id=page_id),
        "start_href": start,
        "slug": slug,
    }
    here["takes_files"] = any(question.asked.media for question in found.plan.page(page_id).questions)
    if page_id not in pages:
        return {**here, "number": None, "total": None, "back_href": start, "skip_href": None}
    previous, following = before(found, page_id, entry), found.path.next(page_id)
    depends = any(page.condition for page in found.plan.pages)
    return {
        **here,
        "number": pages.index(page_id) + 1,
        "total": None if depends else len(pages),
        "back_href": previous or start,
        "skip_href": url_for("public.check_answers", slug=slug)
        if following is None
        else url_for("public.question", slug=slug, page_id=following),
    }


def before(found: Visit, page_id: str, entry: ShownEntry | None = None) -> str | None:
    """Return the address of what comes before a page, or an entry, of the path; None before the first page."""
    asked = found.path.entries.get(page_id)
    is_looked_over = entry is not None and asked is not None and bool(asked.there)
    previous = page_id if is_looked_over else found.path.previous(page_id)
    return previous and url_for("public.question", slug=found.consultation.slug, page_id=previous)
