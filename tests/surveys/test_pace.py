"""The forecast of a final count: defined for tiny histories, honest about the hidden, as sure as it says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.disclosure import live
from surveys.problems import Refused
from surveys.representation import Sighting, forecast, pace_needed
from tests.bench.coverage import STORIES_TOLD, bursts, of_pace, shown, steady


def seen(*counts: tuple[int, int]) -> list[Sighting]:
    return [Sighting(day, live(count, 10)) for day, count in counts]


def test_before_a_day_has_passed_there_is_no_forecast() -> None:
    assert forecast([], 30) is None
    assert forecast(seen((0, 0)), 30) is None


def test_nobody_so_far_is_a_small_number_to_come_and_not_zero() -> None:
    found = forecast(seen((14, 0)), 28)
    assert found is not None
    assert found.interval.low == 0
    assert 0 < found.expected < 3
    assert found.interval.high > found.expected
    longer = forecast(seen((70, 0)), 28)
    assert longer is not None
    assert longer.interval.high < found.interval.high


def test_at_closing_only_what_is_hidden_remains() -> None:
    found = forecast(seen((7, 20), (14, 40)), 0)
    assert found is not None
    assert (found.interval.low, found.interval.high) == (38, 51)
    nobody = forecast(seen((14, 0)), 0)
    assert nobody is not None
    assert (nobody.expected, nobody.interval.high) == (0, 0)
    few = forecast(seen((14, 4)), 0)
    assert few is not None
    assert (few.interval.low, few.interval.high) == (1, 18)


def test_a_steady_pace_goes_on() -> None:
    found = forecast(seen((7, 50), (14, 100), (21, 150)), 21)
    assert found is not None
    assert found.per_week == pytest.approx(50, rel=0.02)
    assert found.about == pytest.approx(305, abs=5)
    assert found.about % 5 == 0
    assert found.interval.low < 300 < found.interval.high


def test_what_happened_lately_counts_more() -> None:
    rising, falling = forecast(seen((7, 10), (14, 100)), 14), forecast(seen((7, 90), (14, 100)), 14)
    assert rising is not None
    assert falling is not None
    assert rising.expected > falling.expected + 20


def test_uneven_weeks_make_a_wider_interval() -> None:
    even = forecast(seen((7, 30), (14, 60), (21, 90), (28, 120)), 14)
    uneven = forecast(seen((7, 5), (14, 60), (21, 60), (28, 120)), 14)
    assert even is not None
    assert uneven is not None
    assert even.dispersion < 4 < uneven.dispersion
    assert uneven.interval.high - uneven.interval.low > 1.3 * (even.interval.high - even.interval.low)


def test_no_more_are_expected_than_there_are_people_unless_more_answered() -> None:
    found = forecast(seen((7, 50), (14, 100)), 70, population=160)
    assert found is not None
    assert (found.expected, found.interval.high) == (160, 160)
    doubles = forecast(seen((7, 50), (14, 100)), 70, population=60)
    assert doubles is not None
    assert doubles.expected == 98


@pytest.mark.parametrize(("days", "left"), [((7, 7), 1), ((9, 7), 1), ((-1, 7), 1), ((7, 9), -1)])
def test_days_that_cannot_be_are_refused(days: tuple[int, int], left: int) -> None:
    with pytest.raises(Refused, match=r"pace\.days_wrong"):
        forecast(seen(*((day, 20) for day in days)), left)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=60), st.integers(0, 60))
@settings(deadline=None, max_examples=60)
def test_every_history_has_a_forecast_in_order_and_at_closing_includes_the_truth(
    days: list, left: int
) -> None:
    counts = np.cumsum(days).tolist()
    found = forecast(list(shown(counts)), left)
    assert found is not None
    assert 0 <= found.interval.low <= found.interval.high
    if left == 0:  # nobody takes an answer back in these, so the truth is somewhere in what is hidden
        assert found.interval.low <= counts[-1] <= found.interval.high
    assert found.interval.low <= found.expected
    assert found.dispersion >= 1


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 60))
def test_the_pace_needed_closes_the_gap(heard: int, target: int, left: int) -> None:
    needed = pace_needed(heard, target, left)
    if heard >= target:
        assert needed == 0
    elif left == 0:
        assert needed is None
    else:
        assert needed is not None
        assert heard + needed * left / 7 == pytest.approx(target)


def test_forecasts_of_steady_stories_cover_at_least_what_they_say_and_of_changing_ones_most() -> None:
    assert of_pace(steady(5), 4, 150)[0] >= 0.9
    assert of_pace(STORIES_TOLD["20 a week, rising by a fifth each week"], 4, 150)[0] >= 0.8
    assert of_pace(STORIES_TOLD["20 a week, falling by a fifth each week"], 4, 150)[0] >= 0.8


def test_nobody_foresees_bursts_that_have_not_come() -> None:
    """What docs/outreach.md says it does not promise: else the guide would be wrong."""
    assert of_pace(bursts(50), 1, 150)[0] < 0.8
