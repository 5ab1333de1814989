import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.document import Survey, texts
from surveys.versions import is_canonical
from tests.surveys import tiny

BIG = 10**1000


def places_and_codes(source: Any) -> set[tuple[str, str]]:
    return {(problem.where, problem.code) for problem in tiny.refusals(source)}


@pytest.mark.parametrize("name", tiny.NAMES)
def test_canonical_bytes_are_read_back_as_the_same_version(name: str) -> None:
    survey = tiny.survey(name)
    again = Survey.from_json(survey.canonical())
    assert is_canonical(survey.canonical())
    assert again.canonical() == survey.canonical()
    assert again.fingerprint == survey.fingerprint


@pytest.mark.parametrize("name", tiny.NAMES)
def test_a_draft_is_kept_whole_and_read_back_equal(name: str) -> None:
    survey = tiny.survey(name)
    assert Survey.from_json(survey.to_json()) == survey
    assert Survey.from_json(json.dumps(survey.to_json())) == survey


def test_review_status_and_source_hash_are_kept_but_not_in_the_fingerprint() -> None:
    document = tiny.document("choose-one")
    plain = Survey.from_json(document)
    document["title"]["ar"] = {"text": document["title"]["ar"], "status": "reviewed", "source": "0123"}
    reviewed = Survey.from_json(document)
    assert reviewed.fingerprint == plain.fingerprint
    assert reviewed.to_json()["title"]["ar"]["status"] == "reviewed"
    assert b"reviewed" not in reviewed.canonical()
    assert b"0123" not in reviewed.canonical()


def test_short_and_long_forms_and_spelled_out_defaults_have_one_fingerprint() -> None:
    document = tiny.document("choose-one")
    question = document["pages"][0]["questions"][0]
    question["hint"] = None
    question["text"]["en"] = {"text": question["text"]["en"], "variants": {}}
    question["options"][0]["exclusive"] = False
    assert Survey.from_json(document).fingerprint == tiny.survey("choose-one").fingerprint


def places_of_words(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Each string in a canonical document that is words."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "text" and isinstance(inner, str):
                yield (*place, key)
            yield from places_of_words(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places_of_words(inner, (*place, index))


@given(st.sampled_from(tiny.NAMES), st.data())
def test_the_fingerprint_changes_with_any_word(name: str, data: st.DataObject) -> None:
    survey = tiny.survey(name)
    document = json.loads(survey.canonical())
    place = data.draw(st.sampled_from(list(places_of_words(document))))
    inner = document
    for part in place[:-1]:
        inner = inner[part]
    inner[place[-1]] += "!"
    assert Survey.from_json(document).fingerprint != survey.fingerprint


def test_every_text_is_found_with_its_place() -> None:
    found = {place for place, _ in texts(tiny.survey("about-you"))}
    assert ("pages", 1, "about_you", "consent") in found
    assert ("pages", 1, "questions", 0, "prefer_not_to_say") in found
    assert ("pages", 1, "questions", 0, "options", 1, "text") in found
    assert ("pages", 0, "questions", 0, "unit") not in found


def test_all_faults_come_at_once_with_their_places() -> None:
    source = tiny.of_pages(
        {"id": "A page", "questions": [{"kind": "scale", "points": [], "number": 3}, {"kind": "poem"}]},
        tiny.page(
            "numbers",
            {"kind": "number", "id": "q", "code": "a b", "text": {"EN": "x", "en": "a\0"}, "decimals": 7},
            condition={"op": "not", "args": [{"value": []}, {"answer": 5}]},
        ),
        title=3,
        more={},
    )
    assert places_and_codes(source) >= {
        ("/title", "survey.wrong_type"),
        ("/more", "survey.unknown_field"),
        ("/pages/0/id", "survey.bad_name"),
        ("/pages/0/title", "survey.missing"),
        ("/pages/0/questions/0/id", "survey.missing"),
        ("/pages/0/questions/0/points", "survey.too_few"),
        ("/pages/0/questions/0/number", "survey.unknown_field"),
        ("/pages/0/questions/1", "survey.unknown_kind"),
        ("/pages/1/questions/0/code", "survey.bad_name"),
        ("/pages/1/questions/0/text/EN", "survey.bad_name"),
        ("/pages/1/questions/0/text/en/text", "survey.bad_characters"),
        ("/pages/1/questions/0/decimals", "survey.too_large"),
        ("/pages/1/condition/args/0/value", "survey.wrong_type"),
        ("/pages/1/condition/args/1/answer", "survey.wrong_type"),
    }


def test_an_operator_takes_only_as_many_arguments_as_it_has() -> None:
    condition = {"op": "==", "args": [{"answer": "a"}]}
    (problem,) = tiny.refusals(tiny.of_pages(tiny.page("p", condition=condition)))
    assert (problem.code, problem.where) == ("survey.wrong_arity", "/pages/0/condition")
    assert problem.parameters == {"minimum": 2, "limit": 2}


def test_numbers_and_booleans_are_not_read_from_strings() -> None:
    question = {"id": "q", "code": "Q", "kind": "number", "text": {"en": "?"}}
    for field, value in [
        ("decimals", "1"),
        ("required", "true"),
        ("required", 1),
        ("minimum", "0"),
        ("minimum", True),
    ]:
        (problem,) = tiny.refusals(tiny.of_pages(tiny.page("p", question | {field: value})))
        assert (problem.code, problem.where) == ("survey.wrong_type", f"/pages/0/questions/0/{field}")


def test_an_about_you_question_cannot_be_required() -> None:
    document = tiny.document("about-you")
    document["pages"][1]["questions"][0]["required"] = True
    (problem,) = tiny.refusals(document)
    assert (problem.code, problem.where) == ("survey.not_allowed", "/pages/1/questions/0/required")


@pytest.mark.parametrize(
    ("data", "code", "where"),
    [
        (b"", "survey.not_json", ""),
        (b"null", "survey.wrong_type", ""),
        (b"[]", "survey.wrong_type", ""),
        (b"{}", "survey.unknown_format", "/format"),
        (b'{"format":2}', "survey.unknown_format", "/format"),
        (b'{"format":true}', "survey.unknown_format", "/format"),
        (b'{"format":[]}', "survey.unknown_format", "/format"),
        (b"[" * 100_000, "survey.too_deep", ""),
        (b'{"a":' * 100_000, "survey.too_deep", ""),
        (b'{"a":' * 100 + b"1" + b"}" * 100, "survey.too_deep", "/a/a/a/a"),
        (b'{"format":' + b"9" * 100_000 + b"}", "survey.bad_number", "/format"),
        (b'{"format":NaN}', "survey.bad_number", "/format"),
        (b'{"format":1e999}', "survey.bad_number", "/format"),
        (b'{"format":1,"pages":[{"id":1,"id":1}]}', "survey.double_key", "/pages/0/id"),
        (b'{"title":"\\ud800"}', "survey.bad_characters", "/title"),
        (b'{"\\udc00":1}', "survey.bad_characters", ""),
        (b'{"\xff":1}', "survey.not_utf8", ""),
        ('{"format":1}'.encode("utf-16"), "survey.not_utf8", ""),
        (b"\0\0\0", "survey.not_json", ""),
        (b" " * 8_000_001, "survey.too_big", ""),
        (b"[" + b"0," * 300_000 + b"0]", "survey.too_many_parts", ""),
        ({"format": BIG}, "survey.bad_number", "/format"),
        ({"format": float("nan")}, "survey.bad_number", "/format"),
        ({"format": b"1"}, "survey.wrong_type", "/format"),
        ({1: 2}, "survey.wrong_type", ""),
    ],
    ids=range(25),
)
def test_malformed_input_is_refused_with_its_place(data: Any, code: str, where: str) -> None:
    assert (where, code) in places_and_codes(data)


def test_a_byte_order_mark_is_no_fault() -> None:
    data = b"\xef\xbb\xbf" + tiny.survey("scale").canonical()
    assert Survey.from_json(data) == Survey.from_json(tiny.survey("scale").canonical())


def test_a_document_that_holds_itself_is_refused() -> None:
    document = tiny.document("scale")
    document["pages"].append(document)
    assert ("survey.too_deep") in {problem.code for problem in tiny.refusals(document)}


@given(st.binary(max_size=80))
def test_any_bytes_are_a_survey_or_refused(data: bytes) -> None:
    assert tiny.refusals(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(tiny.NAMES), JSON, st.data())
def test_anything_put_anywhere_is_read_or_refused(name: str, strange: Any, data: st.DataObject) -> None:
    document = copy.deepcopy(tiny.document(name))
    inner: Any = document
    while isinstance(inner, dict | list) and inner:
        keys = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
        key = data.draw(st.sampled_from(keys))
        if data.draw(st.booleans()):
            inner[key] = strange
            break
        inner = inner[key]
    for problem in tiny.refusals(document):
        assert problem.code.startswith("survey.")
        assert problem.where == "" or problem.where.startswith("/")


def test_only_the_first_thousand_of_very_many_faults_are_told() -> None:
    source = tiny.of_pages(*[tiny.page(f"p{index}", *[{"kind": "scale"}] * 100) for index in range(10)])
    assert len(tiny.refusals(source)) == 1000
