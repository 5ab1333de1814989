"""One request of somebody who answers: which consultation, which draft, where on the path. Two statements."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import request
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations import queries as consultations
from consult.consultations.values import ConsultationValue, State
from consult.db import reading
from consult.responses import queries as responses
from consult.responses.values import DraftValue
from consult.web.installation import installation
from consult.web.locale import language
from consult.web.public import drafts, openings, variants, wrong_codes
from consult.web.security import signed, unsigned
from surveys.expressions.scope import Scope
from surveys.local_plan import LocalPage
from surveys.plan import Plan, PlannedPage, on_offer
from surveys.problems import Problem, Refused
from surveys.questions.reading import Answer
from surveys.routing import Path, place
from surveys.saying_again import said_again
from surveys.text import WordedVariant

RESUMING = "resume"
CODE_FIELD = "_code"
"""What people type their code to come back into, on any page that asks for it."""

VERSION = "_version"
"""The field that carries the version a page is shown in, signed."""
SHOWN = "version shown"

NOT_OPEN = {
    State.SCHEDULED: (409, "consultation.not_open"),
    State.PAUSED: (409, "consultation.paused"),
    State.CLOSED: (410, "consultation.closed"),
    State.EVIDENCE_PUBLISHED: (410, "consultation.closed"),
}
"""States in which nobody can answer: the status of the page that says so, and the problem."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What one request needs. `seed` is that of the reader's own order, where the survey has such orders.

    `version_id` and `plan` are of the version the page was, or is, shown in: that of the form, else the draft's, else
    the current one. `is_locked`: there is a draft, but whoever is asking must give its code first. `has_wrong_code`: a
    code was typed that leads to no draft of this consultation.
    """

    consultation: ConsultationValue
    plan: Plan
    version_id: uuid.UUID
    draft: DraftValue | None
    seed: int | None
    path: Path
    now: datetime
    is_locked: bool
    has_wrong_code: bool

    @property
    def state(self) -> State:
        """Whether people can answer, could, or will."""
        return self.consultation.state(self.now)

    @property
    def variant(self) -> WordedVariant | None:
        """The words this request is answered in."""
        return variants.wanted(self.draft)

    @property
    def is_open(self) -> bool:
        """Whether people can answer now."""
        return self.state is State.OPEN

    @property
    def is_behind(self) -> bool:
        """Whether the survey was corrected since the draft was last brought up to date, and it still can be."""
        return (
            self.is_open and self.draft is not None and self.draft.version_id != self.consultation.version_id
        )

    @property
    def is_late(self) -> bool:
        """Whether the form is of another version than the one the draft is in already."""
        return self.draft is not None and self.draft.version_id != self.version_id

    @property
    def next_to_answer(self) -> str | None:
        """Return the first page with something still to answer; None where there is none."""
        return next_to_answer(self.plan, self.path, self.answers)

    def local(self, page_id: str, scope: Scope | None = None) -> LocalPage:
        """Return a page in the words of this request, in the reader's own order.

        Answers that its words say again are those seen from `scope`, that of one entry or else of the whole.
        """
        words = self.plan.words(language(), self.variant)
        return said_again(words.page(page_id).seen_with(self.seed), words, scope or self.path.scope)

    def to_ask(self, page_id: str, scope: Scope) -> LocalPage:
        """Return the same without the choices that are not on offer where its questions stand."""
        local, page = self.local(page_id, scope), self.plan.page(page_id)
        return local.offering(on_offer(page.questions, scope)) if page.has_logic else local

    @property
    def answers(self) -> dict[str, Answer]:
        """Everything answered so far."""
        return self.draft.answers if self.draft else {}


def next_to_answer(plan: Plan, path: Path, answers: Mapping[str, Answer]) -> str | None:
    """Return the first page that lacks a required answer, else the first nobody answered anything on, else None."""
    missing = path.first_incomplete(answers)
    if missing is not None:
        return missing
    untouched = (page_id for page_id in path.pages if not _is_touched(plan.page(page_id), answers))
    return next(untouched, None)


def _is_touched(page: PlannedPage, answers: Mapping[str, Answer]) -> bool:
    if page.repeat is not None:
        return page.repeat.id in answers
    return any(question.id in answers for question in page.questions)


def published(session: Session, slug: str) -> ConsultationValue:
    """Return the consultation everybody may see under this slug; Refused `consultation.unknown`."""
    found = consultations.consultation_by_slug(session, slug)
    if found is None or found.version_id is None or found.published_at is None:
        raise Refused(Problem("consultation.unknown", "", {"given": slug}))
    return found


def visit(session: Session, slug: str, *, code: str = "", to_change: bool = False) -> Visit:
    """Return the visit this request is; `to_change` keeps others from changing the draft meanwhile.

    `code`, the one to come back where it was typed to go on with, counts for more than the cookie. Raises Refused
    `consultation.unknown`.
    """
    consultation = published(session, slug)
    draft = _draft(session, consultation.id, code, to_change=to_change)
    is_idle = drafts.held().is_idle and not code
    known = None if is_idle else draft
    version_id = (_version_of_form(consultation) if to_change else None) or _version_of(consultation, known)
    plan = consultations.plan(session, version_id)
    seed = known.seed if known else openings.seed(plan)
    now = clock.now().astimezone(ZoneInfo(consultation.time_zone))
    return Visit(
        consultation=consultation,
        plan=plan,
        version_id=version_id,
        draft=known,
        seed=seed,
        path=place(plan, _answers_for(known, version_id), seed, now),
        now=now,
        is_locked=draft is not None and is_idle,
        has_wrong_code=bool(code) and draft is None,
    )


def plan_asked(session: Session, slug: str) -> Plan:
    """Return the plan somebody is asked by, without a look at what their form says. Refused `consultation.unknown`."""
    consultation = published(session, slug)
    draft = _draft(session, consultation.id, "", to_change=False)
    return consultations.plan(session, _version_of(consultation, draft))


def _version_of(consultation: ConsultationValue, draft: DraftValue | None) -> uuid.UUID:
    """Return the version somebody is asked: the one their draft is pinned to, else the present one."""
    version_id = draft.version_id if draft else consultation.version_id
    assert version_id is not None  # it is published
    return version_id


def _answers_for(draft: DraftValue | None, version_id: uuid.UUID) -> dict[str, Answer]:
    """Return the answers as far as a page of this version knew them: of an older one, with what was set aside since."""
    if draft is None or draft.version_id == version_id:
        return draft.answers if draft else {}
    return {**{one["key"]: one["answer"] for one in draft.aside}, **draft.answers}


def version_token(found: Visit) -> str:
    """Return what a page's form carries: the version it is shown in, so that it is read as it was asked."""
    return signed(SHOWN, f"{found.consultation.id.hex}:{found.version_id.hex}")


def _version_of_form(consultation: ConsultationValue) -> uuid.UUID | None:
    """Return the version this form was shown in; None where it says none, or one of another consultation."""
    of, _, version = (unsigned(SHOWN, request.form.get(VERSION, "")) or "").partition(":")
    return uuid.UUID(version) if of == consultation.id.hex else None


def _draft(session: Session, consultation_id: uuid.UUID, code: str, *, to_change: bool) -> DraftValue | None:
    """Return the draft of this consultation that the code, or else the cookie, leads to, if it has not expired."""
    draft_id = drafts.held().draft_id
    if code:
        found = responses.draft_by_code(session, installation().keys, code, to_change=to_change)
    elif draft_id is not None:
        found = responses.draft(session, draft_id, to_change=to_change)
    else:
        return None
    is_ours = found is not None and found.consultation_id == consultation_id
    return found if found and is_ours and found.expires_at > clock.now() else None


def typed_code() -> str:
    """Return the code to come back that this form carries; "" where there is none."""
    return request.form.get(CODE_FIELD, "").strip()


def fault_of_code() -> Problem | None:
    """Return what is wrong with the code to come back that was typed, and count it; None where it is right or absent.

    It is looked up on its own, so that counting holds up no transaction.
    """
    code = typed_code()
    if not code:
        return None
    with reading() as session:
        is_known = responses.draft_by_code(session, installation().keys, code) is not None
    return None if is_known else wrong_codes.counted(RESUMING, Problem("resume.unknown", CODE_FIELD))


def is_machine_made(session: Session, plan: Plan, version_id: uuid.UUID) -> bool:
    """Say whether a machine wrote this language and nobody checked it. One statement; none in the source language."""
    if language() == plan.source_language or language() not in plan.languages:
        return False
    return language() in consultations.machine_languages(session, version_id)
