"""Pictures, papers and recordings that tests send: each made here, good or made to do harm."""

import io
import struct
import zlib
from typing import Any

import numpy as np
import soundfile
from PIL import Image, PngImagePlugin

SECRET = "Amina Yusuf, 4 Canal Row"
"""What people do not know that their files say."""
WORDS = b"BT /F1 24 Tf 20 100 Td (Words people see) Tj ET"
CATALOGUE = (
    b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
    b"/Names<</EmbeddedFiles<</Names[(f)<</Type/Filespec/F(f)/EF<</F 4 0 R>>>>]>>>>>>"
)
PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 5 0 R"
    b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
)


def a_picture(form: str = "JPEG", size: tuple[int, int] = (60, 40), **others: Any) -> bytes:
    """Return a picture that is red on its left and blue on its right, with a name, a place and a wrong way up."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = image.getexif()
    exif[0x010F] = SECRET  # the maker of the camera
    exif[0x0112] = 6  # to be turned by a quarter
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (53.0, 28.0, 12.0)
    if form == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", SECRET)
        others["pnginfo"] = info
    written = io.BytesIO()
    image.save(written, form, exif=exif, xmp=f"<x>{SECRET}</x>".encode(), **others)
    return written.getvalue()


def a_large_picture() -> bytes:
    """Return a picture of noise, as many bytes as a photo of a telephone has."""
    chance = np.random.default_rng(1)
    written = io.BytesIO()
    Image.fromarray(chance.integers(0, 256, (900, 1200, 3), dtype=np.uint8)).save(written, "PNG")
    return written.getvalue()


def a_moving_picture(form: str) -> bytes:
    """Return a picture that is green first and black afterwards."""
    written = io.BytesIO()
    first, second = (Image.new("RGB", (20, 20), colour) for colour in ("green", "black"))
    first.save(written, form, save_all=True, append_images=[second], duration=100, lossless=True)
    return written.getvalue()


def a_png_head(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that says it has so many pixels, and would unpack to a row of them."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(bytes(99)))


def a_picture_bomb(side: int = 20_000) -> bytes:
    """Return a whole PNG, small to send, of `side` times `side` pixels."""
    packer = zlib.compressobj(9)
    row = bytes(1 + side // 8)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (_chunk(b"IHDR", head), _chunk(b"IDAT", packed), _chunk(b"IEND", b""))
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def a_paper(pages: int = 2) -> bytes:
    """Return a PDF with words, an author, a script that runs when it is opened and a file inside."""
    objects = [
        CATALOGUE,
        b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (pages, b" ".join(b"%d 0 R" % (6 + number) for number in range(pages))),
        f"<</Author({SECRET})>>".encode(),
        b"<</Type/EmbeddedFile/Length 4>>stream\nevil\nendstream",
        b"<</Length %d>>stream\n%s\nendstream" % (len(WORDS), WORDS),
    ]
    objects += [PAGE] * pages
    written = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj" % number + content + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f \n" % count
        + table
        + b"trailer<</Size %d/Root 1 0 R/Info 3 0 R>>startxref\n%d\n%%%%EOF" % (count, len(written))
    )


def a_recording(
    form: str = "WAV", seconds: float = 1.0, rate: int = 16_000, channels: int = 1, subtype: str | None = None
) -> bytes:
    """Return a tone of 440 Hz, with somebody's name beside it."""
    time = np.arange(int(seconds * rate)) / rate
    tone = np.repeat((0.3 * np.sin(2 * np.pi * 440 * time))[:, None], channels, axis=1)
    written = io.BytesIO()
    with soundfile.SoundFile(written, "w", rate, channels, format=form, subtype=subtype) as recorded:
        recorded.title = recorded.artist = SECRET
        recorded.write(tone)
    return written.getvalue()


def tone_of(content: bytes) -> float:
    """Return how high the loudest tone of a recording is, in Hz."""
    sound, rate = soundfile.read(io.BytesIO(content))
    strength = np.abs(np.fft.rfft(sound))
    return float(np.argmax(strength)) * rate / len(sound)


def an_mp4_recording(pieces: int = 50, scale: int = 16_000) -> bytes:
    """Return a recording as a telephone writes it: AAC in MP4, with a name and a place, its sound before its tables."""
    from tests.mp4_writing import a_file

    return a_file([bytes([0x21, number % 251, 7]) for number in range(pieces)], scale)
