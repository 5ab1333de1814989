"""What a finding can rest on: results of questions, notes of sessions, and that a community was not heard."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from consult.web.locale import gettext
from consult.web.officer.cells import share_words
from consult.web.officer.desk import Laid
from surveys.text import Said


@dataclass(frozen=True, slots=True)
class Citable:
    """One thing to tick: what the form sends, what it is called, and its figure where it has one."""

    id: str
    text: Said | str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Things to tick under one heading."""

    heading: Said | str
    citables: tuple[Citable, ...]


def groups(found: Laid) -> list[Group]:
    """Return everything a finding can cite: a group for each question, one for sessions, one for silence."""
    asked = [_question(found, question) for question in found.results["questions"]]
    sessions = tuple(
        Citable(f"session:{note['key']}", f"{found.names.community(note['community'])} ({note['held_on']})")
        for note in found.desk.session_notes
    )
    silent = tuple(
        Citable(one["key"], found.names.community(one["community"]))
        for one in found.desk.candidates
        if one["kind"] == "not_heard"
    )
    others = [Group(gettext("Notes of sessions"), sessions), Group(gettext("Not heard"), silent)]
    return asked + [group for group in others if group.citables]


def _question(found: Laid, question: Mapping[str, Any]) -> Group:
    options = tuple(
        Citable(
            f"option:{question['id']}:{option['id']}",
            found.names.option(question["id"], option["id"]),
            share_words(cell, question["answered"]),
        )
        for option, cell in zip(question["options"], question["counts"], strict=False)
    )
    whole = Citable(f"question:{question['id']}", gettext("The answers to this question as a whole"))
    return Group(found.names.question(question["id"]), (whole, *options))


def choices(offered: Iterable[Group]) -> list[tuple[str, Any]]:
    """Return all that is offered, as the choices of a field."""
    return [(one.id, one.text) for group in offered for one in group.citables]


def supports(chosen: Iterable[str]) -> list[dict[str, Any]]:
    """Return what was ticked as a finding holds it: each question once, with the options that were ticked."""
    cited: dict[str, dict[str, Any]] = {}
    for value in chosen:
        kind, _, rest = value.partition(":")
        subject, _, option = rest.partition(":")
        if kind in {"question", "option"}:
            one = cited.setdefault(f"question:{subject}", {"kind": "question", "id": subject, "options": []})
            if option:
                one["options"].append(option)
        else:
            cited[value] = {"kind": kind, "id": rest}
    return list(cited.values())


def suggested_by(candidate: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Return what a finding that takes up `candidate` most likely rests on, and for whom it holds."""
    figures = candidate["figures"]
    if candidate["kind"] == "not_heard":
        rests_on = [f"not_heard:{candidate['community']}"]
    elif figures.get("option"):
        rests_on = [f"option:{candidate['question']}:{figures['option']}"]
    else:
        rests_on = [f"question:{candidate['question']}"]
    return rests_on, [candidate["community"] or "everyone"]
