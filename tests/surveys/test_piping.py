"""Answers said again inside texts: in every language's own plural forms, safely, and whatever somebody writes."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.words.sentences import SENTENCES
from surveys import piping
from surveys.document import Survey, texts
from surveys.expressions.kinds import Kind
from surveys.expressions.known import Known, Standing
from surveys.expressions.scope import Around, Scope
from surveys.piping.saying import LONGEST_SAID, isolated
from tests.surveys import tiny

KINDS: dict[str, Kind] = {
    "wait": "number",
    "tenure": "choice",
    "problems": "choices",
    "name": "words",
    "born": "date",
    "seen": "datetime",
    "is-old": "truth",
    "photo": "other",
    "years": "number",
}
REPAIRS = "{wait, plural, =0 {no repairs} one {# repair} other {# repairs}}"
WORDS = {"renting": "Renting", "damp": "Damp", "lift": "The lift", "cold": "Cold"}


def say(text: str, language: str = "en", **answers: Any) -> str:
    return piping.compiled(text, KINDS, language)(Scope(answers), lambda _, option: WORDS[option])


def plain(said: str) -> str:
    return said.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize(
    ("text", "language", "answers", "said"),
    [
        ("You said {wait} months.", "en", {"wait": 3}, "You said 3 months."),
        ("You said { wait } months.", "en", {"wait": "2.50"}, "You said 2.5 months."),
        ("{wait}", "en", {"wait": "1234567.123456"}, "1,234,567.123456"),
        ("{wait}", "nl", {"wait": "1234.5"}, "1.234,5"),
        ("{wait}", "ar", {"wait": 12}, "12"),
        ("{wait}", "zxx", {"wait": 1234}, "1234"),
        ("{born}", "en", {"born": "2026-11-03"}, "November 3, 2026"),
        ("{born}", "ar", {"born": "2026-11-03"}, "3 نوفمبر 2026"),
        ("{tenure}", "en", {"tenure": "renting"}, "Renting"),
        ("{problems}", "en", {"problems": ["damp", "lift", "cold"]}, "Damp, The lift, and Cold"),
        ("{problems}", "nl", {"problems": ["damp", "lift"]}, "Damp en The lift"),
        ("{name}!", "en", {"name": "Zoë\nvan  Dam"}, "Zoë van Dam!"),
        (REPAIRS, "en", {"wait": 0}, "no repairs"),
        (REPAIRS, "en", {"wait": 1}, "1 repair"),
        (REPAIRS, "en", {"wait": "1.50"}, "1.5 repairs"),
        (REPAIRS, "en", {"wait": "1.0"}, "1 repair"),
        (REPAIRS, "en", {"wait": 1234}, "1,234 repairs"),
        ("{wait, plural, one {a} few {b} many {c} other {d}}", "pl", {"wait": 22}, "b"),
        ("{wait, plural, zero {0} one {1} two {2} few {f} many {m} other {o}}", "ar", {"wait": 11}, "m"),
        ("{tenure, select, renting {your landlord} other {you}}", "en", {"tenure": "renting"}, "your landlord"),
        ("{tenure, select, renting {your landlord} other {you}}", "en", {"tenure": "owning"}, "you"),
        ("{is-old, select, true {old} other {young}}", "en", {"is-old": True}, "old"),
        ("{wait, plural, one {{name} waits} other {{name} waits # times}}", "en", {"wait": 2, "name": "Z"},
         "Z waits 2 times"),
        ("{wait, plural, one {#} other {{tenure, select, other {# in all}}}}", "en", {"wait": 2}, "2 in all"),
        (r"\{wait\} \ # {wait, plural, one {\#} other {\##}}", "en", {"wait": 2}, r"{wait} \ # #2"),
        ("no braces \\ # at all", "en", {}, "no braces \\ # at all"),
    ],
)  # fmt: skip
def test_a_text_says_answers_as_its_language_does(text: str, language: str, answers: Any, said: str) -> None:
    assert plain(say(text, language, **answers)) == said


@pytest.mark.parametrize(
    "text", ["{wait}", "{tenure}", "{problems}", "{name}", "{born}", "{seen}", "{unknown}"]
)
def test_what_is_missing_is_a_gap(text: str) -> None:
    assert say(text) == piping.GAP
    assert (
        say(f"a {text} b", wait="x", tenure=3, problems=[], name="", born="soon", seen=1)
        == f"a {piping.GAP} b"
    )


def test_what_is_missing_gets_the_form_for_all_others() -> None:
    assert say(REPAIRS) == "… repairs"
    assert say("{tenure, select, renting {a} other {b}}", tenure=["renting"]) == "b"


def test_somebodys_words_cannot_turn_round_the_text_around_them() -> None:
    said = say("“{name}”", name="abc\u202e\u2067 def\u2069")
    assert said == "“\u2068abc def\u2069”"
    assert len(isolated("x " * LONGEST_SAID)) <= LONGEST_SAID + 3


def test_inside_a_repeat_the_present_entry_is_meant() -> None:
    said = piping.compiled("{years}", KINDS, "en", Around({"years": "person"}))
    scope = Scope({"person": [{"years": 7}]})
    assert said(scope.within({"years": 7}, 1), lambda *_: "") == "7"
    assert said(scope, lambda *_: "") == piping.GAP


def known() -> Known:
    questions = {
        question.id: question
        for name in ["choose-one", "choose-many", "number"]
        for page in tiny.survey(name).pages
        for question in page.questions
    }
    return Known(questions, {**KINDS, "problems": "choices"}, {"years": "person"})


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("nothing", "en", []),
        (r"\{\}", "en", []),
        ("{wait} {problem} {problems} {born} {name}", "en", []),
        (REPAIRS, "en", []),
        (REPAIRS, "zxx", []),
        ("{wait", "en", [("open_brace", 1, 1)]),
        ("a\nb {", "en", [("open_brace", 2, 3)]),
        ("a }", "en", [("stray_brace", 1, 3)]),
        ("{}", "en", [("bad_name", 1, 1)]),
        ("{Wait}", "en", [("bad_name", 1, 1)]),
        ("{wait months}", "en", [("bad_name", 1, 1)]),
        ("{wait, number}", "en", [("bad_form", 1, 6)]),
        ("{wait, plural, one}", "en", [("bad_branch", 1, 15)]),
        ("{wait, plural, one {a}", "en", [("open_brace", 1, 1)]),
        ("{wait, plural, one {a", "en", [("open_brace", 1, 1)]),
        ("{wait, plural, one {a}}", "en", [("no_other", 1, 1)]),
        ("{wait, plural, other {a} other {b}}", "en", [("double_branch", 1, 26)]),
        ("{wait, plural, other {" * 5 + "}}" * 5, "en", [("too_deep", 1, 89)]),
        ("{nothing}", "en", [("unknown_name", 1, 1)]),
        ("x {years}", "en", [("many_entries", 1, 3)]),
        ("{photo}", "en", [("wrong_type", 1, 1)]),
        ("{is-old}", "en", [("wrong_type", 1, 1)]),
        ("{name, plural, other {}}", "en", [("wrong_type", 1, 1)]),
        ("{problem, select, mould {a} damp {b} other {c}}", "en", [("unknown_option", 1, 1)]),
        ("{wait, plural, other {a}}", "en", [("missing_category", 1, 1)]),
        ("{wait, plural, one {a} few {b} other {c}}", "en", [("unused_category", 1, 1)]),
        (REPAIRS, "pl", [("missing_category", 1, 1), ("missing_category", 1, 1)]),
        (
            "{wait, plural, one {{nothing}} other {{gone}}}",
            "en",
            [("unknown_name", 1, 21), ("unknown_name", 1, 39)],
        ),
    ],
)
def test_what_cannot_be_said_is_told_at_its_place(text: str, language: str, found: Any) -> None:
    problems = list(piping.faults(text, known(), language, ("title", language)))
    told = [
        (one.code.removeprefix("piping."), one.parameters["line"], one.parameters["column"])
        for one in problems
    ]
    assert told == found
    for problem in problems:
        assert problem.where == f"/title/{language}"
        assert SENTENCES[problem.code] % dict(problem.parameters)


@pytest.mark.parametrize("written", ["1" + "0" * 99, "-" + "9" * 34, "0." + "0" * 98 + "1"])
def test_the_largest_and_the_smallest_numbers_are_said_with_every_digit(written: str) -> None:
    said = piping.compiled("{wait}", KINDS, "en")(Scope({"wait": written}), lambda _, option: option)
    assert said.replace(",", "") == written


def test_inside_its_repeat_an_answer_can_be_said() -> None:
    assert not list(piping.faults("{years}", known(), "en", (), Standing(repeat="person")))


def test_the_names_in_a_text_are_known() -> None:
    assert piping.names("{a} {b, plural, other {{c} #}} \\{d\\}") == {"a", "b", "c"}
    assert piping.names("{") == piping.names("plain") == frozenset()


PIECES = st.sampled_from([
    "{", "}", "{wait}", "{name}", "{wait, plural, ", "{tenure, select, ", "one {", "other {", "=1 {", "#", "\\", " ",
    "}}", "x", "\n", "é", "{born}",
])  # fmt: skip
VALUES = st.sampled_from([None, 1, "2.5", "x", True, ["damp"], [1], [], {}, Decimal("1e99"), "9" * 300, -0.0])


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(
    st.lists(PIECES, max_size=20).map("".join) | st.text(max_size=30),
    st.fixed_dictionaries(dict.fromkeys(KINDS, VALUES)),
    st.sampled_from(["en", "ar", "pl", "zxx", "pa-Arab"]),
)
def test_any_text_is_said_or_told_of_and_nothing_raises(
    text: str, answers: dict[str, Any], language: str
) -> None:
    said = piping.compiled(text, KINDS, language)(Scope(answers), lambda _, option: option)
    problems = list(piping.faults(text, known(), language))
    if not piping.has_pipes(text) or any(one.code in UNREADABLE for one in problems):
        assert said == text
    for problem in problems:
        assert problem.code in SENTENCES


UNREADABLE = {
    *("piping.open_brace", "piping.stray_brace", "piping.bad_name", "piping.bad_form", "piping.bad_branch"),
    *("piping.double_branch", "piping.no_other", "piping.too_deep"),
}


@pytest.mark.parametrize("piece", ["{", "}", "{a, plural, other {", "{a}", "\\", "#", "{a, plural, x {}"])
def test_the_longest_text_is_read_or_refused_at_once(piece: str) -> None:
    text = piece * (10_000 // len(piece))
    assert len(list(piping.faults(text, known(), "en"))) <= len(text)


def test_no_ready_made_survey_has_braces_and_so_each_says_itself() -> None:
    for path in (Path(tiny.__file__).parents[2] / "surveys" / "library").glob("*.json"):
        found = [
            phrase for _, text in texts(Survey.from_json(path.read_bytes())) for phrase in text.root.values()
        ]
        assert found
        assert not [phrase.text for phrase in found if piping.has_pipes(phrase.text)]
