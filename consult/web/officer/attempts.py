"""How often somebody may try to sign in: counted per account, whether there is such an account or not."""

import hashlib

from limits import parse

from consult.web import limiting
from surveys.problems import Problem, Refused

LIMIT = parse("10 per 15 minutes")


def count(email: str) -> None:
    """Count one attempt for an account; Refused `attempts.too_many` when there were ten in a quarter of an hour."""
    account = hashlib.sha256(email.strip().lower().encode()).hexdigest()
    if not limiting.count(LIMIT, "sign-in", account):
        raise Refused([Problem("attempts.too_many")])
