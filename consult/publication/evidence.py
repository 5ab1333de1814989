"""What a sealed record brings to a contracting process: its files, whether everyone meant was heard, requirements."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from consult.consultations.values import ConsultationValue
from consult.evidence.queries import RecordValue
from consult.publication.values import Evidence, EvidenceFile, Requirement, Site
from surveys.text import Text

_CHANGES_SOMETHING = frozenset({"accepted", "partly"})


def evidence_of(record: RecordValue, consultation: ConsultationValue, site: Site) -> Evidence:
    """Return a sealed record as a package tells of it."""
    pages = (
        EvidenceFile(site.page("evidence", record.number, language=language), "text/html", language)
        for language in consultation.languages
    )
    data = EvidenceFile(site.page("evidence", f"{record.number}.json"), "application/json", None)
    return Evidence(
        number=record.number,
        sealed_at=record.sealed_at,
        status=status(record.content),
        files=(*pages, data),
        requirements=tuple({found.id: found for found in _requirements(record.content)}.values()),
    )


def status(content: Mapping[str, Any]) -> str:
    """Return the status of the milestone (codelist milestoneStatus) a sealed record gives.

    Met where every affected community met its target, notMet where nobody answered, else partiallyMet.
    """
    results = content.get("results", {})
    if results.get("answers", {}).get("sent", {}).get("kind") == "nobody":
        return "notMet"
    headline = results.get("headline", {})
    return "met" if headline.get("met") == headline.get("of") else "partiallyMet"


def _requirements(content: Mapping[str, Any]) -> Iterator[Requirement]:
    for finding in content.get("findings", ()):
        answer = finding.get("disposition", {})
        said = answer.get("requirement")
        if not said or answer.get("kind") not in _CHANGES_SOMETHING:
            continue
        title, text = _text(said.get("title")), _text(said.get("text"))
        shown = title or text
        if shown is not None:
            name = str(said.get("id") or f"F{finding.get('number')}")
            yield Requirement(name, str(said.get("kind") or "clause"), shown, text or shown)


def _text(value: Any) -> Text | None:
    try:
        read = Text.model_validate(value)
    except ValidationError:
        return None
    return read if read.languages else None
