"""With the receipt: follow an answer, change what one said about oneself, or take everything back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations import queries as consultations
from consult.consultations.values import ConsultationValue
from consult.db import reading, unit_of_work
from consult.evidence.duty import is_sealed
from consult.responses import queries as responses
from consult.responses import service
from consult.responses.values import ReceivedAnswer
from consult.web.errors import status_of
from consult.web.installation import installation
from consult.web.locale import gettext, language
from consult.web.public import forms, questions, sentences, variants, wrong_codes
from consult.web.public.dates import day, last_day
from consult.web.public.enhancements import scripts_for
from consult.web.public.frame import render_private
from consult.web.public.sentences import LONGEST_SHOWN, ShownProblem
from consult.web.security import form_token
from surveys import free_text
from surveys.answers import Reading, read
from surveys.local_plan import LocalPage
from surveys.plan import Plan
from surveys.problems import Problem, Refused

RECEIPT = "receipt"
UNKNOWN = "receipt.unknown"
STEP = "_step"
"""What a button of these pages is for."""
AT = "_at"
"""What the page is for, where the button does not say: going on, or another language."""


@dataclass(frozen=True, slots=True)
class Following:
    """What a receipt leads to, and how far its consultation is."""

    code: str
    received: ReceivedAnswer
    consultation: ConsultationValue
    plan: Plan
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class AboutYouPage:
    """One page about the person, asked again: nothing of what was answered before is shown."""

    local: LocalPage
    consent_id: str
    has_consent: bool
    questions: Sequence[Markup]


def receipt() -> ResponseReturnValue:
    """Ask for a receipt code."""
    return _ask()


def use_receipt() -> ResponseReturnValue:
    """Do with a receipt what was asked for. The code travels in the form, never in an address."""
    elsewhere = forms.sent_to_another_language()
    if elsewhere is not None:
        return elsewhere
    typed = request.form.get(RECEIPT, "")
    is_shown_again = forms.is_shown_again()
    if is_shown_again and AT not in request.form:  # the code is still being typed
        return _ask(typed)
    faults = () if is_shown_again else forms.faults_of_token(RECEIPT)
    if faults:
        return _ask(typed, faults, 400)
    step = _STEPS.get(request.form.get(STEP) or request.form.get(AT, ""), _status)
    changes = step in _CHANGES and not is_shown_again
    try:
        with unit_of_work() if changes else reading() as session:
            return step(session, _following(session, typed))
    except Refused as refused:
        problem = refused.problems[0]
        if problem.code == UNKNOWN:
            problem = wrong_codes.counted(RECEIPT, problem)
        return _ask(typed, (problem, *refused.problems[1:]), status_of(problem))


def _ask(typed: str = "", problems: Sequence[Problem] = (), status: int = 200) -> Response:
    return render_private(
        "receipt",
        gettext("Follow, change or take back your answers"),
        status=status,
        typed=free_text.showable(typed[:LONGEST_SHOWN]),
        **sentences.of_form(problems, {RECEIPT: RECEIPT}),
        form_token=form_token(RECEIPT),
    )


def _following(session: Session, code: str) -> Following:
    """Return what the receipt leads to; Refused `receipt.required` or `receipt.unknown`."""
    if not code.strip():
        raise Refused(Problem("receipt.required", RECEIPT))
    received = responses.received_answer(session, installation().keys, code)
    consultation = consultations.consultation_by_id(session, received.consultation_id) if received else None
    if received is None or consultation is None:
        raise Refused(Problem(UNKNOWN, RECEIPT))
    plan = consultations.plan(session, received.version_id)
    return Following(code, received, consultation, plan, is_sealed(session, consultation.id))


def _page(template: str, title: str, followed: Following, **values: Any) -> Response:
    return render_private(
        template,
        title,
        consultation=followed.consultation,
        code=followed.code,
        is_sealed=followed.is_sealed,
        form_token=form_token(RECEIPT),
        **values,
    )


def _status(_session: Session, followed: Following) -> Response:
    """Say that the answer is here, since when, and what can be done with it. Never what it says."""
    consultation = followed.consultation
    state = consultation.state(clock.now())
    closes = last_day(consultation.closes_at, consultation.time_zone) if consultation.closes_at else ""
    return _page(
        "receipt_status",
        gettext("We have your answers"),
        followed,
        week=day(followed.received.week),
        state=state,
        closes=closes,
        consultation_title=consultation.title.to(language(), consultation.languages),
        has_about_you=any(page.is_about_you for page in followed.plan.pages),
        slug=consultation.slug,
    )


def _about_you(session: Session, followed: Following) -> Response:
    """Ask about the person again."""
    if followed.is_sealed:
        raise Refused(Problem("receipt.sealed", RECEIPT))
    return _about_you_page(session, followed, {}, ())


def _about_you_page(
    session: Session, followed: Following, raw: Mapping[str, Sequence[str]], problems: Sequence[Problem]
) -> Response:
    offered = responses.about_you_on_offer(session, installation().keys, followed.code, followed.plan)
    pages = tuple(_asked_again(followed.plan, offered, raw, problems))
    shown = [shown for _, found in pages for shown in found]
    response = _page(
        "receipt_about_you",
        gettext("Change the answers about yourself"),
        followed,
        pages=tuple(page for page, _ in pages),
        scripts=scripts_for(question for page, _ in pages for question in page.questions),
        **sentences.of_template(shown),
        offered=variants.offered(followed.plan, variants.wanted(None)),
        lacks_variant=any(page.local.lacks_variant for page, _ in pages),
    )
    response.status_code = 422 if problems else 200
    return response


def _asked_again(
    plan: Plan,
    offered: Mapping[str, frozenset[str]],
    raw: Mapping[str, Sequence[str]],
    problems: Sequence[Problem],
) -> Iterator[tuple[AboutYouPage, tuple[ShownProblem, ...]]]:
    first = 1
    for page in plan.pages:
        local = plan.words(language(), variants.wanted(None)).page(page.id).offering(offered)
        if local.about_you is None:
            continue
        own = [
            problem
            for problem in problems
            if problem.where == local.about_you.consent_key
            or any(problem.where in {question.id, *question.fields} for question in page.questions)
        ]
        shown = sentences.of_page(own, local, first)
        everything = frozenset(question.id for question in page.questions)
        asked = questions.asked(plan, local, everything, raw, shown, first)
        has_consent = bool(raw.get(local.about_you.consent_key))
        yield AboutYouPage(local, sentences.consent_id(first), has_consent, asked), shown
        first += len(page.questions)


def _correct(session: Session, followed: Following) -> Response:
    """Replace what was said about the person by what is said now."""
    said = _said_about_you(followed.plan, request.form.to_dict(flat=False))
    if forms.is_shown_again() or said.problems:
        return _about_you_page(session, followed, said.raw, () if forms.is_shown_again() else said.problems)
    try:
        return _corrected(session, followed, said)
    except Refused as refused:
        if any(problem.where not in said.keys for problem in refused.problems):
            raise
        return _about_you_page(session, followed, said.raw, refused.problems)


def _forget_about_you(session: Session, followed: Following) -> Response:
    """Delete what was said about the person, consent and all."""
    if forms.is_shown_again():
        return _about_you(session, followed)
    return _corrected(session, followed, _said_about_you(followed.plan, {}))


def _corrected(session: Session, followed: Following, said: Reading) -> Response:
    service.correct_about_you(
        session,
        installation().keys,
        followed.code,
        followed.plan,
        said,
        is_sealed=followed.is_sealed,
        language=language(),
        variant=variants.wanted(None),
    )
    title = (
        gettext("The answers about yourself were changed.")
        if said.values
        else gettext("The answers about yourself were deleted. Your other answers still count.")
    )
    return _page("receipt_done", title, followed, has_answers=True)


def _said_about_you(plan: Plan, form: Mapping[str, Sequence[str]]) -> Reading:
    """Return what a form says on every page about the person."""
    readings = [read(plan, page.id, form) for page in plan.pages if page.is_about_you]
    return Reading(
        values={key: value for said in readings for key, value in said.values.items()},
        raw={key: value for said in readings for key, value in said.raw.items()},
        problems=tuple(problem for said in readings for problem in said.problems),
        keys=frozenset(key for said in readings for key in said.keys),
    )


def _ask_to_withdraw(_session: Session, followed: Following) -> Response:
    """Ask once more before anything is deleted."""
    return _page("receipt_withdraw", gettext("Do you want to take back all your answers?"), followed)


def _withdraw(session: Session, followed: Following) -> Response:
    """Delete the answer."""
    if forms.is_shown_again():
        return _ask_to_withdraw(session, followed)
    service.withdraw(session, installation().keys, followed.code, followed.plan)
    title = (
        gettext("Your answers were deleted")
        if followed.is_sealed
        else gettext("Your answers were taken back")
    )
    return _page("receipt_done", title, followed, has_answers=False)


_STEPS: Mapping[str, Callable[[Session, Following], Response]] = {
    "about-you": _about_you,
    "correct": _correct,
    "forget-about-you": _forget_about_you,
    "ask-to-withdraw": _ask_to_withdraw,
    "withdraw": _withdraw,
}
_CHANGES = frozenset({_correct, _forget_about_you, _withdraw})
