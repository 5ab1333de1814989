"""What a corrected survey does to answers in progress: which are kept, asked again or dropped, and why.

An answer is judged by how its own question was asked, wherever it has been since. So it does not matter in how many
steps a survey was corrected, and a correction that is taken back brings back what it set aside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from surveys.answers import Answers
from surveys.asking import Asking, as_asked
from surveys.plan import Plan, PlannedQuestion
from surveys.problems import Problem
from surveys.questions.reading import Answer
from surveys.repeats import slots
from surveys.text import WordedVariant

Reason = Literal["meaning", "option", "limit", "kind", "consent", "removed"]
"""Why an answer is not kept.

`meaning`: an officer said that the correction may change what people answer. `option`: what was chosen is no longer
offered. `limit`: it does not fit any more. `kind`: it is another kind of question, or is asked of each entry of a list
and was asked once, or the other way round. `consent`: what the agreement says
was changed in the same way, or the question stands under another. `removed`: the question is no longer asked.
"""

FIRST = 1


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """A published version. `meanings` says in which version, by number, each question or consent got its meaning.

    What is not named has had its own since the first.
    """

    plan: Plan
    meanings: Mapping[str, int]

    def meaning(self, key: str) -> int:
        """The number of the version since which this question means what it means."""
        return self.meanings.get(key, FIRST)


@dataclass(frozen=True, slots=True)
class Carried:
    """Every answer is in exactly one of the three. `kept` are as the new version reads them."""

    kept: Mapping[str, Answer]
    asked_again: Mapping[str, Reason]
    dropped: Mapping[str, Reason]


@dataclass(frozen=True, slots=True)
class Given:
    """One answer, and how its question was asked."""

    answer: Answer
    asking: Asking


def carried(
    old: Version, new: Version, answers: Answers, language: str, variant: WordedVariant | None = None
) -> Carried:
    """Where answers given in `old`, in one language and variant, stand in `new`. Total; mutates nothing."""
    asking = Asking("old", language, variant)
    given = {key: Given(answer, asking) for key, answer in answers.items()}
    return settled({"old": old}, new, given)


def settled(versions: Mapping[str, Version], new: Version, given: Mapping[str, Given]) -> Carried:
    """Where answers given in several versions stand in `new`; `versions` are those their askings name."""
    kept: dict[str, Answer] = {}
    lost: dict[str, Reason] = {}
    for key, each in given.items():
        found = _standing(versions[each.asking.version], new, key, each)
        if isinstance(found, _Lost):
            lost[key] = found.reason
        else:
            kept[key] = found
    for key in _without_consent(new.plan, kept):
        del kept[key]
        lost[key] = "consent"
    return Carried(
        kept=kept,
        asked_again={key: reason for key, reason in lost.items() if reason != "removed"},
        dropped={key: reason for key, reason in lost.items() if reason == "removed"},
    )


@dataclass(frozen=True, slots=True)
class _Lost:
    reason: Reason


def _standing(old: Version, new: Version, key: str, given: Given) -> Answer | _Lost:
    if key in new.plan.consent_keys:
        return _Lost("consent") if _means_other(old, new, key, given.asking) else given.answer
    if key in new.plan.kept_calculations:
        return given.answer
    if key in new.plan.repeats:
        return _standing_entries(old, new, key, given)
    return _standing_question(old, new, key, given)


def _standing_entries(old: Version, new: Version, key: str, given: Given) -> Answer | _Lost:
    """A list of entries stands as a whole: where one answer in it cannot be kept, all of it is asked again."""
    found: list[Answer | None] = []
    for entry in slots({key: given.answer}, key):
        kept: dict[str, Answer] = {}
        for name, answer in (entry or {}).items():
            standing = _standing_question(old, new, name, Given(answer, given.asking), key)
            if isinstance(standing, _Lost):
                return _Lost("kind") if standing.reason == "removed" else standing  # the list is still asked
            kept[name] = standing
        found.append(None if entry is None else kept)
    return found


def _standing_question(
    old: Version, new: Version, key: str, given: Given, repeat: str | None = None
) -> Answer | _Lost:
    """Where one answer stands, that was given once or in an entry of `repeat`."""
    question_id = key.partition(".")[0]
    if not new.plan.has_question(question_id):
        return _Lost("removed")
    question = new.plan.question(question_id)
    was = old.plan.question(question_id) if old.plan.has_question(question_id) else None
    if was is None or was.kind != question.kind or question.repeat_id != repeat:
        return _Lost("kind")
    if _means_other(old, new, question_id, given.asking):
        return _Lost("meaning")
    if key != question_id:
        return _standing_words(question, key, given.answer)
    typed = question.asked.typed(given.answer)
    found = None if typed is None else question.read(typed)
    if isinstance(found, Problem):
        return _Lost("option" if found.code == "answer.unknown_option" else "limit")
    return _Lost("kind") if found is None else found


def _standing_words(question: PlannedQuestion, key: str, answer: Answer) -> Answer | _Lost:
    """Words beside an option stand where there is still room for them."""
    room = next((one for one in question.write_ins if one.key == key), None)
    found = None if room is None else room.read({key: [str(answer)]})
    return (
        _Lost("option" if room is None else "limit") if found is None or isinstance(found, Problem) else found
    )


def _means_other(old: Version, new: Version, key: str, asking: Asking) -> bool:
    """Whether an officer said that it may mean something else now, and it reads otherwise to whom it was asked."""
    if old.meaning(key) == new.meaning(key):
        return False
    before = as_asked(old.plan, key, asking.language, asking.variant)
    return before != as_asked(new.plan, key, asking.language, asking.variant)


def _without_consent(plan: Plan, kept: Answers) -> list[str]:
    """What was said about the person, and is not under a consent that is kept."""
    return [
        question.id
        for page in plan.pages
        if page.consent_key is not None and kept.get(page.consent_key) is not True
        for question in page.questions
        if question.id in kept
    ]
