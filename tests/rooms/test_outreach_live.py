"""Live counts: rounded, silent about a few, slow to move."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.queries import consultation_by_slug
from consult.outreach.live import BASE, move, moved, rounded, shown, shown_counts
from consult.outreach.models import ShownCount
from tests.builders import an_open_consultation, an_organisation

counts = st.integers(0, 10_000)
thresholds = st.integers(5, 50)


@given(counts)
def test_a_count_is_rounded_to_the_nearest_five(count: int) -> None:
    assert rounded(count) % BASE == 0
    assert abs(rounded(count) - count) <= BASE // 2


@given(counts, thresholds)
def test_a_few_are_not_shown_and_nobody_is(count: int, threshold: int) -> None:
    seen = shown(count, threshold)
    assert (seen.count is None) == (0 < count < threshold)
    assert seen.least <= seen.middle <= seen.most
    if count == 0:
        assert seen.count == 0
    elif count < threshold:
        assert seen.least <= count <= seen.most


@given(counts, counts, thresholds)
def test_a_count_stands_until_enough_changed(before: int, now: int, threshold: int) -> None:
    after = moved(before, now, threshold)
    assert after in {before, now}
    if before and now:
        assert (after == now) == (before == now or abs(now - before) >= threshold)
    else:
        assert after == now


@given(st.lists(st.sampled_from([-1, 1]), max_size=300), thresholds)
def test_no_single_person_moves_a_count_beyond_the_first(steps: list[int], threshold: int) -> None:
    count = stands = 0
    changes = 0
    for step in steps:
        count = max(0, count + step)
        changes += 1
        after = moved(stands, count, threshold)
        if after != stands:
            assert changes >= threshold or 0 in {after, stands}
            stands, changes = after, 0


def test_what_was_shown_is_remembered(session: Session) -> None:
    an_open_consultation(session, an_organisation(session))
    consultation = consultation_by_slug(session, "repairs")
    assert consultation is not None
    seen = []
    for count in (23, 27, 32, 33, 8, 0, 3, 12, 13):
        move(session, consultation, {"answers": count})
        seen.append(shown_counts(session, consultation)["answers"].count)
    #      23  27  32  33  8     0  3     12    13
    assert seen == [25, 25, 25, 35, None, 0, None, None, 15]
    assert session.scalars(select(ShownCount.count)).all() == [13]


def test_a_count_that_is_gone_goes_to_nobody(session: Session) -> None:
    an_open_consultation(session, an_organisation(session))
    consultation = consultation_by_slug(session, "repairs")
    assert consultation is not None
    move(session, consultation, {"answers": 30, "other": 0})
    move(session, consultation, {})
    assert shown_counts(session, consultation)["answers"].count == 0
    assert "other" not in shown_counts(session, consultation)


@pytest.mark.parametrize("threshold", [5, 10])
def test_the_most_a_few_can_be_is_below_the_threshold(threshold: int) -> None:
    assert shown(1, threshold).most == threshold - 1
