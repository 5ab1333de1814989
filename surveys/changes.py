"""What changed between two versions of a document, by stable ids: each change as data, with its place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain

from pydantic import BaseModel

from surveys.asking import LOGIC
from surveys.document import Page, Survey
from surveys.effects import Change, Effect, Told, of_moving, of_page, of_question, of_removing, of_taking_away
from surveys.expressions.printing import printed
from surveys.expressions.tree import AnswerTo, Operation, Property, This, Value
from surveys.leaves import IDS, leaves
from surveys.questions.asked import Asked
from surveys.strict_json import Place, pointer
from surveys.text import Text
from surveys.versions import canonical

OF_A_PAGE = frozenset({"id", "questions"})
ITEMS: Mapping[str, tuple[str, Effect]] = {
    "calculations": ("calculation", "effect.worked_out"),
    "quotas": ("quota", "effect.kept"),
}
"""What the items of a list are called, and what one that comes or goes does; those of others are choices."""
LONGEST_SETTING = 200


@dataclass(frozen=True, slots=True)
class _Asked:
    question: Asked
    page: Page
    place: Place


def changes(old: Survey, new: Survey) -> tuple[Change, ...]:
    """Everything that changed, in the order of the newer document; nothing exactly where the fingerprints are equal."""
    return tuple(chain(_of_survey(old, new), _of_pages(old, new), _of_questions(old, new)))


def altered(old: Survey, new: Survey) -> tuple[str, ...]:
    """The questions and consents of both that somebody may answer otherwise now, by id, in the newer one's order.

    What only the logic reads (condition, required, code) is not looked at, nor is the order of options.
    """
    before, found = _parts(old), []
    for key, part in _parts(new).items():
        if key in before and _content(before[key]) != _content(part):
            found.append(key)
    return tuple(found)


def removed(old: Survey, new: Survey) -> tuple[str, ...]:
    """The questions and consents that are not asked any more, by id, in the older one's order."""
    after = _parts(new)
    return tuple(key for key in _parts(old) if key not in after)


def _parts(survey: Survey) -> dict[str, BaseModel]:
    """What is answered on its own: each consent, each question."""
    found: dict[str, BaseModel] = {}
    for page in survey.pages:
        if page.about_you is not None:
            found[page.consent_key] = page.about_you
        found |= {question.id: question for question in page.questions}
    return found


def _content(part: BaseModel) -> dict[str, object]:
    return {
        name: value.canonical() if isinstance(value, Text) else value
        for name, value in leaves(part, LOGIC).items()
        if not name.endswith(IDS)
    }


def _of_survey(old: Survey, new: Survey) -> Iterator[Change]:
    part = _Part("", (), lambda *_: Told("change.setting", "effect.kept"), "effect.kept")
    yield from _of_leaves(part, leaves(old, {"pages"}), leaves(new, {"pages"}))


def _of_pages(old: Survey, new: Survey) -> Iterator[Change]:
    before, after = ({page.id: page for page in survey.pages} for survey in (old, new))
    for index, page in enumerate(old.pages):
        if page.id not in after:
            yield Change("change.page_removed", page.id, pointer("pages", index), of_removing(page, new))
    stayed = _stayed(list(before), list(after))
    for index, page in enumerate(new.pages):
        place = ("pages", index)
        if page.id not in before:
            yield Change("change.page_added", page.id, pointer(*place), "effect.kept")
            continue
        if page.id not in stayed:
            yield Change("change.page_moved", page.id, pointer(*place), "effect.kept")
        part = _Part(page.id, place, partial(of_page, before[page.id], page), "effect.kept")
        yield from _of_leaves(part, leaves(before[page.id], OF_A_PAGE), leaves(page, OF_A_PAGE))


def _of_questions(old: Survey, new: Survey) -> Iterator[Change]:
    before, after = _asked(old), _asked(new)
    repeats = {page.repeat.id for page in new.pages if page.repeat}
    for key, each in before.items():
        if key not in after:
            gone = of_taking_away(each.page, repeats)
            yield Change("change.question_removed", key, pointer(*each.place), gone)
    stayed = _stayed(list(before), list(after))
    for key, each in after.items():
        where = pointer(*each.place)
        if key not in before:
            needed: Effect = "effect.needed" if each.question.required else "effect.kept"
            yield Change("change.question_added", key, where, needed)
            continue
        was = before[key]
        if key not in stayed or was.page.id != each.page.id:
            effect = of_moving(was.page, each.page, repeats)
            yield Change("change.question_moved", key, where, effect, {"page": each.page.id})
        yield from _of_question(was.question, each.question, each.place)


def _asked(survey: Survey) -> dict[str, _Asked]:
    return {
        question.id: _Asked(question, page, ("pages", index, "questions", number))
        for index, page in enumerate(survey.pages)
        for number, question in enumerate(page.questions)
    }


def _of_question(old: Asked, new: Asked, place: Place) -> Iterator[Change]:
    if old.kind != new.kind:
        kinds = {"before": old.kind, "after": new.kind}
        yield Change("change.kind", new.id, pointer(*place, "kind"), "effect.asked_again", kinds)
    part = _Part(new.id, place, of_question, "effect.altered")
    yield from _of_leaves(part, leaves(old, {"kind"}), leaves(new, {"kind"}))


@dataclass(frozen=True, slots=True)
class _Part:
    """The survey, a page or a question: its id and place, what a changed leaf of it is, and what one of its lists does
    where something comes or goes.
    """

    key: str
    place: Place
    told: Callable[[str, object], Told]
    of_list: Effect

    def where(self, name: str) -> str:
        return pointer(*self.place, *name.split("/"))


def _of_leaves(part: _Part, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Change]:
    """The changes of one part: first its lists, then what stands in it but for what came and went with an item."""
    lists: set[str] = set()
    came_or_went: list[str] = []
    for name in dict.fromkeys((*before, *after)):
        if name.endswith(IDS):
            old, new = (_ids(side.get(name, ())) for side in (before, after))
            of_list = name.removesuffix(IDS)
            lists |= {name, of_list}  # an empty one is a leaf
            came_or_went += [f"{of_list}/{item}" for item in {*old} ^ {*new}]
            yield from _of_list(part, of_list, old, new)
    for name in dict.fromkeys((*before, *after)):
        is_inside = any(name == gone or name.startswith(f"{gone}/") for gone in came_or_went)
        if name not in lists and not is_inside and before.get(name) != after.get(name):
            yield from _of_leaf(part, name, before.get(name), after.get(name))


def _ids(listed: object) -> tuple[str, ...]:
    return tuple(str(item) for item in listed) if isinstance(listed, tuple) else ()


def _of_list(part: _Part, name: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    what, effect = ITEMS.get(name, ("option", part.of_list))
    where, key = part.where(name), part.key
    for item in old:
        if item not in new:
            yield Change(f"change.{what}_removed", key, where, effect, {"option": item})
    stayed = _stayed(old, new)
    for item in new:
        if item not in old:
            yield Change(f"change.{what}_added", key, where, effect, {"option": item})
        elif item not in stayed:
            moved: Effect = "effect.kept" if what == "option" else effect
            yield Change(f"change.{what}_moved", key, where, moved, {"option": item})


def _of_leaf(part: _Part, name: str, old: object, new: object) -> Iterator[Change]:
    told, where = part.told(name, new), part.where(name)
    if not isinstance(old, Text) and not isinstance(new, Text):
        parameters = {"name": name, "before": _shown(old), "after": _shown(new)}
        yield Change(told.code, part.key, where, told.effect, parameters)
        return
    code = "change.words" if told.code == "change.setting" else told.code
    before, after = (text.canonical() if isinstance(text, Text) else {} for text in (old, new))
    for language in dict.fromkeys((*before, *after)):
        said, says = before.get(language), after.get(language)
        if said != says:
            words = {"before": _words(said), "after": _words(says)}
            yield Change(code, part.key, where, told.effect, {"name": name, "language": language, **words})


def _words(phrase: Mapping[str, object] | None) -> str:
    """A phrase as a reader of changes sees it: its words, and behind them those of its variants."""
    if phrase is None:
        return ""
    variants = phrase.get("variants")
    others = variants.values() if isinstance(variants, Mapping) else ()
    return " | ".join(str(words) for words in (phrase.get("text", ""), *others))


def _shown(setting: object) -> str:
    if setting is None:
        return "–"
    if isinstance(setting, AnswerTo | This | Property | Value | Operation):
        setting = printed(setting)
    if isinstance(setting, BaseModel):
        setting = setting.model_dump(mode="json", exclude_defaults=True)
    written = str(setting) if isinstance(setting, str | date) else canonical(setting).decode()
    return written if len(written) <= LONGEST_SETTING else f"{written[:LONGEST_SETTING]}…"


def _stayed(old: Sequence[str], new: Sequence[str]) -> frozenset[str]:
    """The most of the names in both that can be taken as not having moved: a longest increasing run of old places."""
    place = {name: number for number, name in enumerate(old)}
    common = [name for name in new if name in place]
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for index, name in enumerate(common):
        at = bisect_left(ends, place[name])
        before.append(last[at - 1] if at else None)
        ends[at:] = [place[name], *ends[at + 1 :]]
        last[at:] = [index, *last[at + 1 :]]
    found: list[str] = []
    step = last[-1] if last else None
    while step is not None:
        found.append(common[step])
        step = before[step]
    return frozenset(found)
