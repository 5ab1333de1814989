"""A reminder by e-mail in the words of the officer's language, as plain text."""

from collections.abc import Callable, Sequence

from babel.dates import format_date

from consult.consultations.values import ConsultationValue
from consult.outreach.reminders import Due, Kind
from consult.words.catalogues import PSEUDO, catalogue
from surveys.calendars import locale_of

FIRST_STRONG, END = "\u2068", "\u2069"
"""Marks around words that may run the other way than the sentence they stand in (UAX 9)."""


def subject(consultation: ConsultationValue, language: str) -> str:
    """Return the subject of a reminder."""
    gettext: Callable[[str], str] = catalogue(language, "officer").ugettext
    return gettext("Outreach to see to: %(title)s") % {"title": consultation.title.to(language)}


def body(consultation: ConsultationValue, due: Sequence[Due], language: str, base_url: str) -> str:
    """Return what a reminder says: one line for each thing, where to see to it, and how to get no more of these."""
    gettext: Callable[[str], str] = catalogue(language, "officer").ugettext
    page = f"{base_url}/officer/consultations/{consultation.slug}/outreach"
    lines = [
        str(consultation.title.to(language)),
        "",
        *(f"- {_line(one, language, gettext)}" for one in due),
        "",
        gettext("See to it here:"),
        page,
        "",
        gettext("You can switch these e-mails off here:"),
        f"{base_url}/officer/reminders",
        "",
    ]
    return "\n".join(lines)


def _line(due: Due, language: str, gettext: Callable[[str], str]) -> str:
    if due.activity is None or due.activity.on is None:
        about = due.community.name.to(language) if due.community else ""
        return gettext("%(community)s: fewer have been heard than the time that is over lets expect.") % {
            "community": _isolated(about)
        }
    spoken = locale_of("en" if language == PSEUDO else language)
    told = {
        "activity": _isolated(due.activity.what.to(language) if due.activity.what else due.activity.key),
        "day": _isolated(format_date(due.activity.on, format="long", locale=spoken)),
    }
    if due.kind is Kind.OVERDUE:
        return gettext("%(activity)s was due on %(day)s. Record that it was done, or change the day.") % told
    return gettext("%(activity)s is due on %(day)s.") % told


def _isolated(words: object) -> str:
    return f"{FIRST_STRONG}{' '.join(str(words).split())}{END}"
