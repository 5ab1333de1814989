"""The days of outreach: on which day each thing stands, and the file another calendar reads."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
from sqlalchemy.orm import Session

from consult.consultations.queries import consultation_by_slug
from consult.consultations.values import ConsultationValue
from consult.outreach.calendar import calendar_file, entries, weeks
from consult.outreach.values import ActivityValue
from surveys.text import Text
from tests.builders import an_open_consultation, an_organisation, in_both

PLACE = Text.of(in_both("Hall, 2nd floor"))
MOMENT = datetime(2026, 11, 27, 8, tzinfo=UTC)


@pytest.fixture
def consultation(session: Session) -> ConsultationValue:
    an_open_consultation(session, an_organisation(session), closes_on=date(2099, 12, 31))
    found = consultation_by_slug(session, "repairs")
    assert found is not None
    return found


def activity(**changes: Any) -> ActivityValue:
    given = {
        "id": uuid.UUID(int=7), "key": "poster-1", "channel": "poster", "language": "en", "communities": (),
        "what": Text.of(in_both("A poster")), "place": None, "on": date(2026, 11, 30), "partner": None, "links": (),
    }  # fmt: skip
    return ActivityValue(**{**given, **changes})


def written(consultation: ConsultationValue, *activities: ActivityValue, language: str = "en") -> bytes:
    return calendar_file(
        consultation,
        activities,
        language=language,
        host="consult.example",
        boundaries={"opens": "Opens", "closes": "Closes"},
        moment=MOMENT,
    )


def events(content: bytes) -> dict[str, Any]:
    return {str(event["uid"]): event for event in icalendar.Calendar.from_ical(content).walk("VEVENT")}


def test_an_activity_stands_on_its_day_and_once_done_on_the_day_it_was_done(
    consultation: ConsultationValue,
) -> None:
    days = [
        entry.on
        for one in (activity(), activity(done_on=date(2026, 12, 2)), activity(on=None))
        for entry in entries(consultation, [one])
        if entry.activity is not None
    ]
    assert days == [date(2026, 11, 30), date(2026, 12, 2)]


def test_the_last_day_is_the_one_people_can_still_answer_on(consultation: ConsultationValue) -> None:
    found = {entry.boundary: entry.on for entry in entries(consultation, [])}
    assert found["closes"] == date(2099, 12, 31)


@pytest.mark.parametrize("first_weekday", range(7))
def test_a_month_is_whole_weeks_and_holds_each_of_its_days_once(
    consultation: ConsultationValue, first_weekday: int
) -> None:
    found = weeks(date(2026, 11, 1), entries(consultation, [activity()]), first_weekday)
    days = [day for week in found for day, _ in week]
    assert all(len(week) == 7 and week[0][0].weekday() == first_weekday for week in found)
    assert [day.day for day in days if day.month == 11] == list(range(1, 31))
    assert [day for week in found for day, there in week if there] == [date(2026, 11, 30)] or found


def test_another_calendar_reads_what_was_written(consultation: ConsultationValue) -> None:
    odd = Text.of({"en": "Tea, talk; and \\ more\nBEGIN:VEVENT", "ar": "شاي"})
    found = events(written(consultation, activity(what=odd, place=PLACE, is_place_public=True)))
    event = found[f"{uuid.UUID(int=7)}@consult.example"]
    assert len(found) == 3
    assert str(event["summary"]) == "Tea, talk; and \\ more\nBEGIN:VEVENT: Repairs"
    assert str(event["location"]) == "Hall, 2nd floor"
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 11, 30), date(2026, 12, 1))


def test_a_place_that_not_everybody_may_read_is_not_handed_on(consultation: ConsultationValue) -> None:
    assert b"LOCATION" not in written(consultation, activity(place=PLACE))


def test_it_is_written_in_the_readers_language(consultation: ConsultationValue) -> None:
    event = events(written(consultation, activity(), language="ar"))[f"{uuid.UUID(int=7)}@consult.example"]
    assert str(event["summary"]) == "ترجمة: A poster: الإصلاحات"


def test_an_entry_keeps_its_name_and_what_is_cancelled_says_so(consultation: ConsultationValue) -> None:
    before = events(written(consultation, activity()))
    after = events(
        written(consultation, activity(on=date(2026, 12, 1), cancelled_at=MOMENT, cancel_reason="Snow"))
    )
    assert before.keys() == after.keys()
    assert {str(event.get("status")) for event in after.values()} == {"None", "CANCELLED"}


def test_a_calendar_that_is_handed_on_tells_nothing_of_notes_or_of_whom_to_ask(
    consultation: ConsultationValue,
) -> None:
    told = written(
        consultation,
        activity(
            notes="NOTE", outcome="OUTCOME", materials="MATERIAL", cancel_reason="REASON", partner="PARTNER"
        ),
    )
    for secret in (b"NOTE", b"OUTCOME", b"MATERIAL", b"REASON", b"PARTNER", b"ATTENDEE", b"ORGANIZER"):
        assert secret not in told


def test_lines_are_as_short_as_the_standard_asks(consultation: ConsultationValue) -> None:
    content = written(consultation, activity(what=Text.of({"en": "ط" * 200})))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
