"""Passwords: argon2id, and what makes one good enough."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from surveys.problems import Problem, Refused

SHORTEST = 12
LONGEST = 200
_hasher = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=1)


def hashed(password: str) -> str:
    """Return the argon2id hash of `password`; raise Refused when it is too short or too long."""
    if len(password) < SHORTEST:
        raise Refused([Problem("password.too_short", "password", {"least": SHORTEST})])
    if len(password) > LONGEST:
        raise Refused([Problem("password.too_long", "password", {"most": LONGEST})])
    return _hasher.hash(password)


def matches(password: str, stored: str | None) -> bool:
    """Say whether `password` is the one behind `stored`; takes as long when there is none."""
    try:
        return _hasher.verify(stored or _nobody(), password[: LONGEST + 1]) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    """What an unknown address is compared with, so that it takes as long as a known one."""
    return _hasher.hash("nobody has this password")
