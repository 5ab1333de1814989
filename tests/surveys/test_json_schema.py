"""The published JSON Schema: it takes what we take, and what it refuses, we refuse."""

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import publishing
from surveys.document import Survey, json_schema
from tests.surveys import tiny

LIBRARY = sorted((Path(__file__).parents[2] / "surveys" / "library").glob("*.json"))
VALIDATOR = jsonschema.Draft202012Validator(json_schema())
READ = [tiny.document(name) for name in tiny.NAMES]

BLANK = tiny.of_pages(tiny.page("blank", intro={"en": "Nothing is asked here."}))
TWO = tiny.page("two", condition={"op": "==", "args": [{"answer": "a"}]})
LOOSER = {
    "one id twice": {"pages": [BLANK["pages"][0]] * 2},
    "characters that cannot be shown": {"title": {"en": "turned \u202e round"}},
    "one language twice": {"languages": ["en", "en"]},
    "words in a language nobody knows": {"title": {"en": "A survey", "English": "A survey"}},
    "too few arguments": {"pages": [TWO | {"intro": {"en": "Why"}}]},
}
"""What the schema cannot say: the reader, or the check before publication, refuses it."""


def test_it_is_a_schema() -> None:
    VALIDATOR.check_schema(json_schema())
    assert json_schema()["title"] == "Survey"


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_it_takes_the_library(path: Path) -> None:
    VALIDATOR.validate(json.loads(path.read_bytes()))


@pytest.mark.parametrize("name", tiny.NAMES)
def test_it_takes_what_we_take_in_every_form_we_write(name: str) -> None:
    survey = tiny.survey(name)
    for document in (tiny.document(name), survey.to_json(), json.loads(survey.canonical())):
        VALIDATOR.validate(document)


def test_it_refuses_what_nobody_could_ask() -> None:
    for wrong in ({"title": 3}, {"more": 1}, {"format": 2}, {"languages": []}, {"pages": [{"id": "A"}]}):
        assert not VALIDATOR.is_valid(tiny.document("scale") | wrong), wrong


STRANGE = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 600), st.floats(-2, 12), st.text(max_size=4),
    st.sampled_from(["number", "scale", "choose_one", "en", "yes", "a b", "A", "", "x" * 65, "x" * 10_001]),
    st.lists(st.none(), max_size=1),
    st.sampled_from([{}, {"answer": "a"}, {"value": 1}, {"op": "not", "args": []}, {"en": "x"}, {"text": "x"}]),
)  # fmt: skip


def bent(draw: st.DrawFn) -> Any:
    """A survey document with a part changed, dropped, doubled, renamed or added, perhaps several times."""
    document = copy.deepcopy(READ[draw(st.integers(0, len(READ) - 1))])
    for _ in range(draw(st.integers(1, 3))):
        inner: Any = document
        while isinstance(inner, dict | list) and inner:
            keys = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
            key = draw(st.sampled_from(keys))
            if not isinstance(inner[key], dict | list) or draw(st.integers(0, 3)) == 0:
                bend(draw, inner, key)
                break
            inner = inner[key]
    return document


def bend(draw: st.DrawFn, inner: Any, key: Any) -> None:
    how = draw(st.sampled_from(["change", "drop", "double", "rename"]))
    if how == "change":
        inner[key] = copy.deepcopy(draw(STRANGE))
    elif how == "drop":
        del inner[key]
    elif isinstance(inner, list):
        inner.append(copy.deepcopy(inner[key]))
    else:
        inner[draw(st.sampled_from(["more", "minimum", "limit", "hint", "options"]))] = inner[key]
        if how == "rename":
            inner.pop(key, None)


@settings(deadline=None)
@given(st.data())
def test_what_it_refuses_we_refuse(data: st.DataObject) -> None:
    document = bent(data.draw)
    if not VALIDATOR.is_valid(document):
        assert tiny.refusals(document)


@settings(deadline=None)
@given(st.data())
def test_what_we_take_it_takes_however_we_write_it(data: st.DataObject) -> None:
    document = bent(data.draw)
    if not tiny.refusals(document):
        survey = Survey.from_json(document)
        VALIDATOR.validate(document)
        VALIDATOR.validate(survey.to_json())


@pytest.mark.parametrize("what", LOOSER)
def test_it_is_looser_than_we_are_in_what_it_cannot_say(what: str) -> None:
    document = BLANK | LOOSER[what]
    assert VALIDATOR.is_valid(document)
    assert tiny.refusals(document) or publishing.check(Survey.from_json(document), ["en"])
