"""The tables of the dashboard: who has been heard, over time, by channel, by place, and where people stop.

Each is on a page and in a file; every figure in them is protected before it comes here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from consult.consultations.values import CommunityValue, ConsultationValue
from consult.outreach.dashboard import Dashboard
from consult.outreach.figures import CommunityReach
from consult.outreach.naming import EVERY_ANSWER
from consult.outreach.pace import Pace
from consult.web.locale import gettext, language
from consult.web.officer.figures import number
from consult.web.officer.tabled import Cell, Column, Ranged, Share, Table, Tagged, shades
from consult.web.officer.words import LABEL_COLOURS, channel_words, label_words, unbroken
from surveys.live_counts import LiveCount
from surveys.local_plan import LocalPlan
from surveys.representation import Forecast, Interval

A_FEW_DAYS = 14
"""So many days are told one by one; more of them week by week."""
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Looked:
    """What an officer looks at: the dashboard, the pace of each community by its key, and the words of the survey.

    `opened` and `until` are the first day and the last that can be told of, None before it opens. `words` is None
    before anything is published.
    """

    value: ConsultationValue
    board: Dashboard
    paces: Mapping[str, Pace]
    opened: date | None
    until: date | None
    words: LocalPlan | None


def communities(found: Looked) -> Table:
    """Return each community against its target."""
    return Table(
        "communities",
        gettext("Each community against its target"),
        (
            Column(gettext("Community")),
            Column(gettext("Heard"), is_numeric=True),
            Column(gettext("Target"), is_numeric=True),
            Column(gettext("Still to hear"), is_numeric=True),
            Column(gettext("By its share")),
            Column(gettext("At this pace by closing"), is_ranged=True),
        ),
        tuple(_community(one, found.paces.get(one.community.key)) for one in found.board.reach.communities),
    )


def _community(one: CommunityReach, pace: Pace | None) -> tuple[Cell, ...]:
    return (
        one.community.name.to(language()),
        one.margin.yes,
        one.community.target,
        _still(one),
        Tagged(unbroken(label_words(one.label)), LABEL_COLOURS[one.label]),
        _ahead(pace.by_closing if pace else None),
    )


def shares(found: Looked) -> Table:
    """Return each community set against how many people belong to it, and how many did not say."""
    return Table(
        "shares",
        gettext("Each community against its people"),
        (
            Column(gettext("Community")),
            Column(gettext("People"), is_numeric=True),
            Column(gettext("Share of the community"), is_ranged=True),
            Column(gettext("Compared with its share"), is_ranged=True),
            Column(gettext("Did not say"), is_numeric=True),
        ),
        tuple(
            (
                one.community.name.to(language()),
                one.community.benchmark_count,
                _ranged(one.rate, one.rate_interval, is_share=True),
                _ranged(one.ratio, one.ratio_interval),
                one.margin.not_stated,
            )
            for one in found.board.reach.communities
        ),
    )


def _still(one: CommunityReach) -> Cell:
    if one.is_at_least and one.still_to_hear:
        return gettext("at least %(count)s", count=number(one.still_to_hear))
    return one.still_to_hear


def _ahead(ahead: Forecast | None) -> Cell:
    return None if ahead is None else Ranged(ahead.about, ahead.interval.low, ahead.interval.high, digits=0)


def _ranged(figure: float | None, interval: Interval | None, *, is_share: bool = False) -> Cell:
    if figure is None or interval is None:
        return None
    return Ranged(figure, interval.low, interval.high, is_share=is_share)


def doubts(found: Looked) -> Table:
    """Return what the figures would be if none, or all, of those who did not say belonged; where many did not."""
    return Table(
        "doubts",
        gettext("If none, or all, of those who did not say belong"),
        (
            Column(gettext("Community")),
            Column(gettext("Share of the community, least"), is_numeric=True),
            Column(gettext("Share of the community, most"), is_numeric=True),
            Column(gettext("Compared with its share, least"), is_numeric=True),
            Column(gettext("Compared with its share, most"), is_numeric=True),
        ),
        tuple(
            (
                one.community.name.to(language()),
                *_bounds(one.rate_bounds, is_share=True),
                *_bounds(one.ratio_bounds, is_share=False),
            )
            for one in found.board.reach.communities
            if one.rate_bounds or one.ratio_bounds
        ),
    )


def _bounds(bounds: Interval | None, *, is_share: bool) -> tuple[Cell, Cell]:
    if bounds is None:
        return None, None
    return (
        (Share(bounds.low), Share(bounds.high)) if is_share else (round(bounds.low, 2), round(bounds.high, 2))
    )


def unevenness(found: Looked) -> Table:
    """Return how unevenly each community and everyone else answered."""
    return Table(
        "unevenness",
        gettext("How unevenly each community and everyone else answered"),
        (
            Column(gettext("Community")),
            Column(gettext("Dissimilarity"), is_numeric=True),
            Column(gettext("S, without what chance adds"), is_numeric=True),
            Column(gettext("CV"), is_numeric=True),
            Column(gettext("CV by chance alone, about"), is_numeric=True),
            Column(gettext("Partial of the community"), is_numeric=True),
        ),
        tuple(_uneven(one) for one in found.board.reach.communities if one.unevenness is not None),
    )


def _uneven(one: CommunityReach) -> tuple[Cell, ...]:
    assert one.unevenness is not None  # its caller looked
    spread = one.unevenness.spread
    figures = (
        one.unevenness.dissimilarity,
        spread.s_corrected,
        spread.cv,
        spread.cv_by_chance,
        spread.partials[0],
    )
    rounded = (None if figure is None else round(figure, 3) for figure in figures)
    return (one.community.name.to(language()), *rounded)


def over_time(found: Looked) -> Table:
    """Return what was shown of each community at the end of each week, of a short consultation each day."""
    named = found.board.reach.communities
    return Table(
        "over-time",
        gettext("Heard so far, by community"),
        (
            Column(gettext("Until the end of")),
            Column(gettext("Everyone"), is_numeric=True),
            *(Column(_with_target(one.community), is_numeric=True) for one in named),
        ),
        tuple((on, *(seen_on(found, key, on) for key in _keys(found))) for on in days_told(found)),
    )


def _keys(found: Looked) -> list[str]:
    return [EVERY_ANSWER, *(one.community.key for one in found.board.reach.communities)]


def _with_target(community: CommunityValue) -> str:
    named = str(community.name.to(language()))
    if community.target is None:
        return named
    return gettext("%(name)s (target %(target)s)", name=named, target=number(community.target))


def days_told(found: Looked) -> list[date]:
    """Return the days to tell of, the last one last; none before it opens."""
    if found.opened is None or found.until is None or found.until < found.opened:
        return []
    step = timedelta(days=1) if (found.until - found.opened).days <= A_FEW_DAYS else WEEK
    back = range((found.until - found.opened) // step + 1)
    return [found.until - step * number for number in reversed(back)]


def seen_on(found: Looked, key: str, on: date) -> LiveCount | None:
    """Return what was shown of a community at the end of a day; the last day is as it is shown now.

    None before a first day was kept: then nobody, or a few, had answered.
    """
    if on == found.until:
        return now_of(found, key)
    kept = [one for one in found.board.history.get(key, ()) if one.on <= on]
    return kept[-1].count if kept else None


def now_of(found: Looked, key: str) -> LiveCount:
    """Return what is shown of a community now, of everyone with ""."""
    if key == EVERY_ANSWER:
        return found.board.reach.answers
    return next(one.margin.yes for one in found.board.reach.communities if one.community.key == key)


def openings(found: Looked) -> Table:
    """Return how often links were opened on each day."""
    return Table(
        "openings",
        gettext("Openings of links by day"),
        (Column(gettext("Day")), Column(gettext("Openings"), is_numeric=True)),
        found.board.openings_by_day,
    )


def channels(found: Looked) -> Table:
    """Return which channel led to answers of which community, on grounds that are darker the more there are."""
    board = found.board
    named = board.reach.communities
    shaded = shades([[row.by_community[one.community.key] for one in named] for row in board.channels])
    return Table(
        "channels",
        gettext("Answers by channel and community"),
        (
            Column(gettext("Channel")),
            *(Column(one.community.name.to(language()), is_numeric=True) for one in named),
            Column(gettext("All answers"), is_numeric=True),
            Column(gettext("Openings"), is_numeric=True),
        ),
        tuple(
            (channel_words(row.channel), *cells, row.sent, row.openings)
            for row, cells in zip(board.channels, shaded, strict=True)
        ),
    )


def costs(found: Looked) -> Table:
    """Return what an answer cost by channel, of everyone and of each community that is under-heard."""
    under = [one.community for one in found.board.reach.communities if one.needs_outreach]
    return Table(
        "costs",
        gettext("What an answer cost, by channel"),
        (
            Column(gettext("Channel")),
            Column(gettext("Cost"), is_numeric=True),
            Column(gettext("Hours"), is_numeric=True),
            Column(gettext("Cost of an answer"), is_numeric=True),
            *(Column(_answer_from(one), is_numeric=True) for one in under),
        ),
        tuple(
            (
                channel_words(one.key),
                one.cost,
                one.hours,
                one.cost_per_answer,
                *(one.cost_per_answer_from.get(each.key) for each in under),
            )
            for one in found.board.by_channel
        ),
    )


def _answer_from(community: CommunityValue) -> str:
    return gettext("Cost of an answer: %(name)s", name=str(community.name.to(language())))
