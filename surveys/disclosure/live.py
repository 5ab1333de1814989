"""Counts while a consultation is open: rounded, and moving only when enough has changed to hide anyone in it."""

from __future__ import annotations

from dataclasses import dataclass

BASE = 5
"""Live counts are rounded to the nearest multiple of this (DOMAIN.md)."""


@dataclass(frozen=True, slots=True)
class LiveCount:
    """What is shown of one live count, and how much has happened since it last moved.

    `shown` is a multiple of 5; 0 means below the threshold, perhaps nobody, and reads "too few" while the consultation
    is open: a "nobody" that went away with the first answer would tell when it came. `changes` counts joins and
    withdrawals alike.
    """

    shown: int = 0
    changes: int = 0


def rounded(count: int) -> int:
    """The nearest multiple of 5."""
    return BASE * ((count + BASE // 2) // BASE)


def moved(before: LiveCount, count: int, changes: int, threshold: int) -> LiveCount:
    """What is shown after `changes` more joins and withdrawals left a true count of `count`; call it on a schedule.

    It moves only after at least `threshold` changes, and shows nothing of a count below the threshold.
    """
    changed = before.changes + changes
    if changed < threshold:
        return LiveCount(before.shown, changed)
    return LiveCount(rounded(count) if count >= threshold else 0)
