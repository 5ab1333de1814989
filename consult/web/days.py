"""Days and moments in words: `{{ moment | day }}` in the language of the page and the zone of the organisation."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import Flask, g

from consult.web.locale import language
from consult.words.catalogues import PSEUDO
from consult.words.locales import endonym

INSTANT = timedelta(microseconds=1)


def day(moment: datetime | date | None) -> str:
    """Return the day of `moment` in words; a dash where there is none."""
    if moment is None:
        return "–"
    spoken = "en_GB" if language() in {"en", PSEUDO} else language().replace("-", "_")
    on = moment.astimezone(ZoneInfo(g.get("time_zone", "UTC"))) if isinstance(moment, datetime) else moment
    return format_date(on, format="long", locale=spoken)


def last_day(moment: datetime | None) -> str:
    """Return the last day before `moment`: something that closes at midnight was open until the day before."""
    return day(moment - INSTANT if moment else None)


def prepare(app: Flask) -> None:
    """Give templates of `app` these filters."""
    app.jinja_env.filters["endonym"] = endonym
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["last_day"] = last_day
