"""Compiling: from the sent answers of a closed consultation to results and candidate findings."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts.permissions import Permission, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations.queries import communities, consultation_by_id
from consult.consultations.service import COMPILE
from consult.consultations.values import ConsultationValue, State
from consult.db import reading
from consult.evidence.answers import gathered
from consult.evidence.candidates import Suggested, suggested
from consult.evidence.counting import protected
from consult.evidence.departures import departures
from consult.evidence.duty import alone_with, is_sealed
from consult.evidence.models import Candidate, Compilation
from consult.evidence.results import as_results
from consult.evidence.terms import CandidateState
from consult.evidence.weighted import weighting
from consult.responses.queries import changes
from consult.work.service import leave
from surveys.problems import Problem, Refused
from surveys.versions import canonical, fingerprint

STEPS = 4


@dataclass(frozen=True, slots=True)
class Compiled:
    """What compiling found, ready to be written."""

    consultation: ConsultationValue
    body: bytes
    answers_root: str
    answers: int
    answer_changes: int
    candidates: tuple[Suggested, ...]
    weighting: dict[str, Any] | None


def ask_again(session: Session, actor: Actor, consultation: ConsultationValue) -> None:
    """Leave the compiling of a closed consultation due now, for the worker to take up."""
    require(actor, Permission.WRITE_FINDINGS)
    if consultation.organisation_id != actor.organisation_id:
        raise Refused(Problem("consultation.unknown", parameters={"given": consultation.slug}))
    leave(session, COMPILE, consultation.id, consultation.organisation_id, asked_by=actor.officer_id)
    record(session, actor, "evidence.asked_again", "consultation", consultation.id)


def compiled(consultation_id: uuid.UUID, progress: Callable[[int, int], None]) -> Compiled | None:
    """Read and count everything; None while people can still answer (a date was moved after this was left due).

    Opens and ends its own reading transaction, so that progress can be told between the steps.
    """
    progress(0, STEPS)
    with reading() as session:
        consultation = consultation_by_id(session, consultation_id)
        if consultation is None or consultation.state(clock.now()) not in {
            State.CLOSED,
            State.EVIDENCE_PUBLISHED,
        }:
            return None
        named = communities(session, consultation_id)
        changed = changes(session, consultation_id).total
        found = gathered(session, consultation_id)
    progress(1, STEPS)
    shown = protected(consultation, named, found)
    progress(2, STEPS)
    results = as_results(consultation, found, shown, departures(shown))
    progress(3, STEPS)
    body = canonical(results)
    return Compiled(
        consultation,
        body,
        found.root,
        found.columns.size,
        changed,
        tuple(suggested(results, shown.asked, shown.plainly_heard)),
        weighting(consultation, found, shown),
    )


def keep(session: Session, found: Compiled) -> int:
    """Write a compilation and bring the candidates up to date; return its number. The same results are kept once.

    A candidate keeps what became of it. One that the figures no longer suggest is no longer current.
    """
    consultation = found.consultation
    alone_with(session, consultation.id)
    mine = select(Compilation).where(Compilation.consultation_id == consultation.id)
    newest = session.scalars(mine.order_by(Compilation.number.desc()).limit(1)).first()
    print_of = fingerprint(found.body)
    if newest is not None and (newest.fingerprint, newest.answers_root) == (print_of, found.answers_root):
        newest.answers, newest.answer_changes = found.answers, found.answer_changes
        newest.weighting = found.weighting
        return newest.number
    if is_sealed(session, consultation.id):
        raise Refused(Problem("evidence.sealed"))
    highest = select(func.max(Compilation.number)).where(Compilation.consultation_id == consultation.id)
    compilation = Compilation(
        id=uuid.uuid4(),
        organisation_id=consultation.organisation_id,
        consultation_id=consultation.id,
        number=(session.scalar(highest) or 0) + 1,
        body=found.body,
        fingerprint=print_of,
        answers_root=found.answers_root,
        answers=found.answers,
        answer_changes=found.answer_changes,
        compiled_at=clock.now(),
        weighting=found.weighting,
    )
    session.add(compilation)
    session.flush()
    # What was superseded must not lie beside it: the two together would tell what one withdrawn answer said.
    superseded = (Compilation.consultation_id == consultation.id) & (Compilation.id != compilation.id)
    session.execute(delete(Compilation).where(superseded))
    _renew_candidates(session, consultation, found.candidates)
    by_itself = Actor(consultation.organisation_id, None, frozenset())
    details: dict[str, Any] = {"number": compilation.number, "fingerprint": print_of}
    record(session, by_itself, "evidence.compiled", "consultation", consultation.id, details)
    return compilation.number


def _renew_candidates(
    session: Session, consultation: ConsultationValue, candidates: tuple[Suggested, ...]
) -> None:
    session.execute(
        update(Candidate).where(Candidate.consultation_id == consultation.id).values(is_current=False)
    )
    known = {
        row.key: row
        for row in session.scalars(select(Candidate).where(Candidate.consultation_id == consultation.id))
    }
    for one in candidates:
        row = known.get(one.key)
        if row is None:
            row = Candidate(
                organisation_id=consultation.organisation_id,
                consultation_id=consultation.id,
                key=one.key,
                kind=one.kind,
                community=one.community,
                question_id=one.question,
                state=CandidateState.OPEN,
            )
            session.add(row)
        elif _says_otherwise(row.figures, one.figures):
            row.state, row.finding_id, row.reason = CandidateState.OPEN, None, None
        row.figures, row.is_current = dict(one.figures), True
    session.flush()


def _says_otherwise(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Say whether a departure is now about another option, or the other way: what was said of it no longer fits."""
    if "difference" not in now:
        return False
    same_way = (before["difference"] > 0) == (now["difference"] > 0)
    return bool(before["option"] != now["option"] or not same_way)
