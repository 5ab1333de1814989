"""Who was asked a question, as disclosure control is told it."""

from consult.evidence.asking import asked_of
from surveys.disclosure import AskedOf
from surveys.document import Survey
from tests.surveys import household_costs, tiny
from tests.surveys.household_costs import calculation, typed


def test_a_condition_that_looks_at_a_choice_through_calculations_is_one_on_every_option_of_it() -> None:
    calculations = [calculation("says", "if(${a} = 'yes', 1, 0)"), calculation("twice", "${says} * 2")]
    document = tiny.of_pages(
        tiny.page("p", tiny.yes_or_no("a"), calculations=calculations),
        tiny.page("q", tiny.yes_or_no("b", condition=typed("${twice} > 1"))),
    )
    assert asked_of([Survey.from_json(document)]) == {"b": AskedOf("a", frozenset({"yes", "no"}))}


def test_a_calculation_that_waits_for_itself_ends_nowhere() -> None:
    document = tiny.of_pages(
        tiny.page(
            "p",
            tiny.yes_or_no("a"),
            calculations=[calculation("one", "${two}"), calculation("two", "${one}")],
        ),
        tiny.page("q", tiny.yes_or_no("b", condition=typed("${one} > 1"))),
    )
    assert asked_of([Survey.from_json(document)]) == {}


def test_what_is_summed_up_over_entries_looks_at_no_single_choice() -> None:
    assert asked_of([household_costs.survey()]) == {}
