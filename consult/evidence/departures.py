"""Where a community departs from those who say they do not belong to it, computed only from figures that are shown."""

from collections.abc import Iterator
from typing import Any

from consult.evidence.counting import Protected
from consult.evidence.tallied import Tallied
from surveys.disclosure import ProtectedCommunity
from surveys.divergence import Comparison, Divergence, Ranking, divergences

YES, NO = 0, 1


def departures(found: Protected) -> list[dict[str, Any]]:
    """Return every comparison that can be made, effect and interval first; all of them are one family of tests."""
    comparisons = [
        comparison
        for one in found.asked
        if one.id in found.shown.questions
        for key, community in found.shown.questions[one.id].communities.items()
        for comparison in _comparisons(one, key, community)
    ]
    chosen = {
        (one.question, one.community, one.option): one for one in comparisons if isinstance(one, Comparison)
    }
    return [
        _as_json(one, chosen.get((one.question, one.community, one.option or "")))
        for one in divergences(comparisons)
    ]


def _comparisons(one: Tallied, key: str, community: ProtectedCommunity) -> Iterator[Comparison | Ranking]:
    """A scale is compared as a whole where all of it is shown; everything else option by option."""
    if one.counted is not None and one.counted.is_ordered:
        on_it = [option for option in one.options if option.id not in one.counted.outside]
        points = [community.options[point.id] for point in on_it]
        sides = [tuple(row[side].count for row in points) for side in (YES, NO)]
        if all(count is not None for side in sides for count in side):
            yes, no = (tuple(count or 0 for count in side) for side in sides)
            yield Ranking(one.id, key, yes, no)
            return
    yes_of, no_of = community.answered[YES].count, community.answered[NO].count
    if not yes_of or not no_of:
        return
    for option in one.options:
        yes_cell, no_cell = (community.options[option.id][side].count for side in (YES, NO))
        if yes_cell is not None and no_cell is not None:
            yield Comparison(one.id, key, option.id, yes_cell, yes_of, no_cell, no_of)


def _as_json(one: Divergence, chosen: Comparison | None) -> dict[str, Any]:
    """`difference` is in proportions, or Cliff's delta where the whole scale was compared (then `option` is None)."""
    return {
        "community": one.community,
        "question": one.question,
        "option": one.option,
        "measure": one.measure,
        "difference": one.effect,
        "interval": [one.interval.low, one.interval.high],
        "adjusted": [one.adjusted.low, one.adjusted.high] if one.adjusted else None,
        "q_value": one.q_value,
        "is_clear": one.is_clear,
        "is_clear_if_dependent": one.is_clear_if_dependent,
        "yes": {"count": chosen.yes if chosen else None, "of": one.yes_of},
        "no": {"count": chosen.no if chosen else None, "of": one.no_of},
    }
