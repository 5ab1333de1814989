"""The public record of a purchase: what is proposed, who is affected, who was asked, and what came of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from consult import clock
from consult.consultations.queries import consultations_of
from consult.consultations.values import OVER, ConsultationValue, State
from consult.db import reading
from consult.evidence.queries import RecordValue, records_of_tender
from consult.publication.queries import public_tender, record_package, release_package
from consult.publication.values import Site
from consult.tenders.queries import profile_of
from consult.tenders.values import TenderValue
from consult.web.installation import installation
from consult.web.locale import gettext
from consult.web.public.dates import day, first_day, last_day
from consult.web.public.evidence import seals, systems
from consult.web.public.evidence.numbers import money
from consult.web.public.evidence.systems import Fact
from consult.web.public.evidence.voices import Voice
from consult.web.public.frame import render
from surveys.problems import Problem, Refused
from surveys.text import Said, Text


@dataclass(frozen=True, slots=True)
class Alternative:
    """Something else that was considered, and why it was not chosen."""

    what: Said | None
    why_not: Said | None


@dataclass(frozen=True, slots=True)
class Consulted:
    """One consultation about the purchase: its state, and until when it is or was open."""

    slug: str
    title: Said | None
    purpose: str
    state: str
    colour: str
    until: str | None
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A document somewhere else."""

    title: Said | None
    href: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Attached:
    """One sealed record of evidence."""

    number: int
    title: Said | None
    sealed_on: str
    is_interim: bool


def tender(ocid: str) -> ResponseReturnValue:
    """Show the public record of a purchase."""
    with reading() as session:
        found = _public(session, ocid)
        consultations = _published(session, found)
        profile = profile_of(session, found.id)
        records = records_of_tender(session, found.id)
    widest = max(consultations, key=lambda one: len(one.languages))
    say = Voice(tuple(dict.fromkeys(code for one in consultations for code in one.languages)))
    return render(
        "tender",
        f"{gettext('The public record of this purchase')}: {say(found.title)}",
        consultation=widest,
        folder="evidence",
        system=say(profile.name) if profile else None,
        parts=systems.parts(profile, say) if profile else (),
        groups=systems.groups(profile, _names(consultations), say) if profile else (),
        consultations=[_consulted(one, say) for one in consultations],
        attached=[_attached(one, consultations, say) for one in records],
        **_proposed(found, say),
    )


def _proposed(found: TenderValue, say: Voice) -> dict[str, Any]:
    return {
        "ocid": found.ocid,
        "heading": say(found.title),
        "summary": say(found.summary),
        "facts": _facts(found, say),
        "problem": say(found.problem),
        "outcomes": say.each(found.outcomes),
        "alternatives": [Alternative(say(one.what), say(one.why_rejected)) for one in found.alternatives],
        "documents": [Document(say(one.title), one.url, one.language) for one in found.documents],
    }


def tender_file(ocid: str) -> ResponseReturnValue:
    """Return the OCDS package of a purchase: its releases, or with `?record` its whole record."""
    settings = installation().settings
    site = Site(settings.base_url, settings.languages[0])
    packaged = record_package if "record" in request.args else release_package
    with reading() as session:
        found = packaged(session, ocid, site) if ocid.isprintable() else None
    if found is None:
        raise _unknown(ocid)
    body = json.dumps(found.content, ensure_ascii=False, indent=2)
    response = Response(body, mimetype="application/json")
    response.headers["Cache-Control"] = "public, no-cache"
    response.add_etag()
    return response.make_conditional(request)


def _public(session: Session, ocid: str) -> TenderValue:
    found = public_tender(session, ocid) if ocid.isprintable() else None
    if found is None:
        raise _unknown(ocid)
    return found


def _unknown(ocid: str) -> Refused:
    given = ocid[:200] if ocid.isprintable() else ""
    return Refused(Problem("tender.unknown", "", {"given": given}))


def _published(session: Session, found: TenderValue) -> Sequence[ConsultationValue]:
    every = consultations_of(session, found.organisation_id, found.id)
    return [one for one in every if one.published_at is not None]


def _names(consultations: Sequence[ConsultationValue]) -> Mapping[str, Text]:
    return {group.key: group.name for one in reversed(consultations) for group in one.details.communities}


def _facts(found: TenderValue, say: Voice) -> list[Fact]:
    known: tuple[tuple[str, Any], ...] = (
        (gettext("How it is bought"), _route_words(found.route)),
        (gettext("Where it stands"), seals.stage_words(found.stage)),
        (gettext("Buyer"), found.buyer),
        (gettext("Worth"), _value(found)),
        (gettext("Call for offers"), found.notice_on),
        (gettext("Offers until"), found.bids_due_on),
        (gettext("Choice of a supplier"), found.award_on),
        (gettext("Starts"), found.starts_on),
        (gettext("Ends"), found.ends_on),
        (gettext("How it is done until now"), say(found.previous_process)),
    )
    return [
        Fact(key, value if isinstance(value, str | Said) else day(value)) for key, value in known if value
    ]


def _value(found: TenderValue) -> str | None:
    if found.value_amount is None or found.value_currency is None:
        return None
    return money(found.value_amount, found.value_currency)


def _route_words(route: str) -> str:
    return {
        "open_tender": gettext("Open call for offers"),
        "framework_call_off": gettext("Ordered under an earlier agreement"),
        "direct_award": gettext("Bought without a call for offers"),
        "system_update": gettext("Comes with an update of a system already in use"),
        "embedded": gettext("Comes inside something else that is bought"),
        "pilot": gettext("A trial"),
    }.get(route, route)


def _consulted(one: ConsultationValue, say: Voice) -> Consulted:
    state = one.state(clock.now())
    words, colour = {
        State.OPEN: (gettext("Open now"), "green"),
        State.PAUSED: (gettext("This is paused for now"), "yellow"),
        State.SCHEDULED: (gettext("This has not opened yet"), "grey"),
        State.EVIDENCE_PUBLISHED: (gettext("Closed, with results"), "blue"),
    }.get(state, (gettext("Closed"), "grey"))
    return Consulted(
        slug=one.slug,
        title=say(one.title),
        purpose=seals.purpose_words(one.purpose.value),
        state=words,
        colour=colour,
        until=last_day(one.closes_at, one.time_zone) if one.closes_at else None,
        is_closed=state in OVER,
    )


def _attached(record: RecordValue, consultations: Sequence[ConsultationValue], say: Voice) -> Attached:
    zones = {one.slug: one.time_zone for one in consultations}
    return Attached(
        number=record.number,
        title=say(record.content["consultation"]["title"]),
        sealed_on=first_day(record.sealed_at, zones.get(record.consultation_slug, "UTC")),
        is_interim=record.is_interim,
    )
