"""The ready-made surveys can be asked as they are, in every language they carry."""

import json
from pathlib import Path

import pytest

from surveys import publishing
from surveys.document import Survey, texts
from surveys.plan import compile_plan
from surveys.problems import Refused
from surveys.ready_made import AboutYouSet
from surveys.routing import place
from surveys.text import source_hash

LIBRARY = Path(__file__).parents[2] / "surveys" / "library"
FILES = sorted(LIBRARY.glob("*.json"))


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def survey(request):
    return Survey.from_json(request.param.read_bytes())


def test_the_library_is_not_empty():
    assert "housing-repairs-need" in {path.stem for path in FILES}


def test_a_library_survey_can_be_published_in_all_its_languages(survey):
    assert publishing.check(survey, survey.languages) == []


def test_a_translation_names_the_words_it_was_made_from(survey):
    for where, text in texts(survey):
        source = text.phrase(survey.source_language)
        for language in set(survey.languages) - {survey.source_language}:
            assert text.phrase(language).source == source_hash(source.text), (where, language)


def test_a_translation_no_native_speaker_has_read_does_not_call_itself_reviewed(survey):
    for where, text in texts(survey):
        assert {text.phrase(language).status for language in ("nl", "ar")} == {"machine"}, where


def test_a_library_survey_asks_whether_to_go_ahead_and_leaves_room_for_not_knowing(survey):
    asked = [question for page in survey.pages for question in page.questions]
    going_ahead = next(question for question in asked if question.id == "go-ahead")
    assert set(going_ahead.about_going_ahead.against) == {"no"}
    assert {"changes", "do-not-know"} <= {option.id for option in going_ahead.choices}


def test_a_library_survey_asks_about_the_person_last_and_everything_there_may_be_skipped(survey):
    assert [page.about_you is not None for page in survey.pages].index(True) == len(survey.pages) - 1
    assert not any(question.required for question in survey.pages[-1].questions)


def test_a_library_survey_puts_the_problem_before_the_product(survey):
    ids = [page.id for page in survey.pages]
    first_page = json.dumps(survey.pages[0].model_dump(mode="json"), ensure_ascii=False)
    assert ids.index("proposal") > 0
    assert "program" not in first_page
    assert "assistant" not in first_page


def test_the_repairs_survey_asks_how_long_the_first_answer_took_only_those_who_asked():
    plan = compile_plan(Survey.from_json((LIBRARY / "housing-repairs-need.json").read_bytes()))

    def asks(answer):
        return "first-answer-days" in place(plan, {"repair-asked": answer}).questions

    assert asks("asked")
    assert not asks("not-asked")
    assert "what-happened" not in place(plan, {"repair-asked": "not-needed"}).pages


ABOUT_YOU = sorted((LIBRARY / "about-you").glob("*.json"))


@pytest.fixture(params=ABOUT_YOU, ids=lambda path: path.stem)
def about_you(request):
    return AboutYouSet.from_json(request.param.read_bytes())


def test_questions_about_the_person_can_be_published_as_the_last_page_of_a_survey(about_you):
    page = {
        "id": "about-you",
        "title": about_you.title.model_dump(mode="json"),
        "about_you": {"why": {"en": "Why"}, "consent": {"en": "I agree."}},
        "questions": [
            question.model_dump(mode="json", exclude_defaults=True) for question in about_you.questions
        ],
    }
    words = {"title": {"en": "A survey"}, "source_language": "en", "languages": list(about_you.languages)}
    found = publishing.check(Survey.from_json({"format": 1, **words, "pages": [page]}), about_you.languages)
    beside = {"/title", "/pages/0/about_you/why", "/pages/0/about_you/consent"}
    assert {problem.where for problem in found} == beside  # what this test wrote in English only


def test_categories_name_the_edition_of_the_standard_they_follow(about_you):
    followed = [question.standard for question in about_you.questions if question.standard]
    assert len(followed) >= len(about_you.questions) / 2
    assert all(standard.version and standard.source.startswith("https://") for standard in followed)


def test_words_of_ones_own_and_several_answers_are_possible_about_the_person(about_you):
    assert any(option.write_in for question in about_you.questions for option in question.choices)
    assert not any(question.required for question in about_you.questions)


def test_translations_of_questions_about_the_person_name_their_source_and_are_unchecked(about_you):
    for where, text in texts(about_you):
        source = text.phrase("en")
        for language in ("nl", "ar"):
            phrase = text.phrase(language)
            assert (phrase.status, phrase.source) == ("machine", source_hash(source.text)), (where, language)


@pytest.mark.parametrize("source", [b"[]", b"{", b"{}", b'{"format": 2}', b"\xff"])
def test_a_file_that_is_no_set_of_questions_is_refused(source):
    with pytest.raises(Refused):
        AboutYouSet.from_json(source)
