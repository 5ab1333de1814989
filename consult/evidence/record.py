"""What a sealed record says, as one JSON value: results, candidates, findings, answers to them, the decision."""

import json
import uuid
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.queries import organisation
from consult.consultations.queries import published_versions
from consult.consultations.terms import Purpose
from consult.consultations.values import ConsultationValue
from consult.evidence.models import (
    Candidate,
    Compilation,
    Decision,
    Disposition,
    EvidenceRecord,
    Finding,
    SessionNote,
)
from consult.evidence.verification import FORMAT
from consult.outreach.decisions import closing_decisions
from consult.outreach.terms import Closing
from consult.tenders.queries import tender_by_id

LIMITS = ("self_selection", "benchmark_error", "stated_membership", "not_signed")
"""What the figures cannot say, as codes: the pages say each in the reader's language."""
ASKED_BEFORE_TENDERING = frozenset({Purpose.NEED, Purpose.REQUIREMENTS})
METHOD = (
    "open_call",
    "own_statement",
    "disclosure_control",
    "newcombe_intervals",
    "benjamini_hochberg",
    "no_weighting",
)


def content(
    session: Session, consultation: ConsultationValue, compilation: Compilation, row: EvidenceRecord
) -> dict[str, Any]:
    """Return the content of the record `row` will hold."""
    authority = organisation(session, consultation.organisation_id)
    tender = tender_by_id(session, consultation.tender_id)
    in_force = (Decision.consultation_id == consultation.id) & Decision.is_in_force.is_(True)
    made = session.scalars(select(Decision).where(in_force)).one()
    return {
        "format": FORMAT,
        "kind": "evidence-record",
        "number": row.number,
        "corrects": row.corrects,
        "is_interim": row.is_interim,
        "previous": row.previous_fingerprint,
        "sealed_at": row.sealed_at.isoformat(timespec="seconds"),
        "organisation": {"name": authority.name.canonical()},
        "tender": {
            "ocid": tender.ocid,
            "title": tender.title.canonical(),
            "stage": tender.stage,
            "moved_on_first": tender.stage != "planning" and consultation.purpose in ASKED_BEFORE_TENDERING,
        },
        "consultation": _consultation(consultation),
        "results": json.loads(compilation.body),
        "candidates": candidates(session, consultation.id),
        "findings": _findings(session, consultation.id),
        "session_notes": session_notes(session, consultation.id),
        "decision": decision(made),
        "closing": closing(session, consultation.id),
        "method": list(METHOD),
        "limits": list(LIMITS),
        "inputs": _inputs(session, consultation, compilation),
    }


def _inputs(
    session: Session, consultation: ConsultationValue, compilation: Compilation
) -> list[dict[str, str]]:
    return [
        {"name": "results", "fingerprint": compilation.fingerprint},
        {"name": "answers", "fingerprint": compilation.answers_root},
        *(
            {"name": f"survey version {version.number}", "fingerprint": version.fingerprint}
            for version in published_versions(session, consultation.id)
        ),
    ]


def _consultation(consultation: ConsultationValue) -> dict[str, Any]:
    opened, closed = consultation.opens_at, consultation.closes_at
    return {
        "slug": consultation.slug,
        "title": consultation.title.canonical(),
        "purpose": consultation.purpose.value,
        "languages": list(consultation.languages),
        "opened_at": opened.isoformat(timespec="seconds") if opened else None,
        "closed_at": closed.isoformat(timespec="seconds") if closed else None,
        "threshold": consultation.threshold,
    }


def candidates(session: Session, consultation_id: uuid.UUID) -> list[dict[str, Any]]:
    """Return the current candidates, each with what became of it."""
    current = select(Candidate).where(
        Candidate.consultation_id == consultation_id, Candidate.is_current.is_(True)
    )
    numbers = _finding_numbers(session, consultation_id)
    return [
        {
            "key": row.key,
            "kind": row.kind.value,
            "community": row.community,
            "question": row.question_id,
            "figures": row.figures,
            "state": row.state.value,
            "finding": numbers.get(row.finding_id) if row.finding_id else None,
            "reason": row.reason,
        }
        for row in session.scalars(current.order_by(Candidate.key))
    ]


def _finding_numbers(session: Session, consultation_id: uuid.UUID) -> dict[uuid.UUID, int]:
    rows = session.execute(
        select(Finding.id, Finding.number).where(Finding.consultation_id == consultation_id)
    )
    return {row[0]: row[1] for row in rows}


def _findings(session: Session, consultation_id: uuid.UUID) -> list[dict[str, Any]]:
    answered = (
        select(Finding, Disposition)
        .join(Disposition, (Disposition.finding_id == Finding.id) & Disposition.is_in_force.is_(True))
        .where(Finding.consultation_id == consultation_id)
        .order_by(Finding.number)
    )
    treated = select(Candidate).where(
        Candidate.consultation_id == consultation_id, Candidate.finding_id.is_not(None)
    )
    divergences: dict[uuid.UUID, list[str]] = {}
    for candidate in session.scalars(treated.order_by(Candidate.key)):
        if candidate.finding_id is not None:
            divergences.setdefault(candidate.finding_id, []).append(candidate.key)
    return [
        {
            "number": finding.number,
            "statement": finding.statement,
            "communities": finding.communities,
            "supports": finding.supports,
            "strength": finding.strength.value,
            "treats": divergences.get(finding.id, []),
            "disposition": disposition(answer),
        }
        for finding, answer in session.execute(answered)
    ]


def session_notes(session: Session, consultation_id: uuid.UUID) -> list[dict[str, Any]]:
    """Return what was said in sessions."""
    mine = select(SessionNote).where(SessionNote.consultation_id == consultation_id).order_by(SessionNote.key)
    return [
        {
            "key": note.key,
            "community": note.community,
            "held_on": note.held_on.isoformat(),
            "place": note.place,
            "ran_by": note.ran_by,
            "people": note.people,
            "language": note.language,
            "notes": note.notes,
        }
        for note in session.scalars(mine)
    ]


def disposition(row: Disposition) -> dict[str, Any]:
    """Return the authority's answer to a finding."""
    return {
        "kind": row.kind.value,
        "reason": row.reason,
        "role": row.role,
        "on": row.answered_at.date().isoformat(),
        "owner": row.owner,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "requirement": row.requirement,
    }


def closing(session: Session, consultation_id: uuid.UUID) -> dict[str, Any]:
    """Return how the asking ended: what was recommended, what was decided and why. `ended` says who ended it.

    An earlier record may lack this part: it came later, and nothing that reads records may count on it.
    """
    decided = closing_decisions(session, consultation_id)
    is_stopped = bool(decided) and decided[-1].decision is Closing.STOPPED
    return {
        "ended": "by_an_officer" if is_stopped else "by_itself",
        "decisions": [
            {
                "kind": one.decision.value,
                "on": one.decided_on.isoformat(),
                "closes_on": one.closes_on.isoformat() if one.closes_on else None,
                "reason": one.reason,
                "recommended": dict(one.recommended),
            }
            for one in decided
        ],
    }


def decision(row: Decision) -> dict[str, Any]:
    """Return the decision, and the fingerprint of the results it considered."""
    return {
        "kind": row.kind.value,
        "body": row.body,
        "role": row.role,
        "on": row.decided_at.date().isoformat(),
        "reason": row.reason,
        "considered": row.considered,
        "equality_analysis": row.equality_analysis,
    }
