"""An organisation's own consultation as a row."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.consultations.models import Consultation
from consult.consultations.values import is_slug
from surveys.problems import Problem, Refused


def own(session: Session, actor: Actor, slug: str, *, to_change: bool = True) -> Consultation:
    """Return the row of the actor's own consultation, locked unless it is only read; Refused `consultation.unknown`."""
    wanted = select(Consultation).where(
        Consultation.slug == slug, Consultation.organisation_id == actor.organisation_id
    )
    found = session.scalar(wanted.with_for_update() if to_change else wanted) if is_slug(slug) else None
    if found is None:
        raise Refused(Problem("consultation.unknown", "slug", {"given": slug}))
    return found
