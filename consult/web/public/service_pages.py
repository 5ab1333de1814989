"""About the service itself: privacy, accessibility, and where to ask."""

from flask.typing import ResponseReturnValue

from consult import clock
from consult.consultations.queries import open_consultations
from consult.db import reading
from consult.web.locale import gettext
from consult.web.public.drafts import IDLE_MINUTES
from consult.web.public.frame import render
from consult.web.public.start import contacts, voice


def privacy() -> ResponseReturnValue:
    """Say what is kept and what is not; each consultation says the rest on its own page."""
    with reading() as session:
        found = open_consultations(session, clock.now())
    listed = [(each.slug, voice(each)(each.title)) for each in found]
    return render("privacy", gettext("Privacy"), listed=listed, minutes=IDLE_MINUTES)


def accessibility() -> ResponseReturnValue:
    """Say who can use the service, and what does not work well yet."""
    return render("accessibility", gettext("Accessibility"))


def contact() -> ResponseReturnValue:
    """Say where to ask about each open consultation, in each language there is somebody for."""
    with reading() as session:
        found = open_consultations(session, clock.now())
    listed = [
        (each.slug, voice(each)(each.title), contacts(each.details.contacts, voice(each))) for each in found
    ]
    return render("contact", gettext("Contact"), listed=listed)
