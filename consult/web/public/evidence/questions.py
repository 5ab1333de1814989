"""Each question as a table: everyone, and beside it each group's own result, counts first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consult.evidence.naming import question_of
from consult.evidence.wordings import reworded, said_in
from consult.web.locale import gettext
from consult.web.public.evidence.cells import Box, Row, count_box, share_box
from consult.web.public.evidence.voices import Voice
from surveys.text import Said

Results = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that stood in some versions of the survey and not in others. None: there they did not stand."""

    versions: str
    words: Said | None


@dataclass(frozen=True, slots=True)
class Question:
    """One question, or one part of it, and its table. Without `rows` it was answered in words or with a number, which
    are not shown. A part has its own words; `is_continued` is true of every part but the first.

    `answered` has how many answered it: everyone, then each group. `is_reworded`: its words were changed while people
    answered; `wordings` are those that differ for a reader of this language.
    """

    id: str
    anchor: str
    text: Said | None
    part: Said | None
    is_continued: bool
    kind: str
    takes_several: bool
    has_condition: bool
    answered: Row
    rows: Sequence[Row]
    is_reworded: bool
    wordings: Sequence[Wording]


def anchor(question_id: str) -> str:
    """Return the id a question has on the page."""
    return f"question-{question_id}"


def group_names(results: Results, say: Voice) -> tuple[Said | None, ...]:
    """Return the names of the groups in the order their columns stand."""
    return tuple(say(one["name"]) for one in results["communities"])


def questions(results: Results, say: Voice) -> tuple[Question, ...]:
    """Return every question of the record."""
    keys = [one["key"] for one in results["communities"]]
    listed = results["questions"]
    before = (None, *(question_of(one) for one in listed))
    return tuple(
        _question(one, keys, say, is_continued=question_of(one) == last)
        for one, last in zip(listed, before, strict=False)
    )


def _question(one: Mapping[str, Any], keys: Sequence[str], say: Voice, *, is_continued: bool) -> Question:
    by_key = {group["key"]: group for group in one["communities"]}
    groups = [by_key[key] for key in keys if key in by_key]
    wordings = _wordings(one, say)
    answered = (count_box(one["answered"]), *(count_box(group["answered"]["yes"]) for group in groups))
    return Question(
        id=one["id"],
        anchor=anchor(one["id"]),
        text=say(one["text"]),
        part=say(one.get("part")),
        is_continued=is_continued,
        kind=one["kind"],
        takes_several=one["takes_several"],
        has_condition=one["has_condition"],
        answered=Row(None, answered),
        rows=[
            Row(say(option["text"]), _shares(one, groups, place))
            for place, option in enumerate(one["options"])
            if one["counts"]
        ],
        is_reworded=bool(reworded(one)),
        wordings=wordings,
    )


def _wordings(one: Mapping[str, Any], say: Voice) -> list[Wording]:
    """Return the words of each version, where they differ for a reader of this language."""
    return [
        Wording(gettext("Version %(number)s", number=versions), words)
        for versions, words in said_in(reworded(one), say)
    ]


def _shares(one: Mapping[str, Any], groups: Sequence[Mapping[str, Any]], place: int) -> tuple[Box, ...]:
    """Return what part of everyone chose the option at `place`, then what part of each group."""
    everyone = share_box(one["counts"][place], one["answered"])
    return (everyone, *(share_box(group["yes"][place], group["answered"]["yes"]) for group in groups))
