"""When the survey was corrected meanwhile: answers move on to the new version, and whoever gave them is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from flask import url_for
from sqlalchemy.orm import Session

from consult.consultations import queries as consultations
from consult.db import reading, unit_of_work
from consult.responses import service
from consult.responses.values import DraftValue
from consult.web.locale import language
from consult.web.public.sentences import said
from consult.web.public.visits import Visit, visit
from surveys.asking import Asking, as_asked
from surveys.in_progress import InProgress, SetAside
from surveys.plan import Plan
from surveys.problems import Problem
from surveys.questions.reading import Answer
from surveys.routing import place
from surveys.text import Said


@dataclass(frozen=True, slots=True)
class Told:
    """One question the correction did something to: its words, what happened, and where it is asked (None: nowhere)."""

    text: Said
    why: str
    href: str | None


@dataclass(frozen=True, slots=True)
class News:
    """What a correction did: how many answers were kept, which of them to corrected words, and what was not kept."""

    kept: int
    reworded: tuple[Told, ...]
    asked_again: tuple[Told, ...]
    dropped: tuple[Told, ...]


@contextmanager
def up_to_date(slug: str) -> Iterator[tuple[Session, Visit]]:
    """Open the visit of a page that is only looked at. A draft that is behind is brought up to date first, once."""
    with reading() as session:
        found = visit(session, slug)
        if not found.is_behind:
            yield session, found
            return
    with unit_of_work() as session:
        yield session, _moved(session, visit(session, slug, to_change=True))


def _moved(session: Session, found: Visit) -> Visit:
    version_id = found.consultation.version_id
    if not found.is_behind or found.draft is None or version_id is None:
        return found  # another request was first
    draft = service.move(session, found.draft, version_id)
    plan = consultations.plan(session, version_id)
    return replace(
        found,
        draft=draft,
        plan=plan,
        version_id=version_id,
        path=place(plan, draft.answers, draft.seed, found.now),
    )


def words_set_aside(draft: DraftValue | None, plan: Plan) -> dict[str, Answer]:
    """Return what somebody wrote themselves and is asked for again, to be put back into its box.

    A choice is made anew.
    """
    aside = draft.in_progress.aside if draft else {}
    return {
        key: each.given.answer
        for key, each in aside.items()
        if plan.has_question(key) and plan.question(key).is_free_text
    }


def news(session: Session, found: Visit) -> News | None:
    """Return what is to be told about a correction; None where there is nothing, or it was told and gone on from."""
    draft = found.draft
    if draft is None or found.is_late or not (draft.has_news or _asked_again(draft, found.plan)):
        return None
    progress = draft.in_progress
    names = {*(each.asking.version for each in progress.given.values())}
    names |= {each.given.asking.version for each in progress.aside.values()}
    versions = consultations.versions_named(session, found.consultation.id, names)
    before = {name: version.plan for name, version in versions.items()}
    return _news(found, before, progress)


def _asked_again(draft: DraftValue, plan: Plan) -> bool:
    return any(plan.has_question(one["key"]) for one in draft.aside)


def _news(found: Visit, before: dict[str, Plan], progress: InProgress) -> News:
    plan, slug = found.plan, found.consultation.slug
    again = [key for key, each in progress.aside.items() if each.reason != "removed"]
    gone = [key for key, each in progress.aside.items() if _is_gone(before, key, each)]
    reworded = [
        key for key, each in progress.given.items() if _reads_otherwise(before, plan, key, each.asking)
    ]
    return News(
        kept=sum(plan.has_question(key) for key in progress.given),
        reworded=tuple(_told(plan, key, "", slug) for key in reworded),
        asked_again=tuple(_told(plan, key, progress.aside[key].reason, slug) for key in again),
        dropped=tuple(
            _told(before[progress.aside[key].given.asking.version], key, "removed", None) for key in gone
        ),
    )


def _is_gone(before: dict[str, Plan], key: str, each: SetAside) -> bool:
    return each.reason == "removed" and before[each.given.asking.version].has_question(key)


def _reads_otherwise(before: dict[str, Plan], plan: Plan, key: str, asking: Asking) -> bool:
    way = (key, asking.language, asking.variant)
    return as_asked(before[asking.version], *way) != as_asked(plan, *way)


def _told(plan: Plan, key: str, reason: str, slug: str | None) -> Told:
    """Return a question, or an agreement, in the reader's language. `slug` is None where it is not asked any more."""
    words = plan.words(language())
    if plan.has_question(key):
        page_id, text = plan.question(key).page_id, words.question(key).text
    else:
        page = next(page for page in words.pages if page.about_you and page.about_you.consent_key == key)
        assert page.about_you is not None  # it is the page of this consent
        page_id, text = page.id, page.about_you.consent
    href = None if slug is None else url_for("public.question", slug=slug, page_id=page_id)
    return Told(text, said(Problem(f"correction.{reason}")) if reason else "", href)
