"""A reminder by e-mail in the words of the officer's language, as plain text."""

from collections.abc import Callable, Sequence

from babel.dates import format_date
from babel.numbers import format_decimal

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
    spoken = locale_of("en" if language == PSEUDO else language)
    if due.activity is None or due.activity.on is None:
        return _pace(due, language, gettext)
    told = {
        "activity": _isolated(due.activity.what.to(language) if due.activity.what else due.activity.key),
        "day": _isolated(format_date(due.activity.on, format="long", locale=spoken)),
    }
    if due.kind is Kind.OVERDUE:
        return gettext("%(activity)s was due on %(day)s. Record that it was done, or change the day.") % told
    return gettext("%(activity)s is due on %(day)s.") % told


def _pace(due: Due, language: str, gettext: Callable[[str], str]) -> str:
    """How a community stands, and where its pace leads: the same figures as on the page."""
    assert due.pace is not None  # what is no activity is a community behind its pace
    spoken = locale_of("en" if language == PSEUDO else language)
    heard, ahead = due.pace.heard, due.pace.by_closing
    told = {
        "community": _isolated(due.pace.community.name.to(language)),
        "target": format_decimal(due.pace.community.target or 0, locale=spoken),
        "heard": format_decimal(heard.count or 0, locale=spoken),
        "most": format_decimal(heard.threshold, locale=spoken),
        "about": format_decimal(ahead.about if ahead else 0, locale=spoken),
    }
    if heard.count is None:
        words = gettext(
            "%(community)s: fewer than %(most)s of %(target)s; at this pace about %(about)s by closing."
        )
    elif heard.count == 0:
        words = gettext("%(community)s: nobody of %(target)s; at this pace about %(about)s by closing.")
    else:
        words = gettext(
            "%(community)s: about %(heard)s of %(target)s; at this pace about %(about)s by closing."
        )
    return words % told


def _isolated(words: object) -> str:
    return f"{FIRST_STRONG}{' '.join(str(words).split())}{END}"
