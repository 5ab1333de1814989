"""What to do next: the activities that raise whoever is furthest behind most, with why.

Advice rests on counts as anyone may see them, and knows nobody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from consult.consultations.queries import communities
from consult.consultations.values import CommunityValue, ConsultationValue
from consult.outreach import decisions, queries
from consult.outreach.decisions import AdviceValue, MeansValue
from consult.outreach.history import history
from consult.outreach.live import Shown, shown_counts
from consult.outreach.naming import PAGES_OF_ACTIVITIES
from consult.outreach.pace import Pace, paces
from consult.outreach.possible import (
    Option,
    Unit,
    experiences,
    options,
    planned_of,
    possible,
    shares_of,
    to_come,
    units,
)
from consult.outreach.terms import Channel, Taken
from consult.outreach.values import ActivityValue, PartnerValue
from surveys.outreach import Experience, Means, Plan, Proposal, Standing, Yields, proposed, yields
from surveys.versions import canonical, fingerprint

MONTH = 28
"""The days that are counted with where no closing day is set."""
SEEN = 16


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal with all that an officer needs to judge it. `is_assumed`: nothing in the ledger says what it takes.

    `seen` names exactly what was shown, so that nobody accepts what has changed meanwhile.
    """

    option: Option
    proposal: Proposal
    languages: tuple[str, ...]
    is_assumed: bool
    said: Mapping[str, Any]

    @property
    def key(self) -> str:
        """The option's."""
        return self.option.key

    @property
    def seen(self) -> str:
        """A fingerprint of what is said."""
        return fingerprint(canonical(dict(self.said)))[:SEEN]


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do next. `committed` is what planned activities take of the means that are left.

    `sessions` are communities to talk with; `uncounted` have no target or no number of people, so nothing can be said
    of them; `unreachable` are behind and nothing on offer brings an answer from them.
    """

    days: int
    has_closing_day: bool
    means: MeansValue
    committed: MeansValue
    paces: tuple[Pace, ...]
    offers: tuple[Offer, ...]
    sessions: tuple[CommunityValue, ...]
    unreachable: tuple[CommunityValue, ...]
    uncounted: tuple[CommunityValue, ...]
    standings: tuple[Standing, ...]
    plan: Plan


@dataclass(frozen=True, slots=True)
class Ground:
    """What advice rests on, read once: paces, the ledger, what was accepted, dismissed, held."""

    consultation: ConsultationValue
    today: date
    named: tuple[CommunityValue, ...]
    paces: tuple[Pace, ...]
    shown: Shown
    ledger: tuple[ActivityValue, ...]
    partners: tuple[PartnerValue, ...]
    taken: tuple[AdviceValue, ...]
    means: MeansValue
    held: frozenset[str]


def advice(session: Session, consultation: ConsultationValue, moment: datetime) -> Advice:
    """Return what to do next at `moment`. The same ledger and counts give the same advice. Loads scipy."""
    ground = ground_of(session, consultation, moment)
    left = next((one.days_left for one in ground.paces), None)
    coming = {one.community.key: one.coming for one in ground.paces}
    return advised(ground, MONTH if left is None else left, coming)


def ground_of(session: Session, consultation: ConsultationValue, moment: datetime) -> Ground:
    """Read everything that advice rests on. Nine statements."""
    shown = shown_counts(session, consultation, without=PAGES_OF_ACTIVITIES)
    named, ledger = communities(session, consultation.id), queries.activities(session, consultation.id)
    return Ground(
        consultation=consultation,
        today=moment.astimezone(ZoneInfo(consultation.time_zone)).date(),
        named=named,
        paces=paces(consultation, moment, named, shown, history(session, consultation)),
        shown=shown,
        ledger=ledger,
        partners=queries.partners(session, consultation.organisation_id),
        taken=decisions.advice_taken(session, consultation.id),
        means=decisions.means_left(session, consultation.id),
        held=decisions.sessions_held(session, consultation.id),
    )


def advised(ground: Ground, days: int, coming: Mapping[str, float]) -> Advice:
    """Return what to do with so many days left, where `coming` answers of each community come by themselves."""
    basis = _basis(ground)
    committed = _committed(basis.planned)
    offered = {one.key: one for one in _offered(ground, basis.paces)}
    standings = tuple(_standing(one, coming, basis.gains) for one in basis.paces)
    found = proposed(
        standings,
        possible(
            offered.values(), basis.known, days, basis.planned, basis.accepted, basis.past, basis.shares
        ),
        basis.believed,
        _means(ground.means, committed, days),
        threshold=ground.consultation.threshold,
    )
    by_key = {one.key: one for one in ground.named}
    return Advice(
        days=days,
        has_closing_day=ground.consultation.closes_at is not None,
        means=ground.means,
        committed=committed,
        paces=ground.paces,
        offers=tuple(_offer(one, offered[one.activity], ground, basis) for one in found.proposals),
        sessions=tuple(by_key[one] for one in found.sessions if one not in ground.held),
        unreachable=tuple(by_key[one] for one in found.unreachable),
        uncounted=tuple(one.community for one in ground.paces if one not in basis.paces),
        standings=standings,
        plan=found,
    )


@dataclass(frozen=True, slots=True)
class _Basis:
    """What is known and believed before anything is proposed."""

    shares: Mapping[str, float]
    paces: tuple[Pace, ...]
    planned: tuple[ActivityValue, ...]
    accepted: Mapping[str, int]
    past: tuple[Experience, ...]
    believed: Yields
    known: Mapping[Channel, tuple[Unit, bool]]
    gains: Mapping[str, float]


def _basis(ground: Ground) -> _Basis:
    shares = shares_of(ground.named, ground.consultation)
    planned = planned_of(ground.ledger, ground.today)
    past = experiences(ground.ledger, ground.shown, shares, ground.today)
    believed, known = yields(past, shares), units(ground.ledger)
    accepted = [one for one in ground.taken if one.decision is Taken.ACCEPTED]
    spoken_of = {one.activity: float(one.said["contacts"]) for one in accepted if one.activity}
    return _Basis(
        shares=shares,
        paces=tuple(one for one in ground.paces if _is_counted(one.community, shares, ground)),
        planned=planned,
        accepted={one.activity: one.said["units"] for one in accepted if one.activity},
        past=past,
        believed=believed,
        known=known,
        gains=to_come(planned, spoken_of, known, believed),
    )


def _is_counted(one: CommunityValue, shares: Mapping[str, float], ground: Ground) -> bool:
    """Say whether there is a target to reach, or too few people for one: then they are talked with."""
    is_small = (one.benchmark_count or 0) < ground.consultation.threshold
    return one.key in shares and bool(one.target or is_small)


def _offered(ground: Ground, paces: Sequence[Pace]) -> list[Option]:
    """What could be held for those who are counted, but for what an officer dismissed."""
    threshold = ground.consultation.threshold
    counted = [one.community for one in paces if (one.community.benchmark_count or 0) >= threshold]
    dismissed = {one.proposal for one in ground.taken if one.decision is Taken.DISMISSED}
    activities = [one for one in ground.ledger if one.cancelled_at is None]
    found = options(counted, ground.partners, activities)
    return [one for one in found if one.key not in dismissed]


def _standing(one: Pace, coming: Mapping[str, float], gains: Mapping[str, float]) -> Standing:
    community = one.community
    return Standing(
        community.key,
        float(one.count),
        community.target,
        community.benchmark_count or 0,
        coming.get(community.key, 0.0) + gains.get(community.key, 0.0),
    )


def _committed(planned: Iterable[ActivityValue]) -> MeansValue:
    rows = tuple(planned)
    return MeansValue(
        sum((one.planned_hours or Decimal(0) for one in rows), Decimal(0)),
        sum((one.planned_cost or Decimal(0) for one in rows), Decimal(0)),
    )


def _means(given: MeansValue, committed: MeansValue, days: int) -> Means:
    return Means(
        days,
        budget=_left(given.budget, committed.budget),
        hours=_left(given.hours, committed.hours),
    )


def _left(given: Decimal | None, committed: Decimal | None) -> float | None:
    return None if given is None else max(0.0, float(given - (committed or 0)))


def _offer(one: Proposal, option: Option, ground: Ground, basis: _Basis) -> Offer:
    paces = {pace.community.key: pace for pace in ground.paces}
    _, is_assumed = basis.known[option.channel]
    said = {
        "channel": option.channel.value,
        "communities": list(option.communities),
        "partner": option.partner,
        "units": one.units,
        "for": one.community,
        "contacts": round(one.contacts, 2),
        "hours": round(one.hours, 2),
        "cost": round(one.cost, 2),
        "is_trial": one.is_trial,
        "is_assumed": is_assumed,
        "gains": [
            {
                "community": gain.community,
                "heard": paces[gain.community].heard.count,
                "target": paces[gain.community].community.target,
                "expected": round(gain.expected, 1),
                "low": round(gain.interval.low, 1),
                "high": round(gain.interval.high, 1),
            }
            for gain in one.gains
        ],
    }
    return Offer(
        option, one, _languages(paces[one.community].community, ground.consultation), is_assumed, said
    )


def _languages(community: CommunityValue, consultation: ConsultationValue) -> tuple[str, ...]:
    """The languages of the community that people can answer in; all there are where it has none of them."""
    theirs = tuple(one for one in community.languages if one in consultation.languages)
    return theirs or consultation.languages
