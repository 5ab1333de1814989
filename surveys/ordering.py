"""Orders that are each reader's own: random from one to the next, and always the same for one."""

from __future__ import annotations

from collections.abc import Container, Sequence
from hashlib import blake2b
from typing import Final

SEED_BITS: Final = 31
"""As many as a whole number has in any database."""


def order(
    ids: Sequence[str], seed: int | None, salt: str, fixed_last: Container[str] = ()
) -> tuple[str, ...]:
    """The ids in the order of whoever has this seed; those `fixed_last` stay behind, as they were.

    Without a seed they stay as they are. `salt`, the id of the question, makes orders differ from one question to
    the next. Each id is sorted by a hash of its own (BLAKE2b), so that every order is as likely as any other, and one
    that is added or taken away moves none of the others against one another.
    """
    if seed is None:
        return tuple(ids)
    free = [one for one in ids if one not in fixed_last]
    last = [one for one in ids if one in fixed_last]
    return (*sorted(free, key=lambda one: _key(seed, salt, one)), *last)


def _key(seed: int, salt: str, one: str) -> bytes:
    return blake2b(f"{seed}:{salt}:{one}".encode(), digest_size=16).digest()
