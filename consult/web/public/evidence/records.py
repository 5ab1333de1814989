"""Sealed records: for people to read, and the exact bytes for whoever wants to check them."""

from dataclasses import dataclass
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from consult.consultations.queries import consultation_by_slug
from consult.consultations.values import ConsultationValue
from consult.db import reading
from consult.evidence.queries import RecordValue, record_by_number, records_of_consultation
from consult.evidence.verification import sealed_file
from consult.web.locale import gettext
from consult.web.public.evidence import findings, heard, questions, seals, signs
from consult.web.public.evidence.closing import closing
from consult.web.public.evidence.numbers import number as written
from consult.web.public.evidence.voices import Voice
from consult.web.public.frame import render
from surveys.problems import Problem, Refused

FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Opened:
    """A sealed record, the consultation it belongs to, and all records of that, the newest first."""

    record: RecordValue
    consultation: ConsultationValue
    records: tuple[RecordValue, ...]


def opened(number: int) -> Opened:
    """Return a sealed record with what is around it; Refused `evidence.record.unknown`."""
    with reading() as session:
        record = _record(session, number)
        consultation = _consultation(session, record)
        return Opened(record, consultation, records_of_consultation(session, consultation.id))


def evidence(number: int) -> ResponseReturnValue:
    """Show a sealed record in the reader's language."""
    found = opened(number)
    record, consultation = found.record, found.consultation
    say = Voice(tuple(record.content["consultation"]["languages"]))
    asked = seals.asked(record.content, say, consultation.time_zone)
    caption = gettext("Evidence record %(number)s", number=written(record.number))
    return render(
        "evidence",
        f"{caption}: {asked.title}",
        consultation=consultation,
        folder="evidence",
        caption=caption,
        asked=asked,
        seal=seals.seal(record, found.records, consultation.time_zone),
        slug=record.consultation_slug,
        **told(record, say),
    )


def told(record: RecordValue, say: Voice) -> dict[str, Any]:
    """Return everything a record says, section by section."""
    content = record.content
    results = content["results"]
    return {
        "sent": heard.sent(results),
        "headline": heard.headline(results, say),
        "standings": heard.standings(results, say),
        "by_group": heard.answers_by_group(results, say),
        "population": heard.population_by_group(results, say),
        "sources": heard.sources(results, say),
        "silences": heard.silences(results, say),
        "by_language": heard.by_language(results),
        "by_week": heard.by_week(results),
        "groups": questions.group_names(results, say),
        "questions": questions.questions(results, say),
        "findings": findings.findings(content, say),
        "set_aside": signs.Signs(content, say).set_aside(),
        "sessions": findings.sessions(content, say),
        "decision": findings.decision(content, say),
        "closing": closing(content, say),
        "methods": seals.methods(content),
        "limits": seals.limits(content),
    }


def evidence_file(number: int) -> ResponseReturnValue:
    """Return a sealed record as the file that `evidence verify` checks, byte for byte. It never changes."""
    with reading() as session:
        record = _record(session, number)
    response = Response(sealed_file(record.body), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{seals.file_name(number)}"'
    response.headers["Cache-Control"] = FOR_GOOD
    response.set_etag(record.fingerprint)
    return response.make_conditional(request)


def _record(session: Session, number: int) -> RecordValue:
    found = record_by_number(session, number)
    if found is None:
        raise Refused(Problem("evidence.record.unknown", "", {"given": number}))
    return found


def _consultation(session: Session, record: RecordValue) -> ConsultationValue:
    found = consultation_by_slug(session, record.consultation_slug)
    assert found is not None  # a record belongs to a consultation
    return found
