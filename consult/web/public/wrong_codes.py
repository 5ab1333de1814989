"""How many wrong codes may be tried. Counted for the whole service: a community centre shares an address.

A code has 66 bits, so this is no lock: a right code always works, or two wrong ones a second would lock everybody out.
It keeps guessing from being free.
"""

from limits import parse

from consult.web import limiting
from surveys.problems import Problem

LIMIT = parse("600 per 5 minutes")


def counted(kind: str, unknown: Problem) -> Problem:
    """Count one code of this kind that was looked up and not found; return `unknown`, or that there were too many.

    Never to be called inside a transaction: whoever counts may be slow to answer.
    """
    is_within = limiting.count(LIMIT, "wrong-code", kind)
    return unknown if is_within else Problem("attempts.too_many", unknown.where)
