"""How the asking ended: what the figures recommended, what was decided, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from consult.web.locale import gettext
from consult.web.public.dates import day
from consult.web.public.evidence.numbers import number
from consult.web.public.evidence.voices import Voice
from surveys.text import Said

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Behind:
    """A group that was behind, and what another week was likely to bring."""

    name: Said | None
    words: str


@dataclass(frozen=True, slots=True)
class Ending:
    """One decision about closing, with what was recommended."""

    decided: str
    reason: str
    recommended: str
    behind: tuple[Behind, ...]
    sessions: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """How it ended; `by_itself` is what is said where nobody decided that."""

    endings: tuple[Ending, ...]
    by_itself: str | None


def closing(record: Record, say: Voice) -> Closing | None:
    """Return how the asking ended; None for a record that was sealed before this was written down."""
    found = record.get("closing")
    if found is None:
        return None
    names = {one["key"]: say(one["name"]) for one in record["results"]["communities"]}
    nobody = gettext("It closed by itself on its last day. Nobody decided whether to go on.")
    return Closing(
        tuple(_ending(one, names) for one in found["decisions"]),
        nobody if found["ended"] == "by_itself" else None,
    )


def _ending(one: Mapping[str, Any], names: Mapping[str, Said | None]) -> Ending:
    advice = one["recommended"]
    return Ending(
        decided=_decided(one),
        reason=one["reason"] or gettext("No reason was given."),
        recommended=_recommended(advice["because"], advice["verdict"]),
        behind=tuple(Behind(names.get(each["community"]), _behind(each)) for each in advice["under_heard"]),
        sessions=tuple(said for key in advice["sessions"] if (said := names.get(key)) is not None),
    )


def _decided(one: Mapping[str, Any]) -> str:
    on = day(date.fromisoformat(one["on"]))
    if one["kind"] == "stopped":
        return gettext("On %(date)s the public body decided to stop.", date=on)
    until = day(date.fromisoformat(one["closes_on"]))
    return gettext("On %(date)s the public body decided to go on until %(until)s.", date=on, until=until)


def _recommended(because: str, verdict: str) -> str:
    if because == "another_week_hardly_helps" and verdict == "stop_and_talk":
        return gettext("The figures recommended to stop and to talk with those who were missing.")
    return {
        "no_targets": gettext(
            "No group had a number of answers to aim for, so no figure could recommend anything."
        ),
        "targets_met": gettext(
            "The figures recommended to stop: every group had reached the number aimed for."
        ),
        "only_sessions": gettext(
            "The figures recommended to stop, and to talk with groups too small to be counted."
        ),
        "another_week_helps": gettext(
            "The figures recommended another week: it would likely have helped to hear those who were missing."
        ),
        "another_week_hardly_helps": gettext(
            "The figures recommended to stop: another week would hardly have brought more answers."
        ),
    }.get(because, because)


def _behind(one: Mapping[str, Any]) -> str:
    heard = one["heard"]
    then = one["after_a_week"]
    told = {
        "target": number(one["target"]),
        "expected": number(then["expected"]),
        "low": number(then["low"]),
        "high": number(then["high"]),
    }
    if heard is None:
        return gettext(
            "fewer than %(most)s of %(target)s; with another week and what was proposed likely about %(expected)s, "
            "between %(low)s and %(high)s",
            most=number(one["threshold"]),
            **told,
        )
    return gettext(
        "about %(heard)s of %(target)s; with another week and what was proposed likely about %(expected)s, "
        "between %(low)s and %(high)s",
        heard=number(heard),
        **told,
    )
