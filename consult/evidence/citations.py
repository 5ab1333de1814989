"""What a finding rests on: it must cite what exists, and speak of what it takes up."""

import uuid
from collections.abc import Container, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.queries import communities as known_communities
from consult.consultations.queries import plan
from consult.consultations.values import ConsultationValue
from consult.evidence.models import Candidate, SessionNote
from consult.evidence.terms import CandidateKind
from surveys.problems import Problem, Refused


def check_cited(
    session: Session,
    consultation: ConsultationValue,
    communities: Sequence[str],
    supports: Sequence[Mapping[str, Any]],
) -> None:
    """Refuse a finding that cites nothing, cites what does not exist, or holds for a community nobody knows."""
    if not supports:
        raise Refused(Problem("evidence.nothing_cited", "supports"))
    keys = {community.key for community in known_communities(session, consultation.id)}
    pages = plan(session, consultation.version_id).pages if consultation.version_id else ()
    questions = {question.id for page in pages for question in page.questions if question.keys}
    questions |= {one.id for page in pages for question in page.questions for one in question.asked.counted()}
    notes = set(
        session.scalars(select(SessionNote.key).where(SessionNote.consultation_id == consultation.id))
    )
    citable: dict[str, Container[object]] = {
        "question": questions,
        "session": notes,
        "not_heard": _not_heard(session, consultation.id),
    }
    problems = [
        Problem(
            "evidence.cites_unknown",
            "supports",
            {"kind": str(support.get("kind")), "id": str(support.get("id"))},
        )
        for support in supports
        if support.get("id") not in citable.get(str(support.get("kind")), set())
    ]
    problems += [
        Problem("community.unknown", "communities", {"key": key}) for key in communities if key not in keys
    ]
    if problems:
        raise Refused(problems)


def _not_heard(session: Session, consultation_id: uuid.UUID) -> set[str | None]:
    """The communities of which the results say that they were not heard."""
    raised = select(Candidate.community).where(
        Candidate.consultation_id == consultation_id,
        Candidate.kind == CandidateKind.NOT_HEARD,
        Candidate.is_current.is_(True),
    )
    return set(session.scalars(raised))


def check_treated(
    session: Session,
    consultation_id: uuid.UUID,
    candidates: Sequence[Candidate],
    communities: Sequence[str],
    supports: Sequence[Mapping[str, Any]],
) -> None:
    """Refuse a finding that takes up what it does not speak of.

    It must cite the question of each candidate and hold for its community, by name or for everyone; for one that was
    hardly heard by name, and say so or cite a session with them.
    """
    questions = {support["id"] for support in supports if support["kind"] == "question"}
    cited = {str(support["id"]) for support in supports if support["kind"] == "session"}
    sessions = select(SessionNote.community).where(
        SessionNote.consultation_id == consultation_id, SessionNote.key.in_(cited)
    )
    met = set(session.scalars(sessions))
    met |= {str(support["id"]) for support in supports if support["kind"] == "not_heard"}
    problems = []
    for candidate in candidates:
        is_silent = candidate.kind is CandidateKind.NOT_HEARD
        is_named = candidate.community in communities or (not communities and not is_silent)
        if candidate.community is not None and not is_named:
            problems.append(Problem("evidence.other_community", "communities", {"key": candidate.key}))
        if candidate.question_id is not None and candidate.question_id not in questions:
            problems.append(Problem("evidence.question_not_cited", "supports", {"key": candidate.key}))
        if is_silent and candidate.community not in met:
            problems.append(Problem("evidence.silence_not_cited", "supports", {"key": candidate.key}))
    if problems:
        raise Refused(problems)
