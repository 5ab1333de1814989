"""The fixed terms of what people send beside their words: what it is, and how much of it there may be."""

import enum

LARGEST_FILE = 10_000_000
"""Bytes of one file as it is sent: a picture of a telephone, or some minutes of its voice recorder."""
LARGEST_WAITING = 5_000_000_000
"""Bytes that all drafts of one consultation together may keep: anyone can send a file without an account."""
LONGEST_SECONDS = 300
LONGEST_TRANSCRIPT = 20_000
MOST_PIXELS = 64_000_000
MOST_PAGES = 20


class Medium(enum.Enum):
    """What a person sent, whatever its file was called."""

    PICTURE = "picture"
    PAPER = "paper"
    RECORDING = "recording"
