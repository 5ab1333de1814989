"""The words of a survey for readers of one language, in one variant: every phrase is resolved once, and kept."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from surveys.document import Page, Survey
from surveys.local_plan import LocalAboutYou, LocalPage, LocalPlan, LocalQuestion, LocalRepeat
from surveys.outlines import Outline, outlines
from surveys.piping import has_pipes
from surveys.repeats import Repeat
from surveys.saying_again import Names, words_of_options
from surveys.text import RECORDINGS, Said, Text, WordedVariant, direction

NOBODYS_LANGUAGE = "zxx"
"""BCP 47 for "no linguistic content": to its readers every phrase is a fallback."""


class Wording:
    """All the words of a survey. Those of a language are resolved when somebody first asks for them, and kept.

    It keeps no more than one for each language and variant of the survey. Safe between threads: where two ask at once,
    both resolve, and both get what the first of them kept.
    """

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.outlines = outlines(survey)
        self._kept: dict[tuple[str, WordedVariant | None], LocalPlan] = {}

    def words(self, language: str, variant: WordedVariant | None = None) -> LocalPlan:
        """The words for readers of `language`; for one the survey does not offer, those of the source language,
        every one marked as a fallback. The usual words where nothing is said in `variant` in this language.
        """
        offered = language if language in self.survey.languages else NOBODYS_LANGUAGE
        said_in = variant if variant is not None and self.has_variant(language, variant) else None
        name = (offered, said_in)
        found = self._kept.get(name)
        return self._kept.setdefault(name, localise(self, offered, said_in)) if found is None else found

    def has_variant(self, language: str, variant: WordedVariant) -> bool:
        """Whether anything is said in `variant` in this language."""
        return language in self.survey.languages and variant in self.words(language).variants

    @cached_property
    def names(self) -> Names:
        """What its texts may name: looked up where one of them names something."""
        return Names(self.survey)


def localise(wording: Wording, language: str, variant: WordedVariant | None = None) -> LocalPlan:
    """Every phrase of the survey for readers of `language`; where it is missing, in the source language,
    else in the first of the survey's languages that has it, and then marked as a fallback. With `variant`, in
    that variant; a phrase without it is in its usual words, and marked as lacking it.
    """
    return _Voice(wording, language, variant).plan()


def recorded(words: Iterable[Said | None]) -> tuple[Said, ...]:
    """Those that can be heard, or seen in sign language."""
    return tuple(
        said for said in words if said and said.variants and not said.variants.keys().isdisjoint(RECORDINGS)
    )


class _Voice:
    """One language, and one variant, of one survey, asked for every phrase in turn."""

    def __init__(self, wording: Wording, language: str, variant: WordedVariant | None) -> None:
        self.wording = wording
        self.survey = wording.survey
        self.language = language
        self.variant = variant
        self.variants: set[str] = set()
        self.fallbacks = (self.survey.source_language, *self.survey.languages)
        self.pipes = 0

    def say(self, text: Text) -> Said:
        """The words, with gaps where they say answers again."""
        said = self.plainly(text)
        if not has_pipes(said.text):
            return said
        self.pipes += 1
        return self.wording.names.piped(said)

    def plainly(self, text: Text) -> Said:
        """The words as they stand."""
        said = text.to(self.language, self.fallbacks, self.variant)
        if said.variants and not said.is_fallback:
            self.variants.update(said.variants)
        return said

    def say_if_any(self, text: Text | None) -> Said | None:
        return None if text is None else self.say(text)

    def plan(self) -> LocalPlan:
        pages = tuple(self.page(page, questions) for page, questions in self.wording.outlines)
        return LocalPlan(
            language=self.language,
            variant=self.variant,
            variants=frozenset(self.variants),
            direction=direction(self.language),
            title=self.plainly(self.survey.title),
            pages=pages,
            quotas={quota.id: self.plainly(quota.words) for quota in self.survey.quotas},
            options=words_of_options(self.survey, self.say) if self.pipes else {},
            _pages={page.id: page for page in pages},
            _questions={question.id: question for page in pages for question in page.questions},
        )

    def page(self, page: Page, outlines: tuple[Outline, ...]) -> LocalPage:
        before = self.pipes
        title, intro, about_you = self.say(page.title), self.say_if_any(page.intro), self.about_you(page)
        questions = tuple(self.question(outline) for outline in outlines)
        read = (title, intro, *((about_you.why, about_you.consent) if about_you else ()), *questions)
        repeat = None if page.repeat is None else self.repeat(page.repeat)
        return LocalPage(
            id=page.id,
            title=title,
            intro=intro,
            about_you=about_you,
            repeat=repeat,
            questions=questions,
            variant=self.variant,
            is_piped=self.pipes > before,
            lacks_variant=any(words.lacks_variant for words in read if words),
            recordings=recorded(words for words in read if isinstance(words, Said)),
        )

    def about_you(self, page: Page) -> LocalAboutYou | None:
        if page.about_you is None:
            return None
        why, consent = self.say(page.about_you.why), self.say(page.about_you.consent)
        return LocalAboutYou(why=why, consent=consent, consent_key=page.consent_key)

    def repeat(self, repeat: Repeat) -> LocalRepeat:
        return LocalRepeat(
            id=repeat.id,
            review_title=self.say(repeat.review_title),
            entry_title=self.say(repeat.entry_title),
            another=self.say(repeat.another),
        )

    def question(self, outline: Outline) -> LocalQuestion:
        before, question = self.pipes, outline.question
        text, hint = self.say(question.text), self.say_if_any(question.hint)
        options = tuple(option(self.say) for option in outline.options)
        own = outline.own(self.say)
        constraint = self.say_if_any(question.constraint.message if question.constraint else None)
        return LocalQuestion(
            id=question.id,
            code=question.code,
            kind=question.kind,
            text=text,
            hint=hint,
            is_required=question.required,
            takes_several=question.takes_several,
            options=options,
            fields=outline.fields,
            own=own,
            constraint=constraint,
            is_personal=bool(outline.shuffled or question.choice_filter) or self.pipes > before,
            shuffled=outline.shuffled,
            lacks_variant=text.lacks_variant or (hint is not None and hint.lacks_variant),
            recordings=recorded((text, hint, *(option.text for option in options))),
        )
