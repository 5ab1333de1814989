"""Limits on attempts, counted on the queue's server so that every process sees them.

They fall on accounts and on the whole service, never on addresses: a community centre and an office share one.
Where the server cannot be reached each process counts by itself: nobody is locked out for it.
"""

from collections.abc import Callable
from functools import lru_cache

from limits import RateLimitItem
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from consult.web.installation import installation

MEMORY = "memory://"
SECONDS_TO_REACH_THE_SERVER = 1.0  # someone is waiting for the page


def is_left(limit: RateLimitItem, *what: str) -> bool:
    """Say whether another attempt at `what` is within `limit`, without counting one."""
    return _on_server(lambda limiter: limiter.test(limit, *what))


def count(limit: RateLimitItem, *what: str) -> bool:
    """Count an attempt at `what`; return whether it was within `limit`."""
    return _on_server(lambda limiter: limiter.hit(limit, *what))


def _on_server(ask: Callable[[MovingWindowRateLimiter], bool]) -> bool:
    try:
        return ask(_limiter(installation().settings.redis_url or MEMORY))
    except StorageError:
        return ask(_limiter(MEMORY))


@lru_cache(maxsize=4)
def _limiter(address: str) -> MovingWindowRateLimiter:
    known = f"redis+{address}" if address.startswith("unix:") else address
    storage = storage_from_string(
        known,
        wrap_exceptions=True,
        socket_connect_timeout=SECONDS_TO_REACH_THE_SERVER,
        socket_timeout=SECONDS_TO_REACH_THE_SERVER,
    )
    return MovingWindowRateLimiter(storage)
