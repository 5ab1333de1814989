"""Figures in words: each count as anyone may see it, numbers as the reader's language writes them."""

from collections.abc import Callable

from babel.numbers import format_decimal, format_percent

from consult.web.locale import gettext, language
from consult.words.catalogues import PSEUDO
from surveys.live_counts import LiveCount


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


def spoken() -> str:
    """Return the language numbers are written in, as Babel names it."""
    return "en_GB" if language() in {"en", PSEUDO} else language().replace("-", "_")
