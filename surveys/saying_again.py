"""Words that say somebody's answers again: with gaps while nobody's answers are known, and filled in for one reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, cast

from surveys import piping
from surveys.document import Survey
from surveys.expressions.kinds import Kind, kind_of
from surveys.expressions.scope import Around, Scope
from surveys.expressions.tree import answers_named
from surveys.local_plan import LocalPage, LocalPart, LocalPlan, LocalQuestion
from surveys.naming import known, repeats_of
from surveys.text import EASY_READ, Phrase, Said, Text


def _as_it_is(_: str, option_id: str) -> str:
    """The words of an option where nobody knows the options: only gaps are said then."""
    return option_id


def _nothing(_: Scope, __: piping.Option) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Piped(Said):
    """Words with gaps, and how they are said once answers are known."""

    say: piping.Say = field(default=_nothing, compare=False, repr=False)

    def filled(self, scope: Scope, option: piping.Option) -> Said:
        return Said(
            self.say(scope, option),
            self.language,
            self.is_fallback,
            self.direction,
            self.variants,
            self.lacks_variant,
        )


class Names:
    """What the texts of one survey may name, looked up once for all its languages."""

    def __init__(self, survey: Survey) -> None:
        found = known(survey)
        kinds = {name: kind_of(question) for name, question in found.questions.items()}
        calculated = {name: kind for name, kind in found.calculations.items() if kind is not None}
        self.kinds: Mapping[str, Kind] = {**calculated, **kinds}
        self.around = Around(repeats_of(survey))

    def piped(self, said: Said) -> Said:
        """The words themselves, or as those that say answers again."""
        if not piping.has_pipes(said.text):
            return said
        say = piping.compiled(said.text, self.kinds, said.language, self.around)
        return Piped(
            say(Scope(), _as_it_is),
            said.language,
            said.is_fallback,
            said.direction,
            said.variants,
            said.lacks_variant,
            say,
        )


def words_of_options(survey: Survey, say: Callable[[Text], Said]) -> dict[str, dict[str, str]]:
    """The words of every option, by question and option; under a calculation those of the questions it looks at."""
    named = {
        question.id: {option.id: say(option.text).text for option in question.choices}
        for page in survey.pages
        for question in page.questions
        if question.choices
    }
    for calculation in (one for page in survey.pages for one in page.calculations):
        looked_at = [named[name] for name in answers_named(calculation.value) if name in named]
        named[calculation.id] = {key: words for options in looked_at for key, words in options.items()}
    return named


def said_again(page: LocalPage, plan: LocalPlan, scope: Scope) -> LocalPage:
    """A page with the answers that its words say again, as they are seen from `scope`; itself where they say none."""
    return cast("LocalPage", _filled(page, scope, _options_of(plan))) if page.is_piped else page


def question_said_again(question: LocalQuestion, plan: LocalPlan, scope: Scope) -> LocalQuestion:
    """One question in the same way."""
    return (
        cast("LocalQuestion", _filled(question, scope, _options_of(plan)))
        if question.is_personal
        else question
    )


def _options_of(plan: LocalPlan) -> piping.Option:
    """How the options of a plan are said."""
    return lambda name, option_id: plan.options.get(name, {}).get(option_id, option_id)


def _filled(part: Any, scope: Scope, option: piping.Option) -> Any:
    if isinstance(part, Piped):
        return part.filled(scope, option)
    if isinstance(part, tuple):
        return tuple(_filled(one, scope, option) for one in part)
    if isinstance(part, LocalPart):
        return part.changed({name: _filled(one, scope, option) for name, one in part.fields.items()})
    if isinstance(part, Said) or not is_dataclass(part) or isinstance(part, type):
        return part
    own = {one.name: getattr(part, one.name) for one in fields(part)}
    return replace(part, **{name: _filled(one, scope, option) for name, one in own.items()})


def with_gaps(text: Text) -> Text:
    """A text for where nobody's answers are known, such as results: with a gap for each answer it says again."""
    if not any(piping.has_pipes(words) for phrase in text.root.values() for words in _worded(phrase)):
        return text
    phrases = {}
    for language, phrase in text.root.items():
        easy = phrase.variants.get(EASY_READ)
        variants = (
            phrase.variants if easy is None else {**phrase.variants, EASY_READ: _gapped(easy, language)}
        )
        changed = {"text": _gapped(phrase.text, language), "variants": variants}
        phrases[language] = phrase.model_copy(update=changed)
    return Text(phrases)


def _worded(phrase: Phrase) -> tuple[str, str]:
    return phrase.text, phrase.variants.get(EASY_READ, "")


def _gapped(words: str, language: str) -> str:
    return piping.compiled(words, {}, language)(Scope(), _as_it_is)
