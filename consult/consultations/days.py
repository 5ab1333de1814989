"""Days of an organisation as moments: a consultation opens when its first day begins and closes when its last ends."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from surveys.problems import Problem, Refused

YEARS = range(2000, 2200)
"""The years a consultation may open and close in; anything else is a slip of the hand."""


def beginning(day: date, time_zone: str) -> datetime:
    """Return the moment `day` begins in `time_zone` (an IANA name), in UTC."""
    return datetime.combine(day, time.min, ZoneInfo(time_zone)).astimezone(UTC)


def end(day: date, time_zone: str) -> datetime:
    """Return the moment `day` has ended in `time_zone`, in UTC: the beginning of the next."""
    return beginning(day + timedelta(days=1), time_zone)


def last_day(closes_at: datetime, time_zone: str) -> date:
    """Return the last day of what closes at `closes_at`: what closes at midnight was open until the day before."""
    return (closes_at - timedelta(microseconds=1)).astimezone(ZoneInfo(time_zone)).date()


def opening_times(
    opens_on: date | None, closes_on: date | None, time_zone: str
) -> tuple[datetime | None, datetime | None]:
    """Return when it opens and closes; Refused `consultation.closes_before_opening`, `consultation.odd_day`."""
    if any(day is not None and day.year not in YEARS for day in (opens_on, closes_on)):
        raise Refused(Problem("consultation.odd_day", "closes_on", {"first": YEARS[0], "last": YEARS[-1]}))
    if opens_on is not None and closes_on is not None and closes_on < opens_on:
        raise Refused(Problem("consultation.closes_before_opening", "closes_on"))
    return (
        None if opens_on is None else beginning(opens_on, time_zone),
        None if closes_on is None else end(closes_on, time_zone),
    )
