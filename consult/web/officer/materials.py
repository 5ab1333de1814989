"""What can be printed for one activity: posters, flyers and cards in each language, and the QR code by itself."""

from dataclasses import dataclass

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from consult.db import reading, unit_of_work
from consult.outreach import queries, service
from consult.outreach.house_style import house_style
from consult.outreach.printing import FORMATS, Size
from consult.outreach.qr import qr_png
from consult.outreach.values import ActivityValue, LinkValue
from consult.web.locale import gettext
from consult.web.materials import Goal, Piece, download, goal_of, pieces, printed
from consult.web.officer.access import acting
from consult.web.officer.frame import render
from consult.web.officer.ledger_rows import named
from consult.web.officer.outreach import own
from consult.words.locales import endonym
from surveys.problems import Problem, Refused


@dataclass(frozen=True, slots=True)
class InLanguage:
    """Everything there is to print in one language, and the link it leads to."""

    code: str
    endonym: str
    goal: Goal
    pieces: tuple[Piece, ...]


def materials(slug: str, key: str) -> ResponseReturnValue:
    """List what can be printed for an activity, language by language."""
    with reading() as session:
        value = own(session, slug)
        activity = queries.activity(session, value.id, key)
    linked = {link.language for link in activity.links}
    return render(
        "materials",
        gettext("Posters, flyers and cards"),
        value=value,
        activity=activity,
        activity_words=str(named(activity)),
        listed=[_in_language(slug, key, link) for link in activity.links],
        without=[endonym(code) for code in value.languages if code not in linked],
    )


def add_materials(slug: str, key: str) -> ResponseReturnValue:
    """Make the links that are missing, so that there is something to print in each language."""
    with unit_of_work() as session:
        value = own(session, slug)
        activity = queries.activity(session, value.id, key)
        for code in value.languages:
            service.add_link(session, acting(), value, activity.id, code)
    return redirect(url_for("officer.materials", slug=slug, key=key), 303)


def material(slug: str, key: str, code: str, paper: str, size: str) -> ResponseReturnValue:
    """Return one piece as PDF, ready for the printer."""
    wanted, letters = FORMATS.get(paper), next((one for one in Size if one.value == size), None)
    if wanted is None or letters is None:
        raise Refused(Problem("material.unknown"))
    with reading() as session:
        value = own(session, slug)
        link = _link(queries.activity(session, value.id, key), code)
        style = house_style(session, value.organisation_id)
    body = printed(value, [goal_of(link.code)], link.language, wanted, letters, style)
    return download(body, "application/pdf", f"{slug}-{key}-{link.language}-{paper}-{size}.pdf")


def qr_picture(slug: str, key: str, code: str) -> ResponseReturnValue:
    """Return the QR code of one link of an activity as PNG."""
    with reading() as session:
        link = _link(queries.activity(session, own(session, slug).id, key), code)
    return download(qr_png(goal_of(link.code).address), "image/png", f"{link.code}.png")


def _link(activity: ActivityValue, code: str) -> LinkValue:
    for link in activity.links:
        if link.code == code:
            return link
    raise Refused(Problem("link.unknown", "code"))


def _in_language(slug: str, key: str, link: LinkValue) -> InLanguage:
    def address(paper: str, size: Size) -> str:
        return url_for("officer.material", slug=slug, key=key, code=link.code, paper=paper, size=size.value)

    return InLanguage(link.language, endonym(link.language), goal_of(link.code), pieces(address))
