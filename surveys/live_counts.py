"""Counts while a consultation is open: rounded, kept from showing the few, and slow to move."""

from __future__ import annotations

from dataclasses import dataclass

BASE = 5
"""Live counts are rounded to the nearest multiple of this (DOMAIN.md, Disclosure control)."""


@dataclass(frozen=True, slots=True)
class LiveCount:
    """A count as anyone may see it: a multiple of five, 0 for nobody, or None for a few, fewer than `threshold`."""

    count: int | None
    threshold: int

    @property
    def least(self) -> int:
        """The smallest number it can stand for, as far as it tells."""
        return 1 if self.count is None else self.count

    @property
    def most(self) -> int:
        """The largest number it can stand for, as far as it tells."""
        return self.threshold - 1 if self.count is None else self.count

    @property
    def middle(self) -> int:
        """What stands for it where it is only a part of a sum: the middle of what it can be."""
        return (self.least + self.most) // 2


def rounded(count: int) -> int:
    """The nearest multiple of 5."""
    return BASE * ((count + BASE // 2) // BASE)


def live(count: int, threshold: int, *, tells_nobody: bool = True) -> LiveCount:
    """What of `count` may be seen while more answers come in. Without `tells_nobody`, none is a few like any other."""
    is_few = count < threshold and (count > 0 or not tells_nobody)
    return LiveCount(None if is_few else rounded(count), threshold)


def moved(before: int, now: int, threshold: int) -> int:
    """The count to show next: `now` where at least `threshold` changed since `before` was shown, else `before`.

    Joins and withdrawals may cancel out, so the difference is the least number of changes there can have been. Only
    the step from nobody to somebody, and back, is never held: that nobody answered is a public statement, and must be
    true. Where nobody is not told from a few that step is not seen, but is made all the same: counts of the same
    answers that moved at different moments would tell together what none of them tells alone.
    """
    has_turned = (before == 0) != (now == 0)
    return now if has_turned or abs(now - before) >= threshold else before
