"""Counts are shown only as far as nobody can be made out; what is withheld in a table is proved to stay withheld."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from surveys import disclosure
from surveys.disclosure import Linked, Shown
from surveys.problems import Refused

EXAMPLE = np.array([[120, 43, 7], [88, 15, 12], [60, 22, 31]])


# How one count is shown


@pytest.mark.parametrize(("count", "kind"), [(0, "nobody"), (1, "too_few"), (9, "too_few"), (10, "shown")])
def test_that_nobody_answered_is_shown_and_a_few_are_not(count: int, kind: str) -> None:
    found = disclosure.shown_group(count, 10)
    assert found.kind == kind
    assert found.count == (count if kind in {"nobody", "shown"} else None)


@pytest.mark.parametrize(
    ("count", "of", "kind"),
    [
        (0, 200, "nearly_none"),
        (9, 200, "nearly_none"),
        (10, 200, "shown"),
        (190, 200, "shown"),
        (191, 200, "nearly_all"),
        (200, 200, "nearly_all"),
        (0, 0, "nobody"),
        (3, 9, "too_few"),
        (0, 9, "too_few"),
        (9, 15, "too_few"),
        (2, 30, "too_few"),
        (29, 30, "withheld"),
    ],
)
def test_a_cell_inside_a_community_never_says_none_or_all(count: int, of: int, kind: str) -> None:
    assert disclosure.shown_cell(count, of, 10).kind == kind


@given(st.integers(10, 400), st.integers(5, 10), st.data())
@settings(deadline=None)
def test_all_small_cells_look_alike_and_so_do_all_large_ones(of: int, threshold: int, data) -> None:
    few, other = (
        (data.draw(st.integers(0, min(threshold - 1, of - threshold))) for _ in range(2))
        if (of >= 2 * threshold)
        else (0, 0)
    )
    assert disclosure.shown_cell(few, of, threshold) == disclosure.shown_cell(other, of, threshold)
    assert disclosure.shown_cell(of - few, of, threshold) == disclosure.shown_cell(of - other, of, threshold)
    found = disclosure.shown_cell(few, of, threshold)
    if found.at_most is not None:
        assert found.at_least == 0
        assert found.at_most >= threshold


def test_a_threshold_below_five_is_refused() -> None:
    assert disclosure.checked_threshold(5) == 5
    with pytest.raises(Refused, match=r"disclosure\.threshold_too_small"):
        disclosure.checked_threshold(4)


def test_what_is_shown_can_be_written_down() -> None:
    assert Shown("nearly_none", None, 0, 10).to_json() == {
        "kind": "nearly_none",
        "count": None,
        "at_least": 0,
        "at_most": 10,
    }


# Live counts

counts = st.integers(0, 10_000)
thresholds = st.integers(5, 50)


@given(counts)
def test_a_count_is_rounded_to_the_nearest_five(count: int) -> None:
    assert disclosure.rounded(count) % disclosure.BASE == 0
    assert abs(disclosure.rounded(count) - count) <= disclosure.BASE // 2


@given(counts, thresholds)
def test_a_few_are_not_shown_and_nobody_is(count: int, threshold: int) -> None:
    seen = disclosure.live(count, threshold)
    assert (seen.count is None) == (0 < count < threshold)
    assert seen.least <= seen.middle <= seen.most
    if count == 0:
        assert seen.count == 0
    elif count < threshold:
        assert seen.least <= count <= seen.most


@given(counts, counts, thresholds)
def test_a_count_stands_until_enough_changed(before: int, now: int, threshold: int) -> None:
    after = disclosure.moved(before, now, threshold)
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
        after = disclosure.moved(stands, count, threshold)
        if after != stands:
            assert changes >= threshold or 0 in {after, stands}
            stands, changes = after, 0


# One table with margins


def test_primary_suppression_alone_discloses_everything() -> None:
    alone = disclosure.audit(EXAMPLE, EXAMPLE < 10, 10)
    assert (alone.low[0, 2], alone.high[0, 2]) == (7, 7)
    assert not alone.is_proved
    assert alone.failing.tolist() == (EXAMPLE < 10).tolist()


def test_a_rectangle_around_the_small_count_leaves_it_open() -> None:
    found = disclosure.protect(EXAMPLE, 10)
    assert found.withheld.tolist() == [[False, True, True], [False, True, True], [False, False, False]]
    assert (found.audit.low[0, 2], found.audit.high[0, 2]) == (0, 19)
    assert found.audit.is_proved


def compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 0:
        if total == 0:
            yield ()
        return
    for first in [total] if parts == 1 else range(total + 1):
        for rest in compositions(total - first, parts - 1):
            yield (first, *rest)


def filled(row: np.ndarray, withheld: np.ndarray) -> list[np.ndarray]:
    """Every row with the same sum and the same shown counts."""
    rows = []
    for parts in compositions(int(row[withheld].sum()), int(withheld.sum())):
        one = row.copy()
        one[withheld] = parts
        rows.append(one)
    return rows


def feasible(
    table: np.ndarray, withheld: np.ndarray, links: Sequence[Linked] = ()
) -> tuple[np.ndarray, np.ndarray]:
    """The bounds of each count over every table of whole numbers that agrees with what is published: all are tried."""
    found = []
    for upper in product(*(filled(row, mask) for row, mask in zip(table[:-1], withheld[:-1], strict=True))):
        last = table.sum(axis=0) - sum(upper)
        if (last >= 0).all() and (last[~withheld[-1]] == table[-1][~withheld[-1]]).all():
            trial = np.array([*upper, last])
            if all((link.weights * trial).sum() == link.total for link in links):
                found.append(trial)
    return np.min(found, axis=0), np.max(found, axis=0)


small_tables = st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=2, max_size=3)


@given(small_tables, st.data())
@settings(deadline=None)
def test_bounds_equal_those_of_trying_every_table(rows: list, data) -> None:
    table = np.array(rows)
    cells = list(np.ndindex(*table.shape))
    chosen = data.draw(st.lists(st.sampled_from(cells), unique=True, max_size=5))
    withheld = np.zeros(table.shape, dtype=bool)
    for cell in chosen:
        withheld[cell] = True
    found = disclosure.audit(table, withheld, 5)
    low, high = feasible(table, withheld)
    assert found.low.tolist() == low.tolist()
    assert found.high.tolist() == high.tolist()
    assert found.is_settled.all()


@given(small_tables, st.data())
@settings(deadline=None)
def test_bounds_take_earlier_releases_into_account(rows: list, data) -> None:
    table = np.array(rows)
    withheld = np.ones(table.shape, dtype=bool)
    withheld[:, 2] = False
    weights = np.array(
        data.draw(st.lists(st.lists(st.integers(0, 2), min_size=3, max_size=3), min_size=3, max_size=3))
    )
    link = Linked(weights[: table.shape[0]], int((weights[: table.shape[0]] * table).sum()))
    found = disclosure.audit(table, withheld, 5, [link])
    low, high = feasible(table, withheld, [link])
    assert found.low.tolist() == low.tolist()
    assert found.high.tolist() == high.tolist()


@given(st.lists(st.lists(st.integers(0, 13), min_size=3, max_size=3), min_size=3, max_size=3))
@settings(deadline=None, max_examples=40)
def test_a_protected_table_keeps_its_promise_whatever_is_tried(rows: list) -> None:
    table = np.array(rows)
    try:
        found = disclosure.protect(table, 5)
    except Refused:
        # then even withholding everything leaves some count too narrow: margins settle it
        everything = disclosure.audit(table, np.ones_like(table, dtype=bool), 5)
        assert not everything.is_proved
        return
    assert (found.withheld | (table >= 5)).all()
    assume(found.withheld.sum() <= 6)
    low, high = feasible(table, found.withheld)
    for cell in np.argwhere(found.withheld):
        place = tuple(cell)
        if table[place] < 5:
            assert low[place] == 0
            assert high[place] >= 5
        else:
            assert high[place] - low[place] >= 5


def test_whole_numbers_can_be_narrower_than_a_linear_programme_says() -> None:
    # 2a + 2b + 2c = 6 beside an odd link: the linear bounds of a are not reached by whole numbers
    table = np.array([[1, 2], [2, 1]])
    link = Linked(np.array([[2, 0], [0, 3]]), 5)
    found = disclosure.audit(table, np.ones((2, 2), dtype=bool), 5, [link])
    assert found.is_settled.all()
    assert (found.low[0, 0], found.high[0, 0]) == (1, 1)


def test_an_integer_programme_settles_what_the_linear_one_leaves_open() -> None:
    # x + y + z = 30 (a row), and 2x + 4y was published as 10: linear bounds of y reach 2.5, whole numbers only 2
    table = np.array([[1, 2, 27]])
    columns_open = np.array([[1, 2, 27], [10, 10, 10]])
    link = Linked(np.array([[2, 4, 0], [0, 0, 0]]), 10)
    found = disclosure.audit(columns_open, np.ones((2, 3), dtype=bool), 5, [link])
    assert table.shape == (1, 3)
    assert (found.low[0, 1], found.high[0, 1]) == (0, 2)
    assert found.is_settled.all()


def test_a_margin_below_the_threshold_cannot_be_protected() -> None:
    with pytest.raises(Refused, match=r"disclosure\.cannot_protect"):
        disclosure.protect(np.array([[1, 2], [30, 40]]), 10)


def test_a_link_that_is_not_about_this_table_is_refused() -> None:
    with pytest.raises(Refused, match=r"disclosure\.link_differs"):
        disclosure.audit(EXAMPLE, EXAMPLE < 10, 10, [Linked(np.ones_like(EXAMPLE), 5)])


def test_a_table_without_small_counts_is_shown_whole() -> None:
    found = disclosure.protect(np.full((3, 3), 12), 10)
    assert not found.withheld.any()


def test_a_link_that_undoes_the_rectangle_makes_it_wider() -> None:
    rectangle = disclosure.protect(EXAMPLE, 10).withheld
    released = Linked(np.eye(3, dtype=int)[[0]].T @ np.array([[0, 1, 0]]), 43)  # an earlier release showed 43
    undone = disclosure.audit(EXAMPLE, rectangle, 10, [released])
    assert not undone.is_proved
    again = disclosure.protect(EXAMPLE, 10, [released])
    assert again.audit.is_proved
    low, high = again.audit.low[0, 2], again.audit.high[0, 2]
    assert low == 0
    assert high >= 10


def test_every_two_by_two_pattern_of_the_example_is_judged_as_trying_all_tables_does() -> None:
    for row, column in product((1, 2), (0, 1)):
        withheld = np.zeros((3, 3), dtype=bool)
        withheld[np.ix_((0, row), (column, 2))] = True
        found = disclosure.audit(EXAMPLE, withheld, 10)
        moves = [
            step
            for step in range(-200, 201)
            if (EXAMPLE[np.ix_((0, row), (column, 2))] + step * np.array([[1, -1], [-1, 1]]) >= 0).all()
        ]
        values = [7 - step for step in moves]
        assert (found.low[0, 2], found.high[0, 2]) == (min(values), max(values))
