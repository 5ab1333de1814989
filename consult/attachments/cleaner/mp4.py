"""Recordings of telephones, AAC in MP4: the sound is taken out of the file and put into a new one.

Nothing that may be used here decodes AAC (docs/decisions/0030), so the sound itself stays as it is. Of the file around
it, where recorders write places, names and times, not one byte is copied.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from consult.attachments.cleaner import descriptors
from consult.attachments.cleaner.boxes import box, boxes, full, inside, numbers
from consult.attachments.cleaner.faults import Unusable
from consult.attachments.terms import LARGEST_FILE, LONGEST_SECONDS

MEDIA_TYPE = "audio/mp4"
MOST_PIECES = 100_000
"""Of sound: a recorder writes fewer than a hundred a second."""
_UNITY = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_UNDETERMINED = 0x55C4  # the language "und" as three letters of five bits


@dataclass(frozen=True, slots=True)
class Sound:
    """One sound track: `pieces` in order, each lasting as many of `scale` parts of a second as `lengths` say."""

    settings: bytes
    channels: int
    rate: int
    scale: int
    lengths: tuple[tuple[int, int], ...]
    pieces: tuple[bytes, ...]

    @property
    def duration(self) -> int:
        """How long all pieces last, in parts of a second."""
        return sum(count * length for count, length in self.lengths)


def cleaned(content: bytes) -> tuple[bytes, str]:
    """Return a new MP4 file with the first sound track of `content`, and its media type. Raises Unusable."""
    sound = _sound(memoryview(content))
    if not sound.pieces:
        raise Unusable("empty")
    if sound.duration > LONGEST_SECONDS * sound.scale:
        raise Unusable("too_long", LONGEST_SECONDS // 60)
    return _file(sound), MEDIA_TYPE


def _sound(content: memoryview) -> Sound:
    for name, track in boxes(inside(content, b"moov")):
        if name == b"trak" and bytes(inside(track, b"mdia", b"hdlr")[8:12]) == b"soun":
            return _track(content, inside(track, b"mdia"))
    raise Unusable("wrong_type")


def _track(content: memoryview, media: memoryview) -> Sound:
    table = inside(media, b"minf", b"stbl")
    entry = inside(inside(table, b"stsd")[8:], b"mp4a")
    channels, _, _, _, rate = struct.unpack(">HHHHI", bytes(entry[16:28]).ljust(12, b"\0"))
    sizes = _sizes(inside(table, b"stsz"))
    lengths = tuple(_pairs(inside(table, b"stts")))
    if sum(count for count, _ in lengths) != len(sizes):
        raise Unusable("damaged")
    head = inside(media, b"mdhd")
    (version,) = numbers(head, "B", 0, 1)
    (scale,) = numbers(head, "I", 20 if version else 12, 1)
    if not scale:
        raise Unusable("damaged")
    return Sound(
        settings=descriptors.settings_of(inside(entry[28:], b"esds")),
        channels=channels,
        rate=rate >> 16,
        scale=scale,
        lengths=lengths,
        pieces=tuple(_pieces(content, table, sizes)),
    )


def _sizes(content: memoryview) -> tuple[int, ...]:
    each, count = numbers(content, "I", 4, 2)
    if count > MOST_PIECES:
        raise Unusable("too_long", LONGEST_SECONDS // 60)
    return (each,) * count if each else numbers(content, "I", 12, count)


def _pairs(content: memoryview) -> Iterator[tuple[int, int]]:
    (count,) = numbers(content, "I", 4, 1)
    if count > MOST_PIECES:
        raise Unusable("damaged")
    flat = numbers(content, "I", 8, 2 * count)
    yield from zip(flat[::2], flat[1::2], strict=True)


def _pieces(content: memoryview, table: memoryview, sizes: tuple[int, ...]) -> Iterator[bytes]:
    """Yield each piece of sound, from wherever in the file the tables say it is."""
    taken = total = 0
    for place, many in zip(_chunks(table), _pieces_in_chunks(table), strict=False):
        for size in sizes[taken : taken + many]:
            total += size
            if (
                place + size > len(content) or total > LARGEST_FILE
            ):  # overlapping pieces could add up to any size
                raise Unusable("damaged")
            yield bytes(content[place : place + size])
            place += size  # noqa: PLW2901  # the next piece follows this one
        taken += many
    if taken < len(sizes):
        raise Unusable("damaged")


def _chunks(table: memoryview) -> tuple[int, ...]:
    is_large = any(name == b"co64" for name, _ in boxes(table))
    places = inside(table, b"co64" if is_large else b"stco")
    (count,) = numbers(places, "I", 4, 1)
    return numbers(places, "Q" if is_large else "I", 8, count)


def _pieces_in_chunks(table: memoryview) -> Iterator[int]:
    """Yield how many pieces stand in each chunk; the last row holds for all that follow."""
    content = inside(table, b"stsc")
    (count,) = numbers(content, "I", 4, 1)
    flat = numbers(content, "I", 8, 3 * count)
    rows = list(zip(flat[::3], flat[1::3], strict=True))
    for (first, many), (following, _) in pairwise(rows):
        for _ in range(first, following):
            yield many
    while rows:
        yield rows[-1][1]


def _file(sound: Sound) -> bytes:
    head = box(b"ftyp", b"M4A \0\0\0\0", b"M4A mp42isom")
    size = len(head) + len(_movie(sound, 0)) + 8
    return head + _movie(sound, size) + box(b"mdat", *sound.pieces)


def _movie(sound: Sound, place: int) -> bytes:
    """Return everything about the sound, which stands at `place`, with no time of day in it."""
    duration = sound.duration
    movie = struct.pack(">4IIH10x", 0, 0, sound.scale, duration, 0x10000, 0x100)
    track = struct.pack(">5I8xHHHH", 0, 0, 1, 0, duration, 0, 0, 0x100, 0)
    return box(
        b"moov",
        full(b"mvhd", movie, _UNITY, bytes(24), struct.pack(">I", 2)),
        box(
            b"trak",
            full(b"tkhd", track, _UNITY, bytes(8), flags=3),
            box(
                b"mdia",
                full(b"mdhd", struct.pack(">4IHH", 0, 0, sound.scale, duration, _UNDETERMINED, 0)),
                full(b"hdlr", b"\0\0\0\0soun", bytes(13)),
                box(b"minf", full(b"smhd", bytes(4)), _reference(), _table(sound, place)),
            ),
        ),
    )


def _reference() -> bytes:
    return box(b"dinf", full(b"dref", struct.pack(">I", 1), full(b"url ", flags=1)))


def _table(sound: Sound, place: int) -> bytes:
    sizes = [len(piece) for piece in sound.pieces]
    entry = struct.pack(">6xH8xHHHHI", 1, sound.channels, 16, 0, 0, sound.rate << 16)
    lengths = [number for pair in sound.lengths for number in pair]
    return box(
        b"stbl",
        full(
            b"stsd",
            struct.pack(">I", 1),
            box(b"mp4a", entry, full(b"esds", descriptors.written(sound.settings))),
        ),
        full(b"stts", struct.pack(f">I{len(lengths)}I", len(sound.lengths), *lengths)),
        full(b"stsc", struct.pack(">4I", 1, 1, len(sizes), 1)),
        full(b"stsz", struct.pack(f">II{len(sizes)}I", 0, len(sizes), *sizes)),
        full(b"stco", struct.pack(">II", 1, place)),
    )
