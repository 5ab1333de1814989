"""Days as residents read them, in the time zone of the authority that asks."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from consult.consultations import days
from consult.web.locale import language
from consult.words.catalogues import PSEUDO


def day(day: date) -> str:
    """Return a day in words: 18 December 2026."""
    code = language()
    return format_date(day, "long", locale="en_GB" if code in {"en", PSEUDO} else code.replace("-", "_"))


def first_day(moment: datetime, time_zone: str) -> str:
    """Return the day something begins on."""
    return day(moment.astimezone(ZoneInfo(time_zone)).date())


def last_day(moment: datetime, time_zone: str) -> str:
    """Return the last day of something that ends at `moment`: what ends at midnight ended the day before."""
    return day(days.last_day(moment, time_zone))
