"""From a draft to a published version."""

from sqlalchemy.orm import Session

from consult import clock
from consult.consultations import queries
from consult.consultations.values import State
from tests.builders import an_open_consultation, an_organisation


def test_a_published_consultation_is_open_at_once_without_an_opening_day(session: Session) -> None:
    actor = an_organisation(session)
    an_open_consultation(session, actor)
    found = queries.consultation_by_slug(session, "repairs")
    assert found is not None
    assert found.state(clock.now()) is State.OPEN
    assert found.details.can_change
