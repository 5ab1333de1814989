"""What changed between two versions of a document, by stable ids: each change as data, with its place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from pydantic import BaseModel

from surveys.asking import LOGIC
from surveys.document import Page, Survey
from surveys.leaves import IDS, leaves
from surveys.problems import Parameter
from surveys.questions.asked import Asked
from surveys.strict_json import Place, pointer
from surveys.text import Text
from surveys.versions import canonical

OF_A_PAGE = frozenset({"id", "questions", "condition"})
LONGEST_SETTING = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed.

    `code` is "change.<what>"; `key` the id of the page or question, empty for the survey itself; `where` a JSON pointer
    into the newer document, for what was removed into the older one.
    """

    code: str
    key: str
    where: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict, hash=False)

    def to_json(self) -> dict[str, object]:
        return {"code": self.code, "key": self.key, "where": self.where, "parameters": dict(self.parameters)}


@dataclass(frozen=True, slots=True)
class _Asked:
    question: Asked
    page: str
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
    yield from _of_leaves("", leaves(old, {"pages"}), leaves(new, {"pages"}), ())


def _of_pages(old: Survey, new: Survey) -> Iterator[Change]:
    before, after = ({page.id: page for page in survey.pages} for survey in (old, new))
    yield from (
        Change("change.page_removed", page.id, pointer("pages", index))
        for index, page in enumerate(old.pages)
        if page.id not in after
    )
    stayed = _stayed(list(before), list(after))
    for index, page in enumerate(new.pages):
        place = ("pages", index)
        if page.id not in before:
            yield Change("change.page_added", page.id, pointer(*place))
            continue
        if page.id not in stayed:
            yield Change("change.page_moved", page.id, pointer(*place))
        yield from _of_page(before[page.id], page, place)


def _of_page(old: Page, new: Page, place: Place) -> Iterator[Change]:
    if old.condition != new.condition:
        yield Change("change.page_condition", new.id, pointer(*place, "condition"))
    yield from _of_leaves(new.id, leaves(old, OF_A_PAGE), leaves(new, OF_A_PAGE), place)


def _of_questions(old: Survey, new: Survey) -> Iterator[Change]:
    before, after = _asked(old), _asked(new)
    yield from (
        Change("change.question_removed", key, pointer(*each.place))
        for key, each in before.items()
        if key not in after
    )
    stayed = _stayed(list(before), list(after))
    for key, each in after.items():
        if key not in before:
            yield Change("change.question_added", key, pointer(*each.place))
            continue
        if key not in stayed or before[key].page != each.page:
            yield Change("change.question_moved", key, pointer(*each.place), {"page": each.page})
        yield from _of_question(before[key].question, each.question, each.place)


def _asked(survey: Survey) -> dict[str, _Asked]:
    return {
        question.id: _Asked(question, page.id, ("pages", index, "questions", number))
        for index, page in enumerate(survey.pages)
        for number, question in enumerate(page.questions)
    }


def _of_question(old: Asked, new: Asked, place: Place) -> Iterator[Change]:
    if old.kind != new.kind:
        yield Change("change.kind", new.id, pointer(*place, "kind"), {"before": old.kind, "after": new.kind})
    if old.condition != new.condition:
        yield Change("change.condition", new.id, pointer(*place, "condition"))
    without = {"kind", "condition"}
    yield from _of_leaves(new.id, leaves(old, without), leaves(new, without), place)


def _of_leaves(
    key: str, before: Mapping[str, object], after: Mapping[str, object], place: Place
) -> Iterator[Change]:
    """The changes of one part: first its lists, then what stands in it but for what came and went with an item."""
    came_or_went: list[str] = []
    for name in dict.fromkeys((*before, *after)):
        if name.endswith(IDS):
            old, new = (_ids(side.get(name, ())) for side in (before, after))
            of_list = name.removesuffix(IDS)
            came_or_went += [f"{of_list}/{item}" for item in {*old} ^ {*new}]
            yield from _of_list(key, of_list, old, new, place)
    for name in dict.fromkeys((*before, *after)):
        is_inside = any(name == gone or name.startswith(f"{gone}/") for gone in came_or_went)
        if not name.endswith(IDS) and not is_inside and before.get(name) != after.get(name):
            yield from _of_leaf(key, name, before.get(name), after.get(name), place)


def _ids(listed: object) -> tuple[str, ...]:
    return tuple(str(item) for item in listed) if isinstance(listed, tuple) else ()


def _of_list(key: str, name: str, old: Sequence[str], new: Sequence[str], place: Place) -> Iterator[Change]:
    where = pointer(*place, *name.split("/"))
    for item in old:
        if item not in new:
            yield Change("change.option_removed", key, where, {"option": item})
    stayed = _stayed(old, new)
    for item in new:
        if item not in old:
            yield Change("change.option_added", key, where, {"option": item})
        elif item not in stayed:
            yield Change("change.option_moved", key, where, {"option": item})


def _of_leaf(key: str, name: str, old: object, new: object, place: Place) -> Iterator[Change]:
    where = pointer(*place, *name.split("/"))
    if not isinstance(old, Text) and not isinstance(new, Text):
        parameters = {"name": name, "before": _shown(old), "after": _shown(new)}
        yield Change("change.setting", key, where, parameters)
        return
    before, after = (text.canonical() if isinstance(text, Text) else {} for text in (old, new))
    for language in dict.fromkeys((*before, *after)):
        said, says = before.get(language), after.get(language)
        if said != says:
            words = {"before": _words(said), "after": _words(says)}
            yield Change("change.words", key, where, {"name": name, "language": language, **words})


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
    if isinstance(setting, BaseModel):
        setting = setting.model_dump(mode="json", exclude_defaults=True)
    written = setting if isinstance(setting, str) else canonical(setting).decode()
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
