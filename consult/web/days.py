"""Days and moments in words: `{{ moment | day }}` in the language of the page and the zone of the organisation."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton
from flask import Flask, g

from consult.web.locale import language
from consult.words.catalogues import PSEUDO
from consult.words.locales import endonym
from surveys.calendars import locale_of

DATE_LETTERS = {"day": "d", "month": "M", "year": "y"}
"""What stands for each part in a pattern of Unicode's locale data."""
INSTANT = timedelta(microseconds=1)


def day(moment: datetime | date | None) -> str:
    """Return the day of `moment` in words; a dash where there is none."""
    if moment is None:
        return "–"
    spoken = "en_GB" if language() in {"en", PSEUDO} else language().replace("-", "_")
    on = moment.astimezone(ZoneInfo(g.get("time_zone", "UTC"))) if isinstance(moment, datetime) else moment
    return format_date(on, format="long", locale=spoken)


def day_said(written: str) -> str:
    """Return a day, a month or a year, written as ISO 8601 does, in words: 18 December 2026, December 2026, 2026."""
    locale, parts = locale_of(_spoken()), written.split("-")
    if len(parts) == 1:
        return written
    first = date.fromisoformat("-".join([*parts, "01"][:3]))
    if len(parts) == 2:  # noqa: PLR2004 - a year and a month
        return format_skeleton("yMMMM", first, locale=locale)
    return format_date(first, format="long", locale=locale)


def date_order() -> tuple[str, ...]:
    """Return day, month and year in the order readers of this language write them."""
    pattern = locale_of(_spoken()).date_formats["short"].pattern
    return tuple(sorted(DATE_LETTERS, key=lambda part: pattern.index(DATE_LETTERS[part])))


def _spoken() -> str:
    return "en" if language() == PSEUDO else language()


def last_day(moment: datetime | None) -> str:
    """Return the last day before `moment`: something that closes at midnight was open until the day before."""
    return day(moment - INSTANT if moment else None)


def prepare(app: Flask) -> None:
    """Give templates of `app` these filters."""
    app.jinja_env.filters["endonym"] = endonym
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["last_day"] = last_day
    app.jinja_env.filters["day_said"] = day_said
    app.jinja_env.globals["date_order"] = date_order
