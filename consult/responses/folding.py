"""Folding sent answers into counts: each stands in them once, and is taken out when it is taken back.

An answer is counted after it was sent, by a job, in batches: adding to the same few rows inside each sending would make
everybody wait for everybody. A batch marks its answers and adds what they say in one transaction, so a process that
dies leaves both undone, and running twice counts nothing twice. Decision record 40 has the reasons.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from consult.consultations.queries import communities, plan
from consult.consultations.values import CommunityValue
from consult.db import one_at_a_time
from consult.responses.adding import add_up
from consult.responses.models import FoldedCount, FoldedOption, FoldState, Response
from consult.responses.quotas import Whose
from surveys.answers import counted
from surveys.codes_and_words import together
from surveys.coding import coded, options_counted
from surveys.plan import Plan
from surveys.routing import place
from surveys.versions import canonical

BATCH = 500
ANSWERS = "answers"
STANDINGS: Mapping[bool | None, str] = {True: "yes", False: "no", None: "not_stated"}
SCHEME = 1
"""To be raised when what is counted of an answer changes: everything is then counted anew."""

Chosen = tuple[str, str]
"""A question's or a part's id, and an option or "" for any."""
Group = tuple[str, str]
"""A community and a standing in it, or "" twice for everyone."""
Option = tuple[str, str, str, str]
"""What was chosen, and in which group."""

_responses = cast("Table", Response.__table__)
_states = cast("Table", FoldState.__table__)
_counts = cast("Table", FoldedCount.__table__)
_options = cast("Table", FoldedOption.__table__)

_waiting = (
    select(_responses.c.id)
    .where(_responses.c.consultation_id == bindparam("of"), _responses.c.folded < bindparam("generation"))
    .order_by(_responses.c.folded, _responses.c.id)  # random ids: which are counted first says nothing
    .limit(bindparam("most"))
)
_taken = (
    update(_responses)
    .where(_responses.c.id.in_(_waiting))
    .values(folded=bindparam("generation"))
    .returning(*(_responses.c[name] for name in ("version_id", "language", "mode", "codes", "words")))
)


def of_community(key: str, standing: str) -> str:
    """Return the name under which a standing in a community is counted."""
    return f"community/{key}/{standing}"


def of_language(language: str) -> str:
    """Return the name under which the answers given in a language are counted."""
    return f"language/{language}"


def of_quota(quota_id: str) -> str:
    """Return the name under which the answers that fall under a quota are counted."""
    return f"quota/{quota_id}"


@dataclass(frozen=True, slots=True)
class Said:
    """What is counted of an answer, each at most once: names, and what was `chosen` in each of the `groups`."""

    names: frozenset[str] = frozenset()
    chosen: frozenset[Chosen] = frozenset()
    groups: frozenset[Group] = frozenset()

    @property
    def options(self) -> frozenset[Option]:
        """Every option of every group it is counted in."""
        return frozenset((*chosen, *group) for chosen in self.chosen for group in self.groups)


class Reader:
    """Reads answers by the plan of their version and the definitions of the communities."""

    def __init__(self, asked: Plan, named: Sequence[CommunityValue]) -> None:
        self._plan = asked
        self._communities = named
        self._options = options_counted(asked)

    def said(self, row: Mapping[str, Any]) -> Said:
        """Return what is counted of a row of the table of answers; what is off its path is not."""
        answers = together(row["codes"], row["words"])
        path = place(self._plan, answers)
        stated = {one.key: STANDINGS[one.membership(row["codes"])] for one in self._communities}
        names = {ANSWERS, of_language(row["language"]), f"mode/{row['mode'].value}"}
        names |= {of_community(key, standing) for key, standing in stated.items()}
        names |= {of_quota(quota_id) for quota_id in path.quotas}
        groups = [
            ("", ""),
            *((key, standing) for key, standing in stated.items() if standing in {"yes", "no"}),
        ]
        chosen = self._chosen(coded(self._plan, counted(self._plan, answers, path)))
        return Said(frozenset(names), frozenset(chosen), frozenset(groups))

    def _chosen(self, codes: Mapping[str, Any]) -> Iterable[Chosen]:
        for question, code in codes.items():
            offered = self._options.get(question)
            if offered is not None:
                yield question, ""
                chosen = code if isinstance(code, list | tuple) else (code,)
                yield from ((question, option) for option in chosen if option in offered)


def alone_with_counts(session: Session, consultation_id: uuid.UUID) -> None:
    """Keep others from folding, or taking out, answers of this consultation until the transaction ends."""
    one_at_a_time(session, f"counts of {consultation_id}")


def fold_batch(session: Session, whose: Whose, most: int = BATCH) -> int:
    """Fold at most `most` answers that are in no count yet; return how many: none when all are.

    Where the definition of a community changed since, everything begins anew: until a batch folds nothing, the counts
    are of a part only. Call it in a transaction of its own.
    """
    alone_with_counts(session, whose.consultation_id)
    named = communities(session, whose.consultation_id)
    generation = _begun(session, whose, definition(named))
    if generation is None:
        return 0
    values = {"of": whose.consultation_id, "generation": generation, "most": most}
    rows = session.execute(_taken, values).mappings().all()
    readers: dict[uuid.UUID, Reader] = {}
    names, by_group = Counter[str](), defaultdict[Group, Counter[Chosen]](Counter)
    for row in rows:
        version = row["version_id"]
        if version not in readers:
            readers[version] = Reader(plan(session, version), named)
        said = readers[version].said(dict(row))
        names.update(said.names)
        for group in said.groups:
            by_group[group].update(said.chosen)
    options = {(*one, *group): more for group, counts in by_group.items() for one, more in counts.items()}
    _add(session, whose, names, options)
    return len(rows)


def refold(
    session: Session, whose: Whose, asked: Plan, before: Mapping[str, Any], after: Mapping[str, Any] | None
) -> None:
    """Let the counts follow an answer that changed, or with None `after` was taken back: both are rows of its table.

    One that is in no count yet changes none. `alone_with_counts` must have been called before the row was read.
    """
    state = session.execute(select(_states).where(_states.c.consultation_id == whose.consultation_id)).first()
    if state is None or state.is_over or before["folded"] != state.generation:
        return
    named = communities(session, whose.consultation_id)
    if state.definition != definition(named):  # counted by other definitions: the next batch begins anew
        session.execute(_of(update(_states), _states, whose).values(definition=""))
        return
    reader = Reader(asked, named)
    was, now = reader.said(before), Said() if after is None else reader.said(after)
    _take_out(session, whose, was.names - now.names, was.options - now.options)
    _add(session, whose, Counter(now.names - was.names), Counter(now.options - was.options))


def forget_counts(session: Session, consultation_id: uuid.UUID) -> None:
    """Delete the exact counts of a consultation, with the answers they are of. What was shown stays."""
    alone_with_counts(session, consultation_id)
    for table in (_counts, _options):
        session.execute(delete(table).where(table.c.consultation_id == consultation_id))
    over = update(_states).where(_states.c.consultation_id == consultation_id)
    session.execute(over.values(is_over=True))


def folded_counts(session: Session, consultation_id: uuid.UUID) -> dict[str, int]:
    """Return the exact counts by name: to be shown only as outreach/live.py lets them. One statement."""
    rows = select(_counts.c.name, _counts.c.count).where(_counts.c.consultation_id == consultation_id)
    return {name: count for name, count in session.execute(rows)}  # noqa: C416  # rows are tuples to mypy


def is_over(session: Session, consultation_id: uuid.UUID) -> bool:
    """Say whether the answers were deleted, so that nothing can be counted any more."""
    wanted = select(_states.c.is_over).where(_states.c.consultation_id == consultation_id)
    return bool(session.scalar(wanted))


def move_options(session: Session, consultation_id: uuid.UUID, threshold: int) -> None:
    """Let the shown counts of options move to the exact ones, as `surveys.live_counts.moved` says. One statement."""
    is_far = func.abs(_options.c.count - _options.c.shown) >= threshold
    has_turned = (_options.c.count == 0) != (_options.c.shown == 0)
    moving = update(_options).where(_options.c.consultation_id == consultation_id, is_far | has_turned)
    session.execute(moving.values(shown=_options.c.count))


def shown_options(
    session: Session, consultation_id: uuid.UUID, threshold: int, questions: Sequence[str] | None = None
) -> dict[Option, int]:
    """Return the counts of options as they were last let through, exactly, those of at least `threshold`.

    Of everything asked, or of these `questions` and for everyone only. To be rounded before anyone sees them. One
    statement.
    """
    names = ("question", "option", "community", "standing", "shown")
    rows = select(*(_options.c[name] for name in names)).where(
        _options.c.consultation_id == consultation_id, _options.c.shown >= threshold
    )
    if questions is not None:
        rows = rows.where(_options.c.question.in_(questions), _options.c.community == "")
    return {
        (asked, option, of, standing): shown for asked, option, of, standing, shown in session.execute(rows)
    }


def definition(named: Sequence[CommunityValue]) -> str:
    """Return a fingerprint of what decides how an answer is counted, beside its own version."""
    told = [[one.key, one.question_id, sorted(one.yes), sorted(one.no)] for one in named]
    return sha256(canonical({"communities": sorted(told), "scheme": SCHEME})).hexdigest()


def _begun(session: Session, whose: Whose, defined: str) -> int | None:
    """Return the number of the counting that stands, begun anew where it was by other definitions; None: it is over."""
    state = session.execute(select(_states).where(_states.c.consultation_id == whose.consultation_id)).first()
    if state is None:
        session.execute(
            insert(_states), {**_whose(whose), "generation": 1, "definition": defined, "is_over": False}
        )
        return 1
    if state.is_over:
        return None
    generation: int = state.generation
    if state.definition == defined:
        return generation
    for table in (_counts, _options):  # what was shown stays, and moves from there
        session.execute(_of(update(table), table, whose).values(count=0))
    anew = {"generation": generation + 1, "definition": defined}
    session.execute(_of(update(_states), _states, whose).values(**anew))
    return generation + 1


def _add(session: Session, whose: Whose, names: Mapping[str, int], options: Mapping[Option, int]) -> None:
    add_up(
        session, FoldedCount, _whose(whose), [{"name": name, "count": more} for name, more in names.items()]
    )
    fields = ("question", "option", "community", "standing")
    rows: list[dict[str, str | int]] = [
        {**dict(zip(fields, option, strict=True)), "count": more} for option, more in options.items()
    ]
    add_up(session, FoldedOption, {**_whose(whose), "shown": 0}, rows)


def _take_out(session: Session, whose: Whose, names: frozenset[str], options: frozenset[Option]) -> None:
    fewer = _of(update(_counts), _counts, whose).where(_counts.c.name.in_(sorted(names)), _counts.c.count > 0)
    if names:
        session.execute(fewer.values(count=_counts.c.count - 1))
    for question, option, community, standing in sorted(options):
        session.execute(
            _of(update(_options), _options, whose)
            .where(
                _options.c.question == question,
                _options.c.option == option,
                _options.c.community == community,
                _options.c.standing == standing,
                _options.c.count > 0,
            )
            .values(count=_options.c.count - 1)
        )


def _whose(whose: Whose) -> dict[str, Any]:
    return {"consultation_id": whose.consultation_id, "organisation_id": whose.organisation_id}


def _of(statement: Any, table: Table, whose: Whose) -> Any:
    return statement.where(table.c.consultation_id == whose.consultation_id)
