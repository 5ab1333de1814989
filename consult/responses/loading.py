"""Answers given elsewhere, on paper or by telephone, one JSON object a line: read by the same rules as any answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from consult.accounts.permissions import Permission, require
from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations.values import ConsultationValue
from consult.responses.terms import Capacity, Mode
from consult.responses.values import Opening
from surveys import free_text, strict_json
from surveys.answers import Answers
from surveys.checking import check
from surveys.plan import Plan
from surveys.problems import Problem, Refused
from surveys.strict_json import Limits, pointer
from surveys.versions import fingerprint

LIMITS = Limits(size=256 * 1024, parts=10_000)
"""As much as a form may send."""
FIELDS = ("language", "mode", "capacity", "answers")
LONGEST_SHOWN = 100

Term = TypeVar("Term", Mode, Capacity)


@dataclass(frozen=True, slots=True)
class LoadedAnswer:
    """One line: how the answer came, and what it says."""

    opening: Opening
    answers: Answers


def loaded_answer(plan: Plan, languages: Sequence[str], line: bytes) -> LoadedAnswer:
    """Return what a line of a file says.

    `languages` are those the consultation offers. Without `mode` it is paper, without `capacity` for_myself.
    Raises Refused with every fault of the line, `where` a JSON pointer into it: codes `json.*`, `answer.*`,
    `response.*`, `attachment.missing`, `language.unknown`, `mode.unknown`, `capacity.unknown`.
    """
    document = strict_json.read(line, limits=LIMITS)
    if not isinstance(document, dict):
        raise Refused(Problem("response.wrong_type", "", {"expected": "object"}))
    problems = [Problem("response.unknown_field", pointer(key)) for key in document if key not in FIELDS]
    problems += [
        Problem("response.missing", pointer(key)) for key in ("language", "answers") if key not in document
    ]
    mode = _term(Mode, document, "mode", Mode.PAPER, problems)
    capacity = _term(Capacity, document, "capacity", Capacity.FOR_MYSELF, problems)
    language = document.get("language", languages[0])
    if not isinstance(language, str) or language not in languages:
        shown = free_text.showable(str(language)[:LONGEST_SHOWN])
        problems.append(Problem("language.unknown", pointer("language"), {"language": shown}))
    checked = check(plan, document.get("answers", {}))
    problems += [_inside(problem) for problem in (*checked.problems, *_files(plan, checked.values))]
    if problems:
        raise Refused(problems)
    return LoadedAnswer(Opening(language, mode, capacity), checked.values)


def note_loading(
    session: Session, actor: Actor, consultation: ConsultationValue, content: bytes, lines: int
) -> None:
    """Write into the audit trail that the answers of a file are loaded: its SHA-256 and how many lines it has.

    Below the threshold only that there are fewer: the trail is read by people who may not know how many answered.
    Raises Refused `permission.denied` where the actor may not read single answers: whoever loads a file has.
    """
    require(actor, Permission.READ_ANSWERS)
    is_few = lines < consultation.threshold
    told = {"fewer_than": consultation.threshold} if is_few else {"lines": lines}
    details = {"file": fingerprint(content), **told}
    record(session, actor, "responses.loaded", "consultation", consultation.id, details)


def _term(
    kind: type[Term], document: Mapping[str, Any], field: str, otherwise: Term, problems: list[Problem]
) -> Term:
    given = document.get(field, otherwise.value)
    for term in kind:
        if term.value == given:
            return term
    expected = ", ".join(term.value for term in kind)
    shown = free_text.showable(str(given)[:LONGEST_SHOWN])
    code = "mode.unknown" if kind is Mode else "capacity.unknown"
    problems.append(Problem(code, pointer(field), {"given": shown, "expected": expected}))
    return otherwise


def _files(plan: Plan, answers: Answers) -> Iterator[Problem]:
    """Yield a problem for every answer that names a file: a line of text brings none, and must not claim another's."""
    for question in plan.questions:
        if question.asked.kept_file(answers.get(question.id)) is not None:
            yield Problem("attachment.missing", question.id)


def _inside(problem: Problem) -> Problem:
    where = f"{pointer('answers')}/{problem.where}" if problem.where else pointer("answers")
    return Problem(problem.code, where, problem.parameters)
