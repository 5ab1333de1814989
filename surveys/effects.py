"""A change of a survey as data, and what it does to answers in progress: what carrying.py and checking.py do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from surveys.asking import LOGIC
from surveys.document import Page, Survey
from surveys.expressions.tree import Operation, operators_used
from surveys.problems import Parameter

Effect = Literal[
    "effect.kept",
    "effect.altered",
    "effect.asked_again",
    "effect.dropped",
    "effect.checked",
    "effect.needed",
    "effect.path",
    "effect.worked_out",
    "effect.remembered",
    "effect.begun",
]
"""What becomes of answers in progress.

`kept`: nothing else. `altered`: kept as far as they fit, unless the officer asks again. `asked_again`, `dropped`: what
carrying.py calls so. `checked`: kept, and held against the new rule before they are sent. `needed`: kept, and whoever
left it empty must answer. `path`: kept, but those to what is not asked any more do not count. `worked_out`: kept, and
what follows from them is worked out anew. `remembered`: the same, but what was remembered stays. `begun`: kept; only
who has answered nothing on the page yet meets it.
"""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed.

    `code` is "change.<what>"; `key` the id of the page or question, empty for the survey itself; `where` a JSON pointer
    into the newer document, for what was removed into the older one; `effect` what it does to answers in progress.
    """

    code: str
    key: str
    where: str
    effect: Effect
    parameters: Mapping[str, Parameter] = field(default_factory=dict, hash=False)

    def to_json(self) -> dict[str, object]:
        return {
            "code": self.code, "key": self.key, "where": self.where, "effect": self.effect,
            "parameters": dict(self.parameters),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What a change of some part of the document is called, and what it does."""

    code: str
    effect: Effect


OF_A_QUESTION: Final[Mapping[str, Told]] = {
    "condition": Told("change.condition", "effect.path"),
    "required": Told("change.required", "effect.needed"),
    "required_when": Told("change.required_when", "effect.needed"),
    "constraint/that": Told("change.constraint", "effect.checked"),
    "constraint/message": Told("change.constraint_message", "effect.kept"),
    "choice_filter": Told("change.choice_filter", "effect.checked"),
    "default": Told("change.default", "effect.begun"),
}
"""The logic of a question, by the names of its leaves."""

NOT_REQUIRED: Final = Told("change.not_required", "effect.kept")
CONDITION_OF_A_PAGE: Final = Told("change.page_condition", "effect.path")


def of_question(name: str, now: object) -> Told:
    """A changed leaf of a question, and what it is `now`."""
    known = OF_A_QUESTION.get(name)
    if known is None:
        is_logic = name.partition("/")[0] in LOGIC
        return Told("change.setting", "effect.kept" if is_logic else "effect.altered")
    if known.effect == "effect.needed" and not now:
        return NOT_REQUIRED if name == "required" else Told(known.code, "effect.kept")
    return known


def of_page(old: Page, new: Page, name: str, now: object) -> Told:
    """A changed leaf of a page, and what it is `now`."""
    first, _, last = name.partition("/")
    if first == "condition":
        return CONDITION_OF_A_PAGE
    if first == "calculations":
        is_kept = isinstance(now, Operation) and "once" in operators_used(now)
        return Told("change.calculation", "effect.remembered" if is_kept else "effect.worked_out")
    if first == "about_you":
        return Told("change.setting", _of_agreement(old, new))
    if first == "repeat":
        return Told("change.setting", _of_repeat(old, new, last))
    return Told("change.setting", "effect.kept")


def _of_agreement(old: Page, new: Page) -> Effect:
    if old.about_you is None:
        return "effect.asked_again"
    return "effect.kept" if new.about_you is None else "effect.altered"


def _of_repeat(old: Page, new: Page, name: str) -> Effect:
    if old.repeat is None:
        return "effect.asked_again"
    if new.repeat is None or new.repeat.id != old.repeat.id:
        return "effect.dropped"
    return "effect.checked" if name in {"least", "most"} else "effect.kept"


def of_moving(old: Page, new: Page, repeats: Collection[str]) -> Effect:
    """What moving a question from page to page does: an answer needs the agreement of its own page, and its own list.

    `repeats` are the lists there are now.
    """
    was, now = (None if page.repeat is None else page.repeat.id for page in (old, new))
    if was is not None and was not in repeats:
        return "effect.dropped"
    needs_other = new.about_you is not None and (old.about_you is None or old.consent_key != new.consent_key)
    return "effect.asked_again" if was != now or needs_other else "effect.kept"


def of_taking_away(page: Page, repeats: Collection[str]) -> Effect:
    """What removing a question from a page does; a list that is still asked is asked again as a whole."""
    is_listed = page.repeat is not None and page.repeat.id in repeats
    return "effect.asked_again" if is_listed else "effect.dropped"


def of_removing(page: Page, after: Survey) -> Effect:
    """What removing a page does: nothing, where all that was answered on it is asked elsewhere."""
    there = {question.id for other in after.pages for question in other.questions}
    is_asked_elsewhere = all(question.id in there for question in page.questions)
    return (
        "effect.kept" if is_asked_elsewhere and not page.about_you and not page.repeat else "effect.dropped"
    )
