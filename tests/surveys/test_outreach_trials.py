"""The invented towns: what planners see is protected, the same seed gives the same town, and the figures add up."""

import math

import numpy as np
import pytest

from surveys.outreach import Means
from surveys.outreach.trials.comparing import compared
from surveys.outreach.trials.running import (
    MOST_WEEKS,
    Ledger,
    advised,
    at_the_same_cost,
    is_met,
    proportional,
    situation,
    uniform,
    until_all_are_met,
)
from surveys.outreach.trials.towns import TOWNS, Town
from surveys.outreach.trials.world import World, shares

BY_NAME = {town.name: town for town in TOWNS}
PLANNERS = {"uniform": uniform, "proportional": proportional, "advised": advised()}


@pytest.mark.parametrize("town", TOWNS, ids=lambda town: town.name)
def test_a_town_is_its_margins(town: Town) -> None:
    world = World(town, 1)
    assert world.truth.population.sum() == pytest.approx(town.people)
    for margin in town.margins.values():
        for community, people in margin.items():
            assert world.truth.population[world.truth.members[community]].sum() == pytest.approx(people)
    assert all(where.sum() == pytest.approx(1) for where in world.truth.goes_to.values())
    assert set(world.targets) <= set(shares(town))


def test_the_same_seed_gives_the_same_town_whoever_plans() -> None:
    worlds = [World(BY_NAME["harbour"], 7) for _ in range(2)]
    assert np.array_equal(worlds[0].heard, worlds[1].heard)
    assert [one.key for one in worlds[0].possible] == [one.key for one in worlds[1].possible]
    assert at_the_same_cost(BY_NAME["market"], 3, advised()) == at_the_same_cost(
        BY_NAME["market"], 3, advised()
    )
    assert World(BY_NAME["harbour"], 8).heard.sum() != worlds[0].heard.sum()


def test_people_who_were_met_or_answered_do_not_answer_again() -> None:
    world = World(BY_NAME["village"], 1)
    activity = next(one for one in world.possible if one.communities)
    first = sum(sum(world.hold(activity).values()) for _ in range(20))
    later = sum(sum(world.hold(activity).values()) for _ in range(20))
    for _ in range(400):
        world.hold(activity)
    assert later < first
    assert sum(world.hold(activity).values()) == 0
    assert (world.heard <= world.truth.population).all()


def test_a_planner_sees_only_what_anyone_may_see() -> None:
    world, ledger = World(BY_NAME["harbour"], 1), Ledger()
    activity = world.possible[-1]
    ledger.note(activity, 0, world.hold(activity))
    standings, _, believed = situation(world, ledger)
    before = {one.community: one.heard for one in standings}
    world.heard = world.heard + 0.0
    ledger.answers = type(ledger.answers)({pair: 1 if count else 0 for pair, count in ledger.answers.items()})
    for one in standings:
        assert before[one.community] % 5 in {0, 3}  # a multiple of 5 less what rounding may have added
    _, _, again = situation(world, ledger)
    for community in shares(world.town):
        assert believed.of(activity.channel, community) == again.of(activity.channel, community)


@pytest.mark.parametrize("name", PLANNERS)
def test_nobody_spends_more_than_there_is(name: str) -> None:
    world, ledger = World(BY_NAME["suburbs"], 2), Ledger()
    held = PLANNERS[name](world, ledger, Means(7, budget=1_000, contacts=900))
    assert held
    assert sum(one.cost for one in held) <= 1_000
    assert sum(one.contacts for one in held) <= 900


def test_uniform_outreach_is_even_over_activities_and_proportional_over_people() -> None:
    world = World(BY_NAME["harbour"], 2)
    even = uniform(world, Ledger(), Means(7, contacts=40_000))
    contacts = {one.key: sum(unit.contacts for unit in even if unit.key == one.key) for one in world.possible}
    assert max(contacts.values()) - min(contacts.values()) <= 100
    by_people = proportional(world, Ledger(), Means(7, contacts=40_000))
    for community, share in shares(world.town).items():
        theirs = sum(unit.contacts for unit in by_people if unit.communities == {community})
        assert theirs / 40_000 == pytest.approx(share, rel=0.2, abs=0.004)


def test_who_never_gets_there_is_taken_to_have_used_every_contact() -> None:
    nothing = until_all_are_met(BY_NAME["market"], 1, lambda *_: [])
    assert not nothing.is_met
    world = World(BY_NAME["market"], 1)
    assert not is_met(world)
    assert nothing.contacts >= MOST_WEEKS * 200


def test_the_advice_needs_fewer_contacts_than_uniform_outreach_where_there_is_something_to_learn() -> None:
    [found] = compared([BY_NAME["market"]], range(500, 508))
    saved = found.saved["uniform"]
    assert saved.total.mean > 0.3
    assert saved.total.interval.low <= saved.total.mean <= saved.total.interval.high
    assert saved.median > 0.3
    assert saved.fewer > 0.5
    ours, theirs = found.ways["advised"], found.ways["uniform"]
    assert math.isclose(1 - ours.contacts.mean / theirs.contacts.mean, saved.total.mean)
    assert ours.lowest.mean > theirs.lowest.mean
    assert ours.cost.mean <= theirs.cost.mean * 1.01


def test_one_draw_alone_has_no_interval_and_does_not_fall() -> None:
    [found] = compared([BY_NAME["village"]], [1])
    assert found.ways["advised"].lowest.interval.high == math.inf
