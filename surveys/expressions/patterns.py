"""Patterns (regular expressions) that answers must match: bounded in time and memory."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import regex

LONGEST_PATTERN: Final = 500
MOST_REPEATED: Final = 10_000
"""Characters a pattern may stand for once its counted repetitions are written out."""

SECONDS: Final = 0.05
"""Matching may take so long; what takes longer is missing."""

_TOKEN: Final = re.compile(
    r"\\[pP]\{\^?[A-Za-z_&= ]+\}|\\x\{[0-9A-Fa-f]+\}|\\."  # escapes
    r"|\[\^?\]?(?:\\.|\[:[a-z]+:\]|[^\]\\])*\]"  # sets
    r"|\((?:\?(?::|=|!|<=|<!)|(?!\?))|\)"  # groups
    r"|\{(?P<fewest>[0-9]{1,5})(?P<range>,(?P<most>[0-9]{0,5}))?\}"  # repetitions
    r"|[^\\\[\]{}()]",
    re.DOTALL,
)


class BadPattern(ValueError):
    """No pattern, or one that could take too much time or memory."""


def compiled(pattern: str) -> Callable[[str], bool | None]:
    """Whether all of some words match the pattern; None where that takes too long to tell.

    The syntax is what Python, Java and JavaScript share: no names, no back-reference by name, no recursion, no flags.
    Raises BadPattern.
    """
    _weigh(pattern)
    try:
        found = regex.compile(pattern)
    except (regex.error, OverflowError, RecursionError, MemoryError):
        raise BadPattern(pattern) from None

    def matches(text: str) -> bool | None:
        try:
            return found.fullmatch(text, timeout=SECONDS) is not None
        except (TimeoutError, MemoryError):
            return None

    return matches


def _weigh(pattern: str) -> None:
    """Raise BadPattern for a pattern too long, once its counted repetitions are written out, or of foreign syntax."""
    if len(pattern) > LONGEST_PATTERN:
        raise BadPattern(pattern)
    position, last = 0, 0
    weights = [0]  # of each group that is open, the outermost first
    while position < len(pattern):
        token = _TOKEN.match(pattern, position)
        if token is None:
            raise BadPattern(pattern)
        position = token.end()
        last = _weight(token, weights, last)
        if sum(weights) > MOST_REPEATED:
            raise BadPattern(pattern)


def _weight(token: re.Match[str], weights: list[int], last: int) -> int:
    """Add a token to the innermost group, and return what the part it ends weighs."""
    text = token[0]
    if text.startswith("("):
        weights.append(1)
        return 0
    if text == ")":
        if len(weights) == 1:
            raise BadPattern(text)
        last = weights.pop()
        weights[-1] += last
        return last
    if token["fewest"] is not None:
        times = max(int(token["fewest"]), int(token["most"] or 0), 1)
        weights[-1] += last * (times - 1)
        return last * times
    weights[-1] += 1
    return 1
