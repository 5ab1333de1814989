"""The releases an authority publishes itself: what a consultation adds to a contracting process, event by event.

One release when a consultation is announced, one when it closes, one for each sealed record. What goes where in OCDS
is the table in docs/decisions/0011-what-we-publish-as-ocds.md.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from consult.publication.values import Engagement, Evidence, Organisation, Process, Requirement
from surveys.text import Text
from surveys.versions import canonical, fingerprint

STAMP = 12
"""Digits of a fingerprint that tell two contents of a release apart."""
Object = dict[str, Any]


def moment(at: datetime) -> str:
    """Return a moment as OCDS writes it."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def own_releases(
    process: Process,
    engagements: Iterable[Engagement],
    now: datetime,
    *,
    with_base: bool,
    tags: Iterable[str] = (),
) -> list[Object]:
    """Return the authority's own releases up to `now`, the oldest first.

    `with_base` adds one that only tells of the tender; `tags` are those of releases others published before, from
    which follows whether ours begin something or update it.
    """
    drafts = [draft for engagement in engagements for draft in _of_engagement(process, engagement, now)]
    if with_base:
        drafts.append(("tender", process.changed_at, _base(process)))
    known, made = set(tags), []
    for name, at, content in sorted(drafts, key=lambda draft: (draft[1], draft[0])):
        tag = _tag(content, known)
        known.add(tag)
        made.append(_release(process, name, at, tag, content))
    return made


def language_of(text: Text) -> str:
    """Return the language a text is first of all in."""
    return next(iter(text.languages), "en")


def said(field: str, text: Text | None, language: str) -> Object:
    """Return a text as OCDS writes it: `title` in the language of the release, `title_ar` in others."""
    if text is None or not text.languages:
        return {}
    others = {f"{field}_{code}": text.to(code).text for code in text.languages if code != language}
    return {field: text.to(language).text, **others}


def _release(process: Process, name: str, at: datetime, tag: str, content: Object) -> Object:
    """Return a whole release. Its id holds a fingerprint, so that one id never names two contents."""
    whole = {
        "ocid": process.ocid,
        "date": moment(at),
        "tag": [tag],
        "initiationType": "tender",
        "language": language_of(process.title),
        **content,
    }
    return {"ocid": process.ocid, "id": f"{name}-{fingerprint(canonical(whole))[:STAMP]}", **whole}


def _tag(content: Object, known: set[str]) -> str:
    """Return the tag of a release: the beginning of a section where none came before, else its update."""
    if "contracts" in content:
        return (
            "implementationUpdate" if known & {"implementation", "implementationUpdate"} else "implementation"
        )
    has_tender = bool(known & {"tender", "tenderUpdate", "tenderAmendment"})
    if has_tender and "criteria" in content.get("tender", {}):
        return "tenderUpdate"
    if content.get("tender", {}).get("status") in {"active", "complete"}:
        return "tenderUpdate" if has_tender else "tender"
    return "planningUpdate" if known & {"planning", "planningUpdate"} else "planning"


def _base(process: Process) -> Object:
    language = language_of(process.title)
    status = {"planning": "planning", "tender": "active"}.get(process.stage, "complete")
    tender: Object = {
        **_tender(process),
        **said("description", process.summary, language),
        "status": status,
    }
    if process.amount is not None and process.currency is not None:
        amount = process.amount
        is_whole = amount == amount.to_integral_value()
        tender["value"] = {"amount": int(amount) if is_whole else float(amount), "currency": process.currency}
    for period, start, end in (
        ("tenderPeriod", "notice_on", "bids_due_on"),
        ("awardPeriod", "award_on", None),
        ("contractPeriod", "starts_on", "ends_on"),
    ):
        bounds = {"startDate": process.dates.get(start), "endDate": process.dates.get(end or "")}
        known = {key: _day(day) for key, day in bounds.items() if day is not None}
        if known:
            tender[period] = known
    planning = said("rationale", process.problem, language)
    return {**_parties(process, ()), "tender": tender} | ({"planning": planning} if planning else {})


def _day(day: date) -> str:
    return moment(datetime.combine(day, time(), UTC))


def _tender(process: Process) -> Object:
    return {"id": process.reference, **said("title", process.title, language_of(process.title))}


def _parties(process: Process, partners: Iterable[Organisation]) -> Object:
    language = language_of(process.title)
    return {
        "parties": [
            {"id": party.id, **said("name", party.name, language), "roles": list(party.roles)}
            for party in (process.buyer, *partners)
        ],
        "buyer": {"id": process.buyer.id, "name": process.buyer.name.to(language).text},
    }


def _of_engagement(
    process: Process, engagement: Engagement, now: datetime
) -> Iterator[tuple[str, datetime, Object]]:
    """Give the name, the moment and the content of each release about one consultation."""
    if engagement.published_at > now:
        return
    slug = engagement.slug
    due = {"dueDate": moment(engagement.closes_at)} if engagement.closes_at else {}
    scheduled = {"status": "scheduled", **due}
    yield f"{slug}-announced", engagement.published_at, _event(process, engagement, scheduled)
    if engagement.closes_at is None or engagement.closes_at > now:
        return
    closed = {"status": "met", **due, "dateMet": moment(engagement.closes_at)}
    yield f"{slug}-closed", engagement.closes_at, _event(process, engagement, closed)
    for evidence in engagement.evidence:
        status = {"status": evidence.status, **due}
        if evidence.status != "notMet":
            status["dateMet"] = moment(engagement.closes_at)
        content = _event(process, engagement, status | {"dateModified": moment(evidence.sealed_at)}, evidence)
        yield f"{slug}-evidence-{evidence.number}", evidence.sealed_at, content


def _event(
    process: Process, engagement: Engagement, status: Mapping[str, str], evidence: Evidence | None = None
) -> Object:
    language = language_of(process.title)
    milestone = {
        "id": f"consultation-{engagement.slug}",
        **said("title", engagement.title, language),
        "type": "assessment" if engagement.is_monitoring else "engagement",
        **said("description", engagement.summary, language),
        **status,
    }
    documents = [*_notices(engagement), *_evidence_documents(engagement, evidence)]
    planning = {**said("rationale", process.problem, language), "documents": documents}
    content: Object = {**_parties(process, engagement.partners), "planning": planning}
    tender = _tender(process) | _requirements(process, engagement, evidence)
    if engagement.is_monitoring:
        ids = process.contract or {"id": f"{process.ocid}-contract", "awardID": f"{process.ocid}-award"}
        if process.contract is None:
            content["awards"] = [{"id": ids["awardID"]}]
        content["contracts"] = [{**ids, "implementation": {"milestones": [milestone]}}]
    else:
        content["planning"]["milestones"] = [milestone]
    return {**content, "tender": tender}


def _notices(engagement: Engagement) -> Iterator[Object]:
    for language, url in engagement.pages.items():
        yield {
            "id": f"{engagement.slug}-notice-{language}",
            "documentType": "hearingNotice",
            "title": engagement.title.to(language).text,
            **_only(engagement.summary, language),
            "url": url,
            "datePublished": moment(engagement.published_at),
            "format": "text/html",
            "language": language,
        }


def _only(summary: Text | None, language: str) -> Object:
    """Return the description of a document in its own language, and none where there are no words in it."""
    phrase = summary.phrase(language) if summary else None
    return {"description": phrase.text} if phrase else {}


def _evidence_documents(engagement: Engagement, evidence: Evidence | None) -> Iterator[Object]:
    for file in evidence.files if evidence else ():
        kind = file.media_type.rpartition("/")[2]
        language = file.language or language_of(engagement.title)
        yield {
            "id": "-".join(
                filter(None, (f"evidence-{evidence.number if evidence else 0}", kind, file.language))
            ),
            "documentType": "needsAssessment",
            "title": engagement.title.to(language).text,
            "url": file.url,
            "datePublished": moment(evidence.sealed_at) if evidence else None,
            "format": file.media_type,
            **({"language": file.language} if file.language else {}),
        }


def _requirements(process: Process, engagement: Engagement, evidence: Evidence | None) -> Object:
    """Return what the answers to findings changed: every requirement as a criterion's, a metric also as a target."""
    if evidence is None or not evidence.requirements:
        return {}
    language = language_of(process.title)

    def written(requirement: Requirement) -> Object:
        return {
            "id": f"{engagement.slug}-{requirement.id}",
            **said("title", requirement.title, language),
            **said("description", requirement.text, language),
        }

    group = {
        "id": f"evidence-{evidence.number}",
        "requirements": [written(requirement) for requirement in evidence.requirements],
    }
    criterion = {
        "id": f"consultation-{engagement.slug}",
        **said("title", engagement.title, language),
        "requirementGroups": [group],
    }
    targets = [written(requirement) for requirement in evidence.requirements if requirement.kind == "metric"]
    return {"criteria": [criterion]} | ({"targets": targets} if targets else {})
