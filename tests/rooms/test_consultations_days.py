"""Days of an authority as moments."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.consultations.days import beginning, end, opening_times
from surveys.problems import Refused


def test_a_last_day_ends_where_the_authority_is() -> None:
    assert end(date(2026, 11, 30), "Europe/London") == datetime(2026, 12, 1, tzinfo=UTC)
    assert end(date(2026, 6, 30), "Europe/London") == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert end(date(2026, 6, 30), "Asia/Kolkata") == datetime(2026, 6, 30, 18, 30, tzinfo=UTC)


def test_the_day_the_clocks_change_is_as_long_as_it_is() -> None:
    day = date(2026, 10, 25)
    assert (end(day, "Europe/Amsterdam") - beginning(day, "Europe/Amsterdam")).total_seconds() == 25 * 3600


@given(
    st.dates(date(2000, 1, 1), date(2199, 12, 30)),
    st.sampled_from(["UTC", "Europe/Amsterdam", "Africa/Cairo"]),
)
def test_a_day_begins_where_the_one_before_ends(day: date, time_zone: str) -> None:
    assert beginning(day, time_zone) < end(day, time_zone)
    assert end(day, time_zone) == beginning(date.fromordinal(day.toordinal() + 1), time_zone)


def test_one_day_is_long_enough() -> None:
    opens_at, closes_at = opening_times(date(2026, 11, 30), date(2026, 11, 30), "UTC")
    assert opens_at is not None
    assert closes_at is not None
    assert closes_at > opens_at


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "code"),
    [
        (date(2026, 12, 1), date(2026, 11, 30), "consultation.closes_before_opening"),
        (None, date(9999, 12, 31), "consultation.odd_day"),
        (date(26, 12, 1), None, "consultation.odd_day"),
    ],
)
def test_days_that_cannot_be_are_refused(opens_on: date | None, closes_on: date | None, code: str) -> None:
    with pytest.raises(Refused) as refused:
        opening_times(opens_on, closes_on, "UTC")
    assert [problem.code for problem in refused.value.problems] == [code]
