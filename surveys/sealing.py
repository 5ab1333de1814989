"""Salted leaves and their Merkle root, so that a deleted answer leaves no residue and the seal still verifies."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

SHORTEST_SALT, LONGEST_SALT = 16, 64

LEAF, NODE = b"\x00", b"\x01"
"""Domain separation of RFC 6962, section 2.1: a leaf can never be taken for a node."""


def leaf(salt: bytes, content: bytes) -> bytes:
    """The 32-byte commitment to `content` (canonical bytes): SHA-256 of 0x00, the salt's length in one byte,
    the salt, the content. Without the salt nobody can guess the content from it.

    Raises ValueError for a salt shorter than 16 or longer than 64 bytes: that is a mistake in the program.
    """
    if not SHORTEST_SALT <= len(salt) <= LONGEST_SALT:
        raise ValueError(f"a salt has {SHORTEST_SALT} to {LONGEST_SALT} bytes, not {len(salt)}")
    return hashlib.sha256(LEAF + bytes([len(salt)]) + salt + content).digest()


def merkle_root(leaves: Sequence[bytes]) -> str:
    """The Merkle tree hash of RFC 6962, section 2.1, over leaf hashes in the order given, in hexadecimal.

    Callers who must not tell the order of arrival hand in `sorted(leaves)`. No leaves: SHA-256 of nothing.
    """
    level = list(leaves)
    if not level:
        return hashlib.sha256(b"").hexdigest()
    # Pairing from the left and carrying an odd last node up gives exactly the RFC's split
    # at the largest power of two, without recursion.
    while len(level) > 1:
        paired = [
            hashlib.sha256(NODE + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)
        ]
        level = paired + level[len(paired) * 2 :]
    return level[0].hex()
