"""What the figures themselves suggest: where a group departs, who objects, who was not heard."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consult.evidence.candidates import DEPARTS_BY
from consult.evidence.naming import name_of
from consult.web.locale import gettext
from consult.web.public.evidence.cells import Cell, in_words, is_shown, part_of
from consult.web.public.evidence.heard import why_silent
from consult.web.public.evidence.numbers import number
from consult.web.public.evidence.questions import anchor
from consult.web.public.evidence.voices import Voice
from surveys.text import Said

Record = Mapping[str, Any]
Candidate = Mapping[str, Any]


_UNTREATED: Candidate = {"kind": "divergence", "reason": None}


@dataclass(frozen=True, slots=True)
class Link:
    """A question of the record, and where on the page it stands."""

    words: Said | None
    href: str


@dataclass(frozen=True, slots=True)
class Sign:
    """One candidate finding in words. `kind` is divergence, objection or not_heard.

    `here` is what part of the group chose `option`, `there` what part of those who said they do not belong to it, and
    `apart` how far these are from one another. Without them a whole scale was compared: then `is_closer` says whether
    the answers of the group lie closer to `option`, where the scale begins, than those of the others.
    """

    kind: str
    group: Said | None
    question: Link | None
    option: Said | None
    here: str
    there: str
    apart: str
    is_closer: bool
    is_clear: bool
    words: str
    reason: Said | None


class Signs:
    """The candidate findings of one record."""

    def __init__(self, record: Record, say: Voice) -> None:
        self._say = say
        self._candidates: Sequence[Candidate] = record["candidates"]
        self._questions = {one["id"]: one for one in record["results"]["questions"]}
        affected = {one["key"] for one in record["results"]["communities"] if one["is_affected"]}
        self._divergences = [
            one
            for one in record["results"]["divergences"]
            if one["community"] in affected and (one["is_clear"] or abs(one["difference"]) >= DEPARTS_BY)
        ]
        self._names = {one["key"]: one["name"] for one in record["results"]["communities"]}

    def group(self, key: str | None) -> Said | None:
        """Return the name of a group."""
        return self._say(self._names.get(key)) if key else None

    def question(self, question_id: str | None) -> Link | None:
        """Return the link to a question of the record."""
        found = self._questions.get(question_id or "")
        return None if found is None else Link(self._say(name_of(found)), f"#{anchor(found['id'])}")

    def options(self, question_id: str, wanted: Iterable[str]) -> tuple[Said, ...]:
        """Return the words of some options of a question."""
        listed = self._questions.get(question_id, {}).get("options", ())
        chosen = set(wanted)
        return self._say.each(one["text"] for one in listed if one["id"] in chosen)

    def of_finding(self, finding: Record) -> tuple[Sign, ...]:
        """Return what a finding must carry on its face.

        That is everything it takes up, and where an affected group departs on an answer it cites, whoever took that up.
        """
        taken_up = [one for one in self._candidates if one["key"] in finding["treats"]]
        departing = [one for support in finding["supports"] for one in self._departing(support)]
        distinct = {_about(one): one for one in (*taken_up, *departing)}
        return tuple(self._sign(one) for one in distinct.values())

    def _departing(self, support: Mapping[str, Any]) -> Iterator[Candidate]:
        """Give where a group departs on the options of a question; without options, its widest departure on it."""
        options: Sequence[str] = support.get("options") or ()
        if support["kind"] == "question" and not options:
            yield from (
                one
                for one in self._candidates
                if one["kind"] == "divergence" and one["question"] == support["id"]
            )
        elif support["kind"] == "question":
            for found in self._divergences:
                if found["question"] == support["id"] and found["option"] in (None, *options):
                    yield {**_UNTREATED, **found, "figures": found}

    def set_aside(self) -> tuple[Sign, ...]:
        """Return what was set aside, each with its reason."""
        return tuple(self._sign(one) for one in self._candidates if one["state"] == "set_aside")

    def _sign(self, one: Candidate) -> Sign:
        figures, kind = one["figures"], one["kind"]
        is_scale = kind == "divergence" and figures["option"] is None
        return Sign(
            kind=kind,
            group=self.group(one["community"]),
            question=self.question(one["question"]),
            option=self._option(one),
            here=_here(one),
            there=_part(figures["no"]) if kind == "divergence" else "",
            apart=_apart(figures) if kind == "divergence" and not is_scale else "",
            is_closer=is_scale and figures["difference"] < 0,
            is_clear=bool(figures.get("is_clear")),
            words=why_silent(figures["stated"]) if kind == "not_heard" else "",
            reason=self._say(one["reason"]),
        )

    def _option(self, one: Candidate) -> Said | None:
        """Return the option a departure is about; of a scale that was compared whole, the one it begins with."""
        listed = self._questions.get(one["question"] or "", {}).get("options", ())
        wanted = one["figures"].get("option") or next((option["id"] for option in listed), "")
        return next((self._say(option["text"]) for option in listed if option["id"] == wanted), None)


def _about(one: Candidate) -> tuple[Any, ...]:
    return one["kind"], one["community"], one["question"], one["figures"].get("option")


def _here(one: Candidate) -> str:
    """Return the figure of a group; that of everyone stands only in its table, beside those of the groups."""
    figures = one["figures"]
    if one["kind"] == "divergence":
        return _part(figures["yes"])
    if one["kind"] == "objection" and one["community"] is not None:
        return _against(figures["against"], figures["of"])
    return ""


def _part(found: Mapping[str, int | None]) -> str:
    count, of = found["count"], found["of"]
    return "" if count is None or of is None else part_of(count, of)


def _apart(figures: Mapping[str, Any]) -> str:
    difference, (low, high) = figures["difference"], figures["interval"]
    return gettext(
        "%(points)s points apart, somewhere between %(low)s and %(high)s",
        points=number(abs(round(100 * difference))),
        **_ends(difference, low, high),
    )


def _ends(difference: float, low: float, high: float) -> dict[str, str]:
    """Return both ends of a range, seen from the side the difference lies on."""
    ends = (low, high) if difference >= 0 else (-high, -low)
    return dict(zip(("low", "high"), (number(round(100 * end)) for end in ends), strict=True))


def _against(cells: Sequence[Cell], of: Cell) -> str:
    if is_shown(of) and all(is_shown(cell) for cell in cells):
        return part_of(sum(cell["count"] for cell in cells), of["count"])
    return in_words(cells[0]) if len(cells) == 1 and cells[0]["kind"] == "nearly_all" else ""
