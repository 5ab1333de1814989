"""The bytes of an OCDS file, read as far as they can be: what cannot be kept is a fault with its place.

Nothing here refuses because of a single value. A file is refused only when it is not JSON at all, too large, or
nested so deeply that it is an attack or an accident.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from consult.tenders.ocds.places import Place, bounded, plain, shown
from surveys.problems import Problem, Refused
from surveys.strict_json import DEEPEST

LARGEST_BYTES = 16_000_000
"""A year of notices of a large city has about 5 MB. Bulk downloads of whole countries are not what this reads."""

MOST_VALUES = 2_000_000
"""Values in a file. A value has some thirty bytes in a real file; one with fewer only fills the memory."""

LONGEST_NUMBER = 40
"""Digits. No amount has more; Python would read thousands of them, slowly, and no other reader keeps them."""

UTF8_MARK = b"\xef\xbb\xbf"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
Encoding = Literal["utf-8", "utf-16", "iso-8859-1", "windows-1252"]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file as a JSON value, what was wrong in it, and the encoding to read it with again."""

    document: Any
    faults: tuple[Problem, ...]
    encoding: Encoding


class _Unkept:
    """A number nobody would keep exactly; stands in the tree until its place is known."""


class _DoubleKeys(dict[str, Any]):
    """An object in which a key came twice; the last one counts, as in most JSON readers."""

    doubled: tuple[str, ...] = ()


def decode(content: bytes, encoding: Encoding | None = None) -> Decoded:
    """Return the JSON value in `content`, in the declared `encoding` or in the one detected.

    Detected are UTF-8 with or without a mark, UTF-16 with one, and else ISO-8859-1 (or Windows-1252, which many call
    that). Numbers that are none (NaN, Infinity, 1e999, hundreds of digits) become null, lone surrogates and NUL become
    U+FFFD, each with a fault. Raises Refused `ocds.empty`, `ocds.too_big`, `ocds.too_many_values`, `ocds.bad_bytes`,
    `ocds.not_json` (with line and column), `ocds.too_deep`.
    """
    if len(content) > LARGEST_BYTES:
        raise Refused(Problem("ocds.too_big", "", {"limit": LARGEST_BYTES // 1_000_000}))
    if not content.removeprefix(UTF8_MARK).strip():
        raise Refused(Problem("ocds.empty"))
    if sum(content.count(mark) for mark in (b",", b"[", b"{")) > MOST_VALUES:
        raise Refused(Problem("ocds.too_many_values", "", {"limit": MOST_VALUES}))
    used = encoding or detected(content)
    text, faults = _text(content, used)
    document = _parsed(text)
    mended = list(_mended(document))
    return Decoded(
        document, (*faults, *bounded(Problem(code, shown(*place)) for code, place in mended)), used
    )


def detected(content: bytes) -> Encoding:
    """Return the encoding `content` is most likely in. JSON ought to be UTF-8 (RFC 8259, section 8.1)."""
    if content.startswith(UTF16_MARKS):
        return "utf-16"
    if content.startswith(UTF8_MARK):
        return "utf-8"
    read = content.decode("utf-8", "replace")
    broken = read.count("\ufffd")
    # A damaged UTF-8 file still has more whole characters than broken ones; any other encoding hardly has whole ones.
    if broken == 0 or broken < sum(character > "\x7f" for character in read) - broken:
        return "utf-8"
    # 0x80 to 0x9F are controls in ISO-8859-1, which no text uses, and quotes and dashes in Windows-1252.
    return "windows-1252" if any(0x80 <= byte <= 0x9F for byte in content) else "iso-8859-1"  # noqa: PLR2004


def _text(content: bytes, encoding: Encoding) -> tuple[str, list[Problem]]:
    faults = []
    if encoding != "utf-8":
        faults.append(Problem("ocds.other_encoding", "", {"found": encoding}))
    try:
        return content.removeprefix(UTF8_MARK).decode(encoding), faults
    except UnicodeDecodeError as error:
        faults.append(Problem("ocds.bad_bytes", "", {"byte": error.start}))
    return content.removeprefix(UTF8_MARK).decode(encoding, "replace"), faults


def _parsed(text: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=_fraction,
            parse_constant=lambda _: _Unkept(),
        )
    except json.JSONDecodeError as error:
        raise Refused(Problem("ocds.not_json", "", {"line": error.lineno, "column": error.colno})) from None
    except RecursionError:
        raise Refused(Problem("ocds.too_deep", "", {"limit": DEEPEST})) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) == len(pairs):
        return fields
    doubled = _DoubleKeys(fields)
    seen: dict[str, int] = {}
    for key, _ in pairs:
        seen[key] = seen.get(key, 0) + 1
    doubled.doubled = tuple(key for key, times in seen.items() if times > 1)
    return doubled


def _whole(digits: str) -> int | _Unkept:
    return _Unkept() if len(digits) > LONGEST_NUMBER else int(digits)


def _fraction(digits: str) -> float | _Unkept:
    number = float(digits)
    return number if math.isfinite(number) else _Unkept()


def _mended(document: Any) -> Iterator[tuple[str, Place]]:
    """Replace in place what cannot be kept; give what it was, and where. Raises Refused where it is too deep."""
    waiting: list[tuple[Any, Place]] = [(document, ())]
    while waiting:
        item, place = waiting.pop()
        if len(place) > DEEPEST:
            raise Refused(Problem("ocds.too_deep", shown(*place[:4]), {"limit": DEEPEST}))
        if isinstance(item, dict):
            yield from _mended_keys(item, place)
        for key, value in _children(item):
            if isinstance(value, dict | list):
                waiting.append((value, (*place, key)))
            elif (mended := _mended_value(value)) is not None:
                item[key], code = mended
                yield code, (*place, key)


def _children(item: Any) -> list[tuple[Any, Any]]:
    if isinstance(item, dict):
        return list(item.items())
    return list(enumerate(item)) if isinstance(item, list) else []


def _mended_keys(item: dict[str, Any], place: Place) -> Iterator[tuple[str, Place]]:
    if isinstance(item, _DoubleKeys):
        for key in item.doubled:
            yield "ocds.double_key", (*place, key)
    for key in [key for key in item if plain(key) != key]:
        yield "ocds.bad_characters", (*place, key)
        item[plain(key)] = item.pop(key)


def _mended_value(value: Any) -> tuple[Any, str] | None:
    if isinstance(value, _Unkept):
        return None, "ocds.bad_number"
    if isinstance(value, str) and (kept := plain(value)) != value:
        return kept, "ocds.bad_characters"
    return None
