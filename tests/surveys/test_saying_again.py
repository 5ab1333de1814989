"""Words that say answers again: with gaps while nobody's are known, filled in for one reader in their language."""

from typing import Any

import pytest

from surveys.routing import place
from surveys.saying_again import said_again, with_gaps
from surveys.text import Text
from tests.surveys import household_costs, tiny
from tests.surveys.household_costs import calculation

PLAN = household_costs.plan()
SAID: dict[str, Any] = {
    "tenure": "renting",
    "rooms": 3,
    "people": [{"name": "Ann", "cost": 40}, {"name": "Bo", "cost": 12}],
}


def page(name: str, language: str, answers: dict[str, Any] = SAID) -> Any:
    words = PLAN.words(language)
    return said_again(words.page(name), words, place(PLAN, answers).scope)


def test_an_answer_is_said_in_the_readers_language_with_the_options_own_words() -> None:
    assert str(page("after", "en").intro) == "You are \u2068renting\u2069 and name 2 people."
    assert str(page("after", "ar").intro) == "أنت \u2068مستأجر\u2069، عددهم 2."


def test_a_message_has_the_plural_form_of_the_readers_language() -> None:
    beds = [page("town", language, {"rooms": 2}).questions[1].constraint for language in ("en", "ar")]
    assert [str(one) for one in beds] == [
        "So many beds do not fit into 2 rooms",
        "لا تتسع غرفتان لهذا العدد",
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_where_nobodys_answers_are_known_there_is_a_gap_and_no_brace(language: str) -> None:
    for words in (PLAN.words(language), PLAN.words("fr")):
        said = [str(words.page("after").intro), str(words.page("town").questions[1].text)]
        assert all("…" in one and "{" not in one for one in said)


def test_only_pages_that_say_answers_again_are_filled_in_and_only_their_questions_are_personal() -> None:
    words = PLAN.words("en")
    home = words.page("home")
    assert said_again(home, words, place(PLAN, SAID).scope) is home
    assert [one.is_personal for one in words.page("town").questions] == [True, True, False]
    assert not any(one.is_personal for one in home.questions)


def test_a_survey_without_answers_said_again_looks_up_no_options() -> None:
    plan = tiny.plan("conditions")
    assert not any(page.is_piped for page in plan.words("en").pages)
    assert plan.words("en").options == {}


def test_an_entry_is_called_by_what_was_answered_of_it() -> None:
    document = household_costs.document()
    document["pages"][2]["repeat"]["entry_title"]["en"] = "{name}, {doubled}:"
    plan = tiny.compiled(document)
    words = plan.words("en")
    asked = place(plan, SAID).entries["household"]
    called = [said_again(words.page("household"), words, one.scope) for one in (*asked.there, asked.added)]
    titles = [str(one.repeat.entry_title) for one in called if one.repeat]
    assert titles == ["\u2068Ann\u2069, 80:", "\u2068Bo\u2069, 24:", "…, …:"]


def test_a_calculation_that_gives_an_option_is_said_in_its_words() -> None:
    document = household_costs.document()
    document["pages"][0]["calculations"].append(calculation("home_is", "coalesce(${tenure}, ${region})"))
    document["pages"][1]["title"] = {"en": "{home_is}", "ar": "{home_is}"}
    plan = tiny.compiled(document)
    words = plan.words("ar")
    told = said_again(words.page("town"), words, place(plan, {"region": "south"}).scope)
    assert str(told.title) == "\u2068الجنوب\u2069"


def test_every_part_of_a_question_says_answers_again() -> None:
    document = tiny.document("number")
    asked = document["pages"][0]["questions"][0]
    first = tiny.page("first", tiny.yes_or_no("before"))
    asked |= {"unit": {"en": "for {before}"}, "hint": {"en": "Hint {before}"}}
    choice = tiny.yes_or_no("choice")
    choice["options"][0]["text"] = {"en": "As {before}"}
    document["pages"] = [first, {**document["pages"][0], "questions": [asked, choice]}]
    plan = tiny.compiled(document)
    words = plan.words("en")
    told = said_again(words.pages[1], words, place(plan, {"before": "yes"}).scope)
    number, options = told.questions
    said = "\u2068Yes\u2069"
    assert (str(number.own.unit), str(number.hint)) == (f"for {said}", f"Hint {said}")
    assert str(options.options[0].text) == f"As {said}"


def test_results_show_a_text_with_gaps_in_every_language_and_in_easy_read() -> None:
    text = Text.model_validate(
        {
            "en": {"text": "You said {x}", "variants": {"easy_read": "You: {x}"}},
            "ar": "{n, plural, one {واحد} other {# كثير}}",
        }
    )
    assert with_gaps(text).canonical() == {
        "en": {"text": "You said …", "variants": {"easy_read": "You: …"}},
        "ar": {"text": "… كثير"},
    }
    plain = Text.of({"en": "Plain"})
    assert with_gaps(plain) is plain
