"""docs/expressions.md says what is so."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from surveys.expressions.compile import value
from surveys.expressions.numbers import MOST_PLACES
from surveys.expressions.parsing import DEEPEST, FUNCTIONS, parse
from surveys.expressions.patterns import LONGEST_PATTERN, MOST_REPEATED, SECONDS
from surveys.expressions.scope import Around, Scope
from surveys.expressions.tokens import LONGEST_TEXT
from surveys.expressions.tree import ARITY
from surveys.expressions.values import EXACT, words

PAGE = (Path(__file__).parents[2] / "docs" / "expressions.md").read_text("utf-8")
EXAMPLES = re.findall(
    r"^\| `([^`]+)` \| (\S+) \|$", PAGE.partition("Some examples")[2].partition("## Numbers")[0], re.MULTILINE
)

ANSWERS: dict[str, Any] = {
    "wait": 3,
    "rent": "612.50",
    "problems": ["damp", "lift"],
    "born": "1984-02-29",
    "person": [{"years": 40}, {"years": "7.5"}],
}


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 14


@pytest.mark.parametrize(("text", "gives"), EXAMPLES)
def test_an_example_gives_what_is_said(text: str, gives: str) -> None:
    scope = Scope(ANSWERS, now=datetime(2026, 11, 27, tzinfo=UTC))
    found = value(parse(text), Around({"years": "person"}))(scope)
    said = {None: ["unknown", "missing"], True: ["true"], False: ["false"]}
    assert gives in (said[found] if found is None or isinstance(found, bool) else [words(found)])


def test_every_operator_is_documented() -> None:
    silent = [
        name
        for name in ARITY
        if name != "==" and not re.search(rf"`{re.escape(name)}[`( ]|[` ,]{re.escape(name)}\(", PAGE)
    ]
    assert not silent


def test_no_function_is_documented_that_is_not_there() -> None:
    table = PAGE.partition("## Functions")[2].partition("Inside a repeat")[0]
    named = {
        name
        for row in table.splitlines()
        for name in re.findall(r"([a-z0-9-]+)\(", row.split("|")[1] if "|" in row else "")
    }
    assert named <= FUNCTIONS.keys()
    assert len(named) > 50


def test_the_limits_are_those_of_the_code() -> None:
    for limit in [LONGEST_TEXT, MOST_REPEATED]:
        assert f"{limit:,}" in PAGE
    assert (DEEPEST, EXACT.prec, EXACT.Emax, LONGEST_PATTERN, SECONDS) == (24, 34, 99, 500, 0.05)
    assert f"at\nmost {DEEPEST}" in PAGE
    assert f"{LONGEST_PATTERN} characters" in PAGE
    assert f"{SECONDS} s" in PAGE
    assert Decimal(MOST_PLACES) < EXACT.prec
