"""What the figures themselves suggest: where a group departs, who objects, who was not heard."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consult.web.public.evidence.cells import Cell, is_shown, part_of
from consult.web.public.evidence.heard import why_silent
from consult.web.public.evidence.questions import anchor
from consult.web.public.evidence.voices import Voice
from surveys.text import Said

Record = Mapping[str, Any]
Candidate = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """A question of the record, and where on the page it stands."""

    words: Said | None
    href: str


@dataclass(frozen=True, slots=True)
class Sign:
    """One candidate finding in words. `kind` is divergence, objection or not_heard.

    `here` is what part of the group chose `option`, `there` what part of those who said they do not belong to it.
    """

    key: str
    kind: str
    group: Said | None
    question: Link | None
    option: Said | None
    here: str
    there: str
    is_clear: bool
    words: str
    reason: Said | None


class Signs:
    """The candidate findings of one record."""

    def __init__(self, record: Record, say: Voice) -> None:
        self._say = say
        self._candidates: Sequence[Candidate] = record["candidates"]
        self._questions = {one["id"]: one for one in record["results"]["questions"]}
        self._names = {one["key"]: one["name"] for one in record["results"]["communities"]}

    def group(self, key: str | None) -> Said | None:
        """Return the name of a group."""
        return self._say(self._names.get(key)) if key else None

    def question(self, question_id: str | None) -> Link | None:
        """Return the link to a question of the record."""
        found = self._questions.get(question_id or "")
        return None if found is None else Link(self._say(found["text"]), f"#{anchor(found['id'])}")

    def options(self, question_id: str, wanted: Iterable[str]) -> tuple[Said, ...]:
        """Return the words of some options of a question."""
        listed = self._questions.get(question_id, {}).get("options", ())
        chosen = set(wanted)
        return self._say.each(one["text"] for one in listed if one["id"] in chosen)

    def of_finding(self, finding: Record) -> tuple[Sign, ...]:
        """Return what a finding must carry on its face.

        That is everything it takes up, and every departure on a question it cites, wherever that was taken up.
        """
        cited = {support["id"] for support in finding["supports"] if support["kind"] == "question"}
        return tuple(
            self._sign(one)
            for one in self._candidates
            if one["key"] in finding["treats"] or (one["kind"] == "divergence" and one["question"] in cited)
        )

    def set_aside(self) -> tuple[Sign, ...]:
        """Return what was set aside, each with its reason."""
        return tuple(self._sign(one) for one in self._candidates if one["state"] == "set_aside")

    def _sign(self, one: Candidate) -> Sign:
        figures, kind = one["figures"], one["kind"]
        options = self.options(one["question"] or "", [figures["option"]]) if "option" in figures else ()
        return Sign(
            key=one["key"],
            kind=kind,
            group=self.group(one["community"]),
            question=self.question(one["question"]),
            option=next(iter(options), None),
            here=_here(one),
            there=_part(figures["no"]) if kind == "divergence" else "",
            is_clear=bool(figures.get("is_clear")),
            words=why_silent(figures["stated"]) if kind == "not_heard" else "",
            reason=self._say(one["reason"]),
        )


def _here(one: Candidate) -> str:
    """Return the figure of a group; that of everyone stands only in its table, beside those of the groups."""
    figures = one["figures"]
    if one["kind"] == "divergence":
        return _part(figures["yes"])
    if one["kind"] == "objection" and one["community"] is not None:
        return _against(figures["against"], figures["of"])
    return ""


def _part(found: Mapping[str, int | None]) -> str:
    """A whole scale is compared by how people stand on it, and has no share to print."""
    count, of = found["count"], found["of"]
    return part_of(count, of) if count is not None and of is not None else ""


def _against(cells: Sequence[Cell], of: Cell) -> str:
    if not is_shown(of) or not all(is_shown(cell) for cell in cells):
        return ""
    return part_of(sum(cell["count"] for cell in cells), of["count"])
