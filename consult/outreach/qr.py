"""A link as a picture for a poster."""

from io import BytesIO

import segno

SMALLEST_MODULE = 8


def qr_svg(address: str, label: str, scale: int = SMALLEST_MODULE) -> bytes:
    """Return `address` as an SVG QR code with `label` as its title, for a reader who cannot see it.

    Error correction is medium or better: a poster gets dirty. The quiet zone of four modules is part of the picture.
    """
    written = BytesIO()
    code = segno.make_qr(address, error="m")
    code.save(written, kind="svg", scale=scale, border=4, title=label, xmldecl=False, light="#fff")
    return written.getvalue()


def qr_png(address: str, scale: int = SMALLEST_MODULE) -> bytes:
    """Return the same as a PNG, for programs that take no SVG. Its words stand beside it: a PNG carries none."""
    written = BytesIO()
    segno.make_qr(address, error="m").save(written, kind="png", scale=scale, border=4)
    return written.getvalue()
