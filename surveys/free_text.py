"""What people write in their own words: which characters are kept, and how long it is."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import regex

CODE_POINTS_PER_CHARACTER: Final = 10
"""A family emoji has seven, a Hindi syllable five. More than ten each, on average, is no writing."""

_LINE_ENDS: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
"""All the ways to end a line, a word processor's soft break among them."""

_INVISIBLE: Final = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
"""Bidi embeddings, overrides and isolates come along when people paste from a chat and cannot be seen or removed
by them; left in, they could turn round the page around the answer. The marks LRM, RLM and ALM, and the joiners
that Persian and Indian scripts need, stay."""

_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
    + "]"
)
"""Unicode's control characters (Cc) but tab and line feed, its surrogates (Cs) and noncharacters."""


class BadCharacters(ValueError):
    """Control characters, lone surrogates or noncharacters: no keyboard writes them, no file may carry them."""


class TooLong(ValueError):
    """More characters than the limit."""


def written(text: str, limit: int, *, lines: bool) -> str:
    """`text` as it is kept: composed (NFC), line ends as LF, no space at either end; on one line unless `lines`.

    `limit` counts grapheme clusters (UAX 29), what a reader takes for one character, whatever it is made of;
    a line end counts as one however the browser sends it.
    Raises BadCharacters or TooLong. Time and memory are bounded by the limit, not by what was sent.
    """
    if len(text) > 2 * CODE_POINTS_PER_CHARACTER * limit:
        raise TooLong  # before anything looks at it: twice, for line ends of two
    text = text.replace("\r\n", "\n")
    if not text.replace("\n", "").isprintable():  # which is quickly known, and true of most answers
        text = _without_invisible(text)
    text = unicodedata.normalize("NFC", text.strip() if lines else " ".join(text.split()))
    if len(text) > limit and (len(text) > CODE_POINTS_PER_CHARACTER * limit or length(text) > limit):
        raise TooLong
    return text


def _without_invisible(text: str) -> str:
    text = _LINE_ENDS.sub("\n", text)
    if _FORBIDDEN.search(text):
        raise BadCharacters
    return _INVISIBLE.sub("", text)


def length(text: str) -> int:
    """How many characters a reader sees: grapheme clusters (UAX 29)."""
    return sum(1 for _ in regex.finditer(r"\X", text))


def showable(text: str) -> str:
    """`text` as it may be shown again to whoever sent it: what may not be kept is marked with U+FFFD."""
    if text.replace("\r", "").replace("\n", "").isprintable():
        return text
    return _FORBIDDEN.sub("\ufffd", _INVISIBLE.sub("", text.replace("\r\n", "\n")))
