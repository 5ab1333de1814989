"""A consultation nobody can answer now says so kindly."""

from flask import Response

from consult.consultations.values import ConsultationValue, State
from consult.web.locale import gettext, language
from consult.web.public.dates import first_day, last_day
from consult.web.public.frame import render_private
from consult.web.public.visits import NOT_OPEN, Visit


def title_of(state: State) -> str:
    """Return the title of a page that says why nobody can answer now."""
    if state is State.SCHEDULED:
        return gettext("This has not opened yet")
    if state is State.PAUSED:
        return gettext("This is paused for now")
    return gettext("You can no longer answer")


def why(consultation: ConsultationValue, state: State) -> str:
    """Return one sentence: since when it is closed, or from when it is open."""
    if state is State.SCHEDULED and consultation.opens_at:
        return gettext(
            "You can answer from %(date)s.", date=first_day(consultation.opens_at, consultation.time_zone)
        )
    if state is State.PAUSED:
        return gettext("Your saved answers are safe. Please come back later.")
    if consultation.closes_at is None:
        return gettext("You can no longer answer: this has closed.")
    closed_on = last_day(consultation.closes_at, consultation.time_zone)
    return gettext("This closed on %(date)s. Thank you for wanting to take part.", date=closed_on)


def not_open_page(found: Visit) -> Response:
    """Return the page somebody gets who came to answer."""
    return render_private(
        "not_open",
        title_of(found.state),
        status=NOT_OPEN[found.state][0],
        consultation=found.consultation,
        why=why(found.consultation, found.state),
        consultation_title=found.consultation.title.to(language(), found.consultation.languages),
        slug=found.consultation.slug,
        has_results=found.state is State.EVIDENCE_PUBLISHED,
    )
