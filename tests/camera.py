"""What a phone's camera reads from a picture or from paper.

Only QR codes: asked for every kind of code, the reader now and then finds a bar code in lines of digits.
"""

from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image


def codes_on(picture: Image.Image) -> list[str]:
    """Return the text of every QR code on a picture."""
    return [found.text for found in zxingcpp.read_barcodes(picture, zxingcpp.BarcodeFormat.QRCode)]


def codes_in(pdf: bytes | Path) -> list[str]:
    """Return the text of every QR code on the pages of a PDF, in the order of the pages."""
    pages = pypdfium2.PdfDocument(pdf)
    return [text for page in pages for text in codes_on(page.render(scale=2).to_pil())]
