"""The calendar of outreach, month by month, and as a file for other calendars."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from babel.dates import format_date, format_skeleton
from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from consult import clock
from consult.db import reading
from consult.outreach import calendar, queries
from consult.web.days import day
from consult.web.installation import installation
from consult.web.locale import gettext, language
from consult.web.officer.figures import number
from consult.web.officer.frame import render
from consult.web.officer.ledger_rows import named
from consult.web.officer.outreach import own
from consult.web.officer.words import STANDING_COLOURS, standing_words, unbroken
from consult.words.catalogues import PSEUDO
from surveys.calendars import locale_of


def outreach_calendar(slug: str) -> ResponseReturnValue:
    """Show one month of outreach: this one, or the one the address names."""
    with reading() as session:
        value = own(session, slug)
        activities = queries.activities(session, value.id)
    today = clock.today(value.time_zone)
    first = calendar.month_named(request.args.get("month", today.isoformat()[: calendar.LONGEST_MONTH]))
    locale = locale_of("en" if language() == PSEUDO else language())
    weeks = calendar.weeks(first, calendar.entries(value, activities), locale.first_week_day)
    return render(
        "outreach_calendar",
        gettext("Calendar of outreach"),
        value=value,
        month=format_skeleton("yMMMM", first, locale=locale),
        weekdays=[_weekday(each, locale) for each, _ in weeks[0]],
        weeks=[[_cell(each, found, first, today) for each, found in week] for week in weeks],
        before=_address(slug, calendar.month_beside(first, -1)),
        after=_address(slug, calendar.month_beside(first, 1)),
    )


def outreach_calendar_file(slug: str) -> ResponseReturnValue:
    """Return the days of outreach as an iCalendar file."""
    with reading() as session:
        value = own(session, slug)
        activities = queries.activities(session, value.id)
    content = calendar.calendar_file(
        value,
        activities,
        language=language(),
        host=urlsplit(installation().settings.base_url).hostname or "localhost",
        boundaries=_boundaries(),
        moment=clock.now(),
    )
    headers = {
        "Content-Disposition": f'attachment; filename="{value.slug}.ics"',
        "Cache-Control": "no-store",
    }
    return Response(content, mimetype="text/calendar", headers=headers)


def _boundaries() -> dict[calendar.Boundary, str]:
    return {"opens": gettext("Opens"), "closes": gettext("Closes, end of day")}


def _weekday(each: date, locale: Any) -> str:
    return format_date(each, "EEEE", locale=locale)


def _cell(each: date, found: Any, first: date, today: date) -> dict[str, Any]:
    return {
        "number": number(each.day),
        "day": day(each),
        "is_outside": each.month != first.month,
        "is_today": each == today,
        "entries": [_entry(entry, today) for entry in found],
    }


def _entry(entry: calendar.Entry, today: date) -> dict[str, Any]:
    if entry.activity is None:
        assert entry.boundary is not None  # an entry is one or the other
        return {"what": _boundaries()[entry.boundary], "key": None}
    standing = entry.activity.standing(today)
    return {
        "what": named(entry.activity),
        "key": entry.activity.key,
        "standing": unbroken(standing_words(standing)),
        "colour": STANDING_COLOURS[standing],
    }


def _address(slug: str, month: date | None) -> str | None:
    if month is None:
        return None
    return url_for("officer.outreach_calendar", slug=slug, month=month.isoformat()[: calendar.LONGEST_MONTH])
