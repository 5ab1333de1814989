"""A second, simple writer of MP4 recordings: how telephones lay them out, and how somebody who means harm could."""

import struct

from tests.media import SECRET

SETTINGS = b"\x14\x08"  # AAC-LC, 16 kHz, one channel (ISO/IEC 14496-3, 1.6.2.1)
IN_A_CHUNK = 7


def box(name: bytes, *parts: bytes) -> bytes:
    inner = b"".join(parts)
    return struct.pack(">I4s", 8 + len(inner), name) + inner


def full(name: bytes, *parts: bytes) -> bytes:
    return box(name, bytes(4), *parts)


def esds(settings: bytes = SETTINGS, kind: int = 0x40) -> bytes:
    """Return the descriptors with lengths of four bytes, as the reference software writes them."""

    def descriptor(tag: int, inner: bytes) -> bytes:
        return bytes([tag, 0x80, 0x80, 0x80, len(inner)]) + inner

    decoder = bytes([kind, 0x15]) + bytes(11) + descriptor(5, settings)
    return full(b"esds", descriptor(3, b"\0\1\0" + descriptor(4, decoder) + descriptor(6, b"\2")))


def a_file(pieces: list[bytes], scale: int, *, inner: bytes | None = None, entry: bytes = b"mp4a") -> bytes:
    """Return an MP4 file with these pieces of sound in chunks of seven, after a box that is nobody's business."""
    head = box(b"ftyp", b"M4A \0\0\0\0isom") + box(b"free", SECRET.encode())
    start = len(head) + 8
    chunks = [pieces[at : at + IN_A_CHUNK] for at in range(0, len(pieces), IN_A_CHUNK)]
    places = [start + sum(map(len, pieces[: at * IN_A_CHUNK])) for at in range(len(chunks))]
    last = len(chunks[-1]) if chunks else 0
    rows = [(1, IN_A_CHUNK, 1)] if len(chunks) > 1 else []
    rows += [(len(chunks), last, 1)] if chunks else []
    sizes = list(map(len, pieces))
    sound = box(
        entry,
        struct.pack(">6xH8xHHHHI", 1, 1, 16, 0, 0, 16_000 << 16),
        esds() if inner is None else inner,
    )
    table = box(
        b"stbl",
        full(b"stsd", struct.pack(">I", 1), sound),
        full(b"stts", struct.pack(">III", 1, len(sizes), 1024)),
        full(b"stsc", struct.pack(">I", len(rows)), *(struct.pack(">III", *row) for row in rows)),
        full(b"stsz", struct.pack(f">II{len(sizes)}I", 0, len(sizes), *sizes)),
        full(b"stco", struct.pack(f">I{len(places)}I", len(places), *places)),
    )
    media = box(
        b"mdia",
        full(b"mdhd", struct.pack(">IIIIHH", 3_800_000_000, 3_800_000_000, scale, 1024 * len(sizes), 0, 0)),
        full(b"hdlr", b"\0\0\0\0soun", bytes(12), b"Core Media Audio\0"),
        box(b"minf", table),
    )
    said = box(b"udta", full(b"meta", SECRET.encode()), box(b"\xa9xyz", b"+53.47-002.24/"))
    return head + box(b"mdat", *pieces) + box(b"moov", box(b"trak", media), said)
