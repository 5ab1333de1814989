"""Plan, hold, count, and plan again: the same town for every way of planning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from surveys.live_counts import BASE, live
from surveys.outreach.choosing import HOPE, Choosing
from surveys.outreach.standing import Means, Possible, Standing
from surveys.outreach.trials.towns import Town
from surveys.outreach.trials.world import THRESHOLD, World, shares
from surveys.outreach.yields import Experience, Yields, met, yields

Week = list[Possible]

WEEKS = 6
"""How long the outreach of a given cost lasts."""

MOST_WEEKS = 60
"""How long is waited for the last target."""

CONTACTS_FOR_AN_ANSWER = 20
COST_OF_A_CONTACT = 2.5
"""A town's money is what its missing answers would cost at these; a week's contacts are an eighth of theirs."""

WEEKS_OF_CONTACTS = 8


@dataclass(slots=True)
class Ledger:
    """What is known to a planner: units held and answers by activity, as anyone may see them."""

    units: Counter[str] = field(default_factory=Counter)
    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    ages: Counter[str] = field(default_factory=Counter)
    """The sum over units of the week each was held in."""

    def note(self, activity: Possible, week: int, brought: Mapping[str, int]) -> None:
        """Write down one unit."""
        self.units[activity.key] += 1
        self.ages[activity.key] += week
        for community, count in brought.items():
            self.answers[activity.key, community] += count


Planner = Callable[[World, Ledger, Means], Week]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended. `contacts` and `cost` spent; `is_met`: every target, as counts are shown."""

    lowest: float
    met: int
    of: int
    cv: float
    contacts: float
    cost: float
    is_met: bool


def advised(hope: float = HOPE) -> Planner:
    """This service's: what `proposed` proposes, each week anew."""

    def plan(world: World, ledger: Ledger, means: Means) -> Week:
        standings, possible, believed = situation(world, ledger)
        order = Choosing(standings, possible, believed, means, hope).run()
        known = {one.key: one for one in world.possible}
        return [known[key] for key, _ in order]

    return plan


def situation(world: World, ledger: Ledger) -> tuple[list[Standing], list[Possible], Yields]:
    """What a planner may know: counts as shown, what is on offer and whom its channels met, what the past tells."""
    part = shares(world.town)
    by_key = {one.key: one for one in world.possible}
    past = [_experience(by_key[key], ledger, world, part) for key in sorted(ledger.units)]
    met_before = _met_before(past, part)
    standings = [
        Standing(one, least(world, one), target, round(part[one] * world.town.people))
        for one, target in world.targets.items()
    ]
    possible = [replace(one, met_before=met_before.get(one.channel)) for one in world.possible]
    return standings, possible, yields(past, part)


def uniform(world: World, ledger: Ledger, means: Means) -> Week:
    """Every activity there is gets as many contacts as every other."""
    return _evenly(world.possible, {one.key: 1.0 for one in world.possible}, ledger, means)


def proportional(world: World, ledger: Ledger, means: Means) -> Week:
    """Each community gets contacts by its population, evenly over its activities; everybody's get the rest of it."""
    part = shares(world.town)
    ways = Counter(one.communities for one in world.possible)
    rest = max(0.0, 1 - sum(part.values()))
    weights = {
        one.key: (sum(part[each] for each in one.communities) or rest) / ways[one.communities]
        for one in world.possible
    }
    return _evenly(world.possible, weights, ledger, means)


def at_the_same_cost(town: Town, seed: int, planner: Planner) -> Outcome:
    """Six weeks with a town's money, each week with what is left of it for that week."""
    world, ledger = World(town, seed), Ledger()
    budget = CONTACTS_FOR_AN_ANSWER * COST_OF_A_CONTACT * missing(world)
    spent = contacts = 0.0
    for week in range(WEEKS):
        means = Means(7 * (WEEKS - week), budget=(budget - spent) / (WEEKS - week))
        held = planner(world, ledger, means)
        contacts, spent = contacts + _hold(world, ledger, held), spent + sum(one.cost for one in held)
    return _outcome(world, contacts, spent)


def until_all_are_met(town: Town, seed: int, planner: Planner) -> Outcome:
    """Weeks of so many contacts each until every target is met, as counts are shown, or sixty weeks are over.

    Who did not get there is taken to have used all contacts of sixty weeks, also where the planner stopped asking.
    """
    world, ledger = World(town, seed), Ledger()
    weekly = max(200.0, CONTACTS_FOR_AN_ANSWER * missing(world) / WEEKS_OF_CONTACTS)
    spent = contacts = 0.0
    for _ in range(MOST_WEEKS):
        if is_met(world):
            break
        held = planner(world, ledger, Means(7, contacts=weekly))
        contacts, spent = contacts + _hold(world, ledger, held), spent + sum(one.cost for one in held)
    return _outcome(world, contacts if is_met(world) else weekly * MOST_WEEKS, spent)


def shown(world: World, community: str) -> int:
    """What is shown of a community's count; a few as the middle of what a few can be."""
    count = live(world.count(community), THRESHOLD)
    return count.middle if count.count is None else count.count


def least(world: World, community: str) -> int:
    """What a planner counts on: as shown, less what rounding may have added."""
    count = live(world.count(community), THRESHOLD)
    return count.middle if count.count is None else max(0, count.count - BASE // 2)


def is_met(world: World) -> bool:
    """Is every target met, as counts are shown?"""
    return all(shown(world, one) >= target for one, target in world.targets.items())


def missing(world: World) -> int:
    """Answers still to hear in all."""
    return sum(max(0, target - world.count(one)) for one, target in world.targets.items())


def _hold(world: World, ledger: Ledger, held: Iterable[Possible]) -> float:
    contacts = 0.0
    for activity in held:
        ledger.note(activity, world.week, world.hold(activity))
        contacts += activity.contacts
    world.week += 1
    return contacts


def _outcome(world: World, contacts: float, cost: float) -> Outcome:
    met = sum(world.count(one) >= target for one, target in world.targets.items())
    return Outcome(world.lowest(), met, len(world.targets), world.cv(), contacts, cost, is_met(world))


def _evenly(possible: Iterable[Possible], weights: Mapping[str, float], ledger: Ledger, means: Means) -> Week:
    """Unit after unit of what has had least for its weight, as long as the next one can be paid."""
    units = Counter(ledger.units)
    held: Week = []
    budget, contacts = means.budget, means.contacts
    while True:
        affordable = [
            one
            for one in possible
            if (budget is None or one.cost <= budget) and (contacts is None or one.contacts <= contacts)
        ]
        if not affordable:
            return held
        least = min(
            affordable, key=lambda one: ((units[one.key] + 1) * one.contacts / weights[one.key], one.key)
        )
        units[least.key] += 1
        held.append(least)
        budget = None if budget is None else budget - least.cost
        contacts = None if contacts is None else contacts - least.contacts


def _experience(one: Possible, ledger: Ledger, world: World, part: Mapping[str, float]) -> Experience:
    units = ledger.units[one.key]
    return Experience(
        channel=one.channel,
        communities=one.communities,
        contacts=units * one.contacts,
        answers={community: live(ledger.answers[one.key, community], THRESHOLD) for community in part},
        weeks_ago=world.week - ledger.ages[one.key] / units,
    )


def _met_before(past: Iterable[Experience], part: Mapping[str, float]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for one in past:
        of_channel = found.setdefault(one.channel, dict.fromkeys(part, 0.0))
        for community in part:
            of_channel[community] += one.contacts * met(one.communities, community, part)
    return found
