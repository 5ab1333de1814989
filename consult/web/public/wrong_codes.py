"""How many wrong codes may be tried. Counted for the whole service, never per address: a community centre shares one.

A code has 66 bits, so this is no lock; it keeps guessing from being free.
"""

from functools import lru_cache

from limits import parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from consult.web.installation import installation
from surveys.problems import Problem, Refused

LIMIT = parse("600 per 5 minutes")


@lru_cache(maxsize=4)
def _limiter(address: str) -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(storage_from_string(address))


def _here() -> MovingWindowRateLimiter:
    return _limiter(installation().settings.redis_url or "memory://")


def stop_guessing(kind: str) -> None:
    """Refuse (`attempts.too_many`) to look up any more codes of this kind while there were too many wrong ones."""
    if not _here().test(LIMIT, "wrong-code", kind):
        raise Refused(Problem("attempts.too_many"))


def count(kind: str) -> None:
    """Count one wrong code of this kind."""
    _here().hit(LIMIT, "wrong-code", kind)
