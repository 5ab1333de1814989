"""The invented towns, built from margins. They were chosen, with their numbers, before any plan was tried in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

OTHERS = "others"
"""Who belongs to no affected community of a margin."""


@dataclass(frozen=True, slots=True)
class Channel:
    """How a channel is used: contacts, cost and hours of one unit. Invented, in the size of what such work costs."""

    contacts: int
    cost: float
    hours: float


CHANNELS: Mapping[str, Channel] = {
    "community_group": Channel(25, 90, 4),
    "faith_group": Channel(40, 80, 3),
    "school": Channel(50, 100, 4),
    "clinic": Channel(30, 60, 5),
    "door": Channel(40, 200, 8),
    "event": Channel(50, 150, 6),
    "messaging_group": Channel(60, 30, 1),
    "phone": Channel(40, 160, 8),
    "letter": Channel(100, 120, 2),
}
"""For a community. Everybody is reached by these:"""

FOR_EVERYBODY: Mapping[str, Channel] = {
    "poster": Channel(100, 60, 2),
    "social": Channel(100, 40, 1),
    "print": Channel(100, 80, 1),
}


@dataclass(frozen=True, slots=True)
class Town:
    """A town of `people`, with `margins` that overlap as if independent: what each community counts.

    `expected` answers set the targets. `ways` is how many channels each community can be reached by, of those above;
    `base` answers come from a contact, times e^N(0, s^2) for `communities`, `channels` and `pairs` of both. `meets` is
    how many of an activity's contacts are of its community (planned with 0.8), `covers` how many of a community a
    channel can ever meet, both drawn evenly. `wilted` is what yields are multiplied by from the fourth week on.
    `unwilling` answers that much less.
    """

    name: str
    why: str
    people: int
    margins: Mapping[str, Mapping[str, int]]
    expected: int
    ways: int = 4
    base: float = 0.06
    communities: float = 0.5
    channels: float = 0.5
    pairs: float = 0.5
    meets: tuple[float, float] = (0.6, 0.95)
    covers: tuple[float, float] = (0.3, 0.8)
    wilted: float = 1.0
    unwilling: Mapping[str, float] = field(default_factory=dict)


TOWNS = (
    Town(
        "harbour",
        "a large town, communities of very different size, one margin across the others",
        90_000,
        {
            "language": {"arabic": 4_500, "polish": 2_700, "somali": 900, "turkish": 1_800},
            "disability": {"disabled": 14_000},
        },
        900,
    ),
    Town(
        "market",
        "a middle town, three communities",
        30_000,
        {"language": {"ukrainian": 1_200, "romani": 450}, "home": {"tenants": 9_000}},
        600,
    ),
    Town(
        "village",
        "few people: pools run dry",
        4_000,
        {"language": {"arabic": 160}, "disability": {"disabled": 520}},
        200,
    ),
    Town(
        "suburbs",
        "six communities of about the same size",
        60_000,
        {
            "area": {
                "north": 6_000,
                "east": 5_500,
                "south": 5_000,
                "west": 4_500,
                "hill": 4_000,
                "lake": 3_500,
            }
        },
        800,
    ),
    Town(
        "alike",
        "unfavourable: every channel is as good as every other, for everyone; there is nothing to learn",
        40_000,
        {"area": {"north": 4_000, "east": 4_000, "south": 4_000, "west": 4_000}},
        600,
        communities=0.0,
        channels=0.0,
        pairs=0.0,
    ),
    Town(
        "one-way",
        "unfavourable: each community can be reached by one channel only; there is nothing to choose",
        40_000,
        {"language": {"arabic": 2_000, "polish": 1_200}, "disability": {"disabled": 6_000}},
        600,
        ways=1,
    ),
    Town(
        "unwilling",
        "unfavourable: one community hardly answers whoever asks, and is always furthest behind",
        40_000,
        {"language": {"arabic": 2_000, "romani": 1_000}, "home": {"tenants": 9_000}},
        600,
        unwilling={"romani": 0.1},
    ),
    Town(
        "wilting",
        "unfavourable: from the fourth week on channels bring half of what they did; experience misleads",
        40_000,
        {"language": {"arabic": 2_000, "polish": 1_200}, "disability": {"disabled": 6_000}},
        600,
        wilted=0.5,
    ),
    Town(
        "mislabelled",
        "unfavourable: what is said to reach a community mostly meets others",
        40_000,
        {"language": {"arabic": 2_000, "polish": 1_200}, "disability": {"disabled": 6_000}},
        600,
        meets=(0.1, 0.5),
    ),
)
