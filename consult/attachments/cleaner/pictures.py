"""Pictures: drawn anew from their pixels. What the file said besides them (place, camera, names) is gone."""

from io import BytesIO

from PIL import Image, ImageOps

from consult.attachments.cleaner.faults import Unusable
from consult.attachments.signatures import Form
from consult.attachments.terms import MOST_PIXELS

LONGEST_SIDE = 4096
"""Pixels: enough to read a letter that fills the picture. What is larger is made smaller."""
QUALITY = 85

Image.MAX_IMAGE_PIXELS = None  # the limit below is lower, and has words of its own


def cleaned(content: bytes, form: Form, longest_side: int = LONGEST_SIDE) -> tuple[bytes, str]:
    """Return a picture drawn anew, upright, and its media type; of one that moves, the first picture.

    Neither side has more than `longest_side` pixels.

    How many pixels there are is read from the head of the file, before any is decoded. Raises Unusable.
    """
    with Image.open(BytesIO(content), formats=[form.value]) as opened:
        width, height = opened.size
        if width * height > MOST_PIXELS:
            raise Unusable("too_many_pixels", MOST_PIXELS // 1_000_000)
        opened.draft(None, (longest_side, longest_side))  # a large JPEG is decoded smaller, which costs less
        has_holes = form is not Form.JPEG and opened.has_transparency_data
        pixels = opened.convert("RGBA" if has_holes else "RGB")
    pixels.thumbnail((longest_side, longest_side))
    ImageOps.exif_transpose(pixels, in_place=True)
    # A new picture, so that nothing the old one carried along is written by whoever saves it.
    bare = Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())
    written = BytesIO()
    bare.save(written, form.value, quality=QUALITY)
    return written.getvalue(), f"image/{form.value}"
