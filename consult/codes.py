"""Codes people carry that protect something: receipts, resume codes, one-time links.

Each has at least 60 bits and is stored only as HMAC-SHA-256 under a versioned key
that is not the session secret. Digits read aloud well in every language, so what residents carry is digits.
"""

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

DIGITS_IN_A_CODE = 20  # 10**20 > 2**66
GROUP = 4


@dataclass(frozen=True, slots=True)
class CodeKeys:
    """The versioned keys of this installation. The highest version writes; every version reads."""

    by_version: Mapping[int, bytes]

    @property
    def current(self) -> int:
        """The version new codes are stored under."""
        return max(self.by_version)

    def stored(self, purpose: str, code: str) -> str:
        """Return what the database keeps of a code people type: `<version>:<hex HMAC>` of its normal form."""
        return self._kept(purpose, normalised(code), self.current)

    def candidates(self, purpose: str, code: str) -> list[str]:
        """Return every stored form a typed code could have, one per key version: what a lookup asks for."""
        return [self._kept(purpose, normalised(code), version) for version in self.by_version]

    def stored_exactly(self, purpose: str, code: str) -> str:
        """Return what the database keeps of a code that travels in an address, where case matters."""
        return self._kept(purpose, code, self.current)

    def exact_candidates(self, purpose: str, code: str) -> list[str]:
        """Return every stored form an address code could have, one per key version."""
        return [self._kept(purpose, code, version) for version in self.by_version]

    def _kept(self, purpose: str, code: str, version: int) -> str:
        mac = hmac.new(self.by_version[version], f"{purpose}\0{code}".encode(), hashlib.sha256)
        return f"{version}:{mac.hexdigest()}"

    def derived(self, purpose: str, secret: bytes, version: int | None = None) -> str:
        """Return the digits that belong to `secret` for `purpose`: the same each time, unguessable without the key.

        With `version`, those an earlier key made of it.
        """
        key = self.by_version[self.current if version is None else version]
        mac = hmac.new(key, purpose.encode() + b"\0derive\0" + secret, hashlib.sha256)
        return str(int.from_bytes(mac.digest(), "big") % 10**DIGITS_IN_A_CODE).zfill(DIGITS_IN_A_CODE)


def normalised(code: str) -> str:
    """Return `code` as typed by anyone, in one form: digits of every script become 0-9, separators go."""
    plain = []
    for character in code.strip().casefold():
        digit = unicodedata.digit(character, None)
        if digit is not None:
            plain.append(str(digit))
        elif character.isalnum():
            plain.append(character)
    return "".join(plain)


def grouped(code: str) -> str:
    """Return `code` in groups of four, as it is shown and read aloud."""
    return " ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def one_time_code() -> str:
    """Return a fresh code for a one-time link, 160 bits."""
    return secrets.token_urlsafe(20)


def letter_code() -> str:
    """Return a fresh single-use code for a letter: digits only, read aloud and typed on any telephone, 66 bits."""
    return str(secrets.randbelow(10**DIGITS_IN_A_CODE)).zfill(DIGITS_IN_A_CODE)
