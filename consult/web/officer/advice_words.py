"""Paces, proposals and recommendations as sentences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from consult.consultations.values import CommunityValue
from consult.outreach.advice import Advice, Offer
from consult.outreach.closing import Recommended, StillBehind
from consult.outreach.decisions import AdviceValue, ClosingValue
from consult.outreach.pace import Pace
from consult.outreach.terms import Closing, Taken
from consult.outreach.values import PartnerValue
from consult.web.days import day
from consult.web.locale import gettext, language, ngettext
from consult.web.officer.figures import number, shown
from consult.web.officer.words import channel_words
from surveys.text import Said


@dataclass(frozen=True, slots=True)
class OfferRow:
    """A proposal in words."""

    key: str
    seen: str
    what: str
    sentence: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TakenRow:
    """What became of a proposal, in words, and where the activity is."""

    on: str
    what: str
    decision: str
    reason: str
    address: str | None


def name(one: CommunityValue) -> Said:
    """Return what a community is called in the reader's language."""
    return one.name.to(language())


def pace_words(one: Pace) -> str:
    """Return how a community stands and where its pace leads: one sentence."""
    told = {
        "name": str(name(one.community)),
        "heard": shown(one.heard),
        "target": number(one.community.target or 0),
    }
    if one.by_closing is None:
        return gettext("%(name)s: %(heard)s of %(target)s.", **told)
    about = number(one.by_closing.about)
    return gettext(
        "%(name)s: %(heard)s of %(target)s; at this pace about %(about)s by closing.", about=about, **told
    )


def paces_words(paces: Iterable[Pace]) -> list[str]:
    """Return the sentence of each community that has a target, whoever is furthest behind first."""
    counted = [(one.count / one.community.target, one) for one in paces if one.community.target]
    return [pace_words(one) for _, one in sorted(counted, key=lambda each: each[0])]


def nothing_words(found: Advice) -> str:
    """Return why nothing is proposed."""
    if not any(one.target for one in found.standings):
        return gettext("No community has a target yet, so nobody can see who is missing.")
    if found.plan.lowest_before is not None and found.plan.lowest_before >= 1:
        return gettext("There is nothing to do: at this pace every target will be met.")
    return gettext("With the time and the means that are left, nothing more would help.")


def offer_row(one: Offer, paces: Mapping[str, Pace], partners: Mapping[str, PartnerValue]) -> OfferRow:
    """Return a proposal in words."""
    pace = paces[one.proposal.community]
    return OfferRow(
        one.key,
        one.seen,
        what_words(one.said, paces, partners),
        ngettext(
            "It will likely bring about %(expected)s answer (%(low)s to %(high)s), takes %(hours)s hours and costs "
            "%(cost)s, and is proposed because nobody else is further behind: %(why)s",
            "It will likely bring about %(expected)s answers (%(low)s to %(high)s), takes %(hours)s hours and costs "
            "%(cost)s, and is proposed because nobody else is further behind: %(why)s",
            max(1, round(one.proposal.gains[0].expected)),
            **_figures(one),
            why=pace_words(pace),
        ),
        tuple(_notes(one)),
    )


def what_words(
    said: Mapping[str, Any], paces: Mapping[str, Pace], partners: Mapping[str, PartnerValue]
) -> str:
    """Return what a proposal is about to do, for whom, and with whom."""
    names = " · ".join(
        str(name(paces[key].community)) if key in paces else key for key in said["communities"]
    )
    told = {"channel": channel_words(said["channel"]).capitalize(), "names": names}
    partner = partners.get(said["partner"] or "")
    if partner is None:
        what = gettext("%(channel)s, for: %(names)s", **told)
    else:
        helped = str(partner.name.to(language()))
        what = gettext("%(channel)s, for: %(names)s, with %(partner)s", partner=helped, **told)
    if said["units"] == 1:
        return what
    return ngettext("%(what)s (%(num)s time)", "%(what)s (%(num)s times)", said["units"], what=what)


def _figures(one: Offer) -> dict[str, str]:
    gain = one.proposal.gains[0]
    return {
        "expected": number(max(1, round(gain.expected))),
        "low": number(round(gain.interval.low)),
        "high": number(round(gain.interval.high)),
        "hours": number(round(one.proposal.hours, 1)),
        "cost": number(round(one.proposal.cost, 2)),
    }


def _notes(one: Offer) -> Iterable[str]:
    people = number(round(one.proposal.contacts))
    if one.is_assumed:
        yield gettext(
            "The hours, the cost and the %(people)s people met are assumed: none was done here yet.",
            people=people,
        )
    else:
        yield gettext(
            "It counts on meeting %(people)s people: as many as activities like this met before.",
            people=people,
        )
    if one.proposal.is_trial:
        yield gettext(
            "This was hardly tried with this community yet. The number of answers is a guess until it is done."
        )


def taken_row(
    one: AdviceValue, slug: str, paces: Mapping[str, Pace], partners: Mapping[str, PartnerValue]
) -> TakenRow:
    """Return a decision about a proposal in words."""
    words = {
        Taken.ACCEPTED: gettext("accepted"),
        Taken.CHANGED: gettext("changed"),
        Taken.DISMISSED: gettext("dismissed"),
    }
    address = url_for("officer.activity", slug=slug, key=one.activity) if one.activity else None
    what = what_words(one.said, paces, partners)
    return TakenRow(day(one.decided_on), what, words[one.decision], one.reason or "", address)


def verdict_words(because: str, verdict: str) -> str:
    """Return what the figures recommend, and why: one sentence."""
    if because == "another_week_hardly_helps" and verdict == "stop_and_talk":
        return gettext(
            "Stop, and talk with those who are missing: another week would hardly bring more answers."
        )
    return {
        "no_targets": gettext("No community has a target, so no figure can say who is missing."),
        "targets_met": gettext("You can stop: every target is met."),
        "only_sessions": gettext("You can stop counting. Some communities are still to be talked with."),
        "another_week_helps": gettext("Go on for another week: it would likely help those who are missing."),
        "another_week_hardly_helps": gettext("You can stop: another week would hardly bring more answers."),
    }[because]


def recommended_words(found: Recommended) -> dict[str, Any]:
    """Return a recommendation in words, community by community."""
    return {
        "verdict": verdict_words(found.because, found.found.verdict),
        "behind": [behind_words(one) for one in found.behind],
        "sessions": [str(name(one)) for one in found.sessions],
    }


def behind_words(one: StillBehind) -> str:
    """Return how far a community is behind, and what another week with its proposals would likely bring."""
    return gettext(
        "%(name)s: %(heard)s of %(target)s. Another week with what is proposed would likely bring it to about "
        "%(expected)s, between %(low)s and %(high)s.",
        name=str(name(one.community)),
        heard=shown(one.heard),
        target=number(one.target),
        expected=number(round(one.expected)),
        low=number(round(one.low)),
        high=number(round(one.high)),
    )


def closing_words(one: ClosingValue) -> str:
    """Return what was decided about closing, and why."""
    told = {"on": day(one.decided_on), "reason": one.reason or gettext("No reason was given.")}
    if one.decision is Closing.EXTENDED:
        return gettext("%(on)s: extended to %(day)s. %(reason)s", day=day(one.closes_on), **told)
    return gettext("%(on)s: stopped. %(reason)s", **told)
