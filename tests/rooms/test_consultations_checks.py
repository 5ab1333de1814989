"""What must hold before people are asked."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consult.consultations.publication_checks import (
    WEIGHTS,
    Check,
    ToPublish,
    Weight,
    checks,
    settle,
)
from consult.tenders.values import AlternativeValue, TenderValue
from consult.words.sentences import SENTENCES
from surveys.problems import Problem, Refused
from surveys.text import Text
from tests.builders import a_survey, community_document, details, in_both

MOMENT = datetime(2026, 11, 23, tzinfo=UTC)


ALTERNATIVE = AlternativeValue("no-ai", "no_ai", Text.of({"en": "Hiring"}), None)


def tender(
    stage: str = "planning", alternatives: tuple[AlternativeValue, ...] = (ALTERNATIVE,)
) -> TenderValue:
    named = dict.fromkeys(TenderValue.__dataclass_fields__)
    return TenderValue(**{**named, "stage": stage, "alternatives": alternatives, "ocid": "ocds-000000-1"})


def to_publish(**changes: Any) -> ToPublish:
    """Return something nothing keeps from being published, with `changes`."""
    whole: dict[str, Any] = {
        "survey": a_survey(),
        "details": details(),
        "languages": ("en", "ar"),
        "opens_at": None,
        "closes_at": MOMENT + timedelta(days=60),
        "tender": tender(),
        "planned": (frozenset({"disabled", "again"}),),
    }
    return ToPublish(**{**whole, **changes})


def wanted(**changes: Any) -> ToPublish:
    """Return something nothing keeps from being published, with `changes` to its details."""
    return to_publish(details=details(**changes))


def found(whole: ToPublish) -> dict[str, Weight]:
    return {check.problem.code: check.weight for check in checks(whole, MOMENT)}


def test_nothing_is_wrong_with_what_is_whole() -> None:
    assert checks(wanted(), MOMENT) == ()


@pytest.mark.parametrize(
    ("changes", "code", "weight"),
    [
        ({"can_change": []}, "consultation.nothing_can_change", Weight.STOPS),
        ({"never_used_for": []}, "consultation.no_never_use", Weight.STOPS),
        ({"how_answers_are_used": []}, "consultation.no_uses", Weight.NEEDS_REASON),
        ({"summary": None}, "consultation.no_summary", Weight.NEEDS_REASON),
        ({"who_is_affected": None}, "consultation.nobody_affected", Weight.WARNS),
        ({"who_reads_single_answers": None}, "consultation.no_readers", Weight.NEEDS_REASON),
        ({"communities": []}, "consultation.no_communities", Weight.NEEDS_REASON),
        ({"contacts": [{"language": "en", "phone": "1"}]}, "consultation.no_contact", Weight.NEEDS_REASON),
        (
            {"contacts": [{"language": "en", "phone": "1"}, {"language": "ar", "hours": "9 to 5"}]},
            "consultation.no_contact",
            Weight.NEEDS_REASON,
        ),
        ({"summary": {"en": "Only English"}}, "consultation.words_missing", Weight.NEEDS_REASON),
    ],
)
def test_what_is_missing_is_told(changes: dict[str, Any], code: str, weight: Weight) -> None:
    assert found(wanted(**changes)) == {code: weight}


def test_everything_about_privacy_is_asked_for() -> None:
    assert set(found(wanted(legal={}))) == {
        "consultation.no_legal_basis",
        "consultation.no_controller",
        "consultation.no_article_6",
        "consultation.no_article_9",
        "consultation.no_privacy_notice",
        "consultation.no_dpia",
    }


def test_words_for_officers_need_no_translation() -> None:
    links = [{"key": "poster", "place": {"en": "The library"}, "what": {"en": "A poster"}}]
    partners = [{"key": "p", "name": in_both("Federation"), "role_contact": {"en": "Chair"}}]
    assert found(wanted(links=links, partners=partners)) == {}


@pytest.mark.parametrize(
    ("community", "code", "weight"),
    [
        ({"benchmark": None}, "community.no_benchmark", Weight.NEEDS_REASON),
        (
            {"benchmark": {"count": 2000, "source": in_both("x")}},
            "community.no_whole",
            Weight.WARNS,
        ),
        ({"target": None}, "community.no_target", Weight.NEEDS_REASON),
        ({"target": 2001}, "community.target_above_population", Weight.STOPS),
        ({"target": 9}, "community.target_below_threshold", Weight.WARNS),
        (
            {"target": None, "benchmark": {"count": 9, "total": 10_000, "source": in_both("x")}},
            "community.too_small_to_count",
            Weight.WARNS,
        ),
        (
            {"stated_by": {"question_id": "age", "yes": ["yes"], "no": ["no"]}},
            "community.no_such_question",
            Weight.STOPS,
        ),
        (
            {"stated_by": {"question_id": "disability", "yes": ["often"], "no": ["no"]}},
            "community.unknown_option",
            Weight.STOPS,
        ),
        (
            {"stated_by": {"question_id": "disability", "yes": ["yes"], "no": ["no", "yes"]}},
            "community.ambiguous_option",
            Weight.STOPS,
        ),
        (
            {"stated_by": {"question_id": "disability", "yes": ["yes"]}},
            "community.nobody_outside",
            Weight.WARNS,
        ),
    ],
)
def test_communities_must_fit_the_survey_and_their_numbers(
    community: dict[str, Any], code: str, weight: Weight
) -> None:
    assert found(wanted(communities=[community_document(**community)])) == {code: weight}


def test_communities_may_overlap_and_one_answer_that_counts_into_two_is_told() -> None:
    overlapping = [community_document(), community_document(key="again")]
    assert found(wanted(communities=overlapping)) == {"community.overlap": Weight.WARNS}


def test_an_outreach_plan_is_asked_for_and_an_activity_for_each_community() -> None:
    assert found(to_publish(planned=())) == {"consultation.no_outreach_plan": Weight.WARNS}
    for_others = (frozenset[str](), frozenset({"again"}))
    assert found(to_publish(planned=for_others)) == {"community.no_activity": Weight.WARNS}
    for_them = details(links=[{"key": "poster", "communities": ["disabled"]}])
    assert found(to_publish(planned=(), details=for_them)) == {}


@pytest.mark.parametrize(
    ("changes", "expected", "code"),
    [
        ({"target": 40}, 201, "community.target_below_parity"),
        ({"target": 41}, 201, None),
        ({"target": None, "target_percent": 2}, 200, None),
        ({"target": None, "target_percent": "1.95"}, 200, "community.target_below_parity"),
        ({"target": 2000}, 10_001, "community.too_small_to_count"),
    ],
)
def test_a_target_is_at_least_the_share_of_the_answers_counted_on(
    changes: dict[str, Any], expected: int, code: str | None
) -> None:
    whole = wanted(communities=[community_document(**changes)], expected_answers=expected)
    assert code is None or found(whole).get(code) is Weight.WARNS
    assert code is not None or found(whole) == {}


def margin_document(**changes: Any) -> dict[str, Any]:
    sizes = [{"options": ["yes"], "count": 2000}, {"options": ["no"], "count": 8000}]
    given = {"key": "disability", "name": {"en": "Disability"}, "source": {"en": "An invented count"}}
    return {**given, "question_id": "disability", "categories": sizes, **changes}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"question_id": "age"}, "margin.no_such_question"),
        (
            {"categories": [{"options": ["maybe"], "count": 1}, {"options": ["no"], "count": 1}]},
            "margin.unknown_option",
        ),
    ],
)
def test_a_margin_that_does_not_fit_the_survey_warns(changes: dict[str, Any], code: str | None) -> None:
    assert found(wanted(margins=[margin_document(**changes)])) == ({code: Weight.WARNS} if code else {})


def test_margins_of_one_population_have_nearly_the_same_total() -> None:
    def of(people: int) -> dict[str, Weight]:
        other = [{"options": ["yes"], "count": people - 8000}, {"options": ["no"], "count": 8000}]
        return found(wanted(margins=[margin_document(), margin_document(key="again", categories=other)]))

    assert of(10_100) == {}
    assert of(10_102) == {"margin.totals_differ": Weight.WARNS}


def test_time_is_judged_from_now_or_from_the_opening() -> None:
    def closing(opens_in: int | None, closes_in: int | None) -> dict[str, Weight]:
        return found(
            to_publish(
                opens_at=None if opens_in is None else MOMENT + timedelta(days=opens_in),
                closes_at=None if closes_in is None else MOMENT + timedelta(days=closes_in),
            )
        )

    assert closing(None, 42) == {}
    assert closing(None, 41) == {"gunning.few_days": Weight.WARNS}
    assert closing(-100, 41) == {"gunning.few_days": Weight.WARNS}
    assert closing(10, 51) == {"gunning.few_days": Weight.WARNS}
    assert closing(None, None) == {"gunning.no_closing_day": Weight.WARNS}
    assert closing(-10, 0) == {"consultation.closes_in_the_past": Weight.STOPS}


def test_a_tender_that_is_settled_and_one_without_alternatives_are_told() -> None:
    assert found(to_publish(tender=tender(alternatives=()))) == {"gunning.no_alternatives": Weight.WARNS}
    settled = tender(stage="contract")
    assert found(to_publish(tender=settled)) == {"gunning.decided_already": Weight.WARNS}
    assert found(to_publish(tender=settled, details=details(purpose="monitoring"))) == {}


def test_a_language_the_survey_lacks_words_in_stops_publishing() -> None:
    survey = a_survey(title={"en": "Repairs"})
    assert found(to_publish(survey=survey)) == {"survey.words_missing": Weight.STOPS}


def test_stale_words_need_a_reason_and_unchecked_ones_only_warn() -> None:
    stale = {"text": "الإصلاحات", "source": "0" * 16, "status": "machine"}
    survey = a_survey(title={"en": "Repairs", "ar": stale})
    assert found(to_publish(survey=survey)) == {
        "survey.words_stale": Weight.NEEDS_REASON,
        "consultation.words_unreviewed": Weight.WARNS,
    }


STOPS = Check(Problem("consultation.no_never_use"), Weight.STOPS)
NEEDS = Check(Problem("consultation.no_uses"), Weight.NEEDS_REASON)
WARNS = Check(Problem("gunning.no_closing_day"), Weight.WARNS)


def test_a_reason_lets_pass_what_needs_one() -> None:
    used, warnings = settle([NEEDS, WARNS], {"consultation.no_uses": " It is on the poster. "})
    assert used == {"consultation.no_uses": "It is on the poster."}
    assert warnings == [WARNS.problem]


@pytest.mark.parametrize(
    ("check", "overrides", "codes"),
    [
        (NEEDS, {}, ["consultation.no_uses"]),
        (NEEDS, {"consultation.no_uses": "  "}, ["override.no_reason", "consultation.no_uses"]),
        (NEEDS, {"consultation.no_users": "because"}, ["consultation.no_uses"]),
        (
            STOPS,
            {"consultation.no_never_use": "because"},
            ["override.not_allowed", "consultation.no_never_use"],
        ),
    ],
)
def test_what_cannot_pass_is_told(check: Check, overrides: dict[str, str], codes: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        settle([check], overrides)
    assert [problem.code for problem in refused.value.problems] == codes


def test_only_problems_that_exist_are_weighed() -> None:
    assert [code for code in WEIGHTS if code not in SENTENCES] == []
