"""Counts that still move, in words: rounded, and a few never told from one another."""

from consult.web.locale import gettext
from consult.web.public.evidence.numbers import number
from surveys.live_counts import LiveCount


def live_words(count: LiveCount) -> str:
    """Return a count as anyone may see it: about 40, nobody yet, fewer than 10."""
    if count.count is None:
        return gettext("fewer than %(threshold)s", threshold=number(count.threshold))
    if count.count == 0:
        return gettext("nobody yet")
    return gettext("about %(count)s", count=number(count.count))
