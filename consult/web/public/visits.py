"""One request of somebody who answers: which consultation, which draft, where on the path. Two statements."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from flask import request
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations import queries as consultations
from consult.consultations.values import ConsultationValue, State
from consult.responses import queries as responses
from consult.responses.values import DraftValue
from consult.web.installation import installation
from consult.web.locale import language
from consult.web.public import drafts, wrong_codes
from surveys.plan import Plan
from surveys.problems import Problem, Refused
from surveys.readers import Answer
from surveys.routing import Path, place

CODE_FIELD = "_code"
"""What people type their code to come back into, on any page that asks for it."""

NOT_OPEN = {
    State.SCHEDULED: (409, "consultation.not_open"),
    State.PAUSED: (409, "consultation.paused"),
    State.CLOSED: (410, "consultation.closed"),
    State.EVIDENCE_PUBLISHED: (410, "consultation.closed"),
}
"""States in which nobody can answer: the status of the page that says so, and the problem."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What one request needs.

    `is_locked`: there is a draft, but whoever is asking must give its code first. `has_wrong_code`: a code was typed
    that leads to no draft of this consultation.
    """

    consultation: ConsultationValue
    plan: Plan
    version_id: uuid.UUID
    draft: DraftValue | None
    path: Path
    state: State
    is_locked: bool
    has_wrong_code: bool

    @property
    def is_open(self) -> bool:
        """Whether people can answer now."""
        return self.state is State.OPEN

    @property
    def next_to_answer(self) -> str | None:
        """Return the first page with something still to answer; None where there is none."""
        return next_to_answer(self.plan, self.path, self.answers)

    @property
    def answers(self) -> dict[str, Answer]:
        """Everything answered so far."""
        return self.draft.answers if self.draft else {}


def next_to_answer(plan: Plan, path: Path, answers: Mapping[str, Answer]) -> str | None:
    """Return the first page that lacks a required answer, else the first nobody answered anything on, else None."""
    missing = path.first_incomplete(answers)
    if missing is not None:
        return missing
    untouched = (
        page_id
        for page_id in path.pages
        if not any(question.id in answers for question in plan.page(page_id).questions)
    )
    return next(untouched, None)


def published(session: Session, slug: str) -> ConsultationValue:
    """Return the consultation everybody may see under this slug; Refused `consultation.unknown`."""
    found = consultations.consultation_by_slug(session, slug)
    if found is None or found.version_id is None or found.published_at is None:
        raise Refused(Problem("consultation.unknown", "", {"given": slug}))
    return found


def visit(session: Session, slug: str, *, to_change: bool = False) -> Visit:
    """Return the visit this request is; `to_change` keeps others from changing the draft meanwhile.

    The code to come back, where one was typed, counts for more than the cookie. Raises Refused
    `consultation.unknown`, and `attempts.too_many` where too many wrong codes were typed.
    """
    consultation = published(session, slug)
    moment = clock.now()
    code = request.form.get(CODE_FIELD, "").strip()
    is_idle = drafts.held().is_idle and not code
    draft = draft_by_code(session, code) if code else _held_draft(session, to_change=to_change)
    is_ours = draft is not None and draft.consultation_id == consultation.id and draft.expires_at > moment
    known = draft if is_ours and not is_idle else None
    version_id = known.version_id if known else consultation.version_id
    assert version_id is not None  # it is published
    plan = consultations.plan(session, version_id)
    return Visit(
        consultation=consultation,
        plan=plan,
        version_id=version_id,
        draft=known,
        path=place(plan, known.answers if known else {}),
        state=consultation.state(moment),
        is_locked=is_ours and is_idle,
        has_wrong_code=bool(code) and not is_ours,
    )


def _held_draft(session: Session, *, to_change: bool) -> DraftValue | None:
    draft_id = drafts.held().draft_id
    return None if draft_id is None else responses.draft(session, draft_id, to_change=to_change)


def draft_by_code(session: Session, code: str) -> DraftValue | None:
    """Return the draft this code comes back to, not to be changed by others meanwhile; None where there is none.

    Raises Refused `attempts.too_many` where too many wrong codes were typed.
    """
    wrong_codes.stop_guessing("resume")
    found = responses.draft_by_code(session, installation().keys, code, to_change=True)
    if found is None:
        wrong_codes.count("resume")
    return found


def is_machine_made(session: Session, plan: Plan, version_id: uuid.UUID) -> bool:
    """Say whether a machine wrote this language and nobody checked it. One statement; none in the source language."""
    if language() == plan.source_language or language() not in plan.languages:
        return False
    return language() in consultations.machine_languages(session, version_id)
