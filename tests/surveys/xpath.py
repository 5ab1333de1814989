"""Random expressions in our text form and in XPath 1.0, side by side, over the subset both understand.

What is left out, because XPath answers otherwise on purpose or by accident:

- Numbers are doubles there and exact decimals here: only numbers that both hold exactly are made (multiples of a
  power of a half, below 2^50), and divisions only by powers of two. libxml2 writes numbers from 1e9 and below 1e-5
  with an exponent: only others are written as words.
- Nothing answered is an empty text, or no number, there, and missing here: with answers missing, only what is never
  turned round (no `not`, no `!=`) is asked, since there "unknown" and "false" agree on what holds.
- Kinds are converted into one another there, and not here: only like is compared with like.
- What XPath has no function for (`if`, `selected`, `abs`, `ends-with`) is written out in functions that it has.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal
from xml.sax.saxutils import escape

OPTIONS = ["yes", "no", "unsure", "damp"]
PHRASES = ["", "a", "ab", "b a", "Zoë", "مرحبا", "x=y=z", " two  spaces ", "yes", "10", "a\tb"]
NUMBERS = ["n1", "n2", "n3"]
CHOICES = ["c1", "c2"]
WORDS = ["w1", "w2"]
REPEATS = {"y": "r"}

MOST_BITS = 50


@dataclass(frozen=True)
class Number:
    """An expression that gives a number: below 2^`size`, a multiple of 2^-`places`."""

    ours: str
    xpath: str
    size: int
    places: int


@dataclass(frozen=True)
class Other:
    ours: str
    xpath: str


def answers(rng: random.Random, *, missing: float) -> dict[str, Any]:
    """Random answers, each left out with the probability `missing`."""
    whole: dict[str, Any] = {name: number(rng) for name in NUMBERS}
    whole |= {name: rng.choice(OPTIONS) for name in CHOICES}
    whole |= {name: rng.choice(PHRASES[1:]) for name in WORDS}
    whole["m"] = rng.sample(OPTIONS, rng.randint(1, 3))
    found = {name: answer for name, answer in whole.items() if rng.random() >= missing}
    found["r"] = [{"y": number(rng)} if rng.random() >= missing else {} for _ in range(rng.randint(1, 3))]
    return found


def number(rng: random.Random) -> int | str:
    """As a reader gives it: whole, or written out."""
    quarters = rng.randint(-40, 40)
    if quarters % 4 == 0:
        return quarters // 4
    return str(Decimal(quarters) / 4)


def as_xml(given: dict[str, Any]) -> str:
    def element(name: str, value: Any) -> str:
        if name == "r":
            return "".join(f"<r>{''.join(element(*item) for item in entry.items())}</r>" for entry in value)
        text = " ".join(value) if isinstance(value, list) else str(value)
        return f"<{name}>{escape(text)}</{name}>"

    return f"<a>{''.join(element(*item) for item in given.items())}</a>"


class Writer:
    """Writes random expressions. `within` a repeat they may name the present entry; with answers that may be missing
    they ask only what is the same in two values as in three.
    """

    def __init__(self, rng: random.Random, *, within: bool = False, may_be_missing: bool = False) -> None:
        self.rng, self.within, self.may_be_missing = rng, within, may_be_missing

    def pick(self, kinds: list[Callable[[int], Any]], depth: int, leaves: int) -> Any:
        return self.rng.choice(kinds if depth else kinds[:leaves])(depth - 1)

    # numbers

    def number(self, depth: int) -> Number:
        kinds = [self.literal, self.numeric_answer, self.total, self.counted]
        if self.within:
            kinds.append(self.of_the_entry)
        leaves = len(kinds)
        kinds += [
            self.sum,
            self.sum,
            self.product,
            self.half,
            self.rest,
            self.minus,
            self.to_whole,
            self.length,
        ]
        if not self.may_be_missing:
            kinds += [self.one_or_other, self.size_of, self.extreme, self.read]
        return self.pick(kinds, depth, leaves)

    def literal(self, _: int) -> Number:
        text = self.rng.choice(["0", "1", "2", "3", "10", "0.5", ".25", "2.75", "7"])
        return Number(text, text, 4, 2)

    def numeric_answer(self, _: int) -> Number:
        name = self.rng.choice(NUMBERS)
        return Number(f"${{{name}}}", f"/a/{name}", 4, 2)

    def of_the_entry(self, _: int) -> Number:
        if self.rng.random() < 0.5:
            return Number("position(..)", "(count(preceding-sibling::r) + 1)", 2, 0)
        return Number("${y}", "y", 4, 2)

    def total(self, _: int) -> Number:
        return Number("sum(${y})", "sum(/a/r/y)", 6, 2)

    def counted(self, _: int) -> Number:
        texts = [("count(${r})", "count(/a/r)"), ("count-non-empty(${y})", "count(/a/r/y)")]
        if not self.may_be_missing:
            gaps = "string-length(/a/m) - string-length(translate(/a/m, ' ', ''))"
            texts.append(("count-selected(${m})", f"({gaps} + 1)"))
        return Number(*self.rng.choice(texts), 2, 0)

    def sum(self, depth: int) -> Number:
        one, other = self.number(depth), self.number(depth)
        size, places = max(one.size, other.size) + 1, max(one.places, other.places)
        if size + places > MOST_BITS:
            return one
        sign = self.rng.choice("+-")
        return Number(
            f"({one.ours} {sign} {other.ours})", f"({one.xpath} {sign} {other.xpath})", size, places
        )

    def product(self, depth: int) -> Number:
        one, other = self.number(depth), self.number(depth)
        size, places = one.size + other.size, one.places + other.places
        if size + places > MOST_BITS:
            return other
        return Number(f"({one.ours} * {other.ours})", f"({one.xpath} * {other.xpath})", size, places)

    def half(self, depth: int) -> Number:
        one, by = self.number(depth), self.rng.choice(["2", "4", "-2", "0.5"])
        if one.size + one.places + 3 > MOST_BITS:
            return one
        return Number(f"({one.ours} div {by})", f"({one.xpath} div {by})", one.size + 1, one.places + 2)

    def rest(self, depth: int) -> Number:
        one, by = self.number(depth), self.rng.choice(["3", "-2", "0.75", "5"])
        return Number(f"({one.ours} mod {by})", f"({one.xpath} mod {by})", 3, max(one.places, 2))

    def minus(self, depth: int) -> Number:
        one = self.number(depth)
        return Number(f"-({one.ours})", f"-({one.xpath})", one.size, one.places)

    def to_whole(self, depth: int) -> Number:
        one, name = self.number(depth), self.rng.choice(["floor", "ceiling", "round"])
        return Number(f"{name}({one.ours})", f"{name}({one.xpath})", one.size + 1, 0)

    def length(self, depth: int) -> Number:
        if self.may_be_missing:
            return self.literal(depth)
        one = self.words(depth)
        return Number(f"string-length({one.ours})", f"string-length({one.xpath})", 12, 0)

    def size_of(self, depth: int) -> Number:
        one = self.number(depth)
        if self.rng.random() < 0.5:
            return Number(
                f"abs({one.ours})", f"({one.xpath} * (1 - 2 * ({one.xpath} < 0)))", one.size, one.places
            )
        whole = f"(floor({one.xpath}) * ({one.xpath} >= 0) + ceiling({one.xpath}) * ({one.xpath} < 0))"
        return Number(f"int({one.ours})", whole, one.size, 0)

    def one_or_other(self, depth: int) -> Number:
        asked, one, other = self.truth(depth), self.number(depth), self.number(depth)
        xpath = f"(({asked.xpath}) * {one.xpath} + not({asked.xpath}) * {other.xpath})"
        size, places = max(one.size, other.size), max(one.places, other.places)
        return Number(f"if({asked.ours}, {one.ours}, {other.ours})", xpath, size, places)

    def extreme(self, depth: int) -> Number:
        name, sign = self.rng.choice([("max", ">"), ("min", "<")])
        outside = Writer(self.rng)  # within a repeat, `max` and `min` are of all its entries
        one, other = outside.number(depth), outside.number(depth)
        first = f"({one.xpath} {sign} {other.xpath})"
        xpath = f"({first} * {one.xpath} + not{first} * {other.xpath})"
        size, places = max(one.size, other.size), max(one.places, other.places)
        return Number(f"{name}({one.ours}, {other.ours})", xpath, size, places)

    def read(self, depth: int) -> Number:
        one = self.written(depth)
        return Number(f"number({one.ours})", f"number({one.xpath})", 30, 12)

    # words

    def words(self, depth: int) -> Other:
        kinds = [
            self.phrase,
            self.worded_answer,
            self.joined,
            self.tidied,
            self.cut,
            self.around,
            self.written,
        ]
        return self.pick([*kinds, self.first_chosen, self.these_or_those], depth, 2)

    def phrase(self, _: int) -> Other:
        text = f"'{self.rng.choice(PHRASES)}'"
        return Other(text, text)

    def worded_answer(self, _: int) -> Other:
        name = self.rng.choice(WORDS + CHOICES)
        return Other(f"${{{name}}}", f"string(/a/{name})")

    def joined(self, depth: int) -> Other:
        parts = [self.words(depth) for _ in range(self.rng.randint(2, 3))]
        ours, theirs = ", ".join(part.ours for part in parts), ", ".join(part.xpath for part in parts)
        return Other(f"concat({ours})", f"concat({theirs})")

    def tidied(self, depth: int) -> Other:
        one = self.words(depth)
        return Other(f"normalize-space({one.ours})", f"normalize-space({one.xpath})")

    def cut(self, depth: int) -> Other:
        one, start, length = self.words(depth), self.rng.randint(0, 4), self.rng.randint(0, 4)
        if self.rng.random() < 0.3:
            return Other(f"substr({one.ours}, {start})", f"substring({one.xpath}, {start + 1})")
        return Other(
            f"substr({one.ours}, {start}, {start + length})", f"substring({one.xpath}, {start + 1}, {length})"
        )

    def around(self, depth: int) -> Other:
        name = self.rng.choice(["substring-before", "substring-after"])
        one, mark = self.words(depth), self.phrase(0)
        return Other(f"{name}({one.ours}, {mark.ours})", f"{name}({one.xpath}, {mark.xpath})")

    def written(self, depth: int) -> Other:
        one = self.number(max(depth, 0))
        if one.size > 28 or one.places > 8:
            one = self.literal(0)
        return Other(f"string({one.ours})", f"string({one.xpath} + 0)")

    def first_chosen(self, _: int) -> Other:
        return Other("selected-at(${m}, 0)", "substring-before(concat(/a/m, ' '), ' ')")

    def these_or_those(self, depth: int) -> Other:
        asked, one, other = self.truth(depth), self.words(depth), self.words(depth)
        kept = f"substring({one.xpath}, 1, ({asked.xpath}) * string-length({one.xpath}))"
        other_kept = f"substring({other.xpath}, 1, not({asked.xpath}) * string-length({other.xpath}))"
        return Other(f"if({asked.ours}, {one.ours}, {other.ours})", f"concat({kept}, {other_kept})")

    # true or false

    def truth(self, depth: int) -> Other:
        kinds = [self.constant, self.is_answered, self.is_chosen, self.is_among, self.is_empty, self.compared]
        leaves = len(kinds) - 1
        kinds += [self.compared, self.together, self.together]
        if not self.may_be_missing:
            kinds += [self.turned, self.same_words, self.same_truth, self.inside]
        return self.pick(kinds, depth, leaves)

    def constant(self, _: int) -> Other:
        text = self.rng.choice(["true()", "false()"])
        return Other(text, text)

    def is_answered(self, _: int) -> Other:
        name = self.rng.choice([*NUMBERS, *CHOICES, *WORDS, "m"])
        if self.rng.random() < 0.3:
            return Other(f"not(answered(${{{name}}}))", f"not(/a/{name})")
        return Other(f"answered(${{{name}}})", f"boolean(/a/{name})")

    def is_chosen(self, _: int) -> Other:
        name, option = self.rng.choice(CHOICES), self.rng.choice(OPTIONS)
        sign = "=" if self.may_be_missing else self.rng.choice(["=", "!="])
        return Other(f"${{{name}}} {sign} '{option}'", f"/a/{name} {sign} '{option}'")

    def is_among(self, _: int) -> Other:
        option = self.rng.choice(OPTIONS)
        return Other(f"selected(${{m}}, '{option}')", f"contains(concat(' ', /a/m, ' '), ' {option} ')")

    def is_empty(self, _: int) -> Other:
        name, sign = self.rng.choice([*NUMBERS, *CHOICES, *WORDS]), self.rng.choice(["=", "!="])
        return Other(f"${{{name}}} {sign} ''", f"string(/a/{name}) {sign} ''")

    def compared(self, depth: int) -> Other:
        one, other = self.number(max(depth, 0)), self.number(max(depth, 0))
        sign = self.rng.choice(["=", "<", "<=", ">", ">=", *([] if self.may_be_missing else ["!="])])
        return Other(f"({one.ours} {sign} {other.ours})", f"({one.xpath} {sign} {other.xpath})")

    def together(self, depth: int) -> Other:
        parts, sign = (
            [self.truth(depth) for _ in range(self.rng.randint(2, 3))],
            self.rng.choice(["and", "or"]),
        )
        ours, theirs = (
            f" {sign} ".join(part.ours for part in parts),
            f" {sign} ".join(part.xpath for part in parts),
        )
        return Other(f"({ours})", f"({theirs})")

    def turned(self, depth: int) -> Other:
        one = self.truth(depth)
        return Other(f"not({one.ours})", f"not({one.xpath})")

    def same_words(self, depth: int) -> Other:
        one, other, sign = self.worded_answer(0), self.words(depth), self.rng.choice(["=", "!="])
        return Other(f"({one.ours} {sign} {other.ours})", f"({one.xpath} {sign} {other.xpath})")

    def same_truth(self, depth: int) -> Other:
        one, other, sign = self.truth(depth), self.truth(depth), self.rng.choice(["=", "!="])
        return Other(f"(({one.ours}) {sign} ({other.ours}))", f"(({one.xpath}) {sign} ({other.xpath}))")

    def inside(self, depth: int) -> Other:
        name: Literal["contains", "starts-with", "ends-with"] = self.rng.choice(
            ["contains", "starts-with", "ends-with"]
        )
        one, other = self.words(depth), self.phrase(0)
        ours = f"{name}({one.ours}, {other.ours})"
        if name != "ends-with":
            return Other(ours, f"{name}({one.xpath}, {other.xpath})")
        start = f"string-length({one.xpath}) - string-length({other.xpath}) + 1"
        return Other(ours, f"(substring({one.xpath}, {start}) = {other.xpath})")
