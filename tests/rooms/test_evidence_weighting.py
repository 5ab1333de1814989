"""What weighting would change is computed beside the results, protected, and never sealed with them."""

from typing import Any

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations import service as consultations
from consult.consultations.margin_details import MarginDetail
from consult.consultations.margins import write_margin
from consult.consultations.queries import consultation_by_slug
from consult.consultations.values import ConsultationValue
from consult.evidence import queries
from consult.evidence.compiling import compiled, keep
from consult.evidence.models import Compilation
from surveys.weighting import Margin, rake
from tests.builders import an_open_consultation, an_organisation
from tests.rooms.test_evidence_room import answered, said


def margin(**changes: Any) -> MarginDetail:
    sizes = [{"options": ["yes"], "count": 2000}, {"options": ["no"], "count": 8000}]
    given = {"key": "disability", "name": {"en": "Disability"}, "source": {"en": "An invented count"}}
    return MarginDetail.model_validate({**given, "question_id": "disability", "categories": sizes, **changes})


def closed(
    session: Session, disabled: int, others: int, silent: int, *margins: MarginDetail
) -> ConsultationValue:
    """Half of `disabled` are against; of `others`, and of `silent` who say nothing of themselves, half in favour."""
    actor = an_organisation(session)
    an_open_consultation(session, actor)
    for one in margins:
        write_margin(session, actor, "repairs", one)
    consultation = consultation_by_slug(session, "repairs")
    assert consultation is not None
    for people, belongs, usual, other in (
        (disabled, "yes", "no", "yes"),
        (others, "no", "yes", "no"),
        (silent, None, "yes", "no"),
    ):
        answered(session, consultation, said(usual, belongs), people - 2 * (people // 4))
        answered(session, consultation, said(other, belongs), people // 4)
        answered(session, consultation, said("unsure", belongs), people // 4)
    consultations.close(session, actor, "repairs")
    found = consultation_by_slug(session, "repairs")
    assert found is not None
    return found


def weighting(session: Session, consultation: ConsultationValue) -> dict[str, Any] | None:
    session.commit()
    found = compiled(consultation.id, lambda _done, _total: None)
    assert found is not None
    keep(session, found)
    desk = queries.desk(session, consultation)
    assert desk.compilation is not None
    return None if desk.compilation.weighting is None else dict(desk.compilation.weighting)


def test_without_margins_nothing_is_weighted(session: Session) -> None:
    assert weighting(session, closed(session, 4, 4, 0)) is None


def test_answers_are_raked_to_the_margin_and_shares_are_whole_per_cents(session: Session) -> None:
    found = weighting(session, closed(session, 48, 48, 48, margin()))
    assert found is not None
    weights = rake([Margin("d", np.repeat([0, 1], 48), np.array([0.2, 0.8]))], threshold=10, cap=5).weights
    against = np.concatenate([np.repeat([1, 0], 24), np.repeat([1, 0], [12, 36])])
    by_hand = round(100 * float((weights * against).sum() / weights.sum()))
    assert by_hand == 30  # 0.2 of 50 % and 0.8 of 25 %
    assert found["questions"][0]["options"] == [
        {"id": "yes", "unweighted": 42, "weighted": 45},
        {"id": "no", "unweighted": 33, "weighted": by_hand},
        {"id": "unsure", "unweighted": 25, "weighted": 25},
    ]
    assert (found["base"], found["excluded"]) == (
        {"kind": "shown", "count": 95},
        {"kind": "shown", "count": 50},
    )
    assert found["is_met"] is True
    assert found["largest_ratio"] == pytest.approx(1.6)
    assert found["effective_size"] == 70  # (sum w)^2 / sum w^2 = 96 / (0.5 (0.4^2 + 1.6^2)) = 70.6, to base 5


def test_few_who_did_not_state_are_not_told_apart_from_none(session: Session) -> None:
    few = weighting(session, closed(session, 12, 12, 3, margin()))
    assert few is not None
    assert (few["base"]["count"], few["excluded"]["count"]) == (None, None)
    assert few["base"]["kind"] in {"nearly_all", "withheld"}


@pytest.mark.parametrize(
    ("disabled", "others", "code"),
    [(4, 3, "weighting.few_stated"), (3, 20, "weighting.few_in_category")],
)
def test_fewer_than_the_threshold_are_not_weighted_and_not_told(
    session: Session, disabled: int, others: int, code: str
) -> None:
    found = weighting(session, closed(session, disabled, others, 4, margin()))
    assert found is not None
    assert [one["code"] for one in found["refused"]] == [code]
    assert "questions" not in found
    assert "people" not in found["refused"][0]["parameters"]


def test_one_who_would_speak_for_too_many_is_capped_and_the_error_is_told(session: Session) -> None:
    sizes = [{"options": ["yes"], "count": 9990}, {"options": ["no"], "count": 10}]
    found = weighting(session, closed(session, 10, 50, 0, margin(categories=sizes)))
    assert found is not None
    assert found["is_met"] is False
    assert found["largest_error"] > 0


def test_a_margin_whose_question_is_gone_refuses_in_words(session: Session) -> None:
    actor = an_organisation(session)
    an_open_consultation(session, actor)
    row = consultation_by_slug(session, "repairs")
    assert row is not None
    consultations.edit_details(
        session,
        actor,
        "repairs",
        row.details.model_copy(update={"margins": (margin(question_id="age"),)}),
    )
    answered(session, row, said("yes", "no"), 12)
    consultations.close(session, actor, "repairs")
    found = weighting(session, row)
    assert found is not None
    assert found["refused"][0]["code"] == "margin.no_such_question"


def test_weighting_stands_beside_the_results_and_never_in_them(session: Session) -> None:
    consultation = closed(session, 12, 12, 0, margin())
    weighting(session, consultation)
    row = session.scalars(select(Compilation)).one()
    assert row.weighting is not None
    assert b"weight" not in row.body
