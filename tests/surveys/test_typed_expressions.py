"""Expressions typed as text into a document: read into the tree, refused at their place, line and column."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from surveys import publishing, strict_json
from surveys.document import Survey
from surveys.expressions.printing import printed
from surveys.expressions.tree import Expression
from surveys.expressions.typed import MOST_TYPED
from surveys.problems import Problem, Refused
from tests.journeys import whole
from tests.surveys import household_costs, tiny

TREE: TypeAdapter[Expression] = TypeAdapter(Expression)
SHAPES = [{"op", "args"}, {"answer"}, {"this"}, {"property"}, {"value"}]


def as_typed(part: Any) -> Any:
    """A document in which every expression is written as text."""
    if isinstance(part, dict):
        if set(part) in SHAPES:
            return printed(TREE.validate_python(part))
        return {name: as_typed(value) for name, value in part.items()}
    return [as_typed(one) for one in part] if isinstance(part, list) else part


def with_conditions(*conditions: Any) -> dict[str, Any]:
    """Pages about nothing, asked under these conditions."""
    blank = tiny.page("blank", intro={"en": "Nothing is asked here."})
    pages = [blank | {"id": f"p{number}", "condition": one} for number, one in enumerate(conditions)]
    return tiny.of_pages(*pages)


def refused(document: dict[str, Any]) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as caught:
        Survey.from_json(document)
    return caught.value.problems


@pytest.mark.parametrize("survey", [household_costs.survey(), whole.survey()], ids=["costs", "whole"])
def test_a_survey_whose_expressions_are_typed_is_the_same_version(survey: Survey) -> None:
    document = as_typed(survey.to_json())
    assert document["pages"][1]["questions"][1]["default"] == "${spare}"
    assert Survey.from_json(document).fingerprint == survey.fingerprint


def test_a_slip_is_told_at_its_place_with_its_line_and_column_beside_all_other_faults() -> None:
    document = with_conditions("${a} =\n  )", "${a} = 'x'", 3, "'" * 10_001) | {"more": 1}
    assert {(one.code, one.where) for one in refused(document)} == {
        ("expression.expected_value", "/pages/0/condition"),
        ("survey.unknown_kind", "/pages/2/condition"),
        ("expression.too_long", "/pages/3/condition"),
        ("survey.unknown_field", "/more"),
    }
    assert refused(document)[0].parameters == {"line": 2, "column": 3, "found": ")"}


def test_within_a_tree_there_is_no_text() -> None:
    (problem,) = refused(with_conditions({"op": "not", "args": ["${a}"]}))
    assert (problem.code, problem.where) == ("survey.unknown_kind", "/pages/0/condition/args/0")


def test_what_is_typed_into_one_document_is_bounded() -> None:
    long = "'" + "x" * 9_000 + "' = 1"
    many = MOST_TYPED // len(long) + 1
    document = with_conditions(*[long] * many)
    assert [(one.code, one.where) for one in refused(document)] == [
        ("expression.too_much", f"/pages/{many - 1}/condition")
    ]
    document["pages"].pop()
    Survey.from_json(document)


def test_a_version_that_could_not_be_read_again_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    survey = Survey.from_json(with_conditions("${a} = 'x'"))
    size = len(survey.canonical())
    for limit, codes in ((size, set()), (size - 1, {"survey.too_big"})):
        monkeypatch.setattr(publishing, "LIMITS", strict_json.Limits(size=limit))
        found = {one.code for one in publishing.check(survey, ["en"])}
        assert found & {"survey.too_big"} == codes
