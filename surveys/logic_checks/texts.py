"""Answers that texts say again: are they there, are they known by then, and may this text say any at all?"""

from __future__ import annotations

from collections.abc import Iterator

from surveys import piping
from surveys.document import Page, Survey, texts
from surveys.expressions.known import Known, Standing
from surveys.logic_checks.looking import Blind, Order
from surveys.logic_checks.places import Sight
from surveys.problems import Problem
from surveys.strict_json import Place, pointer
from surveys.text import EASY_READ, Text

_OF_ENTRIES = ("repeat", "entry_title")


def text_faults(survey: Survey, known: Known, order: Order) -> Iterator[Problem]:
    """Every fault of the answers said again in the words of a survey, in every language, Easy Read too.

    Besides the faults of piping/checking.py: `piping.not_here` in the survey's title and the words of quotas, which are
    read where nobody answers.
    """
    for place, text in texts(survey):
        for where, language, words in _words(text, place):
            if not piping.has_pipes(words):
                continue
            if place[0] != "pages":
                if piping.names(words):
                    yield Problem("piping.not_here", pointer(*where))
                continue
            index = int(place[1])
            standing, sight = _standing(survey.pages[index], place)

            def blind(name: str, index: int = index, sight: Sight = sight) -> Blind | None:
                return order.blind(name, index, sight)

            yield from piping.faults(words, known, language, where, standing, blind)


def _words(text: Text, place: Place) -> Iterator[tuple[Place, str, str]]:
    """The words of a text in every language, the usual ones and those in Easy Read."""
    for language, phrase in text.root.items():
        yield (*place, language), language, phrase.text
        if EASY_READ in phrase.variants:
            yield (*place, language, "variants", EASY_READ), language, phrase.variants[EASY_READ]


def _standing(page: Page, place: Place) -> tuple[Standing, Sight]:
    """What an entry is called may say what was answered of it; the other words see only earlier pages."""
    if page.repeat is not None and place[2:4] == _OF_ENTRIES:
        return Standing(repeat=page.repeat.id), "calculations"
    return Standing(), "before"
