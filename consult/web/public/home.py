"""The first pages: the reader's language, and what is open."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from consult import clock
from consult.consultations.queries import closed_consultations, open_consultations
from consult.consultations.values import ConsultationValue
from consult.db import reading
from consult.web.locale import gettext, language
from consult.web.public.dates import last_day
from consult.web.public.frame import offered, render
from consult.web.public.start import voice
from consult.words.locales import endonym
from surveys.text import Said


@dataclass(frozen=True, slots=True)
class Entry:
    """One consultation in a list."""

    slug: str
    title: Said | None
    summary: Said | None
    organisation: Said | None
    until: str | None
    languages: tuple[tuple[str, str], ...]
    has_results: bool


def root() -> ResponseReturnValue:
    """Lead to the reader's language."""
    response = redirect(url_for("public.home", language=language()))
    response.vary.add("Accept-Language")
    return response


def home() -> ResponseReturnValue:
    """List what is open, and what is closed."""
    moment = clock.now()
    with reading() as session:
        opened = open_consultations(session, moment)
        closed = closed_consultations(session, moment)
    return render("home", gettext("Have your say"), opened=_entries(opened), closed=_entries(closed))


def _entries(found: Iterable[ConsultationValue]) -> list[Entry]:
    return [_entry(consultation) for consultation in found]


def _entry(found: ConsultationValue) -> Entry:
    say = voice(found)
    return Entry(
        slug=found.slug,
        title=say(found.title),
        summary=say(found.details.summary),
        organisation=say(found.organisation_name),
        until=last_day(found.closes_at, found.time_zone) if found.closes_at else None,
        languages=tuple((code, endonym(code)) for code in offered(found)),
        has_results=found.evidence_published_at is not None,
    )
