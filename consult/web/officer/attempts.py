"""How often somebody may try to sign in: counted per account, never per address, which a whole office shares."""

import hashlib
from functools import lru_cache

from limits import parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from consult.web.installation import installation
from surveys.problems import Problem, Refused

LIMIT = parse("10 per 15 minutes")


@lru_cache(maxsize=4)
def _limiter(address: str) -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(storage_from_string(address))


def count(email: str) -> None:
    """Count one attempt for an account; Refused `attempts.too_many` when there were ten in a quarter of an hour."""
    account = hashlib.sha256(email.strip().lower().encode()).hexdigest()
    limiter = _limiter(installation().settings.redis_url or "memory://")
    if not limiter.hit(LIMIT, "sign-in", account):
        raise Refused([Problem("attempts.too_many")])
