"""The words of a survey for readers of one language, in one variant: every phrase is resolved once, with the plan."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from pydantic import BaseModel

from surveys.document import Page, Survey
from surveys.local_plan import (
    LocalAboutYou,
    LocalOption,
    LocalPage,
    LocalPart,
    LocalPlan,
    LocalQuestion,
    LocalRepeat,
    LocalWriteIn,
)
from surveys.piping import has_pipes
from surveys.questions.asked import Asked, Option
from surveys.questions.lists import Entry
from surveys.repeats import Repeat
from surveys.saying_again import Names, words_of_options
from surveys.text import RECORDINGS, Said, Text, WordedVariant, direction

OF_EVERY_KIND = frozenset([*Asked.model_fields, "options"])
"""What a `LocalQuestion` has under a name of its own."""


def _staying_last(question: Asked, name: str) -> frozenset[str]:
    """The parts that stay last; so does a choice that comes from elsewhere, such as "prefer not to say"."""
    last = frozenset(part.id for part in getattr(question, name) if part.stays_last)
    if name != "options":
        return last
    return last | {option.id for option in question.choices if option.stays_last}


def localise(survey: Survey, language: str, variant: WordedVariant | None = None) -> LocalPlan:
    """Every phrase of the survey for readers of `language`; where it is missing, in the source language,
    else in the first of the survey's languages that has it, and then marked as a fallback. With `variant`, in
    that variant; a phrase without it is in its usual words, and marked as lacking it.
    """
    return _Voice(survey, language, variant).plan()


def recorded(words: Iterable[Said | None]) -> tuple[Said, ...]:
    """Those that can be heard, or seen in sign language."""
    return tuple(said for said in words if said and not said.variants.keys().isdisjoint(RECORDINGS))


class _Voice:
    """One language, and one variant, of one survey, asked for every phrase in turn."""

    def __init__(self, survey: Survey, language: str, variant: WordedVariant | None) -> None:
        self.survey = survey
        self.language = language
        self.variant = variant
        self.variants: set[str] = set()
        self.fallbacks = (survey.source_language, *survey.languages)
        self.pipes = 0

    def say(self, text: Text) -> Said:
        """The words, with gaps where they say answers again."""
        said = self.plainly(text)
        if not has_pipes(said.text):
            return said
        self.pipes += 1
        return self.names.piped(said)

    @cached_property
    def names(self) -> Names:
        return Names(self.survey)

    def plainly(self, text: Text) -> Said:
        """The words as they stand."""
        said = text.to(self.language, self.fallbacks, self.variant)
        if said.variants and not said.is_fallback:
            self.variants.update(said.variants)
        return said

    def say_if_any(self, text: Text | None) -> Said | None:
        return None if text is None else self.say(text)

    def plan(self) -> LocalPlan:
        pages = tuple(self.page(page) for page in self.survey.pages)
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

    def page(self, page: Page) -> LocalPage:
        before = self.pipes
        title, intro, about_you = self.say(page.title), self.say_if_any(page.intro), self.about_you(page)
        questions = tuple(self.question(question) for question in page.questions)
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

    def question(self, question: Asked) -> LocalQuestion:
        before = self.pipes
        text, hint = self.say(question.text), self.say_if_any(question.hint)
        options = tuple(self.option(option, question) for option in question.choices)
        own = self.part(question, OF_EVERY_KIND)
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
            fields=question.fields,
            own=own,
            constraint=constraint,
            is_personal=bool(question.shuffled or question.choice_filter) or self.pipes > before,
            shuffled={name: _staying_last(question, name) for name in question.shuffled},
            lacks_variant=text.lacks_variant or (hint is not None and hint.lacks_variant),
            recordings=recorded((text, hint, *(option.text for option in options))),
        )

    def part(self, part: BaseModel, without: frozenset[str] = frozenset()) -> LocalPart:
        names = (name for name in type(part).model_fields if name not in without)
        return LocalPart({name: self.local(getattr(part, name)) for name in names})

    def local(self, value: object) -> object:
        """Any value of the document in this language."""
        if isinstance(value, Text):
            return self.say(value)
        if isinstance(value, BaseModel):
            return self.part(value)
        return tuple(self.local(item) for item in value) if isinstance(value, tuple) else value

    def option(self, option: Option, question: Asked) -> LocalOption:
        return LocalOption(
            id=option.id,
            text=self.say(option.text),
            hint=self.say_if_any(option.hint),
            is_exclusive=option.exclusive,
            is_outside=option in question.apart,
            write_in=self.write_in(option, question),
            group=option.group if isinstance(option, Entry) else None,
        )

    def write_in(self, option: Option, question: Asked) -> LocalWriteIn | None:
        room = option.write_in
        if room is None:
            return None
        return LocalWriteIn(f"{question.id}.{option.id}", self.say_if_any(room.label), room.limit)
