"""Tables of several communities that add up to the same totals: nothing that is withheld can be worked out.

The oracle below knows nothing of linear programmes: it reads what the public reads and tries every table of whole
numbers that agrees with it.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from surveys.disclosure import (
    AskedOf,
    Kin,
    ProtectedQuestion,
    QuestionTables,
    Shown,
    Stated,
    protect_consultation,
    protect_question,
)
from surveys.problems import Refused
from surveys.tally import Columns, Countable, Membership, counts, cross, standing

Ranges = dict[tuple[int, int, int], tuple[int, int]]


def tables(chosen: list, *, several: bool = False, answered: list | None = None, **more) -> QuestionTables:
    """(communities, options, 3) and, where several may be chosen, (communities, 3) of who answered."""
    cells = np.array(chosen)
    bases = cells.sum(axis=1) if answered is None else np.array(answered)
    return QuestionTables(
        more.pop("question", "q"),
        tuple("abcdef"[: cells.shape[1]]),
        tuple(f"community {number}" for number in range(cells.shape[0])),
        cells[0].sum(axis=1),
        int(bases[0].sum()),
        cells,
        bases,
        takes_several=several,
        **more,
    )


# The oracle


def splits(total: int, shown: list[Shown]) -> Iterator[tuple[int, ...]]:
    """Every way to split a total over counts of which some are shown and of some only bounds are told."""
    if not shown:
        if total == 0:
            yield ()
        return
    first, rest = shown[0], shown[1:]
    for value in range(total + 1):
        if is_said(value, first):
            for others in splits(total - value, rest):
                yield (value, *others)


def is_said(value: int, shown: Shown) -> bool:
    """Could this be the count, going by what is told of it? All is believed, "nearly all, at least 40" as well."""
    return (shown.at_least is None or value >= shown.at_least) and (
        shown.at_most is None or value <= shown.at_most
    )


def reachable(rows: list[list[tuple[int, ...]]]) -> list[set[tuple[int, ...]]]:
    """The column sums that can be reached before each row, and after the last."""
    states = [{(0, 0, 0)}]
    for row in rows:
        states.append({added(state, one) for state in states[-1] for one in row})
    return states


def added(state: tuple[int, ...], row: tuple[int, ...]) -> tuple[int, ...]:
    return (state[0] + row[0], state[1] + row[1], state[2] + row[2])


def community_ranges(question: ProtectedQuestion, name: str, totals: tuple[int, ...]) -> Ranges | None:
    """The range of every cell of a community, given the totals; None where no table agrees with them."""
    community = question.communities[name]
    rows = [
        list(splits(total, list(row))) for total, row in zip(totals, community.options.values(), strict=True)
    ]
    before = reachable(rows)
    ends = {
        state
        for state in before[-1]
        if all(
            base.count is None or base.count == size
            for base, size in zip(community.answered, state, strict=True)
        )
    }
    if not ends:
        return None
    ranges: Ranges = {}
    for number in reversed(range(len(rows))):
        starts = set()
        for state in before[number]:
            for one in rows[number]:
                if added(state, one) in ends:
                    starts.add(state)
                    for column, value in enumerate(one):
                        low, high = ranges.get((number, column, 0), (value, value))
                        ranges[number, column, 0] = (min(low, value), max(high, value))
        ends = starts
    return ranges


def every_range(question: ProtectedQuestion) -> tuple[dict[str, Ranges], dict[int, tuple[int, int]]]:
    """The range of every cell by community and of every total, over all totals that all communities agree with."""
    cells: dict[str, Ranges] = {name: {} for name in question.communities}
    of_totals: dict[int, tuple[int, int]] = {}
    for totals in splits(question.answered.count, list(question.options.values())):
        found = {name: community_ranges(question, name, totals) for name in question.communities}
        if any(ranges is None for ranges in found.values()):
            continue
        for number, value in enumerate(totals):
            low, high = of_totals.get(number, (value, value))
            of_totals[number] = (min(low, value), max(high, value))
        for name, ranges in found.items():
            for place, (least, most) in ranges.items():
                low, high = cells[name].get(place, (least, most))
                cells[name][place] = (min(low, least), max(high, most))
    return cells, of_totals


def keeps_its_promise(shown: Shown, truth: int, found: tuple[int, int], threshold: int) -> None:
    low, high = found
    if shown.count is not None:
        assert (low, high) == (truth, truth) == (shown.count, shown.count)
        return
    assert low <= truth <= high
    if shown.at_most is not None:
        assert (shown.at_least, shown.at_most) == (low, high)
    if truth < threshold:
        assert low == 0
        assert high >= threshold
    else:
        assert high - low >= threshold


@st.composite
def linked(draw: st.DrawFn) -> QuestionTables:
    """Two communities by three options: any table, and any other with the same totals."""
    first = np.array(draw(st.lists(st.tuples(*[st.integers(0, 8)] * 3), min_size=3, max_size=3)))
    second = []
    for total in first.sum(axis=1).tolist():
        yes = draw(st.integers(0, total))
        no = draw(st.integers(0, total - yes))
        second.append([yes, no, total - yes - no])
    assume(first.sum() > 0)
    return tables([first.tolist(), second])


@settings(deadline=None, max_examples=30)
@given(linked())
def test_no_withheld_count_is_narrower_than_promised_whatever_is_tried(question: QuestionTables) -> None:
    found = protect_question(question, 5)
    if question.everyone < 5:
        assert found.answered.count in {None, 0}
        return
    hidden = [
        total
        for total, shown in zip(question.totals, found.options.values(), strict=True)
        if shown.count is None
    ]
    assume(sum(hidden) <= 16)
    cells, totals = every_range(found)
    for number, shown in enumerate(found.options.values()):
        keeps_its_promise(shown, int(question.totals[number]), totals[number], 5)
    for number, (name, community) in enumerate(found.communities.items()):
        for option, row in enumerate(community.options.values()):
            for column, shown in enumerate(row):
                truth = int(question.chosen[number, option, column])
                keeps_its_promise(shown, truth, cells[name][option, column, 0], 5)


@st.composite
def several_chosen(draw: st.DrawFn) -> QuestionTables:
    """One community, two options that may be chosen together by people who chose at least one."""
    only_first, only_second, both = (np.array(draw(st.tuples(*[st.integers(2, 7)] * 2))) for _ in range(3))
    less = np.array(
        draw(st.sampled_from([(0, 0, 0), (2, 0, 0), (0, 2, 0), (0, 0, 2), (2, 2, 0), (2, 0, 2), (0, 2, 2)]))
    )
    only_first, only_second, both = only_first - less[0], only_second - less[1], both - less[2]
    answered = only_first + only_second + both
    assume((answered >= 5).all())
    chosen = [[[*(only_first + both), 0], [*(only_second + both), 0]]]
    return tables(chosen, several=True, answered=[[*answered, 0]])


@settings(deadline=None, max_examples=30)
@given(several_chosen())
def test_options_chosen_together_are_each_a_yes_or_no_and_stay_withheld(question: QuestionTables) -> None:
    found = protect_question(question, 5)
    community = next(iter(found.communities.values()))
    assume(all(base.count is not None for base in community.answered))
    size = [base.count for base in community.answered]
    options = list(community.options.values())
    ways = [
        [way for way in product(*[range(one + 1) for one in size]) if agrees(way, row, total)]
        for row, total in zip(options, found.options.values(), strict=True)
    ]
    tried = [
        both for both in product(*ways) if all(a + b >= one for a, b, one in zip(*both, size, strict=True))
    ]
    for option, row in enumerate(options):
        for column, shown in enumerate(row):
            values = [both[option][column] for both in tried]
            keeps_its_promise(shown, int(question.chosen[0, option, column]), (min(values), max(values)), 5)
            if shown.count is None:  # those who did not choose it are as well kept
                truth = size[column] - int(question.chosen[0, option, column])
                others = [size[column] - value for value in values]
                rest = Shown("too_few")
                keeps_its_promise(rest, truth, (min(others), max(others)), 5)


def agrees(way: tuple[int, ...], row: tuple[Shown, ...], total: Shown) -> bool:
    return is_said(sum(way), total) and all(
        is_said(value, shown) for shown, value in zip(row, way, strict=True)
    )


# Communities stated in one question

ARABIC_DUTCH_ENGLISH_SILENT = np.array([[0, 1], [1, 0], [1, 1], [2, 2]])
"""The groups behind "speaks Arabic at home" and "speaks Dutch at home", and the column of each they stand in."""


def kindred_tables(first: list[int], second: list[int]) -> QuestionTables:
    """Two options chosen by four groups, as two communities that were stated in one question."""
    groups = np.array([first, second])
    chosen = [
        [[int(row[side == s].sum()) for s in range(3)] for row in groups]
        for side in ARABIC_DUTCH_ENGLISH_SILENT.T
    ]
    kin = Kin(("community 0", "community 1"), ARABIC_DUTCH_ENGLISH_SILENT, groups, groups.sum(axis=0))
    return tables(chosen, kin=(kin,))


def all_said(ways: np.ndarray, option: str, found: ProtectedQuestion) -> np.ndarray:
    """Which ways (n, groups) an option can have been chosen agree with everything said about it."""
    fits = between(ways.sum(axis=1), found.options[option])
    for number, community in enumerate(found.communities.values()):
        for column, shown in enumerate(community.options[option]):
            fits &= between(ways[:, ARABIC_DUTCH_ENGLISH_SILENT[:, number] == column].sum(axis=1), shown)
    return fits


def between(values: np.ndarray, shown: Shown) -> np.ndarray:
    low = 0 if shown.at_least is None else shown.at_least
    return (values >= low) & (values <= (values.max() if shown.at_most is None else shown.at_most))


of_groups = st.lists(st.integers(0, 8), min_size=4, max_size=4)


@settings(deadline=None, max_examples=30)
@given(of_groups, of_groups)
def test_communities_stated_in_one_question_do_not_give_one_another_away(
    first: list[int], second: list[int]
) -> None:
    assume(sum(first) + sum(second) >= 5)
    question = kindred_tables(first, second)
    found = protect_question(question, 5)
    communities = list(found.communities.values())
    assume(all(base.count is not None for community in communities for base in community.answered))
    size = np.add(first, second)
    tried = np.indices(size + 1).reshape(4, -1).T
    tried = tried[all_said(tried, "a", found) & all_said(size - tried, "b", found)]
    for option, ways, truth in (("a", tried, first), ("b", size - tried, second)):
        for number, community in enumerate(communities):
            for column, shown in enumerate(community.options[option]):
                inside = ARABIC_DUTCH_ENGLISH_SILENT[:, number] == column
                values = ways[:, inside].sum(axis=1)
                keeps_its_promise(shown, int(np.array(truth)[inside].sum()), (values.min(), values.max()), 5)
        for group in range(4):
            if truth[group] < 5:
                assert ways[:, group].min() == 0
                assert ways[:, group].max() >= min(5, size[group])


# What it looks like


HOUSING = [[60, 250, 30], [45, 20, 12], [22, 31, 15]]
"""Options by yes, no, not stated: nothing is small."""


def test_where_nothing_is_small_everything_is_shown() -> None:
    found = protect_question(tables([HOUSING]), 10)
    shown = found.communities["community 0"]
    assert [[one.count for one in row] for row in shown.options.values()] == HOUSING
    assert [one.count for one in shown.answered] == [127, 301, 57]
    assert [one.count for one in found.options.values()] == [340, 77, 68]


def test_one_small_count_takes_a_rectangle_with_it_where_it_hurts_least() -> None:
    found = protect_question(tables([[[60, 250, 30], [45, 20, 12], [7, 31, 15]]]), 10)
    shown = [
        [one.count is not None for one in row] for row in found.communities["community 0"].options.values()
    ]
    assert shown == [[True, True, True], [False, True, False], [False, True, False]]


def test_that_nobody_from_a_community_answered_is_shown() -> None:
    found = protect_question(tables([[[0, 60, 40], [0, 90, 30]]]), 10)
    assert found.communities["community 0"].answered[0].kind == "nobody"
    assert [row[0].kind for row in found.communities["community 0"].options.values()] == ["nobody", "nobody"]
    assert [one.count for one in found.communities["community 0"].answered] == [0, 150, 70]


def test_a_community_below_the_threshold_is_withheld_whole() -> None:
    found = protect_question(tables([[[3, 60, 40], [4, 90, 30]], HOUSING_LIKE]), 10)
    small = found.communities["community 0"]
    assert small.is_withheld
    assert {one.kind for row in (small.answered, *small.options.values()) for one in row} == {"too_few"}
    assert not found.communities["community 1"].is_withheld
    assert found.options["a"].count == 103


HOUSING_LIKE = [[40, 43, 20], [60, 44, 20]]


def test_when_only_a_few_did_not_state_what_the_community_said_is_still_shown() -> None:
    found = protect_question(tables([[[50, 150, 1], [70, 120, 3]]]), 10)
    shown = found.communities["community 0"]
    assert [row[0].count for row in shown.options.values()] == [50, 70]
    assert [one.kind for one in shown.answered] == ["shown", "too_few", "too_few"]


def test_a_community_that_nearly_all_said_the_same_is_heard_saying_so() -> None:
    found = protect_question(tables([[[2, 140, 30], [98, 160, 40]]]), 10)
    shown = found.communities["community 0"]
    assert [row[0].kind for row in shown.options.values()] == ["nearly_none", "nearly_all"]
    assert shown.options["b"][0].at_least == 90
    assert shown.options["a"][0].at_most == 10


def test_none_and_a_few_cannot_be_told_apart() -> None:
    kinds = []
    for few in (0, 1, 5, 9):
        shown = protect_question(tables([[[few, 140, 30], [100 - few, 160, 40]]]), 10).communities[
            "community 0"
        ]
        kinds.append(
            [[(one.kind, one.count, one.at_most) for one in row[:1]] for row in shown.options.values()]
        )
    assert all(one == kinds[0] for one in kinds)


def test_when_everyone_said_the_same_the_total_says_nearly_all() -> None:
    found = protect_question(tables([[[90, 150, 58], [0, 2, 0]]]), 10)
    assert [one.kind for one in found.options.values()] == ["nearly_all", "nearly_none"]
    assert found.options["a"].at_least == 290


def test_a_small_total_is_withheld_with_the_next_smallest_in_every_community() -> None:
    found = protect_question(tables([[[60, 250, 30], [45, 20, 12], [2, 3, 1]]] * 2), 10)
    assert [one.count for one in found.options.values()] == [340, None, None]
    for community in found.communities.values():
        assert [one.count for one in community.options["a"]] == [60, 250, 30]
        assert {one.count for option in "bc" for one in community.options[option]} == {None}
        assert [one.count for one in community.answered] == [107, 273, 43]


def test_too_few_answers_altogether_show_nothing() -> None:
    found = protect_question(tables([[[3, 2, 1], [1, 1, 1]]]), 10)
    assert found.answered.kind == "too_few"
    assert {one.kind for one in found.options.values()} == {"too_few"}
    assert found.communities["community 0"].is_withheld


def test_a_count_that_cannot_be_few_is_withheld_and_not_called_too_few() -> None:
    found = protect_question(tables([[[60, 250, 30], [45, 20, 12], [7, 31, 15]]]), 10)
    withheld = found.communities["community 0"].options["b"][0]
    assert (withheld.kind, withheld.count) == ("withheld", None)
    assert withheld.at_least >= 10


def test_an_exclusive_option_bounds_the_others_and_is_taken_into_account() -> None:
    # 58 chose none of these: of 60 people at most 2 chose anything else, which must not be told
    chosen, answered = [[[3, 200, 40], [57, 100, 60]]], [[60, 300, 100]]
    found = protect_question(tables(chosen, several=True, answered=answered, exclusive=frozenset("b")), 10)
    shown = found.communities["community 0"]
    few = shown.options["a"][0]
    assert few.count is None
    none_of_these = shown.options["b"][0]
    assert none_of_these.count is None
    assert few.at_most is None or few.at_most >= 10


def test_tables_that_do_not_add_up_are_an_error() -> None:
    with pytest.raises(ValueError, match="same totals"):
        tables([HOUSING, [[1, 2, 3], [4, 5, 6], [7, 8, 9]]])


def test_a_threshold_below_five_is_refused() -> None:
    with pytest.raises(Refused, match=r"disclosure\.threshold_too_small"):
        protect_question(tables([HOUSING]), 4)


def test_a_question_without_communities_still_keeps_its_small_totals() -> None:
    cells = np.zeros((0, 3, 3), dtype=int)
    alone = QuestionTables(
        "q", ("a", "b", "c"), (), np.array([80, 30, 4]), 114, cells, np.zeros((0, 3), dtype=int)
    )
    found = protect_question(alone, 10)
    assert [one.count for one in found.options.values()] == [80, None, None]


def test_what_is_shown_can_be_written_down() -> None:
    found = protect_question(tables([[[2, 140, 30], [98, 160, 40]]]), 10).to_json()
    assert found["question"] == "q"
    assert found["options"]["b"]["count"] == 298
    assert found["communities"]["community 0"]["options"]["b"]["yes"]["kind"] == "nearly_all"
    assert found["communities"]["community 0"]["answered"]["not_stated"]["count"] == 70


def test_what_a_silent_few_said_is_not_told_by_another_community_of_the_same_question() -> None:
    found = protect_question(kindred_tables([40, 60, 90, 12], [70, 30, 80, 3]), 10)
    for option in "ab":
        arabic, dutch = (community.options[option] for community in found.communities.values())
        assert arabic[2].count is None
        assert dutch[2].count is None
        assert arabic[0].count is not None
        assert dutch[0].count is not None


def test_a_few_whom_no_table_shows_cannot_be_worked_out_from_two_that_it_does() -> None:
    found = protect_question(kindred_tables([40, 60, 2, 50], [70, 30, 80, 60]), 10)
    arabic, dutch = (community.options["a"] for community in found.communities.values())
    said_no_to_arabic, speak_dutch = arabic[1].count, dutch[0].count
    assert said_no_to_arabic is None or speak_dutch is None


# Questions together


def people(rows: list[tuple[dict, int]]) -> list[dict]:
    return [answers for answers, times in rows for _ in range(times)]


LANGUAGE = Countable("language", "single", ("ar", "en"))
AHEAD = Countable("ahead", "single", ("yes", "no"))
WHY = Countable("why", "single", ("cost", "trust"))
ARABIC = Membership("arabic", "language", frozenset({"ar"}), frozenset({"en"}))


def test_tables_counted_from_answers_know_which_communities_are_kindred() -> None:
    dutch = Membership("dutch", "language", frozenset({"nl"}), frozenset({"ar", "en"}))
    ahead = Membership("for", "ahead", frozenset({"yes"}), frozenset({"no"}))
    language = Countable("language", "single", ("ar", "nl", "en"))
    arabic = Membership("arabic", "language", frozenset({"ar"}), frozenset({"nl", "en"}))
    responses = people(
        [
            ({"language": "ar", "ahead": "no"}, 4),
            ({"language": "nl", "ahead": "no"}, 3),
            ({"language": "en", "ahead": "yes"}, 2),
            ({"ahead": "yes"}, 5),
            ({"language": "ar"}, 6),
        ]
    )
    columns = Columns.from_responses((language, AHEAD), responses)
    found = QuestionTables.counted(columns, "ahead", [arabic, dutch, ahead])
    (kin,) = found.kin
    assert kin.communities == ("arabic", "dutch")
    assert kin.standings.tolist() == ARABIC_DUTCH_ENGLISH_SILENT.tolist()
    assert kin.chosen.tolist() == [[0, 0, 2, 5], [4, 3, 0, 0]]
    assert kin.answered.tolist() == [4, 3, 2, 5]
    stated = Stated.counted(columns, [arabic, dutch, ahead])
    assert stated.counts.tolist() == [[10, 5, 5], [3, 12, 5], [7, 7, 6]]
    assert stated.kin[0].answered.tolist() == [10, 3, 2, 5]
    assert stated.tables().options == ()


def protected(responses: list[dict], asked_of: dict[str, AskedOf] | None = None):
    columns = Columns.from_responses((LANGUAGE, AHEAD, WHY), responses)
    standings = standing(columns, ARABIC)
    questions = [
        QuestionTables.of(counts(columns, name), {"arabic": cross(columns, name, standings)})
        for name in ("ahead", "why")
    ]
    stated = Stated(("arabic",), np.bincount(standings, minlength=3)[None], columns.size)
    return protect_consultation(stated, questions, 10, asked_of)


def test_a_community_too_small_to_show_is_withheld_in_every_question_even_where_none_of_it_answered() -> None:
    found = protected(
        people(
            [
                ({"language": "ar", "ahead": "no"}, 4),
                ({"language": "en", "ahead": "no", "why": "cost"}, 60),
                ({"language": "en", "ahead": "yes", "why": "trust"}, 50),
                ({"ahead": "yes", "why": "cost"}, 20),
            ]
        )
    )
    assert found.stated["arabic"][0].kind == "too_few"
    assert found.questions["why"].communities["arabic"].answered[0].kind == "too_few"
    assert found.questions["ahead"].options["no"].count == 64


def test_how_many_were_asked_does_not_tell_what_was_withheld_before() -> None:
    responses = people(
        [
            ({"language": "ar", "ahead": "yes"}, 40),
            ({"language": "ar", "ahead": "no", "why": "cost"}, 4),
            ({"language": "en", "ahead": "no", "why": "trust"}, 60),
            ({"language": "en", "ahead": "yes"}, 70),
            ({"ahead": "no", "why": "trust"}, 30),
            ({"ahead": "yes"}, 30),
        ]
    )
    careless = protected(responses)
    assert careless.questions["ahead"].communities["arabic"].options["no"][0].count is None
    careful = protected(responses, {"why": AskedOf("ahead", frozenset({"no"}))})
    hidden = careful.questions["ahead"].communities["arabic"].options["no"]
    sizes = careful.questions["why"].communities["arabic"].answered
    for before, size in zip(hidden, sizes, strict=True):
        assert before.count is not None or size.count is None
    assert careful.questions["why"].answered.count == 94


def test_a_question_asked_of_a_withheld_few_is_withheld() -> None:
    responses = people(
        [
            ({"language": "ar", "ahead": "yes"}, 40),
            ({"language": "en", "ahead": "yes"}, 40),
            ({"ahead": "no"}, 5),
        ]
    )
    found = protected(responses, {"why": AskedOf("ahead", frozenset({"no"}))})
    assert found.questions["ahead"].options["no"].count is None
    assert found.questions["why"].answered.kind == "too_few"


def test_a_condition_on_a_later_question_is_refused() -> None:
    with pytest.raises(Refused, match=r"disclosure\.asked_of_later"):
        protected([{"language": "ar", "ahead": "yes"}] * 20, {"ahead": AskedOf("why", frozenset({"cost"}))})


def test_a_nearly_empty_column_whose_size_is_known_from_elsewhere_keeps_its_cells_open() -> None:
    responses = people(
        [
            ({"language": "ar", "ahead": "yes"}, 6),
            ({"language": "ar", "ahead": "no"}, 3),
            ({"language": "ar"}, 3),
            ({"language": "en", "ahead": "no"}, 60),
            ({"language": "en", "ahead": "yes"}, 50),
            ({"ahead": "yes"}, 20),
            ({"ahead": "no"}, 20),
        ]
    )
    found = protected(responses)
    assert found.stated["arabic"][0].count == 12
    community = found.questions["ahead"].communities["arabic"]
    assert community.is_withheld
    assert all(one.count is None for row in community.options.values() for one in row)


def test_a_whole_consultation_is_protected_and_every_small_count_with_it() -> None:
    random = np.random.default_rng(2)
    size, questions = 400, []
    standings = [
        random.choice(3, size, p=[share, 0.9 - share, 0.1]) for share in (0.02, 0.05, 0.15, 0.3, 0.1)
    ]
    columns = [np.eye(3, dtype=int)[one] for one in standings]
    for number in range(12):
        is_several = number % 4 == 3
        shares = random.dirichlet(np.ones(6) * 1.5)
        if is_several:
            answers = random.random((size, 6)) < shares * 1.8
            answers[~answers.any(axis=1), 0] = True
        else:
            answers = np.eye(6, dtype=bool)[random.choice(6, size, p=shares)]
        chosen = [answers.T.astype(int) @ one for one in columns]
        bases = [one.sum(axis=0) for one in columns]
        questions.append(tables(chosen, several=is_several, answered=bases, question=f"q{number}"))
    stated = Stated(questions[0].communities, questions[0].answered, size)
    found = protect_consultation(stated, questions, 10)
    cells = [
        cell
        for question in questions
        for cell in shown_and_true(question, found.questions[question.question])
    ]
    for shown, truth in cells:
        if shown.count is not None:
            assert shown.count == truth >= 10
        elif shown.at_most is not None:
            assert shown.at_least <= truth <= shown.at_most
            assert truth >= 10 or (shown.at_least == 0 and shown.at_most >= 10)
    assert sum(shown.count is not None for shown, _ in cells) > 150


def shown_and_true(question: QuestionTables, found: ProtectedQuestion) -> Iterator[tuple[Shown, int]]:
    for community, truth in zip(found.communities.values(), question.chosen.tolist(), strict=True):
        for row, true_row in zip(community.options.values(), truth, strict=True):
            yield from zip(row, true_row, strict=True)
