"""Where the words of a question were changed while people answered: each wording, and in which versions it stood."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveys.document import Survey
from surveys.leaves import leaves
from surveys.questions.asked import Asked
from surveys.text import Said, Text


@dataclass(frozen=True, slots=True)
class Reworded:
    """One text of a question, such as "text" or "options/yes/text", and what it said in which versions.

    `said` has the newest first; None: there it did not stand.
    """

    name: str
    said: tuple[tuple[tuple[int, ...], Text | None], ...]


def wordings(
    versions: Iterable[tuple[int, Survey]], asked_again: Iterable[tuple[str, int]], question_id: str
) -> dict[str, Any]:
    """Return what results say about a question that was asked in several wordings: nothing where there was one.

    `versions` by their numbers, the newest first; `asked_again` are questions with the versions that asked them again.
    """
    found: list[dict[str, Any]] = []
    for number, survey in versions:
        for question in (each for page in survey.pages for each in page.questions if each.id == question_id):
            words = _words(question)
            same = next((one for one in found if one["words"] == words), None)
            if same is None:
                found.append({"versions": [number], "words": words})
            else:
                same["versions"].append(number)
    if len(found) <= 1:
        return {}
    again = sorted(number for key, number in asked_again if key == question_id)
    return {"wordings": found, "asked_again_in": again}


def _words(question: Asked) -> dict[str, Any]:
    return {name: value.canonical() for name, value in leaves(question).items() if isinstance(value, Text)}


def said_in(
    found: Sequence[Reworded], say: Callable[[Text | None], Said | None]
) -> list[tuple[str, Said | None]]:
    """Return the numbers of versions, written out, and the words that stood in them, as `say` says them.

    A text that a reader of this language has read alike in every version is left out.
    """
    told: list[tuple[str, Said | None]] = []
    for one in found:
        spoken = [(versions, say(text)) for versions, text in one.said]
        if len({str(words) for _, words in spoken}) > 1:
            told += [
                (", ".join(str(number) for number in sorted(versions)), words) for versions, words in spoken
            ]
    return told


def reworded(question: Mapping[str, Any]) -> tuple[Reworded, ...]:
    """Return the texts of a question that were changed, from what results say about it."""
    listed: Sequence[Mapping[str, Any]] = question.get("wordings", ())
    names = dict.fromkeys(name for one in listed for name in one["words"])
    found = []
    for name in names:
        said: list[tuple[tuple[int, ...], Any]] = []
        for one in listed:
            words = one["words"].get(name)
            place = next((index for index, (_, known) in enumerate(said) if known == words), None)
            if place is None:
                said.append((tuple(one["versions"]), words))
            else:
                said[place] = ((*said[place][0], *one["versions"]), words)
        if len(said) > 1:
            texts = ((versions, Text.model_validate(words) if words else None) for versions, words in said)
            found.append(Reworded(name, tuple(texts)))
    return tuple(found)
