"""A survey that is corrected while people answer: nothing is lost, nothing relabelled, and why is always known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

import pytest

from surveys.answers import read
from surveys.asking import Asking, as_asked, grouped, ungrouped
from surveys.carrying import Version, carried
from surveys.changes import altered
from surveys.checking import check
from surveys.document import Survey
from surveys.in_progress import InProgress
from surveys.plan import Plan, compile_plan
from surveys.questions.reading import Answer
from surveys.replay import replayed
from surveys.routing import place
from tests.surveys.corrected import LANGUAGES, Corrections, first_version, option, text

HISTORIES, PEOPLE, VERSIONS, STEPS = 100, 100, 5, 7
"""10,000 interleavings: 100 surveys, each corrected four times while 100 people answer."""
VARIANTS = (None, "easy_read")

asked = cache(as_asked)


@dataclass
class Said:
    """What somebody last said to one question, as an observer beside them wrote it down."""

    answer: Answer
    asking: Asking
    read: Mapping[str, object] | None


@dataclass
class Person:
    """Somebody who answers pages in any order and language while the survey changes, and the observer's notes."""

    chance: Random
    versions: Mapping[str, Version]
    at: int = 0
    progress: InProgress = field(default_factory=InProgress)
    notes: dict[str, Said] = field(default_factory=dict)
    counter: int = 0

    @property
    def plan(self) -> Plan:
        return self.versions[str(self.at)].plan

    def is_moved(self, to: int) -> None:
        self.at = to
        self.progress = self.progress.moved(self.versions, str(to))

    def answers_a_page(self, shown: int) -> None:
        """Send the form of a page as it was in the version `shown`, which may be older than the present one."""
        plan = self.versions[str(shown)].plan
        asking = Asking(str(shown), self.chance.choice(LANGUAGES), self.chance.choice(VARIANTS))
        page = self.chance.choice(plan.pages)
        form = self._form(page)
        path = place(plan, self.progress.answers)
        said = read(plan, page.id, form, path.questions if page.id in path.pages else None)
        if any(problem.code != "answer.required" for problem in said.problems):
            return
        before = self.progress
        if shown == self.at:
            self.progress = before.with_page(said, asking)
        else:
            self.progress = before.with_late_page(said, asking, self.versions, str(self.at))
        for key in said.keys:
            if key in said.values:
                words = asked(plan, key, asking.language, asking.variant)
                self._note(key, Said(said.values[key], asking, words), before)
            elif key not in self.progress.given:
                self.notes.pop(key, None)

    def _note(self, key: str, said: Said, before: InProgress) -> None:
        """Write down what was said, but for a late answer that cannot be kept beside one that was given anew."""
        given = self.progress.given.get(key)
        if given is not None and given.asking == said.asking:
            self.notes[key] = said
        elif key in before.given and before.given[key].asking.version == str(self.at):
            assert given == before.given[key]
        else:
            assert given is None
            self.notes[key] = said

    def _form(self, page: Any) -> dict[str, list[str]]:
        form: dict[str, list[str]] = {}
        for question in page.questions:
            self.counter += 1
            drawn = question.asked.drawn(self.chance)
            typed = question.asked.typed(
                f"w{self.counter} wör"[: question.asked.limit] if drawn is None else drawn
            )
            if self.chance.random() < 0.8 and typed is not None:
                form |= {name: list(values) for name, values in typed.items()}
        if page.consent_key and self.chance.random() < 0.9:
            form[page.consent_key] = ["true"]
        return form


def history(seed: int) -> tuple[list[Survey], dict[str, Version]]:
    """A survey and its corrections, with an officer's random decisions on which questions to ask again."""
    chance = Random(seed)
    officer = Corrections(chance)
    surveys = officer.versions
    meanings: dict[str, int] = {}
    versions = {"1": Version(compile_plan(surveys[0]), {})}
    for number in range(2, VERSIONS + 1):
        survey = officer.corrected()
        again = [key for key in altered(surveys[-2], survey) if chance.random() < 0.5]
        meanings = {**meanings, **dict.fromkeys(again, number)}
        versions[str(number)] = Version(compile_plan(survey), meanings)
    return surveys, versions


def walk(person: Person) -> None:
    """Let answers and corrections come in any order, and hold everything against the notes after each."""
    for _ in range(STEPS):
        if person.at < VERSIONS and person.chance.random() < 0.35:
            person.is_moved(person.chance.randint(person.at + 1, VERSIONS) if person.at else 1)
        elif person.at:
            person.answers_a_page(person.chance.randint(max(1, person.at - 1), person.at))
        nothing_is_lost(person)
        nothing_is_relabelled(person)
    it_can_be_sent_and_shown_again(person)


def nothing_is_lost(person: Person) -> None:
    given, aside = person.progress.given, person.progress.aside
    assert given.keys().isdisjoint(aside)
    assert {*given, *aside} == set(person.notes)
    for key, said in person.notes.items():
        kept = given[key] if key in given else aside[key].given
        assert kept.asking == said.asking
        same = (
            sorted(kept.answer) == sorted(said.answer)
            if isinstance(said.answer, list)
            else kept.answer == said.answer
        )
        assert same, (key, kept, said)
    for key, each in aside.items():
        there = person.plan.has_question(key) or key in person.plan.consent_keys
        assert (each.reason == "removed") is not there


def nothing_is_relabelled(person: Person) -> None:
    for key, given in person.progress.given.items():
        plan = person.versions[given.asking.version].plan
        assert asked(plan, key, given.asking.language, given.asking.variant) == person.notes[key].read


def it_can_be_sent_and_shown_again(person: Person) -> None:
    """What counts is sound in the present version, and comes back from what is kept of it as it was asked."""
    if not person.at:
        return
    checked = check(person.plan, person.progress.answers)
    assert [problem for problem in checked.problems if problem.code != "answer.required"] == []
    own = Asking(str(person.at), person.chance.choice(LANGUAGES))
    kept = grouped({key: person.progress.given[key].asking for key in checked.values}, own)
    askings = ungrouped(kept, checked.values, own)
    plans = {name: version.plan for name, version in person.versions.items()}
    shown = {}
    for page in replayed(plans, own, checked.values, askings):
        if page.consent is not None:
            said = person.notes[f"{page.page.id}_consent"]
            assert page.consent == said.asking
            assert page.page.about_you is not None
            assert page.page.about_you.consent.text == said.read["consent"]
        shown |= {line.question.id: line for line in page.lines if line.answer is not None}
    assert shown.keys() == checked.values.keys() - person.plan.consent_keys
    for key, line in shown.items():
        said = person.notes[key]
        assert (line.answer, line.asking) == (checked.values[key], said.asking)
        words = {"text": str(line.question.text)} | {
            f"options/{each.id}/text": str(each.text) for each in line.question.options
        }
        for name, value in words.items():
            of_scale = name.replace("options/", "points/")
            if name in said.read or of_scale in said.read:
                assert value == said.read.get(name, said.read.get(of_scale))


def test_ten_thousand_interleavings_of_corrections_and_answers_lose_and_relabel_nothing() -> None:
    walked = 0
    reasons = set()
    for seed in range(HISTORIES):
        _, versions = history(seed)
        for number in range(PEOPLE):
            person = Person(Random(seed * PEOPLE + number), versions)
            walk(person)
            walked += 1
            reasons |= {each.reason for each in person.progress.aside.values()}
    assert walked == 10_000
    assert reasons == {
        "meaning",
        "option",
        "limit",
        "consent",
        "removed",
    }  # each was met: the walk leaves out none


def version_of(document: dict[str, Any], **meanings: int) -> Version:
    return Version(compile_plan(Survey.from_json(document)), meanings)


EVERYTHING = {
    "damp": "wet", "effects": ["cold", "cost"], "more": "It is cold.", "count": 7, "feeling": "bad",
    "you_consent": True, "disability": "yes",
}  # fmt: skip


@pytest.mark.parametrize(
    ("correct", "asked_again", "dropped"),
    [
        (lambda home, _: home[0]["text"]["en"].update(text="Damp?"), {}, {}),
        (lambda home, _: home[0]["text"]["ar"].update(text="رطوبة؟"), {}, {}),
        (lambda home, _: home[0]["options"].append(option("mouldy")), {}, {}),
        (lambda home, _: home[0]["options"].pop(0), {"damp": "option"}, {}),
        (lambda home, _: home[1].update(max=1), {"effects": "limit"}, {}),
        (lambda home, _: home[2].update(limit=5), {"more": "limit"}, {}),
        (lambda home, _: home.pop(2), {}, {"more": "removed"}),
        (lambda _, pages: pages[1].update(questions=pages[1]["questions"][::-1]), {}, {}),
        (lambda home, pages: pages[1]["questions"].append(home.pop(1)), {}, {}),
        (lambda _, pages: pages[3].update(id="person"), {"disability": "consent"}, {"you_consent": "removed"}),
        (lambda _, pages: pages.pop(), {}, {"disability": "removed", "you_consent": "removed"}),
    ],
    ids=[
        "a typo", "a typo in the other language", "one more choice", "a choice is gone", "fewer choices allowed",
        "shorter words allowed", "a question is gone", "another order", "another page", "another consent",
        "a page is gone",
    ],
)  # fmt: skip
def test_what_a_correction_does_to_each_answer(
    correct: Any, asked_again: dict[str, str], dropped: dict[str, str]
) -> None:
    document = first_version()
    correct(document["pages"][0]["questions"], document["pages"])
    found = carried(version_of(first_version()), version_of(document), EVERYTHING, "en")
    assert (found.asked_again, found.dropped) == (asked_again, dropped)
    lost = {*asked_again, *dropped}
    assert found.kept == {key: answer for key, answer in EVERYTHING.items() if key not in lost}


@pytest.mark.parametrize(
    ("language", "variant", "reasons"),
    [("en", None, {"damp": "meaning"}), ("en", "easy_read", {}), ("ar", None, {})],
)
def test_a_changed_meaning_is_asked_again_of_those_who_read_the_changed_words(
    language: str, variant: Any, reasons: dict[str, str]
) -> None:
    document = first_version()
    document["pages"][0]["questions"][0]["text"]["en"]["text"] = "Is it damp in your home?"
    new = version_of(document, damp=2)
    assert carried(version_of(first_version()), new, EVERYTHING, language, variant).asked_again == reasons


def test_a_changed_agreement_asks_again_what_was_said_under_it() -> None:
    document = first_version()
    document["pages"][3]["about_you"]["consent"] = text("I agree to more.")
    new = version_of(document, you_consent=2)
    found = carried(version_of(first_version()), new, EVERYTHING, "en")
    assert found.asked_again == {"you_consent": "consent", "disability": "consent"}


def test_a_correction_that_is_taken_back_brings_back_what_it_set_aside() -> None:
    document = first_version()
    del document["pages"][0]["questions"][2]
    versions = {"1": version_of(first_version()), "2": version_of(document)}
    asking = Asking("1", "en")
    plan = versions["1"].plan
    said = read(plan, "home", {"damp": ["wet"], "more": ["It is cold."]})
    begun = InProgress().with_page(said, asking)
    without = begun.moved(versions, "2")
    assert (without.answers, without.aside["more"].reason) == ({"damp": "wet"}, "removed")
    assert without.moved(versions, "1") == begun


def test_it_does_not_matter_in_how_many_steps_a_survey_was_corrected() -> None:
    for seed in range(20):
        _, versions = history(seed)
        person = Person(Random(seed), versions)
        person.is_moved(1)
        for _ in range(6):
            person.answers_a_page(1)
        in_steps = person.progress
        for number in range(2, VERSIONS + 1):
            in_steps = in_steps.moved(versions, str(number))
        assert in_steps == person.progress.moved(versions, str(VERSIONS))
