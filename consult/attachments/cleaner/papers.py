"""Papers: every page of a PDF is printed to a picture, and the pictures are bound again.

What only a program can see in a PDF (scripts, forms, files inside it, who wrote it, what was blacked out) has no
way through a picture.
"""

from io import BytesIO

import pypdfium2
from PIL import Image

from consult.attachments.cleaner.faults import Unusable
from consult.attachments.terms import MOST_PAGES

DOTS_PER_INCH = 130
POINTS_PER_INCH = 72
LONGEST_SIDE = 2200
"""Pixels of the longer side of a page: A4 at 130 dots an inch has 1520, a larger page is made smaller."""
QUALITY = 75


def cleaned(content: bytes) -> tuple[bytes, str]:
    """Return the pages as pictures in a new PDF, and its media type. Raises Unusable."""
    document = pypdfium2.PdfDocument(content)
    if len(document) > MOST_PAGES:
        raise Unusable("too_many_pages", MOST_PAGES)
    pages = [_printed(document[number]) for number in range(len(document))]
    if not pages:
        raise Unusable("empty")
    written = BytesIO()
    pages[0].save(
        written,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=DOTS_PER_INCH,
        quality=QUALITY,
        creationDate=None,  # what is kept tells no time
        modDate=None,
        producer=None,
    )
    return written.getvalue(), "application/pdf"


def _printed(page: pypdfium2.PdfPage) -> Image.Image:
    longer = max(page.get_size())
    if not longer > 0:
        raise Unusable("damaged")
    scale = min(DOTS_PER_INCH / POINTS_PER_INCH, LONGEST_SIDE / longer)
    printed: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
    return printed.convert("RGB")
