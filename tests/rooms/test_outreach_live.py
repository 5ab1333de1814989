"""Live counts: rounded, silent about a few, slow to move."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.queries import consultation_by_slug
from consult.outreach.live import move, shown_counts
from consult.outreach.models import ShownCount
from surveys.disclosure import live
from tests.builders import an_open_consultation, an_organisation


def test_what_was_shown_is_remembered(session: Session) -> None:
    an_open_consultation(session, an_organisation(session))
    consultation = consultation_by_slug(session, "repairs")
    assert consultation is not None
    seen = []
    for count in (23, 27, 32, 33, 8, 0, 3, 12, 13):
        move(session, consultation, {"answers": count})
        seen.append(shown_counts(session, consultation)["answers"].count)
    #      23  27  32  33  8     0  3     12    13
    assert seen == [25, 25, 25, 35, None, 0, None, None, 15]
    assert session.scalars(select(ShownCount.count)).all() == [13]


def test_a_count_that_is_gone_goes_to_nobody(session: Session) -> None:
    an_open_consultation(session, an_organisation(session))
    consultation = consultation_by_slug(session, "repairs")
    assert consultation is not None
    move(session, consultation, {"answers": 30, "other": 0})
    move(session, consultation, {})
    assert shown_counts(session, consultation)["answers"].count == 0
    assert "other" not in shown_counts(session, consultation)


@pytest.mark.parametrize("threshold", [5, 10])
def test_the_most_a_few_can_be_is_below_the_threshold(threshold: int) -> None:
    assert live(1, threshold).most == threshold - 1
