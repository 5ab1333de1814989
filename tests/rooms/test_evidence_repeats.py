"""What was said of each of several, as evidence counts it: people, never entries."""

import json

import pytest
from sqlalchemy.orm import Session

from consult.codes import CodeKeys
from consult.consultations import queries as consultations
from consult.consultations.values import ConsultationValue
from consult.evidence.answers import gathered
from consult.evidence.tallied import tallied
from consult.responses import sending, service
from consult.responses.loading import loaded_answer
from surveys.plan import Plan
from surveys.problems import Refused
from tests import builders
from tests.surveys import households

KEYS = CodeKeys({1: b"1" * 32})


def opened(session: Session) -> tuple[ConsultationValue, Plan]:
    builders.an_open_consultation(
        session, builders.an_organisation(session), survey=households.whole_survey()
    )
    found = consultations.consultation_by_slug(session, "repairs")
    assert found is not None
    assert found.version_id is not None
    return found, consultations.plan(session, found.version_id)


def line(**answers: object) -> bytes:
    return json.dumps({"language": "en", "answers": answers}).encode()


def test_answers_on_paper_are_loaded_with_their_entries_and_counted_once_a_person(session: Session) -> None:
    consultation, plan = opened(session)
    people = [
        {"age": 4, "effects": ["cold"], "said": "Cold."},
        {"age": 41, "effects": ["cold", "noise"], "mould": "much", "said": "Loud."},
    ]
    for told in (people, people[1:], []):
        loaded = loaded_answer(plan, ("en", "ar"), line(damp="wet", people=told))
        draft = service.start(session, KEYS, consultation, plan, loaded.opening, loaded.answers)
        sending.send(session, KEYS, draft.id, plan)
    found = gathered(session, consultation.id)
    assert found.columns.size == 3
    assert found.columns["effects"].chosen.sum(axis=0).tolist() == [2, 2, 0]
    assert found.columns["people"].values[found.columns["people"].answered].sum() == 3
    assert found.written["said"] == 2
    listed = {one.id: one for one in tallied(found.surveys)}
    assert listed["mould"].takes_several
    assert (listed["effects"].exclusive, listed["effects"].most) == (frozenset(), None)


@pytest.mark.parametrize(
    ("people", "where"),
    [
        ([{"age": 4}, {"age": "x"}], "/answers/people/1/age"),
        ([{"age": 4, "a/b": 1}], "/answers/people/0/a~1b"),
        ([{"effects": ["cold"]}], "/answers/people/0/age"),
        ("Ann", "/answers/people"),
        ([[]], "/answers/people/0"),
    ],
)
def test_what_is_wrong_in_an_entry_is_told_where(session: Session, people: object, where: str) -> None:
    _, plan = opened(session)
    with pytest.raises(Refused) as refused:
        loaded_answer(plan, ("en", "ar"), line(damp="wet", people=people))
    assert [problem.where for problem in refused.value.problems] == [where]
