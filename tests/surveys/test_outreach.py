"""Yields, proposals, stop or extend: against arithmetic by hand, brute force, and what the words promise."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import gamma

from surveys.disclosure import live
from surveys.outreach import (
    Experience,
    Means,
    Plan,
    Possible,
    Standing,
    Yields,
    proposed,
    recommended,
    yields,
)
from surveys.outreach.yields import met
from surveys.problems import Refused

SHARES = {"arabic": 0.05, "deaf": 0.01, "tenants": 0.2}
ARABIC, TENANTS = frozenset({"arabic"}), frozenset({"tenants"})


def tried(channel: str, communities: frozenset[str], contacts: float, **answers: int) -> Experience:
    return Experience(channel, communities, contacts, answers)


def standing(community: str, heard: float, target: int | None, population: int = 5_000) -> Standing:
    return Standing(community, heard, target, population)


def one(
    key: str, channel: str, communities: frozenset[str], contacts: float = 50, cost: float = 100
) -> Possible:
    return Possible(key, channel, communities, contacts, cost, hours=2, units=20)


# Yields


def test_with_nothing_known_one_answer_comes_from_twenty_contacts_give_or_take() -> None:
    nothing = yields([], SHARES).of("radio", "arabic")
    assert nothing.mean == pytest.approx(0.05)
    assert nothing.is_guess
    assert nothing.interval.low < 0.01
    assert nothing.interval.high > 0.1


def test_the_posterior_is_the_conjugate_one_by_hand() -> None:
    found = yields([tried("faith_group", ARABIC, 100, arabic=10)], {"arabic": 0.05})
    members, answers = 0.5 * 100 * met(ARABIC, "arabic", {"arabic": 0.05}), 0.5 * 10
    overall = (1 + answers) / (20 + members)
    channel = (2 + answers) / (2 / overall + members)  # one community: it says the same
    pair = found.of("faith_group", "arabic")
    assert pair.shape == pytest.approx(2 + answers)
    assert pair.rate == pytest.approx(2 / (channel * channel / overall) + members)
    assert pair.quantile(0.3) == pytest.approx(gamma.ppf(0.3, pair.shape, scale=1 / pair.rate))


def test_much_experience_outweighs_every_prior() -> None:
    found = yields(
        [tried("door", ARABIC, 100_000, arabic=20_000), tried("poster", frozenset(), 9_000)], SHARES
    )
    truth = 20_000 / (100_000 * met(ARABIC, "arabic", SHARES))
    assert found.of("door", "arabic").mean == pytest.approx(truth, rel=0.01)
    assert not found.of("door", "arabic").is_guess


def test_a_channel_never_tried_with_a_community_borrows_from_both() -> None:
    past = [
        tried("door", TENANTS, 200, tenants=40),
        tried("poster", TENANTS, 200, tenants=2),
        tried("poster", ARABIC, 200, arabic=4),
    ]
    found = yields(past, SHARES)
    assert found.of("door", "arabic").mean > 2 * found.of("poster", "arabic").mean
    assert found.of("door", "arabic").is_guess
    unknown = found.of("radio", "arabic")
    assert unknown.interval.high - unknown.interval.low > 0


def test_what_is_long_ago_counts_less() -> None:
    now = tried("door", ARABIC, 200, arabic=60)
    fresh, old = yields([now], SHARES), yields([replace(now, weeks_ago=30)], SHARES)
    assert fresh.of("door", "arabic").mean > old.of("door", "arabic").mean > 0.05


def test_a_few_count_as_few_as_all_else_makes_likely() -> None:
    few = Experience("door", ARABIC, 200, {"arabic": live(3, 10)})
    found = yields([few, tried("poster", TENANTS, 400, tenants=4)], SHARES).of("door", "arabic")
    least, most = (
        yields([tried("door", ARABIC, 200, arabic=n)], SHARES).of("door", "arabic") for n in (1, 9)
    )
    assert least.mean < found.mean < most.mean


def test_effort_can_be_hours_or_money_where_they_are_known() -> None:
    past = [Experience("door", ARABIC, 100, {"arabic": 20}, hours=10, cost=None)]
    by_hour = yields(past, SHARES, per="hours").of("door", "arabic")
    assert by_hour.mean == pytest.approx(20 / (10 * met(ARABIC, "arabic", SHARES)), rel=0.5)
    assert yields(past, SHARES, per="cost").of("door", "arabic").is_guess


def test_the_answers_to_come_are_as_uncertain_as_the_yield_and_chance_together() -> None:
    known = yields([tried("door", ARABIC, 200, arabic=20)], SHARES).of("door", "arabic")
    found = known.answers(100)
    assert found.low < 100 * known.mean < found.high
    assert found.high > 100 * known.interval.high * 0.9
    assert (known.answers(0).low, known.answers(0).high) == (0, 0)


def test_whom_an_activity_meets_is_a_share() -> None:
    assert met(frozenset(), "arabic", SHARES) == 0.05
    assert met(ARABIC, "arabic", SHARES) == pytest.approx(0.8 + 0.2 * 0.05)
    assert met(ARABIC, "tenants", SHARES) == pytest.approx(0.2 * 0.2)
    both = ARABIC | TENANTS
    assert met(both, "arabic", SHARES) + met(both, "tenants", SHARES) == pytest.approx(0.8 + 0.2 * 0.25)


@pytest.mark.parametrize(
    ("past", "code"),
    [
        (tried("door", ARABIC, -1), "outreach.effort_negative"),
        (tried("door", ARABIC, 1, arabic=-1), "outreach.effort_negative"),
        (tried("door", frozenset({"klingon"}), 1), "outreach.community_unknown"),
    ],
)
def test_a_ledger_that_cannot_be_is_refused(past: Experience, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        yields([past], SHARES)
    assert refusal.value.problems[0].code == code


# Proposals


KNOWN = yields(
    [
        tried("door", ARABIC, 400, arabic=80),
        tried("poster", ARABIC, 400, arabic=4),
        tried("event", TENANTS, 400, tenants=40),
    ],
    SHARES,
)


def plan(standings: list[Standing], possible: list[Possible], means: Means, believed: Yields = KNOWN) -> Plan:
    return proposed(standings, possible, believed, means, threshold=10)


DOORS, POSTERS, EVENT = (
    one("doors", "door", ARABIC),
    one("posters", "poster", ARABIC),
    one("fair", "event", TENANTS),
)


def test_whoever_is_furthest_behind_is_helped_first_and_the_reason_says_so() -> None:
    found = plan(
        [standing("arabic", 10, 90), standing("tenants", 70, 90)], [POSTERS, EVENT, DOORS], Means(14, 100)
    )
    assert [(each.activity, each.units, each.community) for each in found.proposals] == [
        ("doors", 1, "arabic")
    ]
    gain = found.proposals[0].gains[0]
    assert gain.community == "arabic"
    assert gain.interval.low <= gain.expected <= gain.interval.high
    assert gain.leaves == pytest.approx(80 - gain.expected)
    assert found.left == Means(14, 0)
    assert found.lowest_before == pytest.approx(10 / 90)
    assert found.lowest_after == pytest.approx((10 + gain.expected) / 90)


def test_when_the_first_has_caught_up_the_next_one_is_helped() -> None:
    found = plan([standing("arabic", 70, 90), standing("tenants", 80, 90)], [EVENT, DOORS], Means(14, 10_000))
    assert {each.activity for each in found.proposals} == {"doors", "fair"}
    assert found.lowest_after is not None
    assert found.lowest_after > 0.9
    assert found.left.budget is not None
    assert found.left.budget > 0


def test_communities_that_met_their_target_need_nothing() -> None:
    found = plan([standing("arabic", 90, 90), standing("tenants", 95, 90)], [EVENT, DOORS], Means(14, 10_000))
    assert (found.proposals, found.lowest_after) == ((), 1)


def test_the_pace_counts_as_heard() -> None:
    slow = plan([standing("arabic", 50, 90)], [DOORS], Means(14, 10_000))
    quick = plan([replace(standing("arabic", 50, 90), coming=60)], [DOORS], Means(14, 10_000))
    assert slow.proposals
    assert not quick.proposals


def test_small_communities_and_those_who_would_rather_talk_get_a_session() -> None:
    standings = [
        standing("deaf", 0, 10, population=9),
        standing("arabic", 0, None),
        replace(standing("tenants", 0, 90), prefers_session=True),
    ]
    found = plan(standings, [EVENT, DOORS], Means(14, 10_000))
    assert found.sessions == ("deaf", "arabic", "tenants")
    assert (found.proposals, found.lowest_before) == ((), None)


def test_what_cannot_be_paid_or_comes_too_late_is_not_proposed() -> None:
    late = replace(DOORS, key="late", days=20)
    found = plan(
        [standing("arabic", 10, 90)], [late, POSTERS, replace(EVENT, cost=900)], Means(14, 250, hours=3)
    )
    assert [(each.activity, each.units) for each in found.proposals] == [("posters", 1)]
    assert not plan([standing("arabic", 10, 90)], [DOORS], Means(14, budget=0)).proposals


def test_a_community_nobody_on_offer_reaches_is_named_and_the_next_one_helped() -> None:
    hopeless = yields(
        [tried("door", ARABIC, 90_000, tenants=100), tried("event", TENANTS, 400, tenants=40)], SHARES
    )
    found = plan([standing("arabic", 0, 90), standing("tenants", 50, 90)], [DOORS], Means(14, 500), hopeless)
    assert found.unreachable == ("arabic",)


def test_an_unknown_channel_is_tried_before_one_known_to_be_poor_and_not_before_a_good_one() -> None:
    radio = one("radio", "radio", ARABIC)
    tried_first = plan([standing("arabic", 0, 90)], [POSTERS, radio], Means(14, 100)).proposals[0]
    assert (tried_first.activity, tried_first.is_trial) == ("radio", True)
    good = plan([standing("arabic", 0, 90)], [DOORS, radio], Means(14, 100)).proposals[0]
    assert (good.activity, good.is_trial) == ("doors", False)


def test_people_met_before_bring_less() -> None:
    again = replace(DOORS, key="again", met_before={"arabic": 4_000.0})
    found = plan([standing("arabic", 0, 90)], [again, DOORS], Means(14, 100))
    assert found.proposals[0].activity == "doors"
    assert found.proposals[0].gains[0].expected > 3 * (
        plan([standing("arabic", 0, 90)], [again], Means(14, 100)).proposals[0].gains[0].expected
    )


def test_ties_follow_a_rule_and_not_the_order_of_what_is_offered() -> None:
    twins = [one("b", "door", ARABIC), one("a", "door", ARABIC)]
    for offered in (twins, twins[::-1]):
        assert plan([standing("arabic", 0, 90)], offered, Means(14, 100)).proposals[0].activity == "a"
    level = [standing("tenants", 10, 90), standing("arabic", 10, 90)]
    for order in (level, level[::-1]):
        assert plan(order, [EVENT, DOORS], Means(14, 100)).proposals[0].community == "arabic"


def test_a_plan_ends_however_little_a_unit_brings() -> None:
    tiny = replace(DOORS, contacts=1, cost=0, units=10**9)
    found = plan([standing("arabic", 0, 100_000, population=10**7)], [tiny], Means(14))
    assert sum(each.units for each in found.proposals) == 2_000


def test_nothing_to_do_is_an_empty_plan() -> None:
    assert plan([], [], Means(0)).proposals == ()
    assert plan([standing("arabic", 0, 90)], [], Means(14)).unreachable == ("arabic",)


@pytest.mark.parametrize(
    ("standings", "possible", "means", "code"),
    [
        ([standing("arabic", 0, 0)], [], Means(1), "target.not_positive"),
        ([standing("arabic", 0, 9, 0)], [], Means(1), "benchmark.not_positive"),
        ([standing("klingon", 0, 9)], [], Means(1), "outreach.community_unknown"),
        ([], [replace(DOORS, cost=-1)], Means(1), "outreach.effort_negative"),
        ([], [replace(DOORS, communities=frozenset({"klingon"}))], Means(1), "outreach.community_unknown"),
        ([], [], Means(-1), "outreach.effort_negative"),
        ([], [], Means(1, budget=-5), "outreach.effort_negative"),
    ],
)
def test_what_cannot_be_planned_is_refused(standings: list, possible: list, means: Means, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        plan(standings, possible, means)
    assert refusal.value.problems[0].code == code


offers = st.lists(
    st.tuples(
        st.sampled_from(["door", "poster", "event"]),
        st.sampled_from([ARABIC, TENANTS, ARABIC | TENANTS, frozenset()]),
        st.integers(20, 100),
        st.integers(20, 200),
    ),
    min_size=1,
    max_size=3,
)


def best_of_all(standings: list[Standing], possible: list[Possible], budget: float) -> float:
    """The highest lowest ratio of any choice of units, as the planner counts them."""
    best = 0.0
    for units in product(*(range(int(budget // each.cost) + 1) for each in possible)):
        if sum(count * each.cost for count, each in zip(units, possible, strict=True)) > budget:
            continue
        expected = {each.community: each.heard for each in standings}
        for count, each in zip(units, possible, strict=True):
            for community in expected:
                unit = each.contacts * met(each.communities, community, SHARES)
                there = 0.5 * 5_000
                fresh = sum((1 - unit / there) ** held for held in range(count))
                expected[community] += unit * fresh * KNOWN.of(each.channel, community).quantile(0.7)
        best = max(best, min(min(1.0, expected[each.community] / (each.target or 1)) for each in standings))
    return best


@given(offers, st.integers(0, 80), st.integers(0, 80), st.integers(100, 600))
@settings(deadline=None, max_examples=60)
def test_choosing_unit_by_unit_comes_near_the_best_of_all_choices(
    offered: list, arabic: int, tenants: int, budget: int
) -> None:
    possible = [
        Possible(str(number), channel, communities, contacts, cost, units=99)
        for number, (channel, communities, contacts, cost) in enumerate(offered)
    ]
    standings = [standing("arabic", arabic, 90), standing("tenants", tenants, 90)]
    from surveys.outreach.choosing import Choosing

    choosing = Choosing(standings, possible, KNOWN, Means(14, budget))
    choosing.run()
    lowest = min(1.0, *(count / 90 for count in choosing.expected.values()))
    assert choosing.left.budget is not None
    assert choosing.left.budget >= 0
    best = best_of_all(standings, possible, budget)
    assert lowest <= best + 1e-9
    assert lowest >= best - 0.15


# Stop or extend


def judged(standings: list[Standing], possible: list[Possible], **held: bool) -> tuple[str, str]:
    found = recommended(standings, plan(standings, possible, Means(7, 300)), held=held, threshold=10)
    return found.verdict, found.reason


def test_all_targets_met_is_a_reason_to_stop() -> None:
    assert judged([standing("arabic", 90, 90)], [DOORS]) == ("stop", "targets_met")


def test_a_week_that_brings_enough_is_a_reason_to_extend() -> None:
    standings = [standing("arabic", 40, 90), standing("tenants", 95, 90)]
    found = recommended(standings, plan(standings, [DOORS], Means(7, 300)), held={}, threshold=10)
    assert (found.verdict, found.reason) == ("extend", "another_week_helps")
    [behind] = found.under_heard
    assert (behind.community, behind.missing) == ("arabic", 50)
    assert behind.by_activities > 10
    assert found.lowest_now == pytest.approx(40 / 90)
    assert found.lowest_then == pytest.approx((40 + behind.by_activities) / 90)


def test_a_week_that_brings_hardly_anything_is_a_reason_to_stop_and_talk() -> None:
    assert judged([standing("arabic", 40, 90)], []) == ("stop_and_talk", "another_week_hardly_helps")
    assert judged([standing("arabic", 40, 90)], [], arabic=True) == ("stop", "another_week_hardly_helps")


def test_the_last_answers_a_target_lacks_are_worth_a_week() -> None:
    assert judged([replace(standing("arabic", 88, 90), coming=3)], []) == ("extend", "another_week_helps")


def test_a_session_that_is_owed_is_not_forgotten() -> None:
    standings = [standing("deaf", 0, None), standing("arabic", 90, 90)]
    assert judged(standings, []) == ("stop_and_talk", "only_sessions")
    assert judged(standings, [], deaf=True) == ("stop", "targets_met")


def test_who_is_furthest_behind_comes_first() -> None:
    standings = [standing("tenants", 50, 90), standing("arabic", 10, 90)]
    found = recommended(standings, plan(standings, [], Means(7)), held={}, threshold=10)
    assert [each.community for each in found.under_heard] == ["arabic", "tenants"]
