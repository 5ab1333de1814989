"""The days of outreach: what falls on each, month by month, and the same as a file for other calendars."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

import icalendar

from consult.consultations.days import YEARS
from consult.consultations.values import ConsultationValue
from consult.outreach.values import ActivityValue
from surveys.problems import Problem, Refused

LONGEST_MONTH = len("2026-11")
PRODUCT = "-//Consult//Outreach//EN"
Boundary = Literal["opens", "closes"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What falls on a day: an activity, or the first or last day of the consultation."""

    on: date
    activity: ActivityValue | None = None
    boundary: Boundary | None = None


def entries(consultation: ConsultationValue, activities: Iterable[ActivityValue]) -> tuple[Entry, ...]:
    """Return everything that has a day, the earliest first; an activity that is done stands on the day it was done."""
    found = []
    if consultation.opens_on is not None:
        found.append(Entry(consultation.opens_on, boundary="opens"))
    if consultation.closes_on is not None:
        found.append(Entry(consultation.closes_on, boundary="closes"))
    for one in activities:
        on = one.done_on or one.on
        if on is not None:
            found.append(Entry(on, activity=one))
    return tuple(sorted(found, key=lambda entry: (entry.on, entry.activity is not None)))


def month_named(name: str) -> date:
    """Return the first day of a month written as 2026-11; Refused `calendar.unknown` for anything else."""
    try:
        first = date.fromisoformat(f"{name[:LONGEST_MONTH]}-01")
    except ValueError:
        first = date.min
    if len(name) != LONGEST_MONTH or first.year not in YEARS:
        raise Refused(Problem("calendar.unknown", "month"))
    return first


def month_beside(first: date, by: Literal[-1, 1]) -> date | None:
    """Return the first day of the month before or after; None beyond the years there are."""
    other = first - timedelta(days=1) if by < 0 else first + timedelta(days=31)
    return other.replace(day=1) if other.year in YEARS else None


def weeks(
    first: date, found: Iterable[Entry], first_weekday: int
) -> list[list[tuple[date, Sequence[Entry]]]]:
    """Return the weeks of a month, each of seven days with what falls on them; those of other months are empty."""
    by_day: Mapping[date, list[Entry]] = defaultdict(list)
    for entry in found:
        by_day[entry.on].append(entry)
    days = Calendar(first_weekday).monthdatescalendar(first.year, first.month)
    return [[(day, by_day[day] if day.month == first.month else ()) for day in week] for week in days]


def calendar_file(
    consultation: ConsultationValue,
    activities: Iterable[ActivityValue],
    *,
    language: str,
    host: str,
    boundaries: Mapping[Boundary, str],
    moment: datetime,
) -> bytes:
    """Return the days of outreach as an iCalendar file (RFC 5545), in `language`.

    Each entry keeps its UID, so that a calendar that reads the file again changes what it has. Notes, outcomes,
    whoever is to be asked, and a place not everybody may read stay out: a calendar is handed on.
    """
    written = icalendar.Calendar()
    written.add("prodid", PRODUCT)
    written.add("version", "2.0")
    for entry in entries(consultation, activities):
        event = icalendar.Event()
        title = str(consultation.title.to(language))
        if entry.activity is None:
            assert entry.boundary is not None  # an entry is one or the other
            event.add("uid", f"{consultation.id}-{entry.boundary}@{host}")
            event.add("summary", f"{boundaries[entry.boundary]}: {title}")
        else:
            one = entry.activity
            event.add("uid", f"{one.id}@{host}")
            event.add("summary", f"{one.what.to(language) if one.what else one.key}: {title}")
            event.add("status", "CANCELLED" if one.cancelled_at else "CONFIRMED")
            if one.is_place_public and one.place is not None:
                event.add("location", str(one.place.to(language)))
        event.add("dtstamp", moment)
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        written.add_component(event)
    return bytes(written.to_ical())
