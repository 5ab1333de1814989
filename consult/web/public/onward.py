"""Where somebody who answers goes next."""

from flask import request, url_for

from consult.web.public.entries import CHANGING
from consult.web.public.visits import Visit
from surveys.routing import Path

SAVING = "_save"
"""The button that says: I come back later."""


def address_of(found: Visit, page_id: str | None) -> str:
    """Return the address of a page of this survey; without a page, that of "check your answers"."""
    slug = found.consultation.slug
    if page_id is None:
        return url_for("public.check_answers", slug=slug)
    return url_for("public.question", slug=slug, page_id=page_id)


def after(found: Visit, page_id: str, path: Path) -> str:
    """Return the address of what comes after a page on `path`, or where to go back to from changing it."""
    if CHANGING in request.form:
        added = (page for page in path.pages if page not in found.path.pages)
        return address_of(found, next(added, None))
    order = [page.id for page in found.plan.in_order(found.seed)]
    following = (page for page in path.pages if order.index(page) > order.index(page_id))
    return address_of(found, next(following, None))
