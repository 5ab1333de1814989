"""How many wrong codes may be tried. Counted for the whole service: a community centre shares an address.

A code has 66 bits, so this is no lock; it keeps guessing from being free.
"""

from limits import parse

from consult.web import limiting
from surveys.problems import Problem, Refused

LIMIT = parse("600 per 5 minutes")


def stop_guessing(kind: str) -> None:
    """Refuse (`attempts.too_many`) to look up any more codes of this kind while there were too many wrong ones."""
    if not limiting.is_left(LIMIT, "wrong-code", kind):
        raise Refused(Problem("attempts.too_many"))


def count(kind: str) -> None:
    """Count one wrong code of this kind."""
    limiting.count(LIMIT, "wrong-code", kind)
