"""The figures of reach as sentences and rows: the headline first, each count as anyone may see it."""

from collections.abc import Callable
from dataclasses import dataclass

from babel.numbers import format_decimal, format_percent

from consult.outreach.figures import CommunityReach
from consult.outreach.reach import ReachValue
from consult.web.locale import gettext, language, ngettext
from consult.web.officer.words import LABEL_COLOURS, label_words, unbroken
from consult.words.catalogues import PSEUDO
from surveys.live_counts import LiveCount
from surveys.text import Said


@dataclass(frozen=True, slots=True)
class ReachRow:
    """One community in the table of reach, every cell in words."""

    name: Said
    heard: str
    target: str
    rate: str
    ratio: str
    label: str
    colour: str
    still: str
    not_stated: str


def shown(count: LiveCount) -> str:
    """Return a protected count in words."""
    if count.count is None:
        return gettext("fewer than %(threshold)s", threshold=count.threshold)
    if count.count == 0:
        return gettext("nobody")
    return gettext("about %(count)s", count=number(count.count))


def number(value: float) -> str:
    """Return a number as the reader's language writes it."""
    return str(format_decimal(value, locale=spoken()))


def percent(share: float) -> str:
    """Return a share as a percentage with one decimal."""
    return str(format_percent(share, format="#,##0.0%", locale=spoken()))


def within(written: Callable[[float], str], figure: float, low: float, high: float) -> str:
    """Return a figure with its interval in words: for those who read from the right, a dash would be a minus."""
    return gettext(
        "%(figure)s, between %(low)s and %(high)s",
        figure=written(figure),
        low=written(low),
        high=written(high),
    )


def _times(ratio: float) -> str:
    return str(format_decimal(ratio, format="0.00", locale=spoken()))


def spoken() -> str:
    """Return the language numbers are written in, as Babel names it."""
    return "en_GB" if language() in {"en", PSEUDO} else language().replace("-", "_")


def headline_words(found: ReachValue) -> str:
    """Return the one sentence an officer should read."""
    best = found.headline
    if best.of == 0:
        return gettext("No community has a target yet, so nobody can see who is missing.")
    met = ngettext(
        "%(met)s of %(num)s affected community met its target.",
        "%(met)s of %(num)s affected communities met their target.",
        best.of,
        met=best.met,
    )
    if best.furthest_behind is None:
        return met
    behind = next(one for one in found.communities if one.community.key == best.furthest_behind.community)
    furthest = gettext(
        "Furthest behind: %(name)s, %(heard)s of %(target)s.",
        name=str(behind.community.name.to(language())),
        heard=shown(behind.margin.yes),
        target=number(best.furthest_behind.target or 0),
    )
    return f"{met} {furthest}"


def reach_rows(found: ReachValue) -> list[ReachRow]:
    """Return a row for each community, in the order of the consultation."""
    return [_row(one) for one in found.communities]


def _row(one: CommunityReach) -> ReachRow:
    rate = one.rate_interval
    ratio = one.ratio_interval
    return ReachRow(
        name=one.community.name.to(language()),
        heard=shown(one.margin.yes),
        target=number(one.community.target) if one.community.target else "–",
        rate=within(percent, one.rate, rate.low, rate.high) if one.rate is not None and rate else "–",
        ratio=within(_times, one.ratio, ratio.low, ratio.high) if one.ratio is not None and ratio else "–",
        label=unbroken(label_words(one.label)),
        colour=LABEL_COLOURS[one.label],
        still=_still(one),
        not_stated=shown(one.margin.not_stated),
    )


def _still(one: CommunityReach) -> str:
    if one.still_to_hear is None:
        return "–"
    if one.is_at_least and one.still_to_hear:
        return gettext("at least %(count)s", count=number(one.still_to_hear))
    return number(one.still_to_hear)
