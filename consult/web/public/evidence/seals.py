"""About the record itself: its number and fingerprints, how it was made, what it cannot say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consult.evidence.queries import RecordValue
from consult.web.locale import gettext
from consult.web.public.dates import first_day, last_day
from consult.web.public.evidence.numbers import number
from consult.web.public.evidence.voices import Voice, name_of_language
from surveys.text import Said

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Input:
    """Something the record rests on, and its fingerprint."""

    words: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Seal:
    """What is sealed. `newer` and `corrects` are numbers of other records of the same consultation."""

    number: int
    is_interim: bool
    sealed_on: str
    fingerprint: str
    previous: str | None
    inputs: tuple[Input, ...]
    corrects: int | None
    newer: int | None
    file: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, by whom, when, and in which languages."""

    organisation: Said | None
    title: Said | None
    purpose: str
    opened_on: str | None
    closed_on: str | None
    languages: tuple[Said, ...]
    tender_title: Said | None
    ocid: str
    stage: str
    has_moved_on: bool


def seal(record: RecordValue, records: Sequence[RecordValue], time_zone: str) -> Seal:
    """Return what is sealed; `records` are all of the same consultation, the newest first."""
    newest = records[0].number if records else record.number
    return Seal(
        number=record.number,
        is_interim=record.is_interim,
        sealed_on=first_day(record.sealed_at, time_zone),
        fingerprint=record.fingerprint,
        previous=record.content["previous"],
        inputs=tuple(Input(_input(one["name"]), one["fingerprint"]) for one in record.content["inputs"]),
        corrects=record.corrects,
        newer=newest if newest > record.number else None,
        file=file_name(record.number),
    )


def file_name(number_of: int) -> str:
    """Return the name under which a sealed record is downloaded."""
    return f"evidence-{number_of}.json"


def _input(name: str) -> str:
    words = {"results": gettext("The results"), "answers": gettext("All answers together")}
    version = name.removeprefix("survey version ")
    if version != name:
        return gettext("The questions, version %(number)s", number=version)
    return words.get(name, name)


def asked(content: Content, say: Voice, time_zone: str) -> Asked:
    """Return what the consultation was."""
    about, tender = content["consultation"], content["tender"]
    opened, closed = about["opened_at"], about["closed_at"]
    return Asked(
        organisation=say(content["organisation"]["name"]),
        title=say(about["title"]),
        purpose=purpose_words(about["purpose"]),
        opened_on=first_day(datetime.fromisoformat(opened), time_zone) if opened else None,
        closed_on=last_day(datetime.fromisoformat(closed), time_zone) if closed else None,
        languages=tuple(name_of_language(code) for code in about["languages"]),
        tender_title=say(tender["title"]),
        ocid=tender["ocid"],
        stage=stage_words(tender["stage"]),
        has_moved_on=tender["moved_on_first"],
    )


def purpose_words(purpose: str) -> str:
    """Return what a consultation is for."""
    return {
        "need": gettext("What is needed, before anything is chosen"),
        "requirements": gettext("What a system must be able to do"),
        "evaluation": gettext("How offers should be compared"),
        "monitoring": gettext("How the system works in practice"),
    }.get(purpose, purpose)


def stage_words(stage: str) -> str:
    """Return where a purchase stands."""
    return {
        "planning": gettext("In preparation"),
        "tender": gettext("Offers are being asked for"),
        "award": gettext("A supplier has been chosen"),
        "contract": gettext("The contract is signed"),
        "implementation": gettext("In use, or about to be"),
        "ended": gettext("Ended"),
    }.get(stage, stage)


def methods(content: Content) -> tuple[str, ...]:
    """Return how the record was made, in words."""
    said = {
        "open_call": gettext("Anyone could answer. Nobody was drawn by chance."),
        "own_statement": gettext(
            "A group is everyone who said of themselves that they belong to it. People can belong to several groups, "
            "so groups are never added up. Who did not say is counted as “did not say”."
        ),
        "disclosure_control": gettext(
            "A result for fewer than %(threshold)s people is not shown, nor a number from which such a result could be "
            "worked out. “Nearly none” and “nearly all” stand for a number close to none or to all of a group.",
            threshold=number(content["consultation"]["threshold"]),
        ),
        "newcombe_intervals": gettext(
            "Where a group is compared with people who do not belong to it, intervals of 95 percent were "
            "computed with the method of Newcombe."
        ),
        "benjamini_hochberg": gettext(
            "Many differences were looked at. One is called clear only when it stays so after the correction of "
            "Benjamini and Hochberg."
        ),
        "no_weighting": gettext("Every answer counts once. Nothing was weighted."),
    }
    return tuple(said.get(code, code) for code in content["method"])


def limits(content: Content) -> tuple[str, ...]:
    """Return what the figures cannot say, in words."""
    said = {
        "self_selection": gettext(
            "These are the people who chose to answer. In every group, those who did not may think otherwise. No "
            "figure here can correct that."
        ),
        "benchmark_error": gettext(
            "The number of people in a group comes from elsewhere and may be old or wrong. Everything compared with it "
            "may be wrong too."
        ),
        "stated_membership": gettext(
            "Who belongs to a group is what people said. Some will not have wanted to say."
        ),
        "not_signed": gettext("The seal shows whether a file was changed. It does not prove who wrote it."),
    }
    return tuple(said.get(code, code) for code in content["limits"])
