"""Taking benchmarks from a table: which of its numbers are which community, and of how many they are part."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.consultations.benchmarks import files
from consult.consultations.benchmarks.choosing import chosen, people
from consult.consultations.benchmarks.figures import Figure, Sheet
from consult.consultations.benchmarks.files import FileValue
from consult.consultations.communities import changing, write_communities
from consult.consultations.community_details import Benchmark, CommunityDetail, ReadFrom
from consult.consultations.terms import BenchmarkBasis
from surveys.problems import Problem, Refused
from surveys.text import Text


@dataclass(frozen=True, slots=True)
class Choice:
    """The numbers of a table that count a community, as in `3, 5-7`, and those that count everyone."""

    rows: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a table is from, as far as it does not say so itself in each row."""

    source: Text | None = None
    on: date | None = None
    area: Text | None = None
    basis: BenchmarkBasis | None = None


def take(
    session: Session,
    actor: Actor,
    slug: str,
    file_id: uuid.UUID,
    choices: Mapping[str, Choice],
    origin: Origin,
    *,
    reason: str = "",
) -> tuple[str, ...]:
    """Make the chosen numbers the benchmarks of communities, by key; return the keys. All of them, or none.

    Raises Refused, each problem at `rows-<key>` or `of-<key>`, or where `write_communities` says.
    """
    draft, details = changing(session, actor, slug)
    file, sheet, _ = files.one(session, draft.id, file_id)
    known = {one.key: one for one in details.communities}
    written: dict[str | None, CommunityDetail] = {}
    faults: list[Problem] = []
    language = str(draft.languages[0])
    for key, choice in choices.items():
        if not choice.rows.strip():
            continue
        try:
            benchmark = _benchmark(key, choice, sheet, file, origin, language)
            written[key] = _named(known, key).model_copy(update={"benchmark": benchmark})
        except Refused as refused:
            faults += refused.problems
    if not written and not faults:
        faults.append(Problem("benchmarks.nothing_chosen"))
    if faults:
        raise Refused(dict.fromkeys(faults))
    write_communities(session, actor, slug, written, reason=reason)
    return tuple(str(key) for key in written)


def _named(known: Mapping[str, CommunityDetail], key: str) -> CommunityDetail:
    if key not in known:
        raise Refused(Problem("community.unknown", f"rows-{key}", {"key": key}))
    return known[key]


def by_key(sheet: Sheet, keys: frozenset[str]) -> dict[str, Choice]:
    """Return the choices a table makes by itself: rows whose key, or whose name, is the key of a community."""
    found: dict[str, list[str]] = {}
    for figure in sheet.figures:
        named = figure.key or figure.name
        if named in keys:
            found.setdefault(named, []).append(str(figure.number))
    return {key: Choice(", ".join(rows)) for key, rows in found.items() if len(rows) == 1}


def _benchmark(
    key: str, choice: Choice, sheet: Sheet, file: FileValue, origin: Origin, language: str
) -> Benchmark:
    figures = chosen(sheet, choice.rows, f"rows-{key}")
    count = people(figures, f"rows-{key}")
    everyone = chosen(sheet, choice.of, f"of-{key}")
    total = people(everyone, f"of-{key}") if everyone else _one_total(figures)
    if total is not None and count > total:
        sizes = {"count": count, "total": total}
        raise Refused(Problem("details.benchmark_above_total", f"of-{key}", sizes))
    said = figures[0]
    source = origin.source or _words(said.source, language)
    if source is None:
        raise Refused(Problem("benchmarks.no_source", "source"))
    return Benchmark(
        count=count,
        total=total,
        source=source,
        on=origin.on or said.on,
        area=origin.area or _words(_one_area(figures), language),
        basis=origin.basis or said.basis or BenchmarkBasis.RESIDENT,
        read_from=read_from(file, figures),
    )


def read_from(file: FileValue, figures: tuple[Figure, ...]) -> ReadFrom:
    """Return where numbers were read: the file, and the cells in it."""
    cells = "; ".join(f"{one.place.row} {one.place.column}" for one in figures)
    return ReadFrom(file=file.name, sha256=file.sha256, rows=cells[:300])


def _one_total(figures: tuple[Figure, ...]) -> int | None:
    """What the rows themselves say everyone is, where they say the same."""
    totals = {figure.total for figure in figures}
    return totals.pop() if len(totals) == 1 else None


def _one_area(figures: tuple[Figure, ...]) -> str:
    areas = dict.fromkeys(figure.area for figure in figures if figure.area)
    return ", ".join(areas)[:300]


def _words(words: str, language: str) -> Text | None:
    return Text.of({language: words}) if words else None
