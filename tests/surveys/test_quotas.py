from typing import Any

import pytest

from surveys.document import Survey
from surveys.plan import compile_plan
from surveys.publishing import check
from surveys.routing import place
from tests.surveys import tiny


def quota(condition: Any, quota_id: str = "wet-homes", **others: Any) -> dict[str, Any]:
    return {
        "id": quota_id,
        "condition": condition,
        "most": 5,
        "mode": "hard",
        "words": {"en": "Enough."},
        **others,
    }


def document(*quotas: dict[str, Any]) -> dict[str, Any]:
    pages = [tiny.page(name, tiny.yes_or_no(f"q-{name}")) for name in "abc"]
    pages[1]["condition"] = tiny.is_answered_yes("q-a")
    return tiny.of_pages(*pages, quotas=list(quotas))


def faults(*quotas: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.code, one.where) for one in check(Survey.from_json(document(*quotas)), ["en"])]


def test_a_quota_holds_from_the_page_on_that_settles_it() -> None:
    plan = compile_plan(
        Survey.from_json(
            document(quota(tiny.is_answered_yes("q-a")), quota(tiny.is_answered_yes("q-c"), "c"))
        )
    )
    assert place(plan, {}).quotas == {}
    assert place(plan, {"q-a": "yes"}).quotas == {"wet-homes": 1}
    assert place(plan, {"q-a": "yes", "q-c": "yes"}).quotas == {"wet-homes": 1, "c": 3}


def test_a_quota_that_ceases_to_hold_is_none() -> None:
    condition = {
        "op": "and",
        "args": [
            tiny.is_answered_yes("q-a"),
            {"op": "not", "args": [{"op": "answered", "args": [{"answer": "q-c"}]}]},
        ],
    }
    plan = compile_plan(Survey.from_json(document(quota(condition))))
    assert place(plan, {"q-a": "yes"}).quotas == {"wet-homes": 1}
    assert place(plan, {"q-a": "yes", "q-c": "no"}).quotas == {}


def test_an_answer_off_the_path_counts_towards_no_quota() -> None:
    plan = compile_plan(Survey.from_json(document(quota(tiny.is_answered_yes("q-b")))))
    assert place(plan, {"q-a": "no", "q-b": "yes"}).quotas == {}
    assert place(plan, {"q-a": "yes", "q-b": "yes"}).quotas == {"wet-homes": 2}


@pytest.mark.parametrize(
    ("quotas", "found"),
    [
        ([quota(tiny.is_answered_yes("nowhere"))], "survey.expression_unknown_question"),
        ([quota({"value": True})], "survey.condition_always"),
        ([quota({"value": "yes"})], "survey.expression_wrong_type"),
        ([quota(tiny.is_answered_yes("q-a")), quota(tiny.is_answered_yes("q-c"))], "survey.double_id"),
        ([quota(tiny.is_answered_yes("q-a"), words={"fr": "Assez."})], "survey.words_missing"),
    ],
)
def test_what_is_wrong_with_a_quota_is_told_where(quotas: list[dict[str, Any]], found: str) -> None:
    (fault,) = faults(*quotas)
    assert fault[0] == found
    assert fault[1].startswith("/quotas/")


@pytest.mark.parametrize(
    "wrong", [{"most": 0}, {"most": "5"}, {"most": 10**9}, {"mode": "strict"}, {"words": 3}]
)
def test_a_quota_of_another_form_is_refused(wrong: dict[str, Any]) -> None:
    (problem,) = tiny.refusals(document(quota(tiny.is_answered_yes("q-a"), **wrong)))
    assert problem.where.startswith("/quotas/0")
