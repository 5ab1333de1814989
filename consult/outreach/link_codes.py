"""The short codes on posters: eight digits, the last of which tells a mistyped code from a right one.

Digits alone, because a telephone with twelve keys types one with one press and a letter with up to four, a keyboard in
Arabic has no Latin letters at all, and digits read aloud well in every language. Such a code protects nothing.
"""

import secrets
import unicodedata
from collections.abc import Iterator

from consult.codes import normalised

LINK_DIGITS = 8
LONGEST_TYPED = 40
LOOKS_LIKE = str.maketrans("oil", "011")
"""No code ever had these letters. Those before had seven digits and letters, without 0 and 1 as well."""
LOOKS_LIKE_IN_DIGITS = str.maketrans("sbz", "582")
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
"""H. M. Damm, Total anti-symmetrische Quasigruppen, Marburg 2004: finds each wrong digit and each swapped pair."""


def link_code() -> str:
    """Return a fresh code. The first digit is no 0: who reads it aloud, or types it as a number, loses nothing."""
    digits = "".join([secrets.choice("123456789"), *(secrets.choice("0123456789") for _ in range(6))])
    return digits + str(_interim(digits))


def is_right(code: str) -> bool:
    """Say whether `code` could be a code of today: its length and its last digit."""
    return len(code) == LINK_DIGITS and _is_digits(code) and _interim(code) == 0


def as_meant(typed: str) -> str:
    """Return what somebody most likely meant: one form for digits of every script, O and 0, I or l and 1, spaces."""
    plain = normalised(unicodedata.normalize("NFKC", typed[:LONGEST_TYPED])).translate(LOOKS_LIKE)
    digits = plain.translate(LOOKS_LIKE_IN_DIGITS)
    return digits if _is_digits(digits) and len(digits) == LINK_DIGITS else plain


def one_slip_away(code: str) -> frozenset[str]:
    """Return the right codes from which one slip leads to `code`: a wrong digit, two swapped, one missing or too many.

    At most some twenty. None for what is right itself, or not in digits, or of a length no single slip leads to.
    """
    if not _is_digits(code) or is_right(code) or abs(len(code) - LINK_DIGITS) > 1:
        return frozenset()
    return frozenset(meant for meant in _slips(code) if is_right(meant))


def _slips(code: str) -> Iterator[str]:
    for place in range(len(code) + 1):
        before, after = code[:place], code[place:]
        if after:
            yield before + after[1:]
            yield before + after[1:2] + after[:1] + after[2:]
        for digit in "0123456789":
            yield before + digit + after
            yield before + digit + after[1:]


def _is_digits(code: str) -> bool:
    return code.isascii() and code.isdigit()


def _interim(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim
