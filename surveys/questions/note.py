"""Note: words to read before going on; nothing to answer."""

from __future__ import annotations

from typing import Literal

from surveys.questions.unasked import Unasked


class Note(Unasked):
    """`text` is what is read, in paragraphs parted by blank lines."""

    kind: Literal["note"]
