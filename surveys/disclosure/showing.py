"""How a count is shown: as it is, or as what may be known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypedDict

from surveys.problems import Problem, Refused

Kind = Literal["shown", "too_few", "nobody", "nearly_none", "nearly_all", "withheld"]

DEFAULT_THRESHOLD = 10
LEAST_THRESHOLD = 5
"""The smallest group a consultation may choose to publish (DOMAIN.md)."""

NEARLY = 5
"""At most a fifth of a group is "nearly none" of it, at least four fifths "nearly all"."""


class ShownJson(TypedDict):
    kind: Kind
    count: int | None
    at_least: int | None
    at_most: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A count as the public may see it.

    `count` is there for "shown" (and 0 for "nobody"). `at_least` and `at_most` say what anyone could work out from
    all that is published; they are None where not even that is said.
    """

    kind: Kind
    count: int | None = None
    at_least: int | None = None
    at_most: int | None = None

    def to_json(self) -> ShownJson:
        """The value as the evidence record holds it."""
        return {"kind": self.kind, "count": self.count, "at_least": self.at_least, "at_most": self.at_most}


NOBODY = Shown("nobody", 0, 0, 0)
TOO_FEW = Shown("too_few")


def exactly(count: int) -> Shown:
    """A count that is shown."""
    return Shown("shown", count, count, count)


def checked_threshold(threshold: int) -> int:
    """The threshold, or `Refused` with `disclosure.threshold_too_small` below 5."""
    if threshold < LEAST_THRESHOLD:
        limits = {"threshold": threshold, "minimum": LEAST_THRESHOLD}
        raise Refused(Problem("disclosure.threshold_too_small", "", limits))
    return threshold


def shown_group(count: int, threshold: int) -> Shown:
    """How many of a community answered: that nobody did is shown, a few are "too few"."""
    if count == 0:
        return NOBODY
    return exactly(count) if count >= threshold else TOO_FEW


def shown_cell(count: int, of: int, threshold: int) -> Shown:
    """How many of a group of `of` chose something, where nothing else about it is published.

    Both those who did and those who did not are kept from being few: 0 and 3 look alike, and so do all and all but 3.
    A count inside a table with margins needs `protect` instead.
    """
    if of < threshold:
        return NOBODY if of == 0 else TOO_FEW
    is_few, is_most = count < threshold, of - count < threshold
    if is_few and is_most:
        return TOO_FEW
    if is_few:
        return hidden(0, threshold, of, threshold)
    return hidden(of - threshold, of, of, threshold) if is_most else exactly(count)


def hidden(at_least: int, at_most: int, of: int, threshold: int) -> Shown:
    """A count of which only bounds are known, in words that follow from those bounds alone and so give nothing away.

    "Nearly none" and "nearly all" are said where the bounds leave no doubt of it. "Withheld" is what cannot be few, and
    is not shown so that another count cannot be worked out. Everything else is "too few to show", few or not.
    """
    if at_most * NEARLY <= of:
        return Shown("nearly_none", None, at_least, at_most)
    if (of - at_least) * NEARLY <= of:
        return Shown("nearly_all", None, at_least, at_most)
    return Shown("too_few" if at_least < threshold else "withheld", None, at_least, at_most)
