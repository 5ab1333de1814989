"""Easy Read in place of the usual words, recordings beside them; both are part of the version."""

import pytest

from surveys import publishing
from surveys.document import Survey
from surveys.plan import compile_plan
from surveys.text import EASY_READ, Text
from tests.surveys import tiny

PLAN = tiny.plan("easy-read")
ADDRESS = "/media/0123456789abcdef0123456789abcdef.mp3"


def recorded(value: str, name: str = "audio") -> tiny.Json:
    """The tiny survey with one recording, at `value`."""
    document = tiny.document("easy-read")
    document["title"]["en"]["variants"][name] = value
    return document


def test_a_reader_of_easy_read_gets_its_words_and_the_usual_ones_where_it_has_none_marked() -> None:
    page = PLAN.words("en", EASY_READ).page("repairs")
    satisfied, duration = page.questions
    assert (page.title.text, page.variant) == ("Fixing things", EASY_READ)
    assert (satisfied.text.text, satisfied.lacks_variant) == ("Was the last repair good?", False)
    assert (duration.text.text, duration.lacks_variant) == (
        "Was it completed within a reasonable period?", True
    )  # fmt: skip
    assert [option.text.text for option in duration.options] == ["Yes", "It was not"]
    assert page.lacks_variant


def test_the_usual_words_are_not_touched_by_it() -> None:
    page = PLAN.words("en").page("repairs")
    assert (page.title.text, page.variant, page.lacks_variant) == ("Repairs", None, False)
    assert not any(question.lacks_variant for question in page.questions)


def test_it_is_offered_in_the_languages_that_have_any() -> None:
    assert [PLAN.has_variant(language, EASY_READ) for language in ("en", "ar", "so")] == [True, True, False]
    other = tiny.plan("choose-one")
    assert not other.has_variant("en", EASY_READ)
    assert other.words("en", EASY_READ) is other.words("en")


def test_a_language_that_falls_back_to_easy_words_of_another_does_not_offer_them() -> None:
    document = tiny.document("easy-read")
    document["pages"][0]["questions"][0]["text"]["ar"] = ""
    plan = compile_plan(Survey.from_json(document))
    assert not plan.has_variant("ar", EASY_READ)


def test_options_left_as_they_are_are_no_gap() -> None:
    document = tiny.document("easy-read")
    page = document["pages"][0]
    del page["intro"], page["questions"][1]
    words = compile_plan(Survey.from_json(document)).words("en", EASY_READ)
    assert words.page("repairs").questions[0].options[0].text.lacks_variant
    assert not words.page("repairs").lacks_variant


def test_blank_easy_words_are_none() -> None:
    text = Text.model_validate({"en": {"text": "Residence", "variants": {"easy_read": " "}}})
    said = text.to("en", variant=EASY_READ)
    assert (said.text, said.lacks_variant) == ("Residence", True)


@pytest.mark.parametrize("variant", ["easy_read", "audio", "sign_video"])
def test_every_variant_is_part_of_the_version(variant: str) -> None:
    assert Survey.from_json(recorded(ADDRESS, variant)).fingerprint != tiny.survey("easy-read").fingerprint


def test_recordings_come_with_the_words_in_either_variant() -> None:
    for variant in (None, EASY_READ):
        said = PLAN.words("en", variant).question("satisfied").text
        assert said.variants["audio"].startswith("/media/")


@pytest.mark.parametrize(
    "address",
    [
        "https://video.example/1", "//video.example/1", "/media/../officer/", "/media/a/b", "/media/", "media/a.mp3",
        "/static/a.mp3", "javascript:alert(1)", "/media/a.mp3?to=b", "/media/a.mp3#b", "/MEDIA/a.mp3", "", "\n",
        "/media/a.mp3\n", "/media/" + "a" * 81,
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["audio", "sign_video"])
def test_a_recording_on_anybody_elses_address_is_refused_at_its_place(name: str, address: str) -> None:
    (problem,) = publishing.check(Survey.from_json(recorded(address, name)), ["en", "ar"])
    assert (problem.code, problem.where) == ("survey.foreign_recording", f"/title/en/variants/{name}")


def test_a_recording_of_our_own_is_no_fault() -> None:
    assert publishing.check(Survey.from_json(recorded(ADDRESS)), ["en", "ar"]) == []


def test_gaps_in_easy_read_are_told_where_there_is_easy_read() -> None:
    survey = tiny.survey("easy-read")
    told = {(p.where, p.parameters["language"]) for p in publishing.without_easy_read(survey, ["en", "ar"])}
    assert {where for where, language in told if language == "en"} == {
        "/pages/0/intro", "/pages/0/questions/1/text",
    }  # fmt: skip
    assert ("/pages/0/questions/1/text", "ar") in told
    assert publishing.without_easy_read(tiny.survey("choose-one"), ["en", "ar"]) == []
