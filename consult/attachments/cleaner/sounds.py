"""Recordings: played, and recorded anew as MP3. Whatever the file said besides the sound is gone."""

from io import BytesIO

import numpy as np
import soundfile

from consult.attachments.cleaner.faults import Unusable
from consult.attachments.terms import LONGEST_SECONDS

MEDIA_TYPE = "audio/mpeg"
MOST_CHANNELS = 8
BLOCK = 65_536
RATES = (8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
"""Samples a second that MP3 knows."""


def cleaned(content: bytes) -> tuple[bytes, str]:
    """Return the sound of a WAV, OGG, FLAC or MP3 file, in one channel, as MP3, and its media type.

    How long it is is counted while it plays: what a file says of itself is not believed. Raises Unusable.
    """
    written = BytesIO()
    with soundfile.SoundFile(BytesIO(content)) as played:
        if not 0 < played.channels <= MOST_CHANNELS:
            raise Unusable("damaged")
        every = _every(played.samplerate)
        rate = played.samplerate // every
        most, heard = LONGEST_SECONDS * played.samplerate, 0
        with soundfile.SoundFile(written, "w", rate, 1, format="MP3", subtype="MPEG_LAYER_III") as recorded:
            for block in played.blocks(BLOCK - BLOCK % every, dtype="float32", always_2d=True):
                heard += len(block)
                if heard > most:
                    raise Unusable("too_long", LONGEST_SECONDS // 60)
                recorded.write(_one_channel(block, every))
    if not heard:
        raise Unusable("empty")
    return written.getvalue(), MEDIA_TYPE


def _every(rate: int) -> int:
    """Return of how many samples one is made, so that MP3 can hold them."""
    for every in range(1, 5):
        if rate % every == 0 and rate // every in RATES:
            return every
    raise Unusable("damaged")


def _one_channel(block: np.ndarray, every: int) -> np.ndarray:
    mixed = block.mean(axis=1)
    whole = mixed[: len(mixed) - len(mixed) % every]
    sound: np.ndarray = np.clip(np.nan_to_num(whole.reshape(-1, every).mean(axis=1)), -1.0, 1.0)
    return sound
