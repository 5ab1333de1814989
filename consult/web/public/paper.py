"""The survey on paper: every question in one language, to print, with boxes to tick and lines to write on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from consult import clock
from consult.consultations import queries as consultations
from consult.consultations.values import State
from consult.db import reading
from consult.web.locale import gettext, language
from consult.web.public import not_open
from consult.web.public.dates import last_day
from consult.web.public.frame import render
from consult.web.public.start import capacities, contacts, voice
from consult.web.public.visits import is_machine_made, published
from surveys.local_plan import LocalPage, LocalPlan, LocalQuestion
from surveys.paper import OnlyIf, PaperPage, Wish, on_paper
from surveys.text import Said

SHORT_FINGERPRINT = 12
"""Digits of the version's fingerprint that tell its papers from those of another."""


@dataclass(frozen=True, slots=True)
class Told:
    """One wish in words: what is said of a question by its number, and the words of the options it names."""

    sentence: str
    options: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """For whom something is; with nothing `told`, nobody is told more than that it is not for everybody."""

    told: tuple[Told, ...]
    otherwise: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One question as it is printed; without a number it is only read."""

    question: LocalQuestion
    number: int | None
    gate: Gate | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is asked together."""

    page: LocalPage
    lines: tuple[Line, ...]
    gate: Gate | None


def paper(slug: str) -> ResponseReturnValue:
    """Show the survey people are given now as it is printed, whoever may answer it at the moment."""
    with reading() as session:
        found = published(session, slug)
        assert found.version_id is not None  # it is published
        plan = consultations.plan(session, found.version_id)
        is_machine = is_machine_made(session, plan, found.version_id)
    words, state, say = plan.words(language()), found.state(clock.now()), voice(found)
    return render(
        "paper",
        gettext("Answer on paper: %(title)s", title=str(say(found.title))),
        consultation=found,
        heading=say(found.title),
        slug=slug,
        is_machine_made=is_machine,
        not_open_title=None if state is State.OPEN else not_open.title_of(state),
        not_open_why=None if state is State.OPEN else not_open.why(found, state),
        until=last_day(found.closes_at, found.time_zone) if found.closes_at else None,
        capacities=capacities(),
        sheets=[_sheet(page, words) for page in on_paper(plan)],
        contacts=contacts(found.details.contacts, say),
        version=plan.fingerprint[:SHORT_FINGERPRINT],
    )


def _sheet(page: PaperPage, words: LocalPlan) -> Sheet:
    lines = (
        Line(words.question(question.id), question.number, _gate(question.only_if, words))
        for question in page.questions
    )
    return Sheet(words.page(page.id), tuple(lines), _gate(page.only_if, words))


def _gate(only_if: OnlyIf | None, words: LocalPlan) -> Gate | None:
    if only_if is None:
        return None
    return Gate(tuple(_told(only_if.wishes, words)), only_if.otherwise)


def _told(wishes: Iterable[Wish], words: LocalPlan) -> Iterator[Told]:
    for wish in wishes:
        question = words.question(wish.question_id)
        named = [question.option(str(value)) for value in wish.values]
        options = tuple(option.text for option in named if option is not None)
        value = "" if options or not wish.values else str(wish.values[0])
        yield Told(_sentence(wish, value), options)


def _sentence(wish: Wish, value: str) -> str:
    number = wish.number
    return {
        "any": gettext("your answer to question %(number)s is:", number=number),
        "none": gettext("your answer to question %(number)s is not:", number=number),
        "answered": gettext("you answered question %(number)s", number=number),
        "empty": gettext("you did not answer question %(number)s", number=number),
        "is": gettext("your answer to question %(number)s is %(value)s", number=number, value=value),
        "<": gettext("your answer to question %(number)s is less than %(value)s", number=number, value=value),
        "<=": gettext("your answer to question %(number)s is at most %(value)s", number=number, value=value),
        ">": gettext("your answer to question %(number)s is more than %(value)s", number=number, value=value),
        ">=": gettext("your answer to question %(number)s is at least %(value)s", number=number, value=value),
    }[wish.relation]
