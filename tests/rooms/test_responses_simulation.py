"""People who do not exist: the same ones each time, and plausible ones."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from consult.consultations.details import ConsultationDetails
from consult.consultations.values import CommunityValue
from consult.responses.simulation import Person, simulated_people
from consult.responses.story import Story
from surveys.checking import check
from surveys.document import Survey
from surveys.plan import Plan, compile_plan
from surveys.problems import Refused
from tests.builders import LIBRARY
from tests.surveys import household_costs, households
from tests.surveys.examples import example, kinds
from tests.web.surveys import every_kind

DEMONSTRATION = Path(__file__).parents[2] / "consult" / "cli" / "demonstration"
STORIES = json.loads((DEMONSTRATION / "story.json").read_text("utf-8"))["consultations"]
WEEKS = [date(2026, 11, 9), date(2026, 11, 16)]


def communities_of(details: str) -> list[CommunityValue]:
    read = ConsultationDetails.read((DEMONSTRATION / details).read_bytes())
    return [
        CommunityValue(
            key=each.key, name=each.name, how=None, is_affected=True, languages=each.languages,
            question_id=each.stated_by.question_id, yes=frozenset(each.stated_by.yes),
            no=frozenset(each.stated_by.no), benchmark_count=None, benchmark_total=None, benchmark_source=None,
            benchmark_on=None, benchmark_area=None, benchmark_basis=None, target=None,
        )
        for each in read.communities
    ]  # fmt: skip


def told(number: int, **changes: Any) -> tuple[Plan, Story, list[CommunityValue], list[Person]]:
    wanted = STORIES[number]
    plan = compile_plan(Survey.from_json((LIBRARY / wanted["survey"]).read_bytes()))
    story = Story.read({**wanted["simulation"], **changes})
    communities = communities_of(wanted["details"])
    return plan, story, communities, simulated_people(plan, communities, story, WEEKS)


@pytest.mark.parametrize("number", range(len(STORIES)))
def test_everything_they_say_passes_the_same_validation(number: int) -> None:
    plan, _, _, people = told(number)
    for person in people:
        checked = check(plan, person.answers, person.language)
        assert checked.problems == ()
        assert checked.values == person.answers


@kinds
def test_people_are_made_up_for_every_kind_of_question(kind: str) -> None:
    plan = example(kind).plan
    for person in simulated_people(plan, [], Story(seed=5, people=25), WEEKS):
        assert check(plan, person.answers, person.language).problems == ()


@pytest.mark.parametrize("number", range(len(STORIES)))
def test_the_shares_of_the_story_come_out(number: int) -> None:
    _, story, communities, people = told(number, people=1500)
    own_question = Counter(community.question_id for community in communities)
    for community in communities:
        if own_question[community.question_id] > 1:
            continue
        stated = sum(community.membership(person.answers) is True for person in people)
        expected = story.shares[community.key] * (1 - story.not_stated)
        assert stated / len(people) == pytest.approx(expected, abs=0.04), community.key


def test_the_same_seed_gives_the_same_people_and_another_one_others() -> None:
    assert told(0)[3] == told(0)[3]
    assert told(0)[3] != told(0, seed=1)[3]


def test_links_have_their_share_and_reach_whom_they_mean_first() -> None:
    plan = compile_plan(every_kind())
    community = communities_of(STORIES[0]["details"])[0]
    states = CommunityValue(
        **{
            **{name: getattr(community, name) for name in CommunityValue.__dataclass_fields__},
            "key": "disabled", "question_id": "disability", "yes": frozenset({"yes"}), "no": frozenset({"no"}),
        }
    )  # fmt: skip
    story = Story.read(
        {"people": 200, "seed": 3, "shares": {"disabled": 0.2}, "links": [{"link": "clinic", "share": 0.1}]}
    )
    people = simulated_people(plan, [states], story, WEEKS, {"clinic": ["disabled"]})
    linked = [person for person in people if person.link == "clinic"]
    assert len(linked) == 20
    assert all("disabled" in person.members_of for person in linked)


def test_a_leaning_decides_what_is_chosen() -> None:
    plan = compile_plan(every_kind())
    story = Story.read(
        {
            "people": 60, "seed": 1, "languages": {"ar": 1},
            "leanings": [{"question_id": "complain", "weights": {"no": 1}}],
            "words": {"more": [{"language": "ar", "text": "برد"}, {"language": "en", "text": "Cold"}]},
        }
    )  # fmt: skip
    people = simulated_people(plan, [], story, WEEKS)
    assert {person.answers.get("complain") for person in people} <= {"no", None}
    assert {person.answers.get("more") for person in people} == {"برد", None}
    assert {person.week for person in people} == set(WEEKS)


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"people": 0, "seed": 1}, "simulation.too_small"),
        ({"people": 5}, "simulation.missing"),
        ({"people": 5, "seed": 1, "shares": {"disabled": 2}}, "simulation.too_large"),
        ({"people": 5, "seed": 1, "colour": "red"}, "simulation.unknown_field"),
    ],
)
def test_a_story_that_makes_no_sense_is_refused(broken: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        Story.read(broken)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_people_tell_of_as_many_as_a_repeat_takes_and_it_passes_the_same_validation() -> None:
    plan = households.plan(least=1)
    story = Story(people=60, seed=3, languages={"en": 1.0})
    people = simulated_people(plan, [], story, WEEKS)
    for person in people:
        assert check(plan, person.answers, person.language).problems == ()
    told_of = Counter(len(person.answers.get("people", [])) for person in people)  # type: ignore[arg-type]
    assert set(told_of) == {1, 2, 3}


def test_simulated_people_answer_what_a_surveys_logic_lets_them() -> None:
    plan = household_costs.plan()
    story = Story(people=60, seed=4)
    people = simulated_people(plan, (), story, [date(2026, 11, 23)])
    answers = [check(plan, person.answers, person.language) for person in people]
    wrong = {problem.code for one in answers for problem in one.problems}
    assert wrong <= {"answer.required"}  # words nobody invented for a question that must be answered
    assert {one.values["town"] for one in answers if "town" in one.values} == {"ashby", "brook", "corley"}
