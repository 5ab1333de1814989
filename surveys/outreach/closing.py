"""Stop or extend: who is still under-heard at closing time, and what another week would likely bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from surveys.live_counts import BASE
from surveys.outreach.proposals import Plan, needs_session
from surveys.outreach.standing import Standing

Verdict = Literal["stop", "extend", "stop_and_talk"]
Reason = Literal["targets_met", "another_week_helps", "another_week_hardly_helps", "only_sessions"]

WORTH_IT = 0.1
"""Another week is worth it from a tenth of a target on, and from five answers on: less would not be seen."""


@dataclass(frozen=True, slots=True)
class UnderHeard:
    """A community behind its target: `heard` of `target`, and what another week would likely bring of it.

    `by_itself` at the pace of late, `by_activities` with the proposals; `would_meet` says that both together reach the
    target. `helps` that they bring enough to be worth a week.
    """

    community: str
    heard: float
    target: int
    by_itself: float
    by_activities: float

    @property
    def missing(self) -> float:
        """Answers still to hear."""
        return max(0.0, self.target - self.heard)

    @property
    def would_meet(self) -> bool:
        """Would its target be met in a week?"""
        return self.by_itself + self.by_activities >= self.missing

    @property
    def helps(self) -> bool:
        """Is what a week brings worth it?"""
        brought = min(self.missing, self.by_itself + self.by_activities)
        return self.would_meet or brought >= max(BASE, WORTH_IT * self.target)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the figures say; the officer decides. `under_heard` from the furthest behind on, `sessions` to be held.

    `lowest_now` and `lowest_then` are the lowest n_g / target_g now and after another week.
    """

    verdict: Verdict
    reason: Reason
    under_heard: tuple[UnderHeard, ...]
    sessions: tuple[str, ...]
    lowest_now: float | None
    lowest_then: float | None


def recommended(
    standings: Sequence[Standing], plan: Plan, *, held: Mapping[str, bool], threshold: int
) -> Recommendation:
    """Stop, extend by a week, or stop and talk with those who cannot be counted.

    `standings` as of now, with `coming` what one more week brings by itself (of `forecast`), `plan` the proposals for
    that week with its means (`proposed` of the same standings), `held` whether a community's session has been held.
    Extend where a week helps any community that is behind: it meets its target, or brings a tenth of it and at least
    five answers. Else stop: with sessions where somebody is still under-heard or owed one, and without otherwise.
    """
    counted = [one for one in standings if not needs_session(one, threshold)]
    gains = _gains(plan)
    behind = [
        UnderHeard(one.community, one.heard, one.target, one.coming, gains.get(one.community, 0.0))
        for one in counted
        if one.target is not None and one.heard < one.target
    ]
    behind.sort(key=lambda one: (one.heard / one.target, one.community))
    owed = [one.community for one in standings if needs_session(one, threshold)]
    owed += [one.community for one in behind if not one.helps]
    verdict, reason = _judged(behind, [one for one in owed if not held.get(one, False)])
    ratios_now = [min(1.0, one.heard / one.target) for one in counted if one.target]
    ratios_then = [
        min(1.0, (one.heard + one.coming + gains.get(one.community, 0.0)) / one.target)
        for one in counted
        if one.target
    ]
    return Recommendation(
        verdict=verdict,
        reason=reason,
        under_heard=tuple(behind),
        sessions=tuple(one for one in owed if not held.get(one, False)),
        lowest_now=min(ratios_now, default=None),
        lowest_then=min(ratios_then, default=None),
    )


def _judged(behind: Sequence[UnderHeard], owed: Sequence[str]) -> tuple[Verdict, Reason]:
    if any(one.helps for one in behind):
        return "extend", "another_week_helps"
    if behind:
        return "stop_and_talk" if owed else "stop", "another_week_hardly_helps"
    return ("stop_and_talk", "only_sessions") if owed else ("stop", "targets_met")


def _gains(plan: Plan) -> dict[str, float]:
    gains: dict[str, float] = {}
    for proposal in plan.proposals:
        for gain in proposal.gains:
            gains[gain.community] = gains.get(gain.community, 0.0) + gain.expected
    return gains
