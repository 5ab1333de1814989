"""Canonical JSON (RFC 8785) and fingerprints: the same content always has the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from json.encoder import JSONEncoder, encode_basestring
from typing import Any

from surveys import strict_json
from surveys.problems import Problem, Refused
from surveys.strict_json import (
    DEEPEST,
    LARGEST_WHOLE_NUMBER,
    Place,
    is_kept_exactly,
    is_plain,
    is_text,
    pointer,
)

SMALLEST_PLAIN_EXPONENT, LARGEST_PLAIN_EXPONENT = -6, 21
"""Between these powers of ten ECMAScript writes a number without an exponent (Number::toString, 6.1.6.1.20)."""


_PLAIN = JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":"))
"""Writes what nearly every document is made of as RFC 8785 does, many times as fast as Python can."""

_CONSTANTS = {None: "null", True: "true", False: "false"}


def canonical(value: object) -> bytes:
    """The bytes of a JSON value in the canonical form of RFC 8785.

    Takes None, bool, int, float, str, lists, tuples and mappings with string keys.
    Raises Refused: `json.bad_number` (not finite, or a whole number above 2^53), `json.bad_characters`
    (a lone surrogate), `json.wrong_type`, `json.too_deep`; `where` is the JSON pointer.
    """
    if is_plain(value):
        return _PLAIN.encode(value).encode()
    written: list[str] = []
    _write(value, written, ())
    return "".join(written).encode()


def is_canonical(data: bytes) -> bool:
    """Whether these are, byte for byte, the canonical bytes of what they say. Never raises."""
    try:
        return canonical(strict_json.read(data)) == data
    except Refused:
        return False


def fingerprint(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _in_order(fields: Mapping[Any, object]) -> list[str]:
    """The keys in the order of their UTF-16 code units, as RFC 8785 asks, where Python would sort by code points."""
    return sorted(map(str, fields), key=lambda key: key.encode("utf-16-be", "surrogatepass"))


def _write(value: object, written: list[str], place: Place) -> None:
    if len(place) > DEEPEST:
        raise Refused(Problem("json.too_deep", pointer(*place[:4]), {"limit": DEEPEST}))
    if isinstance(value, str):
        written.append(_string(value, place))
    elif value is None or isinstance(value, bool):
        written.append(_CONSTANTS[value])
    elif isinstance(value, int | float):
        written.append(_number(value, place))
    elif isinstance(value, Mapping):
        _write_object(value, written, place)
    elif isinstance(value, list | tuple):
        _write_array(value, written, place)
    else:
        raise Refused(Problem("json.wrong_type", pointer(*place), {"found": type(value).__name__}))


def _write_array(items: list[object] | tuple[object, ...], written: list[str], place: Place) -> None:
    written.append("[")
    for index, item in enumerate(items):
        if index:
            written.append(",")
        _write(item, written, (*place, index))
    written.append("]")


def _write_object(fields: Mapping[object, object], written: list[str], place: Place) -> None:
    if not all(isinstance(key, str) for key in fields):
        raise Refused(Problem("json.wrong_type", pointer(*place), {"found": "key"}))
    ordered = _in_order(fields)
    written.append("{")
    for index, key in enumerate(ordered):
        if index:
            written.append(",")
        written.append(_string(str(key), place))
        written.append(":")
        _write(fields[key], written, (*place, str(key)))
    written.append("}")


def _string(text: str, place: Place) -> str:
    if not is_text(text):
        raise Refused(Problem("json.bad_characters", pointer(*place)))
    return str(encode_basestring(text))


def _number(number: float, place: Place) -> str:
    """As ECMAScript prints it. Python and ECMAScript agree on the shortest digits, not on how to lay them out."""
    if not is_kept_exactly(number):
        raise Refused(Problem("json.bad_number", pointer(*place), {"limit": LARGEST_WHOLE_NUMBER}))
    if isinstance(number, int):
        return str(int(number))
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    mantissa, _, power = repr(abs(number)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    written = whole + fraction
    digits = written.strip("0")
    leading = len(written) - len(written.lstrip("0"))
    return sign + _laid_out(digits, len(whole) - leading + int(power or 0))


def _laid_out(digits: str, point: int) -> str:
    """`digits` with the decimal point after the first `point` of them (`n` and `k` in the standard)."""
    count = len(digits)
    if not SMALLEST_PLAIN_EXPONENT < point <= LARGEST_PLAIN_EXPONENT:
        fraction = f".{digits[1:]}" if count > 1 else ""
        return f"{digits[0]}{fraction}e{point - 1:+d}"
    if point <= 0:
        return "0." + "0" * -point + digits
    if count <= point:
        return digits + "0" * (point - count)
    return f"{digits[:point]}.{digits[point:]}"
