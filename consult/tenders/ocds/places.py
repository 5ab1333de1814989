"""Where in a file something is wrong, in a form that can be shown and kept; and how many faults are worth keeping."""

import re
from collections.abc import Iterable
from itertools import islice

from surveys.problems import Problem
from surveys.strict_json import Place, pointer

__all__ = ["Place", "bounded", "plain", "shown"]

MOST_FAULTS = 500
"""Faults kept for one file. Who has more than these reads the first ones and mends the program that wrote them."""

MOST_LOOKED_AT = 20_000
"""Faults counted for one file. A file with more was made to have them, and to keep us counting."""

LONGEST_KEY = 80
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def plain(text: str) -> str:
    """Return `text` with U+FFFD for what no database and no other file can hold: lone surrogates and NUL."""
    return _UNKEEPABLE.sub("\ufffd", text)


def shown(*place: str | int) -> str:
    """Return the JSON pointer (RFC 6901) of a place, each key cut to a length that can be shown and kept."""
    return pointer(*(plain(part)[:LONGEST_KEY] if isinstance(part, str) else part for part in place))


def bounded(faults: Iterable[Problem], most: int = MOST_FAULTS) -> tuple[Problem, ...]:
    """Keep the first `most` faults, and say how many more there are at least."""
    kept: list[Problem] = []
    more = 0
    for fault in islice(faults, MOST_LOOKED_AT):
        if len(kept) < most:
            kept.append(fault)
        else:
            more += 1
    if more:
        kept.append(Problem("ocds.more_faults", "", {"count": more}))
    return tuple(kept)
