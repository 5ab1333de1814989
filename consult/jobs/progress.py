"""What a task is: it takes the id of its subject and a way to tell how far it is."""

import uuid
from collections.abc import Callable
from typing import Protocol


class Progress(Protocol):
    """How a task tells whoever asked for it how far it is."""

    def __call__(self, done: int, total: int) -> None:
        """Write that `done` of `total` steps are done. Never call it inside a unit of work: it opens its own."""


Task = Callable[[uuid.UUID, Progress], None]
"""Takes the id of its subject. It may be run twice for the same subject, and must do no harm then."""
