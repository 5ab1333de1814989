"""A file that was sent with an answer, as the answer knows it: which one, what it is, and how large. Never its name."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Final, Literal

from surveys.problems import Problem
from surveys.questions.reading import Form, only

Medium = Literal["picture", "paper", "recording"]

_WRITTEN: Final = re.compile(r"([0-9a-f]{32}) (picture|paper|recording) ([1-9][0-9]{0,8})")
_FIELDS: Final = frozenset(["id", "medium", "size"])


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A kept file. `id` has 32 hexadecimal digits, `size` is in bytes."""

    id: str
    medium: str
    size: int

    def written(self) -> str:
        """The file as a form field says it."""
        return f"{self.id} {self.medium} {self.size}"

    def answer(self) -> dict[str, Any]:
        """The file as an answer says it."""
        return {"id": self.id, "medium": self.medium, "size": self.size}


def drawn(chance: Random, media: Collection[str]) -> KeptFile:
    """A file that nobody sent, for tests: an answer that names it is read, and cannot be handed in."""
    return KeptFile(f"{chance.getrandbits(128):032x}", chance.choice(sorted(media)), chance.randint(1, 10**7))


def read(form: Form, field: str) -> KeptFile | Problem | None:
    """The file a form field names."""
    typed = only(form, field)
    if not isinstance(typed, str):
        return typed
    found = _WRITTEN.fullmatch(typed)
    if found is None:
        return Problem("answer.wrong_type", field, {"expected": "file"})
    return KeptFile(found[1], found[2], int(found[3]))


def of(answer: object) -> KeptFile | None:
    """The file an answer names; None where it is no file."""
    if not isinstance(answer, Mapping) or answer.keys() != _FIELDS:
        return None
    found = _WRITTEN.fullmatch(f"{answer['id']} {answer['medium']} {answer['size']}")
    return KeptFile(found[1], found[2], int(found[3])) if found else None
