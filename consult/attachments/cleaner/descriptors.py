"""How an MP4 file tells a player about its AAC sound (ISO/IEC 14496-1, 7.2.6; 14496-3, 1.6.2.1)."""

from collections.abc import Iterator

from consult.attachments.cleaner.faults import Unusable

_ELEMENTARY_STREAM, _DECODER, _SPECIFIC, _SYNC = 3, 4, 5, 6
_AAC = 0x40
_AUDIO_STREAM = 0x15
LONGEST_SETTINGS = 64
"""Bytes: those of AAC take two to some twenty."""


def settings_of(content: memoryview) -> bytes:
    """Return what a decoder must know, from the inside of an `esds` box. Raises Unusable for anything but AAC."""
    stream = _one(content[4:], _ELEMENTARY_STREAM)
    flags = stream[2] if len(stream) > 2 else 0  # noqa: PLR2004  # after the id, which takes two bytes
    if flags:  # other streams, addresses: no recorder writes them
        raise Unusable("wrong_type")
    decoder = _one(stream[3:], _DECODER)
    if not len(decoder) or decoder[0] != _AAC:
        raise Unusable("wrong_type")
    settings = bytes(_one(decoder[13:], _SPECIFIC))
    if not 2 <= len(settings) <= LONGEST_SETTINGS:  # noqa: PLR2004  # the shortest there are
        raise Unusable("damaged")
    return settings


def written(settings: bytes) -> bytes:
    """Return the inside of an `esds` box, after its version, around these settings and nothing else."""
    decoder = bytes([_AAC, _AUDIO_STREAM]) + bytes(11) + _descriptor(_SPECIFIC, settings)
    stream = bytes(3) + _descriptor(_DECODER, decoder) + _descriptor(_SYNC, b"\x02")
    return _descriptor(_ELEMENTARY_STREAM, stream)


def _descriptor(tag: int, inner: bytes) -> bytes:
    return bytes([tag, len(inner)]) + inner  # never longer than 127: LONGEST_SETTINGS sees to it


def _one(content: memoryview, tag: int) -> memoryview:
    found = next((inner for called, inner in _descriptors(content) if called == tag), None)
    if found is None:
        raise Unusable("damaged")
    return found


def _descriptors(content: memoryview) -> Iterator[tuple[int, memoryview]]:
    while len(content):
        size, place = 0, 1
        for place in range(1, 5):
            if place >= len(content):
                raise Unusable("damaged")
            size = size << 7 | content[place] & 0x7F
            if not content[place] & 0x80:
                break
        start = place + 1
        if start + size > len(content):
            raise Unusable("damaged")
        yield content[0], content[start : start + size]
        content = content[start + size :]
