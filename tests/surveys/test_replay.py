"""What is shown again says the answers that its words said, and has the choices that were on offer."""

from collections.abc import Callable
from typing import Any

from surveys.asking import Asking
from surveys.replay import PageShown, replayed
from tests.surveys import household_costs
from tests.surveys.households import both, question

ANSWERS: dict[str, Any] = {
    "tenure": "renting",
    "region": "north",
    "rooms": 4,
    "town": "ashby",
    "beds": 12,
    "people": [{"name": "Ann", "cost": 40}, {"name": "Bo", "cost": 12}],
}


def shown(answers: dict[str, Any] = ANSWERS, **askings: Asking) -> dict[str, list[PageShown]]:
    """The pages by their ids; the second version has other words for the beds, and 10 rooms more."""
    first, second = household_costs.document(), household_costs.document()
    for document in (first, second):
        document["pages"][2]["repeat"]["entry_title"] = both("Person {name}", "الشخص {name}")
    second["pages"][1]["questions"][1]["text"] = both("Beds in {more} rooms?", "{more}؟")
    second["pages"][0]["calculations"].append(household_costs.calculation("more", "${rooms} + 10"))
    plans = {"1": household_costs.plan(**first), "2": household_costs.plan(**second)}
    found: dict[str, list[PageShown]] = {}
    for page in replayed(plans, Asking("2", "en"), answers, askings):
        found.setdefault(page.page.id, []).append(page)
    return found


def entries(change: Callable[[dict[str, Any]], object]) -> list[PageShown]:
    """The entries, all told of in the first version, shown with a second whose repeated page was changed."""
    first, second = household_costs.document(), household_costs.document()
    change(second["pages"][2])
    plans = {"1": household_costs.plan(**first), "2": household_costs.plan(**second)}
    pages = replayed(plans, Asking("2", "en"), ANSWERS, {"people": Asking("1", "ar")})
    return [page for page in pages if page.place]


def words_of_beds(page: PageShown) -> str:
    return next(str(line.question.text) for line in page.lines if line.question.id == "beds")


def test_words_say_the_answers_again_that_were_sent() -> None:
    pages = shown()
    assert words_of_beds(pages["town"][0]) == "Beds in 14 rooms?"
    assert str(pages["after"][0].page.intro) == "You are \u2068renting\u2069 and name 2 people."


def test_words_of_an_earlier_version_say_them_as_that_version_did() -> None:
    (town,) = shown(beds=Asking("1", "ar"))["town"]
    assert words_of_beds(town) == "لديك 4 غرف. كم سريرا؟"


def test_each_entry_is_called_by_its_own_answers() -> None:
    titles = [str(page.page.repeat.entry_title) for page in shown()["household"] if page.page.repeat]
    assert titles == ["Person \u2068Ann\u2069", "Person \u2068Bo\u2069"]


def test_entries_are_shown_as_they_were_asked_when_their_page_has_another_id_since() -> None:
    pages = entries(lambda page: page.update(id="others"))
    assert [str(page.page.title) for page in pages] == ["عن هذا الشخص"] * 2
    assert [page.lines[0].answer for page in pages] == ["Ann", "Bo"]


def test_a_question_that_was_added_to_entries_since_is_shown_as_the_whole_was_asked() -> None:
    pages = entries(lambda page: page["questions"].append(question("since", "short_text", limit=40)))
    assert [(str(page.lines[-1].question.text), page.lines[-1].answer) for page in pages] == [
        ("Question since?", None)
    ] * 2


def test_only_choices_that_were_on_offer_are_shown_and_always_the_one_that_was_chosen() -> None:
    def towns(answers: dict[str, Any]) -> list[str]:
        (page,) = shown(answers)["town"]
        return [option.id for option in page.lines[0].question.options]

    assert towns(ANSWERS) == ["ashby", "brook"]
    assert towns({**ANSWERS, "town": "corley"}) == ["ashby", "brook", "corley"]
