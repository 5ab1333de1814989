"""A hard quota of an invited panel is full: whoever falls under it is thanked, with everything they typed."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from consult import clock
from consult.responses.quotas import full_quotas
from consult.web.locale import gettext, language
from consult.web.public.answered import parts
from consult.web.public.frame import render_private
from consult.web.public.visits import Visit

SECONDS_KEPT = 20
"""How long this process goes on saying what it found. Whether an answer is counted is decided when it is sent."""
MOST_KEPT = 1000

_kept: dict[UUID, tuple[datetime, frozenset[str]]] = {}


def quota_in_the_way(session: Session, found: Visit, page_id: str | None = None) -> str | None:
    """Return the full quota that closes a page, or without one what comes after all pages; None where none does.

    The pages that lead to it stay open: an answer chosen by mistake can be changed. No statement unless somebody falls
    under a hard quota, and then one every few seconds.
    """
    quotas = found.plan.quotas
    under = [name for name in found.path.quotas if quotas[name].is_hard and _is_behind(found, name, page_id)]
    full = _full(session, found) if under else frozenset()
    return next((name for name in under if name in full), None)


def _is_behind(found: Visit, quota: str, page_id: str | None) -> bool:
    """Say whether a page comes after those that settled that the quota holds."""
    pages = found.path.pages
    return page_id not in pages or pages.index(page_id) >= found.path.quotas[quota]


def _full(session: Session, found: Visit) -> frozenset[str]:
    moment, consultation_id = clock.now(), found.consultation.id
    until, full = _kept.get(consultation_id, (moment, frozenset[str]()))
    if until > moment:
        return full
    full = full_quotas(session, consultation_id, found.plan.quotas.values())
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[consultation_id] = (moment + timedelta(seconds=SECONDS_KEPT), full)
    return full


def thanks(found: Visit, quota: str, status: int = 200) -> Response:
    """Return the page that says why nothing more is asked, and shows what was said."""
    words = found.plan.words(language()).quotas
    return render_private(
        "full",
        gettext("Thank you for wanting to take part"),
        status=status,
        consultation=found.consultation,
        why=words.get(quota),
        parts=parts(found),
        slug=found.consultation.slug,
    )
