"""What a file is, by the bytes it begins with. Its name and what the browser calls it are never looked at."""

import enum

from consult.attachments.terms import Medium

LONGEST = 12
"""How many bytes it takes to tell."""


class Form(enum.Enum):
    """A form of file that can be cleaned."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"
    WAV = "wav"
    OGG = "ogg"
    FLAC = "flac"
    MP3 = "mp3"
    MP4 = "mp4"
    WEBM = "webm"

    @property
    def medium(self) -> Medium:
        """What somebody sends in this form."""
        return _MEDIA.get(self, Medium.RECORDING)


_MEDIA = {
    Form.JPEG: Medium.PICTURE,
    Form.PNG: Medium.PICTURE,
    Form.WEBP: Medium.PICTURE,
    Form.PDF: Medium.PAPER,
}
_BEGINNINGS = (
    (b"\xff\xd8\xff", Form.JPEG),
    (b"\x89PNG\r\n\x1a\n", Form.PNG),
    (b"%PDF-", Form.PDF),
    (b"OggS", Form.OGG),
    (b"fLaC", Form.FLAC),
    (b"ID3", Form.MP3),
    (b"\x1a\x45\xdf\xa3", Form.WEBM),
)
_RIFF = {b"WEBP": Form.WEBP, b"WAVE": Form.WAV}
_LAYER_3 = {0xFA, 0xFB, 0xF2, 0xF3, 0xE2, 0xE3}
"""The second byte of a frame of MPEG-1, 2 or 2.5, layer III, with and without a checksum (ISO 11172-3, 2.4.2.3)."""


def form_of(beginning: bytes) -> Form | None:
    """Return the form of a file that begins like this; None for one we cannot clean."""
    for signature, form in _BEGINNINGS:
        if beginning.startswith(signature):
            return form
    if beginning[:4] == b"RIFF":
        return _RIFF.get(beginning[8:12])
    if beginning[4:8] == b"ftyp":
        return Form.MP4
    if beginning[:1] == b"\xff" and beginning[1:2] and beginning[1] in _LAYER_3:
        return Form.MP3
    return None
