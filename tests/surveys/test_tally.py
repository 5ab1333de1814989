"""The tally counts what a plain loop over people counts, and drops nothing silently."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import tally
from surveys.problems import Refused
from surveys.tally import Columns, Countable, Membership

LANGUAGE = Countable("language", "single", ("ar", "nl", "en", "prefer_not_to_say"))
DAMP = Countable("damp", "single", ("yes", "no", "unsure"))
WORRIES = Countable("worries", "many", ("cost", "delay", "privacy", "none"))
ROOMS = Countable("rooms", "number")
QUESTIONS = (LANGUAGE, DAMP, WORRIES, ROOMS)
ARABIC = Membership("arabic", "language", frozenset({"ar"}), frozenset({"nl", "en"}))
WORRIED = Membership("worried", "worries", frozenset({"cost", "delay"}), frozenset({"none"}))


def one_of(question: Countable) -> st.SearchStrategy[object]:
    return st.sampled_from([None, *question.options])


people = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "language": one_of(LANGUAGE),
            "damp": one_of(DAMP),
            "worries": st.none() | st.lists(st.sampled_from(WORRIES.options), unique=True),
            "rooms": st.none() | st.integers(-5, 50) | st.sampled_from(["2.5", "10"]),
        },
    ),
    max_size=60,
)


def stated(person: dict) -> int:
    chosen = person.get("language")
    if chosen == "ar":
        return tally.YES
    return tally.NO if chosen in {"nl", "en"} else tally.NOT_STATED


@given(people)
@settings(deadline=None)
def test_counts_equal_those_of_a_plain_loop(responses: list[dict]) -> None:
    columns = Columns.from_responses(QUESTIONS, responses)
    single = Counter(person.get("damp") for person in responses)
    counted = tally.counts(columns, "damp")
    assert counted.chosen.tolist() == [single[option] for option in DAMP.options]
    assert (counted.answered, counted.missing) == (len(responses) - single[None], single[None])
    many = Counter(name for person in responses for name in person.get("worries") or ())
    several = tally.counts(columns, "worries")
    assert several.chosen.tolist() == [many[option] for option in WORRIES.options]
    assert several.missing == sum(person.get("worries") is None for person in responses)


@given(people)
@settings(deadline=None)
def test_cross_tabs_equal_those_of_a_plain_loop(responses: list[dict]) -> None:
    columns = Columns.from_responses(QUESTIONS, responses)
    standings = tally.standing(columns, ARABIC)
    assert standings.tolist() == [stated(person) for person in responses]
    for question in (DAMP, WORRIES):
        expected = np.zeros((len(question.options), 3), dtype=int)
        base = np.zeros(3, dtype=int)
        for person in responses:
            answer = person.get(question.id)
            if answer is not None:
                base[stated(person)] += 1
                for name in [answer] if isinstance(answer, str) else answer:
                    expected[question.options.index(name), stated(person)] += 1
        found = tally.cross(columns, question.id, standings)
        assert found.chosen.tolist() == expected.tolist()
        assert found.answered.tolist() == base.tolist()


@given(people)
@settings(deadline=None)
def test_a_cross_tab_adds_up_to_the_counts_of_everyone(responses: list[dict]) -> None:
    columns = Columns.from_responses(QUESTIONS, responses)
    found = tally.cross(columns, "damp", tally.standing(columns, ARABIC))
    everyone = tally.counts(columns, "damp")
    assert found.chosen.sum(axis=1).tolist() == everyone.chosen.tolist()
    assert found.chosen.sum(axis=0).tolist() == found.answered.tolist()
    assert tally.margin(tally.standing(columns, ARABIC)).sum() == columns.size


@given(people)
@settings(deadline=None)
def test_counts_among_a_community_are_its_column(responses: list[dict]) -> None:
    columns = Columns.from_responses(QUESTIONS, responses)
    standings = tally.standing(columns, ARABIC)
    among = tally.counts(columns, "worries", standings == tally.YES)
    found = tally.cross(columns, "worries", standings)
    assert among.chosen.tolist() == found.chosen[:, tally.YES].tolist()
    assert among.answered == found.answered[tally.YES]
    assert among.answered + among.missing == (standings == tally.YES).sum()


@given(people)
@settings(deadline=None)
def test_two_questions_against_one_another_equal_a_plain_loop(responses: list[dict]) -> None:
    columns = Columns.from_responses(QUESTIONS, responses)
    pairs = Counter((person.get("damp"), person.get("language")) for person in responses)
    assert tally.crossed(columns, "damp", "language").tolist() == [
        [pairs[damp, language] for language in LANGUAGE.options] for damp in DAMP.options
    ]


@given(people)
@settings(deadline=None)
def test_cells_hold_every_person_once(responses: list[dict]) -> None:
    columns = Columns.from_responses(QUESTIONS, responses)
    found = tally.cells(columns, ["damp", "language"])
    naive = Counter(
        tuple(q.options.index(p[q.id]) if p.get(q.id) else tally.MISSING for q in (DAMP, LANGUAGE))
        for p in responses
    )
    assert dict(zip(map(tuple, found.codes.tolist()), found.counts.tolist(), strict=True)) == naive


def test_a_membership_question_with_several_answers_counts_one_yes_as_yes() -> None:
    answers = [["cost", "none"], ["none"], ["privacy"], [], None]
    columns = Columns.from_responses(QUESTIONS, [{"worries": answer} for answer in answers])
    assert tally.standing(columns, WORRIED).tolist() == [0, 1, 2, 2, 2]


def test_bands_hold_their_lower_edge_and_not_their_upper_one() -> None:
    rooms = [{"rooms": 9.99}, {"rooms": 10}, {"rooms": "20"}, {"rooms": None}, {"rooms": 19}]
    columns = tally.banded(Columns.from_responses(QUESTIONS, rooms), "rooms", (10, 20))
    counted = tally.counts(columns, "rooms")
    assert counted.question.options == (":10", "10:20", "20:")
    assert counted.chosen.tolist() == [1, 2, 1]
    assert counted.missing == 1


def test_a_number_question_has_no_options_to_count() -> None:
    columns = Columns.from_responses(QUESTIONS, [{"rooms": 3}, {}])
    counted = tally.counts(columns, "rooms")
    assert (counted.chosen.tolist(), counted.answered, counted.missing) == ([], 1, 1)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"damp": "maybe"}, "tally.unknown_option"),
        ({"damp": 1}, "tally.wrong_kind"),
        ({"worries": ["cost", "rain"]}, "tally.unknown_option"),
        ({"worries": 3}, "tally.wrong_kind"),
        ({"rooms": "many"}, "tally.wrong_kind"),
        ({"rooms": "nan"}, "tally.wrong_kind"),
        ({"rooms": True}, "tally.wrong_kind"),
    ],
)
def test_an_answer_that_cannot_be_counted_is_refused_and_never_dropped(answer: dict, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        Columns.from_responses(QUESTIONS, [answer, answer])
    assert [problem.code for problem in refusal.value.problems] == [code]
    assert refusal.value.problems[0].where == next(iter(answer))


def test_versions_join_by_id_and_keep_every_option() -> None:
    earlier = (Countable("damp", "single", ("yes", "no")), Countable("old", "number"))
    later = (Countable("damp", "single", ("yes", "no", "unsure")), ROOMS)
    together = tally.joined(earlier, later)
    assert [question.id for question in together] == ["damp", "old", "rooms"]
    assert together[0].options == ("yes", "no", "unsure")


def test_a_question_that_changed_its_kind_is_refused() -> None:
    with pytest.raises(Refused, match=r"tally\.changed_kind damp"):
        tally.joined((DAMP,), (Countable("damp", "many", ("yes",)),))


@pytest.mark.parametrize(
    ("membership", "code"),
    [
        (Membership("x", "language", frozenset(), frozenset({"nl"})), "community.not_a_choice"),
        (Membership("x", "rooms", frozenset({"3"}), frozenset()), "community.not_a_choice"),
        (Membership("x", "language", frozenset({"ar"}), frozenset({"ar"})), "community.ambiguous_option"),
        (Membership("x", "language", frozenset({"fr"}), frozenset({"nl"})), "community.unknown_option"),
        (Membership("x", "nowhere", frozenset({"fr"}), frozenset()), "tally.unknown_question"),
    ],
)
def test_a_membership_that_means_nothing_is_refused(membership: Membership, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        tally.standing(Columns.from_responses(QUESTIONS, []), membership)
    assert refusal.value.problems[0].code == code


@pytest.mark.parametrize("call", [tally.cells, lambda c, q: tally.crossed(c, "damp", q[0])])
def test_only_questions_with_one_choice_can_be_crossed(call) -> None:
    columns = Columns.from_responses(QUESTIONS, [])
    with pytest.raises(Refused, match=r"tally\.not_one_choice worries"):
        call(columns, ["worries"])


def test_only_numbers_with_ascending_edges_can_be_banded() -> None:
    columns = Columns.from_responses(QUESTIONS, [])
    for question, edges in (("damp", (1,)), ("rooms", (2, 1)), ("rooms", (1, 1))):
        with pytest.raises(Refused, match=r"tally\.cannot_band"):
            tally.banded(columns, question, edges)


def test_columns_and_counts_cannot_be_written_to() -> None:
    columns = Columns.from_responses(QUESTIONS, [{"damp": "yes"}])
    with pytest.raises(ValueError, match="read-only"):
        columns["damp"].codes[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        tally.counts(columns, "damp").chosen[0] = 7
