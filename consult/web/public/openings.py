"""How somebody comes to answer, carried from the start page to the first answer: for whom, and by which link."""

import secrets
import uuid
from dataclasses import dataclass

from flask import request

from consult.consultations.values import ConsultationValue
from consult.responses.terms import Capacity
from consult.responses.values import Opening
from consult.web.locale import language
from consult.web.public import variants
from consult.web.public.frame import CARRIED
from consult.web.security import signed, unsigned
from surveys import free_text
from surveys.ordering import SEED_BITS
from surveys.plan import Plan
from surveys.problems import Problem, Refused

CAPACITY = "_capacity"
SEED = "_seed"
LONGEST_FIELD = 500
LONGEST_SEED = len(str(2**SEED_BITS))
_LINK = "link"


@dataclass(frozen=True, slots=True)
class Carried:
    """The two hidden fields, as they came."""

    capacity: str
    token: str


def carried() -> Carried:
    """Return what this request carries, in its form or its address."""
    capacity, token = (
        free_text.showable(request.values.get(field, "")[:LONGEST_FIELD]) for field in (CAPACITY, CARRIED)
    )
    return Carried(capacity, token)


def seed(plan: Plan) -> int | None:
    """Return the seed this request carries, else a new one: before the first answer nothing keeps it but the form.

    None where the survey asks everybody in the same order. Whoever forges one changes their own order and no more.
    """
    if not plan.is_random:
        return None
    typed = request.form.get(SEED, "")
    is_seed = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_SEED
    return int(typed) % 2**SEED_BITS if is_seed else secrets.randbits(SEED_BITS)


def link_token(slug: str, activity_id: uuid.UUID, letter: str | None = None) -> str:
    """Return what stands in the start address of somebody who came by a link: the activity, signed.

    With `letter`, the single-use code they came by as it is stored, that too.
    """
    return signed(_LINK, f"{slug}:{activity_id.hex}:{letter or ''}")


def opening(consultation: ConsultationValue, seed: int | None) -> Opening:
    """Return the opening this request carries, asked in the order of `seed`. A changed or foreign link counts as none.

    Raises Refused `capacity.unknown` for a capacity that does not exist.
    """
    hidden = carried()
    try:
        capacity = Capacity(hidden.capacity) if hidden.capacity else Capacity.FOR_MYSELF
    except ValueError:
        raise Refused(Problem("capacity.unknown", CAPACITY)) from None
    slug, _, followed = (unsigned(_LINK, hidden.token) or "").partition(":")
    activity, _, letter = followed.partition(":")
    is_ours = slug == consultation.slug
    return Opening(
        language=language(),
        capacity=capacity,
        activity_id=uuid.UUID(activity) if is_ours else None,
        seed=seed,
        variant=variants.wanted(None),
        letter=letter or None if is_ours else None,
    )
