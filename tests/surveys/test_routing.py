import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.document import Survey
from surveys.plan import Plan, compile_plan
from surveys.problems import Refused
from surveys.routing import place
from tests.surveys import tiny


def test_a_page_whose_condition_is_not_met_is_not_on_the_path() -> None:
    plan = tiny.plan("conditions")
    assert place(plan, {}).pages == ("start", "end")
    assert place(plan, {"asked": "yes"}).pages == ("start", "repair", "end")


def test_a_question_is_asked_only_where_its_condition_is_met() -> None:
    plan = tiny.plan("conditions")
    assert "why-long" not in place(plan, {"asked": "yes", "days": 28}).questions
    assert "why-long" in place(plan, {"asked": "yes", "days": 29}).questions


def test_an_answer_off_the_path_leads_nowhere() -> None:
    plan = tiny.plan("conditions")
    path = place(plan, {"asked": "no", "days": 100})
    assert "why-long" not in path.questions
    assert path.pages == ("start", "end")


def test_a_page_of_which_no_question_is_asked_is_passed_over() -> None:
    plan = compile_plan(
        Survey.from_json(
            tiny.of_pages(
                tiny.page("a", tiny.yes_or_no("first")),
                tiny.page("b", tiny.yes_or_no("second", condition=tiny.is_answered_yes("first"))),
                tiny.page("c", intro={"en": "Nothing is asked here."}),
            )
        )
    )
    assert place(plan, {}).pages == ("a", "c")


def test_what_is_said_about_a_person_without_consent_decides_nothing() -> None:
    document = tiny.document("about-you")
    more = copy.deepcopy(document["pages"][1])
    condition = {"op": "==", "args": [{"answer": "age"}, {"value": "under-25"}]}
    more |= {"id": "more", "condition": condition, "questions": [{**more["questions"][0], "id": "school"}]}
    document["pages"].append(more)
    plan = compile_plan(Survey.from_json(document))
    assert "more" not in place(plan, {"age": "under-25"}).pages
    assert "more" in place(plan, {"age": "under-25", "about-you_consent": True}).pages


def test_pages_follow_one_another_along_the_path() -> None:
    path = place(tiny.plan("conditions"), {"asked": "no"})
    assert path.next("start") == "end"
    assert path.previous("end") == "start"
    assert path.next("end") is None
    assert path.previous("start") is None


@pytest.mark.parametrize("page_id", ["repair", "nowhere", ""])
def test_a_page_off_the_path_has_no_neighbours(page_id: str) -> None:
    path = place(tiny.plan("conditions"), {"asked": "no"})
    for ask in (path.next, path.previous):
        with pytest.raises(Refused, match="page"):
            ask(page_id)


def test_the_first_page_that_lacks_a_required_answer_is_told() -> None:
    plan = tiny.plan("conditions")
    assert place(plan, {}).first_incomplete({}) == "start"
    answers: dict[str, Any] = {"asked": "yes", "days": 40}
    assert place(plan, answers).first_incomplete(answers) == "end"
    answers["why-long"] = "Nobody came."
    assert place(plan, answers).first_incomplete(answers) is None


LAST = 7


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Surveys of yes-or-no questions with conditions on earlier pages."""
    earlier: list[str] = []
    pages = []
    for index in range(draw(st.integers(1, LAST))):
        questions = []
        for number in range(draw(st.integers(0, 3))):
            others: dict[str, Any] = {"required": draw(st.booleans())}
            if earlier and draw(st.booleans()):
                others["condition"] = draw(conditions(earlier))
            questions.append(tiny.yes_or_no(f"q{index}-{number}", **others))
        others = {"condition": draw(conditions(earlier))} if earlier and draw(st.booleans()) else {}
        pages.append(tiny.page(f"p{index}", *questions, **others))
        earlier += [question["id"] for question in questions]
    return compile_plan(Survey.from_json(tiny.of_pages(*pages)))


def conditions(names: list[str]) -> st.SearchStrategy[Any]:
    return st.recursive(
        st.sampled_from(names).map(tiny.is_answered_yes),
        lambda inner: (
            st.builds(lambda *args: {"op": "and", "args": list(args)}, inner, inner)
            | st.builds(lambda arg: {"op": "not", "args": [arg]}, inner)
        ),
        max_leaves=4,
    )


ANSWERS = st.dictionaries(
    st.builds("q{}-{}".format, st.integers(0, LAST), st.integers(0, 2)), st.sampled_from(["yes", "no"])
)


@given(plans(), ANSWERS)
def test_the_path_is_a_function_that_changes_nothing(plan: Plan, answers: dict[str, Any]) -> None:
    before = copy.deepcopy(answers)
    path = place(plan, answers)
    assert answers == before
    assert place(plan, dict(reversed(answers.items()))) == path


@given(plans(), ANSWERS)
def test_the_path_is_a_part_of_the_plan_in_its_order(plan: Plan, answers: dict[str, Any]) -> None:
    path = place(plan, answers)
    order = [page.id for page in plan.pages]
    assert list(path.pages) == [page_id for page_id in order if page_id in path.pages]
    assert all(plan.question(name).page_id in path.pages for name in path.questions)
    walked = [path.pages[0]] if path.pages else []
    while walked and (following := path.next(walked[-1])):
        assert path.previous(following) == walked[-1]
        walked.append(following)
    assert tuple(walked) == path.pages


@given(plans(), ANSWERS)
def test_only_answers_on_the_path_decide_the_path(plan: Plan, answers: dict[str, Any]) -> None:
    path = place(plan, answers)
    counting = {name: answer for name, answer in answers.items() if name in path.questions}
    assert place(plan, counting) == path


@given(plans(), ANSWERS)
def test_answering_a_page_never_moves_what_came_before_it(plan: Plan, answers: dict[str, Any]) -> None:
    before = place(plan, answers)
    for number, page_id in enumerate(before.pages):
        changed = answers | {question.id: "yes" for question in plan.page(page_id).questions}
        assert place(plan, changed).pages[: number + 1] == before.pages[: number + 1]
