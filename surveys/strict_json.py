"""JSON from anywhere, read strictly: bad bytes, bad numbers and double keys are problems with their place."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from surveys.problems import Problem, Refused

DEEPEST = 64
"""Levels of nesting. Deeper files are attacks or accidents, and would exhaust the stack."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be: `size` in bytes (characters of a string), `parts` the values in it."""

    size: int = 64_000_000
    parts: int = 5_000_000


LIMITS = Limits()

LARGEST_WHOLE_NUMBER = 2**53 - 1
"""The largest whole number every JSON reader keeps exactly (RFC 7493, section 2.2)."""


MOST_DIGITS = 22
"""ECMAScript writes whole numbers of up to 21 digits, and a sign, without an exponent."""

Place = tuple[str | int, ...]
"""Where something stands: keys and indexes from the root."""


def pointer(*parts: str | int) -> str:
    """A JSON pointer (RFC 6901): `pointer("pages", 0, "a/b")` is "/pages/0/a~1b"."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


class _Unkept:
    """A number no reader would keep exactly; stands in the tree until its place is known."""


def _whole(digits: str) -> int | float | _Unkept:
    if len(digits) > MOST_DIGITS:
        return _Unkept()  # Python itself refuses to read some thousands
    number = int(digits)
    if abs(number) <= LARGEST_WHOLE_NUMBER:
        return number
    # ECMAScript writes 2^70 as 1180591620717411300000: a double, if these are its shortest digits.
    nearest = float(digits)
    return nearest if Decimal(repr(nearest)) == number else _Unkept()


def _fraction(digits: str) -> float | _Unkept:
    number = float(digits)
    return number if math.isfinite(number) else _Unkept()


class _DoubleKeys(dict[str, Any]):
    """An object in which a key came twice."""

    doubled: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) == len(pairs):
        return fields
    doubled = _DoubleKeys(fields)
    times = Counter(key for key, _ in pairs)
    doubled.doubled = tuple(key for key, count in times.items() if count > 1)
    return doubled


def read(data: bytes | str, noun: str = "json", limits: Limits = LIMITS) -> Any:
    """The value in `data` (UTF-8, with or without BOM).

    Raises Refused with every fault at once: `<noun>.too_big`, `.too_many_parts`, `.not_utf8`, `.not_json` (with
    line and column), `.too_deep`, `.double_key`, `.bad_number`, `.bad_characters`; `where` is a JSON pointer.
    """
    if len(data) > limits.size:
        raise Refused(Problem(f"{noun}.too_big", "", {"limit": limits.size}))
    try:
        text = data if isinstance(data, str) else data.decode("utf-8")
        value = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=_fraction,
            parse_constant=lambda _: _Unkept(),
        )
    except UnicodeDecodeError as error:
        raise Refused(Problem(f"{noun}.not_utf8", "", {"byte": error.start})) from None
    except json.JSONDecodeError as error:
        raise Refused(
            Problem(f"{noun}.not_json", "", {"line": error.lineno, "column": error.colno})
        ) from None
    except RecursionError:
        raise Refused(Problem(f"{noun}.too_deep", "", {"limit": DEEPEST})) from None
    if problems := tuple(faults(value, noun, limits)):
        raise Refused(problems)
    return value


def faults(value: object, noun: str = "json", limits: Limits = LIMITS) -> Iterator[Problem]:
    """What is wrong with a value that says it is JSON: depth, numbers, characters, double keys, types."""
    if is_plain(value, limits.parts):
        return
    waiting: list[tuple[object, Place]] = [(value, ())]
    parts = 0
    while waiting:
        item, place = waiting.pop()
        parts += 1
        if parts > limits.parts:
            yield Problem(f"{noun}.too_many_parts", "", {"limit": limits.parts})
            return
        if len(place) > DEEPEST:
            yield Problem(f"{noun}.too_deep", pointer(*place[:4]), {"limit": DEEPEST})
            return
        yield from _own_faults(item, place, noun)
        if isinstance(item, dict):
            waiting.extend(
                (child, (*place, key)) for key, child in reversed(item.items()) if isinstance(key, str)
            )
        elif isinstance(item, list):
            waiting.extend((child, (*place, index)) for index, child in reversed(list(enumerate(item))))


def is_plain(value: object, most: int = LIMITS.parts) -> bool:
    """Whether a value is made of what nearly every document is made of, and nothing is wrong with it: at most `most`
    objects, lists, strings, whole numbers, constants, and keys of ASCII. A quick look, level by level: where it says
    no, something may be wrong.
    """
    level: list[Any] = [value]
    for _ in range(DEEPEST):
        if not level:
            return True
        most -= len(level)
        if most < 0 or not _is_plain_level(level):
            return False
        level = [
            inner
            for item in level
            if type(item) in _HOLDERS
            for inner in (item.values() if type(item) is dict else item)
        ]
    return False


_HOLDERS = frozenset({dict, list})
_PLAIN_TYPES = frozenset({dict, list, str, int, bool, type(None)})


def _is_plain_level(level: list[Any]) -> bool:
    """Whether what stands on one level is plain, but for what is inside it."""
    keys = set().union(*(item for item in level if type(item) is dict))
    return (
        _PLAIN_TYPES.issuperset(map(type, level))
        and all(isinstance(key, str) and key.isascii() for key in keys)
        and is_text("".join(item for item in level if type(item) is str))
        and all(abs(item) <= LARGEST_WHOLE_NUMBER for item in level if type(item) is int)
    )


def _own_faults(item: object, place: Place, noun: str) -> Iterator[Problem]:
    if isinstance(item, dict):
        yield from _key_faults(item, place, noun)
    elif isinstance(item, str):
        if not is_text(item):
            yield Problem(f"{noun}.bad_characters", pointer(*place))
    elif isinstance(item, int | float | _Unkept):
        if not is_kept_exactly(item):
            yield Problem(f"{noun}.bad_number", pointer(*place), {"limit": LARGEST_WHOLE_NUMBER})
    elif not (item is None or isinstance(item, list)):
        yield Problem(f"{noun}.wrong_type", pointer(*place), {"found": type(item).__name__})


def _key_faults(item: dict[Any, Any], place: Place, noun: str) -> Iterator[Problem]:
    for key in item:
        if not isinstance(key, str):
            yield Problem(f"{noun}.wrong_type", pointer(*place), {"found": type(key).__name__})
        elif not is_text(key):
            yield Problem(f"{noun}.bad_characters", pointer(*place))
    if isinstance(item, _DoubleKeys):
        for key in item.doubled:
            yield Problem(f"{noun}.double_key", pointer(*place, key))


def is_kept_exactly(number: object) -> bool:
    """Whether every JSON reader keeps this number: finite, and within 2^53 if it is whole."""
    if isinstance(number, int):
        return abs(number) <= LARGEST_WHOLE_NUMBER
    return isinstance(number, float) and math.isfinite(number)


def is_text(text: str) -> bool:
    """False for a lone surrogate, which JSON can escape and UTF-8 cannot carry."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
