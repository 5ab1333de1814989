"""The findings, what the authority answered to each, and what it decided."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from consult.web.locale import gettext
from consult.web.public.dates import day
from consult.web.public.evidence.numbers import number
from consult.web.public.evidence.signs import Link, Record, Sign, Signs
from consult.web.public.evidence.voices import Voice, name_of_language
from surveys.text import Said


@dataclass(frozen=True, slots=True)
class Support:
    """What a finding rests on: a question with some of its options, a session, or that a group was not heard."""

    words: str
    link: Link
    options: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """What an answer to a finding changed or created in what is bought."""

    kind: str
    id: str
    title: Said | None
    text: Said | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The authority's answer to a finding."""

    words: str
    colour: str
    reason: Said | None
    role: Said | None
    on: str
    owner: Said | None
    due_on: str | None
    requirement: Requirement | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. Without `groups` it holds for everyone who answered."""

    number: int
    statement: Said | None
    groups: tuple[Said, ...]
    strength: str
    supports: tuple[Support, ...]
    signs: tuple[Sign, ...]
    answer: Answer

    @property
    def departures(self) -> tuple[Sign, ...]:
        """Where a group departs from the rest."""
        return tuple(sign for sign in self.signs if sign.kind == "divergence")

    @property
    def departing(self) -> tuple[Said | None, ...]:
        """The groups that depart, each once."""
        return tuple(dict.fromkeys(sign.group for sign in self.departures))

    @property
    def other_signs(self) -> tuple[Sign, ...]:
        """What else the figures suggested."""
        return tuple(sign for sign in self.signs if sign.kind != "divergence")


@dataclass(frozen=True, slots=True)
class Session:
    """What was said when people were met."""

    anchor: str
    group: Said | None
    on: str
    place: Said | None
    ran_by: Said | None
    people: str
    language: Said
    notes: Said | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What the authority decided, and the fingerprint of the results it considered."""

    words: str
    reason: Said | None
    body: Said | None
    role: Said | None
    on: str
    equality_analysis: Said | None
    considered: str


def findings(record: Record, say: Voice) -> tuple[Finding, ...]:
    """Return every finding of a record in its order."""
    signs = Signs(record, say)
    return tuple(
        Finding(
            number=one["number"],
            statement=say(one["statement"]),
            groups=tuple(name for key in one["communities"] if (name := signs.group(key)) is not None),
            strength=_strength(one["strength"]),
            supports=tuple(_supports(one, record, signs, say)),
            signs=signs.of_finding(one),
            answer=_answer(one["disposition"], say),
        )
        for one in record["findings"]
    )


def _strength(strength: str) -> str:
    return {
        "strong": gettext("Strong"),
        "moderate": gettext("Moderate"),
        "weak": gettext("Weak"),
    }.get(strength, strength)


def _supports(one: Mapping[str, Any], record: Record, signs: Signs, say: Voice) -> Iterator[Support]:
    places = {note["key"]: note["place"] for note in record["session_notes"]}
    for support in one["supports"]:
        kind, name = support["kind"], support["id"]
        if kind == "session":
            yield Support(gettext("A meeting:"), Link(say(places.get(name)), f"#{session_anchor(name)}"))
        elif kind == "not_heard":
            yield Support(gettext("Not heard:"), Link(signs.group(name), "#heard"))
        elif (link := signs.question(name)) is not None:
            yield Support("", link, signs.options(name, support.get("options", ())))


def answer_words(kind: str) -> tuple[str, str]:
    """Return an answer to a finding in words, and the colour of its tag."""
    return {
        "accepted": (gettext("Accepted"), "green"),
        "partly": (gettext("Partly accepted"), "blue"),
        "rejected": (gettext("Not accepted"), "red"),
        "needs_more": (gettext("More work is needed"), "yellow"),
    }.get(kind, (kind, "grey"))


def _answer(given: Mapping[str, Any], say: Voice) -> Answer:
    words, colour = answer_words(given["kind"])
    return Answer(
        words=words,
        colour=colour,
        reason=say(given["reason"]),
        role=say(given["role"]),
        on=_day(given["on"]),
        owner=say(given["owner"]),
        due_on=_day(given["due_on"]) if given["due_on"] else None,
        requirement=_requirement(given["requirement"], say),
    )


def _requirement(found: Mapping[str, Any] | None, say: Voice) -> Requirement | None:
    if not found:
        return None
    kind = {
        "clause": gettext("A clause of the contract"),
        "criterion": gettext("A condition for the supplier"),
        "metric": gettext("A figure that must be reached"),
    }.get(str(found.get("kind")), "")
    return Requirement(kind, str(found.get("id") or ""), say(found.get("title")), say(found.get("text")))


def session_anchor(key: str) -> str:
    """Return the id a session has on the page."""
    return f"session-{key}"


def sessions(record: Record, say: Voice) -> tuple[Session, ...]:
    """Return what was said in sessions."""
    names = {one["key"]: one["name"] for one in record["results"]["communities"]}
    return tuple(
        Session(
            anchor=session_anchor(note["key"]),
            group=say(names.get(note["community"])),
            on=_day(note["held_on"]),
            place=say(note["place"]),
            ran_by=say(note["ran_by"]),
            people=number(note["people"]),
            language=name_of_language(note["language"]),
            notes=say(note["notes"]),
        )
        for note in record["session_notes"]
    )


def decision(record: Record, say: Voice) -> Decision:
    """Return what was decided."""
    made = record["decision"]
    words = {
        "proceed": gettext("Go ahead"),
        "change": gettext("Go ahead with changes"),
        "stop": gettext("Stop"),
    }.get(made["kind"], made["kind"])
    return Decision(
        words=words,
        reason=say(made["reason"]),
        body=say(made["body"]),
        role=say(made["role"]),
        on=_day(made["on"]),
        equality_analysis=say(made["equality_analysis"]),
        considered=made["considered"],
    )


def _day(written: str) -> str:
    return day(date.fromisoformat(written))
