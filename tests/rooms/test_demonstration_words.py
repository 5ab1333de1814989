"""The demonstration's files fit one another and the models that read them, and say that they are invented."""

import json
from pathlib import Path

import pytest

from consult.consultations.details import ConsultationDetails
from consult.responses.story import Story
from consult.tenders.details import TenderDetails
from surveys.document import Survey
from surveys.questions.asked import PREFER_NOT_TO_SAY

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "consult" / "cli" / "demonstration"
LANGUAGES = {"en", "nl", "ar"}
INVENTED = {
    "en": "nvented for the demonstration",
    "nl": "erzonnen voor de demonstratie",
    "ar": "لأغراض العرض",
}


def read(name):
    return json.loads((FOLDER / name).read_bytes())


ENTRIES = read("story.json")["consultations"]
OPENED = next(entry for entry in ENTRIES if entry["evidence"] is None)


def every_text(value):
    if (
        isinstance(value, dict)
        and set(value) & LANGUAGES
        and all(isinstance(said, str) for said in value.values())
    ):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from every_text(inner)


@pytest.fixture(params=ENTRIES, ids=lambda entry: entry["slug"])
def entry(request):
    return request.param


@pytest.fixture
def survey(entry):
    return Survey.from_json((ROOT / "surveys" / "library" / entry["survey"]).read_bytes())


@pytest.fixture
def options(survey):
    return {q.id: {option.id for option in q.choices} for page in survey.pages for q in page.questions}


def test_every_text_of_the_demonstration_is_there_in_three_languages():
    texts = [text for path in FOLDER.glob("*.json") for text in every_text(read(path.name))]
    assert len(texts) > 300
    for text in texts:
        assert set(text) == LANGUAGES, text
        assert all(said.strip() for said in text.values()), text


def test_every_benchmark_says_in_each_language_that_it_is_invented(entry):
    for community in read(entry["details"])["communities"]:
        for language, words in INVENTED.items():
            assert words in community["benchmark"]["source"][language]


def test_the_files_can_be_read_by_what_will_read_them(entry):
    assert ConsultationDetails.read((FOLDER / entry["details"]).read_bytes()).communities
    assert TenderDetails.read((FOLDER / entry["tender"]).read_bytes()).ai_system
    assert Story.read(entry["simulation"]).people > 0


def test_the_tender_and_the_consultation_name_the_same_five_communities(entry):
    named = {community["key"] for community in read(entry["details"])["communities"]}
    affected = {group["community"] for group in read(entry["tender"])["ai_system"]["affected_groups"]}
    assert named == affected == set(entry["simulation"]["shares"])
    assert len(named) == 5


def test_the_tender_and_the_consultation_say_alike_how_badly_each_is_affected(entry):
    said = {one["key"]: one["severity"] for one in read(entry["details"])["communities"]}
    groups = read(entry["tender"])["ai_system"]["affected_groups"]
    assert said == {group["community"]: group["severity"] for group in groups}


def test_one_community_of_the_open_consultation_is_hardly_reached_and_the_others_are_on_their_way():
    simulation = OPENED["simulation"]
    stating = simulation["people"] * (1 - simulation["not_stated"])
    reached = {
        community["key"]: stating * simulation["shares"][community["key"]] / community["target"]
        for community in read(OPENED["details"])["communities"]
    }
    assert reached.pop("arabic-speaking") < 0.2
    assert min(reached.values()) > 0.6


def test_simulated_people_choose_only_what_can_be_chosen(entry, options):
    for leaning in entry["simulation"]["leanings"]:
        assert set(leaning["weights"]) <= options[leaning["question_id"]], leaning


def test_simulated_people_come_only_by_links_there_are(entry):
    links = {link["key"] for link in read(entry["details"])["links"]}
    assert {link["link"] for link in entry["simulation"]["links"]} == links
    assert sum(link["share"] for link in entry["simulation"]["links"]) < 1


def test_every_finding_rests_on_something_that_exists_and_is_answered_once():
    closed = next(entry for entry in ENTRIES if entry["evidence"])
    evidence = read(closed["evidence"])
    survey = Survey.from_json((ROOT / "surveys" / "library" / closed["survey"]).read_bytes())
    options = {q.id: {option.id for option in q.choices} for page in survey.pages for q in page.questions}
    sessions = {note["key"] for note in evidence["session_notes"]}
    for finding in evidence["findings"]:
        for support in finding["rests_on"]:
            if support["kind"] == "question":
                assert set(support["options"]) <= options[support["id"]]
            elif support["kind"] == "session":
                assert support["id"] in sessions
    answered = [key for disposition in evidence["dispositions"] for key in disposition["findings"]]
    assert sorted(answered) == sorted(finding["key"] for finding in evidence["findings"])


def test_every_link_was_put_to_use_while_people_could_answer(entry):
    done = read(entry["ledger"])["done"]
    assert sorted(one["link"] for one in done) == sorted(
        link["key"] for link in read(entry["details"])["links"]
    )
    last = min(0, entry["closes_in_days"])
    assert all(entry["opens_in_days"] <= one["on_in_days"] <= last for one in done)


def test_the_ledger_says_that_it_is_invented_and_names_only_who_is_there(entry):
    ledger, details = read(entry["ledger"]), read(entry["details"])
    assert INVENTED["en"] in ledger["notes"]
    partners = {partner["key"] for partner in details["partners"]}
    communities = {community["key"] for community in details["communities"]}
    for one in ledger["planned"] + ledger["called_off"]:
        assert one["partner"] is None or one["partner"] in partners
        assert set(one["communities"]) <= communities
        assert set(one["languages"]) <= set(entry["languages"])


def test_the_open_consultation_has_something_planned_overdue_and_called_off_and_means_left():
    ledger = read(OPENED["ledger"])
    days = [one["on_in_days"] for one in ledger["planned"]]
    assert min(days) < 0 < max(days) < OPENED["closes_in_days"]
    assert all(one["reason"] for one in ledger["called_off"])
    assert min(ledger["means"].values()) > 0


def test_the_partner_of_the_community_that_is_hardly_reached_was_not_asked_yet():
    details, ledger = read(OPENED["details"]), read(OPENED["ledger"])
    theirs = {one["key"] for one in details["partners"] if "arabic-speaking" in one["communities"]}
    asked = {one["partner"] for one in details["links"] + ledger["planned"] + ledger["called_off"]}
    assert theirs
    assert not theirs & asked
    tried = [link for link in details["links"] if "arabic-speaking" in link["communities"]]
    assert [link["channel"] for link in tried] == ["poster"]


def test_margins_are_of_the_population_that_communities_are_parts_of_and_cover_every_answer(entry, options):
    details = ConsultationDetails.read((FOLDER / entry["details"]).read_bytes())
    totals = {one.benchmark.total for one in details.communities if one.benchmark.basis.value == "affected"}
    assert {margin.key for margin in details.margins} == {"age-band", "disability"}
    for margin in details.margins:
        assert {margin.people} == totals
        covered = {option for category in margin.categories for option in category.options}
        assert options[margin.question_id] - covered <= {PREFER_NOT_TO_SAY}
        for language, words in INVENTED.items():
            assert words in str(margin.source.to(language))


def test_a_margin_counts_as_many_in_a_community_as_its_benchmark(entry):
    details = ConsultationDetails.read((FOLDER / entry["details"]).read_bytes())
    margins = {margin.question_id: margin for margin in details.margins}
    compared = [one for one in details.communities if one.stated_by.question_id in margins]
    assert {one.key for one in compared} == {"aged-65-and-over", "disabled"}
    for community in compared:
        categories = margins[community.stated_by.question_id].categories
        theirs = sum(one.count for one in categories if set(one.options) <= set(community.stated_by.yes))
        assert theirs == community.benchmark.count


def test_a_session_was_held_with_the_smallest_community_of_the_closed_consultation():
    closed = next(entry for entry in ENTRIES if entry["evidence"])
    communities = read(closed["details"])["communities"]
    smallest = min(communities, key=lambda community: community["benchmark"]["count"])
    assert smallest["key"] in {note["community"] for note in read(closed["evidence"])["session_notes"]}
