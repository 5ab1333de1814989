"""`consultations`: write a draft from files, publish it, close it."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from consult import clock
from consult.audit.actor import Actor
from consult.cli import benchmarks, media
from consult.cli.commands import Group, json_option, line, print_json
from consult.cli.correcting import correct
from consult.cli.files import contents, faults_in
from consult.cli.operator import acting, organisation_option, ready
from consult.cli.publishing import FILE, Overrides, overrides_option, read_survey, refuse_to_publish
from consult.consultations import holding, service
from consult.consultations.details import ConsultationDetails
from consult.consultations.publication_checks import Check, Weight
from consult.consultations.queries import draft_survey, own_consultation
from consult.consultations.values import ConsultationValue
from consult.outreach import closing
from consult.outreach import service as outreach
from consult.settings import Settings
from consult.tenders.queries import tender_by_ocid
from consult.words.problems import sentence
from surveys.problems import Problem, Refused

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("consultations", cls=Group)
def command() -> None:
    """Ask the people a tender affects."""


command.add_command(media.command)
command.add_command(benchmarks.command)
command.add_command(correct)


@command.command()
@click.argument("slug")
@click.option("--tender", "ocid", required=True, metavar="OCID", help="What people are asked about.")
@click.option("--survey", "survey_file", required=True, type=FILE, help="The survey document, JSON.")
@click.option("--languages", help="Those people are offered, such as en,ar. By default all of the survey.")
@click.option(
    "--details", "details_file", type=FILE, help="What people are told, and who is to be heard, JSON."
)
@click.option("--opens-on", type=DAY, help="The first day. Without it, publishing opens at once.")
@click.option("--closes-on", type=DAY, help="The last day, to its end where the organisation is.")
@organisation_option
@json_option
def create(
    slug: str,
    ocid: str,
    survey_file: Path,
    languages: str | None,
    details_file: Path | None,
    opens_on: datetime | None,
    closes_on: datetime | None,
    organisation: str | None,
    *,
    as_json: bool,
) -> None:
    """Write a draft consultation called SLUG, with its outreach links."""
    settings, _ = ready()
    survey = read_survey(survey_file)
    details = _details(details_file, survey.source_language)
    with acting(settings, organisation) as (session, actor):
        tender = tender_by_ocid(session, ocid, actor.organisation_id)
        if tender is None:
            raise Refused(Problem("tender.unknown", "--tender", {"given": ocid}))
        service.create(
            session,
            actor,
            slug,
            tender_id=tender.id,
            survey=survey,
            details=details,
            languages=_languages(languages),
            opens_on=_day(opens_on),
            closes_on=_day(closes_on),
        )
        told, to_do = _drafted(session, actor, slug, settings)
    _say(told, as_json=as_json, lines=to_do)


@command.command()
@click.argument("slug")
@click.option("--survey", "survey_file", type=FILE, help="The survey document that is published next, JSON.")
@click.option("--details", "details_file", type=FILE, help="Replaces what people are told, JSON.")
@click.option(
    "--opens-on", type=DAY, help="The first day of a draft; together with the last, or it has none."
)
@click.option(
    "--closes-on", type=DAY, help="The last day of a draft; together with the first, or it opens at once."
)
@organisation_option
@json_option
def revise(
    slug: str,
    survey_file: Path | None,
    details_file: Path | None,
    opens_on: datetime | None,
    closes_on: datetime | None,
    organisation: str | None,
    *,
    as_json: bool,
) -> None:
    """Write over the consultation SLUG. What is left out stays; a live one keeps what people were promised."""
    settings, _ = ready()
    survey = read_survey(survey_file) if survey_file else None
    with acting(settings, organisation) as (session, actor):
        if survey is not None:
            service.edit_survey(session, actor, slug, survey)
        if details_file is not None:
            language = draft_survey(
                session, own_consultation(session, actor.organisation_id, slug).id
            ).source_language
            service.edit_details(session, actor, slug, _details(details_file, language))
        if opens_on or closes_on:
            service.edit_days(session, actor, slug, _day(opens_on), _day(closes_on))
        told, to_do = _drafted(session, actor, slug, settings)
    _say(told, as_json=as_json, lines=to_do)


@command.command()
@click.argument("slug")
@overrides_option
@organisation_option
@json_option
def publish(slug: str, overrides: Overrides, organisation: str | None, *, as_json: bool) -> None:
    """Publish the draft SLUG, or the corrected survey of a live one."""
    settings, _ = ready()
    try:
        with acting(settings, organisation) as (session, actor):
            published = service.publish(session, actor, slug, dict(overrides))
            consultation = own_consultation(session, actor.organisation_id, slug)
    except Refused as refused:
        refuse_to_publish(refused.problems, as_json=as_json)
    told = _told(settings, consultation) | {
        "version": published.number,
        "overrides": dict(published.overrides),
        "warnings": [_with_sentence(warning) for warning in published.warnings],
    }
    _say(told, as_json=as_json, lines=[f"warning: {line(warning)}" for warning in published.warnings])


@command.command()
@click.argument("slug")
@click.option("--reason", help="It becomes part of the evidence, beside what the figures recommend.")
@organisation_option
@json_option
def close(slug: str, reason: str | None, organisation: str | None, *, as_json: bool) -> None:
    """Close the consultation SLUG now. Its evidence is compiled next."""
    settings, _ = ready()
    with acting(settings, organisation) as (session, actor):
        closing.stop(session, actor, slug, reason)
        consultation = own_consultation(session, actor.organisation_id, slug)
    _say(_told(settings, consultation), as_json=as_json)


@command.command()
@click.argument("slug")
@click.option("--closes-on", type=DAY, required=True, help="The new last day, to its end.")
@click.option(
    "--reason", required=True, help="It becomes part of the evidence, beside what the figures recommend."
)
@organisation_option
@json_option
def extend(slug: str, closes_on: datetime, reason: str, organisation: str | None, *, as_json: bool) -> None:
    """Let people answer the consultation SLUG for longer."""
    settings, _ = ready()
    with acting(settings, organisation) as (session, actor):
        closing.extend(session, actor, slug, closes_on.date(), reason)
        consultation = own_consultation(session, actor.organisation_id, slug)
    _say(_told(settings, consultation), as_json=as_json)


@command.command()
@click.argument("slug")
@click.option("--reason", required=True, help="A challenge, archive law, a legal hold. It is recorded.")
@organisation_option
def hold(slug: str, reason: str, organisation: str | None) -> None:
    """Keep the answers of SLUG from being deleted."""
    settings, _ = ready()
    with acting(settings, organisation) as (session, actor):
        holding.hold(session, actor, slug, reason)
    click.echo("The answers are held.")


@command.command()
@click.argument("slug")
@organisation_option
def release(slug: str, organisation: str | None) -> None:
    """Let the answers of SLUG be deleted when their time has come."""
    settings, _ = ready()
    with acting(settings, organisation) as (session, actor):
        holding.release(session, actor, slug)
    click.echo("The answers are no longer held.")


def _details(path: Path | None, language: str) -> ConsultationDetails:
    if path is None:
        return ConsultationDetails()
    content = contents(path)
    with faults_in(path):
        return ConsultationDetails.read(content, language)


def _languages(written: str | None) -> tuple[str, ...] | None:
    return tuple(part.strip() for part in written.split(",") if part.strip()) if written else None


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _drafted(
    session: Session, actor: Actor, slug: str, settings: Settings
) -> tuple[dict[str, Any], list[str]]:
    """Make the links that are still missing; return what to tell of a draft, and its to-do list as lines."""
    consultation = own_consultation(session, actor.organisation_id, slug)
    links = outreach.lay_out(session, actor, consultation)
    to_do = service.to_do(session, actor, slug)
    told = _told(settings, consultation) | {
        "links": [
            {"key": key, "code": code, "address": _address(settings, "go", code)}
            for key, code in links.items()
        ],
        "to_do": [_with_sentence(check.problem) | {"weight": check.weight.value} for check in to_do],
    }
    return told, [f"{_mark(check)}{line(check.problem)}" for check in to_do]


def _told(settings: Settings, consultation: ConsultationValue) -> dict[str, Any]:
    return {
        "slug": consultation.slug,
        "id": str(consultation.id),
        "state": consultation.state(clock.now()).value,
        "languages": list(consultation.languages),
        "fingerprint": consultation.fingerprint,
        "opens_at": _written(consultation.opens_at),
        "closes_at": _written(consultation.closes_at),
        "address": _address(settings, consultation.languages[0], "consultations", consultation.slug),
    }


def _say(told: dict[str, Any], *, as_json: bool, lines: Iterable[str] = ()) -> None:
    if as_json:
        print_json(told)
        return
    click.echo(f"{told['slug']}: {told['state'].replace('_', ' ')}, {told['address']}")
    for link in told.get("links", ()):
        click.echo(f"{link['key']}: {link['address']}")
    for written in lines:
        click.echo(written, err=True)


def _with_sentence(problem: Problem) -> dict[str, Any]:
    return {**problem.to_json(), "message": sentence(problem, "en", "officer")}


def _mark(check: Check) -> str:
    return "warning: " if check.weight is Weight.WARNS else "before publishing: "


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _address(settings: Settings, *parts: str) -> str:
    return "/".join((settings.base_url.rstrip("/"), *parts))
