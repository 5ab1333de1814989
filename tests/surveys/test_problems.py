import pytest

from surveys.problems import Problem, Refused


def test_a_problem_tells_code_place_and_parameters_as_json() -> None:
    problem = Problem("answer.too_long", "why", {"limit": 20})
    assert problem.to_json() == {"code": "answer.too_long", "where": "why", "parameters": {"limit": 20}}


def test_equal_problems_are_one_in_a_set() -> None:
    one = Problem("answer.too_long", "why", {"limit": 20, "more": "x"})
    other = Problem("answer.too_long", "why", {"more": "x", "limit": 20})
    assert len({one, other, Problem("answer.too_long", "why", {"limit": 21})}) == 2


def test_a_problem_does_not_change_with_the_mapping_it_was_made_from() -> None:
    parameters = {"limit": 20}
    problem = Problem("answer.too_long", "why", parameters)
    parameters["limit"] = 30
    assert problem.parameters["limit"] == 20
    with pytest.raises(TypeError):
        problem.parameters["limit"] = 30  # type: ignore[index]


def test_a_refusal_carries_one_problem_or_several() -> None:
    problem = Problem("page.unknown", "x")
    assert Refused(problem).problems == (problem,)
    assert Refused(iter([problem, problem])).problems == (problem, problem)
    assert str(Refused([problem, Problem("survey.missing")])) == "page.unknown x; survey.missing"
