"""Details of a consultation: read from little, refused with every fault and its place."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.consultations.details import ConsultationDetails, texts
from consult.words.sentences import SENTENCES
from surveys.problems import Problem, Refused
from tests.builders import community_document, details_document

DEMONSTRATION = Path(__file__).parents[2] / "consult" / "cli" / "demonstration"


def faults(document: Any) -> dict[str, str]:
    """Return where each fault of `document` is, and its code."""
    with pytest.raises(Refused) as refused:
        ConsultationDetails.read(document if isinstance(document, bytes) else json.dumps(document))
    return {problem.where: problem.code for problem in refused.value.problems}


def test_nothing_is_needed_for_a_draft() -> None:
    details = ConsultationDetails.read(b"{}")
    assert details.threshold == 10
    assert details.retention.drafts_expire_after_days == 30
    assert details.communities == ()


def test_a_plain_string_stands_for_words_in_the_source_language() -> None:
    details = ConsultationDetails.read(b'{"summary": "Repareren"}', "nl")
    assert details.summary is not None
    assert details.summary.to("nl").text == "Repareren"
    assert details.summary.languages == ("nl",)


def test_one_alone_stands_for_a_list_of_it() -> None:
    details = ConsultationDetails.read(
        '{"can_change": "The order", "never_used_for": {"en": "Your tenancy"}}'
    )
    assert [text.to("en").text for text in details.can_change] == ["The order"]
    assert [use.text.to("en").text for use in details.never_used_for] == ["Your tenancy"]


@pytest.mark.parametrize("name", ["consultation-open.json", "consultation-closed.json"])
def test_the_demonstrations_details_are_read_whole(name: str) -> None:
    written = json.loads((DEMONSTRATION / name).read_text("utf-8"))
    details = ConsultationDetails.read(json.dumps(written))
    assert len(details.communities) == len(written["communities"])
    assert len(details.links) == len(written["links"])
    assert details.never_used_for


def test_what_is_stored_reads_as_it_was() -> None:
    details = ConsultationDetails.read(json.dumps(details_document()))
    assert ConsultationDetails.model_validate_json(json.dumps(details.to_json())) == details


def test_every_text_is_found_with_its_place() -> None:
    details = ConsultationDetails.read(json.dumps(details_document()))
    places = {place for place, _ in texts(details)}
    assert ("can_change", 0) in places
    assert ("never_used_for", 0, "text") in places
    assert ("communities", 0, "benchmark", "source") in places
    assert ("legal", "controller") in places


def test_every_fault_is_told_at_once_with_its_place() -> None:
    found = faults(
        {
            "purpose": "curiosity",
            "can_change": [{"en": 4}],
            "never_used_for": 3,
            "foo": 1,
            "threshold": 4,
            "contacts": [{"language": "English"}],
            "communities": [{"key": "A", "stated_by": {"yes": []}, "benchmark": {"count": 0, "on": "soon"}}],
        }
    )
    assert found == {
        "/purpose": "details.not_allowed",
        "/can_change/0/en": "details.wrong_type",
        "/never_used_for/0": "details.wrong_type",
        "/foo": "details.unknown_field",
        "/threshold": "details.too_small",
        "/contacts/0/language": "details.bad_name",
        "/communities/0/key": "details.bad_name",
        "/communities/0/name": "details.missing",
        "/communities/0/stated_by/question_id": "details.missing",
        "/communities/0/stated_by/yes": "details.too_few",
        "/communities/0/benchmark/count": "details.too_small",
        "/communities/0/benchmark/source": "details.missing",
        "/communities/0/benchmark/on": "details.not_a_day",
    }


@pytest.mark.parametrize(
    ("changes", "where", "code"),
    [
        (
            {"communities": [community_document(), community_document()]},
            "/communities/1/key",
            "details.repeated",
        ),
        ({"links": [{"key": "a", "partner": "nobody"}]}, "/links/0/partner", "details.no_such_partner"),
        (
            {"links": [{"key": "a", "communities": ["nobody"]}]},
            "/links/0/communities/0",
            "details.no_such_community",
        ),
        (
            {"partners": [{"key": "p", "name": "P", "communities": ["nobody"]}]},
            "/partners/0/communities/0",
            "details.no_such_community",
        ),
        (
            {"communities": [community_document(benchmark={"count": 11, "total": 10, "source": "x"})]},
            "/communities/0/benchmark/count",
            "details.benchmark_above_total",
        ),
    ],
)
def test_loose_ends_are_refused(changes: dict[str, Any], where: str, code: str) -> None:
    assert faults(details_document(**changes)) == {where: code}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (b"\xff{}", "details.not_utf8"),
        (b"{", "details.not_json"),
        (b"[]", "details.wrong_type"),
        (b'{"summary": "a", "summary": "b"}', "details.double_key"),
        (b'{"summary": "\\u0000"}', "details.bad_characters"),
        (b'{"summary": "\\ud800"}', "details.bad_characters"),
        (b'{"contacts": [{"language": "en", "phone": "1\\u0000"}]}', "details.bad_characters"),
        (b'{"threshold": 1e999}', "details.bad_number"),
        (b"[" * 100_000, "details.too_deep"),
    ],
)
def test_a_file_that_is_no_details_is_refused(written: bytes, code: str) -> None:
    assert code in faults(written).values()


def test_people_are_the_total_only_where_all_benchmarks_name_the_same() -> None:
    def people(*totals: int | None) -> int | None:
        communities = [
            community_document(key=f"c{index}", benchmark={"count": 5, "total": total, "source": "x"})
            for index, total in enumerate(totals)
        ]
        return ConsultationDetails.read(json.dumps({"communities": communities})).people

    assert people() is None
    assert people(100, 100) == 100
    assert people(100, 200) is None
    assert people(100, None) is None


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from([*ConsultationDetails.model_fields, "surprise"]), anything)
def test_anything_anywhere_is_read_or_refused_with_a_sentence(name: str, value: Any) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        details = ConsultationDetails.read({name: value})
    except Refused as refused:
        problems = refused.problems
    else:
        assert ConsultationDetails.model_validate_json(json.dumps(details.to_json())) == details
    assert all(SENTENCES[problem.code] % dict(problem.parameters) for problem in problems)
