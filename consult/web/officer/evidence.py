"""The evidence desk: how far compiling is, what is still to do, findings, the decision, what was sealed."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult import clock
from consult.consultations.service import COMPILE
from consult.consultations.values import State
from consult.db import reading, unit_of_work
from consult.evidence.compiling import ask_again
from consult.web.locale import gettext, language
from consult.web.officer import desk, desk_rows
from consult.web.officer.access import acting
from consult.web.officer.frame import Rendered, render
from consult.web.officer.outreach import own
from consult.words.problems import sentence
from consult.work.queries import WorkProgress, latest_progress
from surveys.problems import Problem

LOOKS_AGAIN_AFTER_SECONDS = 5
CLOSED = {State.CLOSED, State.EVIDENCE_PUBLISHED}


def evidence(slug: str) -> ResponseReturnValue:
    """Show the desk; while results are being compiled, look again by itself unless the officer stops that."""
    with reading() as session:
        found = desk.laid_in(session, slug)
        progress = latest_progress(session, COMPILE, found.consultation.id)
    is_closed = found.consultation.state(clock.now()) in CLOSED
    is_awaited = is_closed and not found.desk.is_sealed
    is_busy = is_awaited and progress is not None and progress.state in {"waiting", "running"}
    looks_again = is_busy and "stay" not in request.args
    body, status, headers = _desk(
        found,
        is_closed=is_closed,
        is_busy=is_busy,
        looks_again=looks_again,
        progress=progress,
        stopped_by=_stopped_by(progress) if is_awaited else None,
    )
    # A header by which browsers load a page again: it needs no JavaScript.
    after = {"Refresh": str(LOOKS_AGAIN_AFTER_SECONDS)} if looks_again else {}
    return body, status, headers | after


def _desk(found: desk.Laid, **state: Any) -> Rendered:
    return render(
        "evidence",
        gettext("Evidence"),
        found=found,
        to_do=desk_rows.to_do(found),
        candidates=desk_rows.candidates(found),
        findings=desk_rows.findings(found),
        sessions=desk_rows.session_rows(found),
        decision=desk_rows.decision_rows(found),
        **state,
    )


def _stopped_by(progress: WorkProgress | None) -> str | None:
    if progress is None or not progress.problem:
        return None
    told = progress.problem
    problem = Problem(told["code"], told.get("where", ""), told.get("parameters", {}))
    return sentence(problem, language(), "officer")


def compile_again(slug: str) -> ResponseReturnValue:
    """Leave the compiling due now, for the worker to take up."""
    with unit_of_work() as session:
        ask_again(session, acting(), own(session, slug))
    return redirect(url_for("officer.evidence", slug=slug), 303)
