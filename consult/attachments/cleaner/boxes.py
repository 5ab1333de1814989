"""The boxes an MP4 file is made of (ISO/IEC 14496-12, 4.2): read strictly, and written."""

import struct
from collections.abc import Iterator

from consult.attachments.cleaner.faults import Unusable

MOST_BOXES = 2_000
_HEAD = struct.Struct(">I4s")
_LARGE = struct.Struct(">Q")


def boxes(content: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Yield the name and the inside of each box that `content` is made of. Raises Unusable where one does not fit."""
    place = number = 0
    while place < len(content):
        number += 1
        if number > MOST_BOXES or len(content) - place < _HEAD.size:
            raise Unusable("damaged")
        size, name = _HEAD.unpack_from(content, place)
        start = place + _HEAD.size
        if size == 1:
            (size,) = _LARGE.unpack(bytes(content[start : start + _LARGE.size]).ljust(_LARGE.size, b"\0"))
            start += _LARGE.size
        end = len(content) if size == 0 else place + size
        if not start <= end <= len(content):
            raise Unusable("damaged")
        yield name, content[start:end]
        place = end


def inside(content: memoryview, *names: bytes) -> memoryview:
    """Return the inside of the first box on the way `names` lead. Raises Unusable where there is none."""
    for name in names:
        found = next((inner for called, inner in boxes(content) if called == name), None)
        if found is None:
            raise Unusable("damaged")
        content = found
    return content


def box(name: bytes, *parts: bytes) -> bytes:
    """Return a box of that name around `parts`."""
    inner = b"".join(parts)
    return _HEAD.pack(_HEAD.size + len(inner), name) + inner


def full(name: bytes, *parts: bytes, flags: int = 0) -> bytes:
    """Return a box with version 0 and `flags`."""
    return box(name, struct.pack(">I", flags), *parts)


def numbers(content: memoryview, code: str, start: int, count: int) -> tuple[int, ...]:
    """Return `count` numbers in big-endian from `start` on. Raises Unusable where there are fewer."""
    wanted = struct.Struct(f">{count}{code}")
    if count < 0 or wanted.size > len(content) - start:
        raise Unusable("damaged")
    found: tuple[int, ...] = wanted.unpack_from(content, start)
    return found
