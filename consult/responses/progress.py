"""Answers in progress as a draft keeps them: after a page, after a page of an older version, after a correction."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from consult.consultations.queries import versions_named
from consult.responses.values import DraftValue
from surveys.answers import Reading
from surveys.asking import Asking, group, grouped, ungrouped
from surveys.codes_and_words import split, together
from surveys.in_progress import InProgress, SetAside, Versions
from surveys.plan import Plan
from surveys.routing import with_remembered
from surveys.text import EASY_READ, WordedVariant


def with_page(
    draft: DraftValue, plan: Plan, said: Reading, asking: Asking, now: datetime | None = None
) -> DraftValue:
    """Return the draft with what a page said; `plan` is that of the draft's version, which the page was asked in."""
    variant: WordedVariant | None = EASY_READ if asking.variant == EASY_READ else None
    read = replace(draft, language=asking.language, variant=variant, has_news=False)
    return _keeping(read, plan, draft.in_progress.with_page(said, asking), now)


def with_late_page(session: Session, draft: DraftValue, said: Reading, asking: Asking) -> DraftValue:
    """Return the draft, which is in a newer version already, with what a page of an older one said.

    At most three statements more for each version the answers were given in.
    """
    progress, versions = _with_versions(session, draft, str(draft.version_id), asking.version)
    moved = progress.with_late_page(said, asking, versions, str(draft.version_id))
    return _keeping(replace(draft, has_news=True), versions[str(draft.version_id)].plan, moved)


def moved(session: Session, draft: DraftValue, to: uuid.UUID) -> DraftValue:
    """Return the draft in the version `to`, with what it does to each answer."""
    progress, versions = _with_versions(session, draft, str(to))
    read = replace(draft, version_id=to, has_news=True)
    return _keeping(read, versions[str(to)].plan, progress.moved(versions, str(to)))


def with_about_you(
    sent: Mapping[str, Any],
    plan: Plan,
    said: Reading,
    language: str | None,
    variant: WordedVariant | None,
) -> dict[str, Any]:
    """Return what changes about a sent answer, a row of its table, when what was said about the person is replaced.

    The page was asked in the answer's own version, in `language` or else the answer's, and in `variant`.
    """
    own = Asking(str(sent["version_id"]), sent["language"], sent["variant"])
    before = together(sent["codes"], sent["words"])
    askings = ungrouped(sent["asked"], before, own)
    asking = replace(own, language=language or own.language, variant=variant)
    askings |= dict.fromkeys(said.values, asking)
    values = said.merged(before)
    codes, words = split(plan, values)
    return {"codes": codes, "words": words, "asked": grouped({key: askings[key] for key in values}, own)}


def _with_versions(session: Session, draft: DraftValue, *named: str) -> tuple[InProgress, Versions]:
    progress = draft.in_progress
    asked = (each.asking.version for each in progress.given.values())
    aside = (each.given.asking.version for each in progress.aside.values())
    return progress, versions_named(session, draft.consultation_id, {*named, *asked, *aside})


def _keeping(draft: DraftValue, plan: Plan, progress: InProgress, now: datetime | None = None) -> DraftValue:
    codes, words = split(plan, with_remembered(plan, progress.answers, draft.seed, now))
    askings = {key: each.asking for key, each in progress.given.items()}
    aside = [_aside(key, each) for key, each in sorted(progress.aside.items())]
    page = furthest_page(plan, progress.answers)
    return replace(
        draft, codes=codes, words=words, asked=grouped(askings, draft.asking), aside=aside, page=page
    )


def furthest_page(plan: Plan, answers: Mapping[str, Any]) -> str | None:
    """Return the last page, as the survey has them in order, on which something is answered; None where nothing is."""
    for page in reversed(plan.pages):
        own = {
            page.consent_key,
            page.repeat and page.repeat.id,
            *(key for one in page.questions for key in one.keys),
        }
        if own & answers.keys():
            return page.id
    return None


def _aside(key: str, each: SetAside) -> dict[str, Any]:
    return {"key": key, "answer": each.given.answer, "reason": each.reason, **group(each.given.asking)}
