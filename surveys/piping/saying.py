"""A text with answers in it, compiled to a closure that says it in one language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Context, Decimal, localcontext
from functools import lru_cache
from typing import Any, Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal

from surveys.expressions.compile import value
from surveys.expressions.kinds import Kind
from surveys.expressions.scope import ALONE, Around, Scope, Valued
from surveys.expressions.tree import AnswerTo
from surveys.expressions.values import moment, number, written
from surveys.piping.reading import Answer, Forms, NumberSign, Part, has_pipes, read
from surveys.problems import Refused

GAP: Final = "…"
"""What is said of an answer that is missing."""

LONGEST_SAID: Final = 1_000
"""Characters of somebody's own words that are said again. More would bury the question."""

Option = Callable[[str, str], str]
"""The words of an option, in the reader's language: of the question with this id, the option with that one."""

Say = Callable[[Scope, Option], str]

_Saying = Callable[[Scope, Option, Decimal | None], str]
"""As `Say`, with the number of the nearest plural."""

_WIDE: Final = Context(prec=256)
"""Room for every digit of the numbers `surveys.expressions.values` knows, those before the point and those after."""

_SAFE: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SPACE: Final = re.compile(r"\s+")


def compiled(text: str, kinds: Mapping[str, Kind], language: str, around: Around = ALONE) -> Say:
    """How a text is said to readers of `language`; `kinds` are those of the questions and calculations it may name.

    Never raises, nor does what it returns: a text that cannot be read says itself, as drafts do while they are
    written.
    """
    if not has_pipes(text):
        return lambda _, __: text
    try:
        parts = read(text)
    except Refused:
        return lambda _, __: text
    say = _Compiler(kinds, locale(language), around).row(parts)
    return lambda scope, option: say(scope, option, None)


@lru_cache(maxsize=512)
def locale(language: str) -> Locale | None:
    """What is known of how a language is written, of its wider form where its own is unknown; None where neither is."""
    parts = language.split("-")
    while parts:
        try:
            return Locale.parse("_".join(parts))
        except (UnknownLocaleError, ValueError):
            parts.pop()
    return None


class _Compiler:
    def __init__(self, kinds: Mapping[str, Kind], found: Locale | None, around: Around) -> None:
        self.kinds, self.locale, self.around = kinds, found, around

    def row(self, parts: Sequence[Part]) -> _Saying:
        said = tuple(self.part(part) for part in parts)
        return lambda scope, option, counted: "".join(part(scope, option, counted) for part in said)

    def part(self, part: Part) -> _Saying:
        if isinstance(part, str):
            return lambda _, __, ___: part
        if isinstance(part, NumberSign):
            return lambda _, __, counted: GAP if counted is None else self.of_number(counted)
        if isinstance(part, Forms):
            return self.plural(part) if part.form == "plural" else self.select(part)
        return self.answer(part)

    def value(self, name: str) -> Valued:
        return value(AnswerTo(answer=name), self.around)

    def answer(self, part: Answer) -> _Saying:
        found, name, kind = self.value(part.name), part.name, self.kinds.get(part.name, "words")

        def say(scope: Scope, option: Option, _: Decimal | None) -> str:
            answer = found(scope)
            return GAP if answer is None or answer == "" else self.said(answer, kind, name, option)

        return say

    def plural(self, part: Forms) -> _Saying:
        found, branches = self.value(part.name), self.branches(part)

        def say(scope: Scope, option: Option, _: Decimal | None) -> str:
            counted = number(found(scope))
            if counted is None:
                return branches["other"](scope, option, None)
            exact = written(counted)
            category = "other" if self.locale is None else self.locale.plural_form(Decimal(exact))
            branch = branches.get(f"={exact}") or branches.get(category) or branches["other"]
            return branch(scope, option, counted)

        return say

    def select(self, part: Forms) -> _Saying:
        found, branches = self.value(part.name), self.branches(part)

        def say(scope: Scope, option: Option, counted: Decimal | None) -> str:
            answer = found(scope)
            key = {True: "true", False: "false"}[answer] if isinstance(answer, bool) else answer
            branch = branches.get(key, branches["other"]) if isinstance(key, str) else branches["other"]
            return branch(scope, option, counted)

        return say

    def branches(self, part: Forms) -> Mapping[str, _Saying]:
        return {key: self.row(parts) for key, parts in part.branches.items()}

    def said(self, answer: Any, kind: Kind, name: str, option: Option) -> str:
        if kind == "number":
            counted = number(answer)
            return GAP if counted is None else self.of_number(counted)
        if kind in {"choice", "choices"}:
            return self.of_options(answer, name, option)
        if kind in {"date", "datetime"}:
            return self.of_day(answer)
        return isolated(answer) if isinstance(answer, str) else GAP

    def of_number(self, counted: Decimal) -> str:
        """With the signs of the language, every digit kept."""
        exact = written(counted)
        if self.locale is None:
            return exact
        with localcontext(_WIDE):
            return format_decimal(Decimal(exact), locale=self.locale, decimal_quantization=False)

    def of_options(self, answer: Any, name: str, option: Option) -> str:
        chosen = answer if isinstance(answer, list | tuple) else [answer]
        words = [isolated(option(name, one)) for one in chosen if isinstance(one, str)]
        if not words:
            return GAP
        return ", ".join(words) if self.locale is None else format_list(words, locale=self.locale)

    def of_day(self, answer: Any) -> str:
        found = moment(answer)
        if found is None or self.locale is None:
            return GAP if found is None else str(answer)
        if isinstance(found, datetime):
            return format_datetime(found, "short", locale=self.locale)
        return format_date(found, "long", locale=self.locale)


def isolated(words: str) -> str:
    """Somebody's words on one line, set apart so that they cannot turn round the text they stand in (UAX 9)."""
    kept = _SPACE.sub(" ", _SAFE.sub("", words[: LONGEST_SAID + 1])).strip()
    if len(kept) > LONGEST_SAID:
        kept = kept[:LONGEST_SAID].rstrip() + "…"
    return f"\u2068{kept}\u2069"
