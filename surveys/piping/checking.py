"""Is a text with answers in it sense: are they there, and does it have the forms its language needs?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from surveys.expressions import check
from surveys.expressions.kinds import Kind
from surveys.expressions.known import ANYWHERE, Known, Standing
from surveys.expressions.tree import AnswerTo
from surveys.piping.reading import Answer, Forms, every, fault, has_pipes, read
from surveys.piping.saying import locale
from surveys.problems import Problem, Refused
from surveys.strict_json import Place, pointer

_SAID: Final[Sequence[Kind]] = ("number", "choice", "choices", "words", "date", "datetime")
_SELECTED: Final[Sequence[Kind]] = ("choice", "truth")


def names(text: str) -> frozenset[str]:
    """The questions and calculations a text names; none where it cannot be read."""
    try:
        return frozenset(part.name for part in every(read(text))) if has_pipes(text) else frozenset()
    except Refused:
        return frozenset()


Blind = Callable[[str], str | None]
"""Why a name is not known yet where a text stands: `forward`, `same_page`, `shuffled`; None where it is known."""


def faults(
    text: str,
    known: Known,
    language: str,
    place: Place = (),
    standing: Standing = ANYWHERE,
    blind: Blind = lambda _: None,
) -> Iterator[Problem]:
    """What is wrong with a text in one language; nothing, if it can be said.

    Besides the faults of reading: `piping.unknown_name`, `.many_entries`, `.wrong_type`, `.unknown_option`,
    `.missing_category` and `.unused_category` for the plural forms of the language, and what `blind` says. `where` is
    the pointer of `place`, `line` and `column` count from 1.
    """
    if not has_pipes(text):
        return
    try:
        parts = read(text)
    except Refused as refused:
        found: Iterator[Problem] = iter(refused.problems)
    else:
        found = (
            problem
            for part in every(parts)
            for problem in _faults(part, text, known, language, standing, blind)
        )
    for problem in found:
        yield Problem(problem.code, pointer(*place), problem.parameters)


def _faults(
    part: Answer | Forms, text: str, known: Known, language: str, standing: Standing, blind: Blind
) -> Iterator[Problem]:
    name = part.name
    if name not in known.questions and name not in known.calculations:
        yield fault("unknown_name", text, part.start, name=name)
        return
    if (why := blind(name)) is not None:
        yield fault(why, text, part.start, name=name)
    elif known.repeats.get(name) not in {None, standing.repeat}:
        yield fault("many_entries", text, part.start, name=name)
    inside = Standing(repeat=known.repeats.get(name))
    kind = check.kind(AnswerTo(answer=name), known, inside)
    wanted = _wanted(part)
    if kind is not None and kind not in wanted:
        expected = ", ".join(wanted)
        yield fault("wrong_type", text, part.start, name=name, expected=expected, found=kind)
    elif isinstance(part, Forms):
        faults = _plural_faults if part.form == "plural" else _select_faults
        yield from faults(part, text, known, language)


def _wanted(part: Answer | Forms) -> Sequence[Kind]:
    if isinstance(part, Answer):
        return _SAID
    return ("number",) if part.form == "plural" else _SELECTED


def _plural_faults(part: Forms, text: str, _: Known, language: str) -> Iterator[Problem]:
    """The categories a language tells apart (CLDR, plural rules) are its own: English has one and other."""
    found = locale(language)
    if found is None:
        return
    needed = {str(category) for category in found.plural_form.tags}
    written = {branch for branch in part.branches if not branch.startswith("=")} - {"other"}
    for category in sorted(needed - written):
        yield fault("missing_category", text, part.start, category=category, language=language)
    for category in sorted(written - needed):
        yield fault("unused_category", text, part.start, category=category, language=language)


def _select_faults(part: Forms, text: str, known: Known, _: str) -> Iterator[Problem]:
    question = known.questions.get(part.name)
    options = {choice.id for choice in question.choices} if question else {"true", "false"}
    for branch in part.branches:
        if branch not in options and branch != "other" and (question or part.name not in known.calculations):
            yield fault("unknown_option", text, part.start, option=branch, name=part.name)
