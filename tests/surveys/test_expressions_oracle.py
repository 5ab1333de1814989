"""lxml's XPath (libxml2) as an oracle: the same answer to every expression of the subset both understand."""

# ruff: noqa: T201  # how many cases there were, and disagreements, is printed

import random
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from surveys.expressions.compile import condition, value
from surveys.expressions.parsing import parse
from surveys.expressions.scope import Around, Scope
from tests.surveys import xpath

EXPRESSIONS = 2_500
TIMES = 10
"""Answers each expression is asked of. Four tests make 100,000 cases."""

AROUND = Around(xpath.REPEATS)


def documents(rng: random.Random, missing: float) -> list[tuple[Scope, Any]]:
    given = [xpath.answers(rng, missing=missing) for _ in range(200)]
    return [(Scope(answers), etree.fromstring(xpath.as_xml(answers))) for answers in given]


def as_theirs(found: Any) -> Any:
    return float(found) if isinstance(found, Decimal | int) and not isinstance(found, bool) else found


def agree(ours: Any, theirs: Any) -> bool:
    ours = as_theirs(float(ours) if isinstance(theirs, float) and isinstance(ours, str) else ours)
    return type(ours) is type(str(theirs) if isinstance(theirs, str) else theirs) and ours == theirs


@pytest.mark.parametrize("kind", ["truth", "number", "words"])
def test_with_every_answer_given_xpath_gives_the_same(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    rng = random.Random(f"oracle {kind}")
    known = documents(rng, 0)
    disagreed, cases = [], 0
    for index in range(EXPRESSIONS):
        within = index % 4 == 0
        made = getattr(xpath.Writer(rng, within=within), kind)(3)
        ours, theirs = value(parse(made.ours), AROUND), etree.XPath(_typed(kind, made.xpath))
        for scope, tree in rng.sample(known, TIMES):
            entry = rng.randrange(len(tree.findall("r")))
            inner, node = (scope.within(scope.answers["r"][entry], entry + 1), tree.findall("r")[entry])
            one, other = (ours(inner), theirs(node)) if within else (ours(scope), theirs(tree))
            cases += 1
            if not agree(one, other):
                disagreed.append((made.ours, made.xpath, one, other, etree.tostring(tree)))
    with capsys.disabled():
        print(f"\n{cases:,} expressions that give {kind} asked of answers, {len(disagreed)} disagreements")
    assert not disagreed, disagreed[:3]
    assert cases == EXPRESSIONS * TIMES


def test_with_answers_missing_what_holds_here_holds_in_xpath_and_the_other_way(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rng = random.Random("oracle of silence")
    known = documents(rng, 0.4)
    disagreed, cases, held = [], 0, 0
    for _ in range(EXPRESSIONS):
        made = xpath.Writer(rng, may_be_missing=True).truth(3)
        ours, theirs = condition(parse(made.ours), AROUND), etree.XPath(f"boolean({made.xpath})")
        for scope, tree in rng.sample(known, TIMES):
            one, other = ours(scope), theirs(tree)
            cases, held = cases + 1, held + one
            if one is not other:
                disagreed.append((made.ours, made.xpath, one, other, etree.tostring(tree)))
    with capsys.disabled():
        print(
            f"\n{cases:,} conditions asked of answers some of which are missing, {len(disagreed)} disagreements"
        )
    assert not disagreed, disagreed[:3]
    assert cases == EXPRESSIONS * TIMES
    assert cases / 10 < held < cases * 9 / 10


def _typed(kind: str, text: str) -> str:
    """An answer that stands alone is a set of nodes to XPath."""
    return {"truth": f"boolean({text})", "number": f"number({text})", "words": f"string({text})"}[kind]


def test_the_oracle_can_disagree() -> None:
    assert not agree(Decimal(1), 2.0)
    assert not agree(True, False)
    assert not agree(None, False)
    assert not agree("a", "b")
