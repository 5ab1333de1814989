"""What time it is. The only place that asks the machine."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return this moment as an aware UTC time."""
    return datetime.now(UTC)


def today(time_zone: str = "UTC") -> date:
    """Return the calendar day it is now in `time_zone` (an IANA name)."""
    return now().astimezone(ZoneInfo(time_zone)).date()


def week_of(day: date) -> date:
    """Return the Monday of the week `day` lies in: the finest time that stands beside a sent answer."""
    return day - timedelta(days=day.weekday())
