import random
from collections import Counter
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from surveys.document import Survey
from surveys.ordering import SEED_BITS, order
from surveys.plan import Plan, compile_plan
from surveys.publishing import check
from surveys.routing import place
from tests.surveys import households, tiny

CHANCE = random.Random(2026)
SEEDS = [CHANCE.getrandbits(SEED_BITS) for _ in range(12_000)]
UNLIKELY = 0.999
IDS = st.lists(st.text("abcdef-", min_size=1, max_size=4), max_size=9, unique=True)
SEED = st.integers(0, 2**SEED_BITS - 1)


def excess(found: Counter[Any], cells: int) -> float:
    """Pearson's statistic against every cell being as likely, over the value it exceeds once in a thousand."""
    expected = sum(found.values()) / cells
    statistic = sum((count - expected) ** 2 for count in found.values()) / expected
    statistic += (cells - len(found)) * expected
    return float(statistic / chi2.ppf(UNLIKELY, cells - 1))


def test_every_order_is_as_likely_as_any_other() -> None:
    orders = Counter(order("abcd", seed, "question") for seed in SEEDS)
    assert set(orders) == set(permutations("abcd"))
    assert excess(orders, 24) < 1


def test_the_order_of_one_question_says_nothing_about_that_of_another() -> None:
    both = Counter((order("abc", seed, "one"), order("abc", seed, "other")) for seed in SEEDS)
    assert excess(both, 36) < 1


def test_neighbouring_seeds_have_nothing_in_common() -> None:
    both = Counter((order("abc", seed, "one"), order("abc", seed + 1, "one")) for seed in range(12_000))
    assert excess(both, 36) < 1


def test_the_test_of_chance_would_see_a_bias() -> None:
    biased = Counter(order("abcd", seed % 1000, "question") for seed in SEEDS)
    assert excess(biased, 24) > 1


@given(IDS, SEED, st.text(max_size=5), st.data())
def test_what_is_fixed_stays_last_and_nothing_is_lost(
    ids: list[str], seed: int, salt: str, data: st.DataObject
) -> None:
    last = set(data.draw(st.lists(st.sampled_from(ids), unique=True))) if ids else set()
    found = order(ids, seed, salt, last)
    assert sorted(found) == sorted(ids)
    assert found[len(ids) - len(last) :] == tuple(one for one in ids if one in last)
    assert found == order(ids, seed, salt, last)


@given(IDS, SEED)
def test_an_option_that_is_added_moves_none_of_the_others(ids: list[str], seed: int) -> None:
    assert [one for one in order([*ids, "new"], seed, "q") if one != "new"] == list(order(ids, seed, "q"))


def test_without_a_seed_everything_stands_as_written() -> None:
    assert order("cab", None, "q", {"c"}) == ("c", "a", "b")


OPTIONS = households.options("one", "two", "three", "four", "other", "none", other={"last": True})


def shuffled_survey() -> Survey:
    document = households.document()
    several = [*OPTIONS[:-1], {**OPTIONS[-1], "exclusive": True}]
    document["pages"][0]["questions"] += [
        households.question("which", "choose_one", options=OPTIONS, order="random"),
        households.question("several", "choose_many", options=several, order="random"),
    ]
    return Survey.from_json(document)


def test_options_are_in_an_order_of_each_readers_own_and_the_same_in_every_language() -> None:
    plan = compile_plan(shuffled_survey())
    assert plan.is_random
    seen = set()
    for seed in range(20):
        english, arabic = (plan.words(code).page("home").seen_with(seed) for code in ("en", "ar"))
        for page in (english, arabic):
            which, several = page.questions[1:]
            assert which.options[-1].id == "other"
            assert [option.id for option in several.options][-2:] == ["other", "none"]
        orders = [[option.id for option in question.options] for question in english.questions]
        assert orders == [[option.id for option in question.options] for question in arabic.questions]
        seen.add(tuple(orders[1]))
    assert len(seen) > 10


def test_a_page_without_chance_is_the_very_same_page_for_everybody() -> None:
    page = households.plan().words("en").page("home")
    assert page.seen_with(3) is page
    assert not households.plan().is_random


def test_what_is_read_and_counted_knows_nothing_of_orders() -> None:
    question = compile_plan(shuffled_survey()).question("several")
    assert question.options == ("one", "two", "three", "four", "other", "none")
    assert question.read({"several": ["four", "one"]}) == ["one", "four"]


def pages(*names: str, **others: Any) -> list[dict[str, Any]]:
    return [tiny.page(name, tiny.yes_or_no(f"q-{name}"), **others) for name in names]


def of_pages(*groups: list[str]) -> dict[str, Any]:
    return tiny.of_pages(*pages("a", "b", "c", "d", "e", "f"), shuffle=list(groups))


def planned(*groups: list[str]) -> Plan:
    return compile_plan(Survey.from_json(of_pages(*groups)))


def test_pages_of_a_group_come_in_an_order_of_each_readers_own_and_the_others_stay() -> None:
    plan = planned(["d", "b", "c"])
    orders = Counter(place(plan, {}, seed).pages for seed in SEEDS[:3_000])
    assert {path[0] for path in orders} == {"a"}
    assert {path[4:] for path in orders} == {("e", "f")}
    assert excess(orders, 6) < 1


def test_going_back_shows_the_same_order() -> None:
    plan = planned(["b", "c", "d", "e"])
    for seed in SEEDS[:50]:
        path = place(plan, {}, seed)
        answered = place(plan, {"q-a": "yes", "q-c": "no"}, seed)
        assert answered == path
        assert [page.id for page in plan.in_order(seed)] == list(path.pages)


@pytest.mark.parametrize(
    ("groups", "found"),
    [
        ([["b", "nowhere"]], ("survey.shuffle_unknown_page", "/shuffle/0/1")),
        ([["b", "c"], ["c", "d"]], ("survey.shuffle_twice", "/shuffle/1/0")),
        ([["b", "b"]], ("survey.shuffle_twice", "/shuffle/0/1")),
        ([["b", "d"]], ("survey.shuffle_apart", "/shuffle/0")),
        ([["a", "b"]], ("survey.shuffle_fixed", "/shuffle/0/0")),
    ],
)
def test_a_group_that_cannot_be_is_told_where_and_can_still_be_looked_at(
    groups: list[list[str]], found: tuple[str, str]
) -> None:
    document = of_pages(*groups)
    assert found in [(one.code, one.where) for one in check(Survey.from_json(document), ["en"])]
    assert sorted(place(planned(*groups), {}, 7).pages) == ["a", "b", "c", "d", "e", "f"]


def test_no_page_of_a_group_waits_for_another_of_it() -> None:
    document = of_pages(["b", "c"])
    document["pages"][2]["condition"] = tiny.is_answered_yes("q-b")
    faults = [(one.code, one.where) for one in check(Survey.from_json(document), ["en"])]
    assert faults == [("survey.expression_shuffled", "/pages/2/condition")]


def test_pages_about_the_person_stay_last() -> None:
    document = households.document()
    document["pages"].append(households.about_you())
    document["shuffle"] = [["after", "about-you"]]
    faults = [(one.code, one.where) for one in check(Survey.from_json(document), ["en"])]
    assert faults == [("survey.shuffle_fixed", "/shuffle/0/1")]
