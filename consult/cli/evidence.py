"""`evidence`: compile the results, write and answer findings, decide, seal, export, verify."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from consult import clock, db
from consult.accounts.permissions import Permission, require
from consult.accounts.queries import organisation as organisation_of
from consult.audit.actor import Actor
from consult.cli.commands import Group, json_option, line, print_json
from consult.cli.operator import acting, organisation_option, ready
from consult.cli.written_findings import number_in, number_of_candidate
from consult.consultations.queries import consultation_by_slug
from consult.consultations.values import OVER, ConsultationValue
from consult.evidence import queries, service
from consult.evidence.sealing import seal as seal_evidence
from consult.evidence.terms import DecisionKind, DispositionKind
from consult.evidence.verification import sealed_file, verify
from surveys.problems import Problem, Refused
from surveys.text import Text

OPERATOR = "Operator of the service"
"""The role that answers where none is named on the command line."""
WHAT_IT_SHOWS = (
    "Nothing was changed. It does not show who sealed it: compare the fingerprint with the public one."
)


@click.group("evidence", cls=Group)
def command() -> None:
    """Turn what people said into a record that the tender must answer."""


def _own(session: Session, actor: Actor, slug: str) -> ConsultationValue:
    found = consultation_by_slug(session, slug, actor.organisation_id)
    if found is None:
        raise Refused(Problem("consultation.unknown", "SLUG", {"given": slug}))
    return found


def _words(consultation: ConsultationValue, text: str) -> Text:
    """Return words given on the command line: they are in the consultation's first language."""
    return Text.of({consultation.languages[0]: text})


def _role(consultation: ConsultationValue, role: str | None) -> Text:
    return _words(consultation, role) if role else Text.of({"en": OPERATOR})


@command.command("compile")
@click.argument("slug")
@click.option("--now", is_flag=True, help="Do it in this process instead of leaving it for the worker.")
@organisation_option
@json_option
def compile_(slug: str, organisation: str | None, *, now: bool, as_json: bool) -> None:
    """Count the answers of a closed consultation, and find what must be looked at."""
    settings, _ = ready()
    with acting(settings, organisation) as (session, actor):
        consultation = _own(session, actor, slug)
        if consultation.state(clock.now()) not in OVER:
            raise Refused(Problem("evidence.consultation_not_closed", slug))
        if now:
            require(actor, Permission.WRITE_FINDINGS)
        else:
            _leave_for_the_worker(session, actor, consultation)
    if not now:
        _say({"slug": slug, "state": "waiting"}, as_json, "Left for the worker.")
        return
    number = _compiled_here(consultation)
    with db.reading() as session:
        desk = queries.desk(session, consultation)
    told = {"slug": slug, "state": "done", "compilation": number, "candidates": list(desk.candidates)}
    _say(told, as_json, f"Compilation {number}: {len(desk.candidates)} candidate findings.")


# What counts brings numpy and scipy, which take a second to load: only compiling waits for them.


def _leave_for_the_worker(session: Session, actor: Actor, consultation: ConsultationValue) -> None:
    from consult.evidence.compiling import ask_again

    ask_again(session, actor, consultation)


def _compiled_here(consultation: ConsultationValue) -> int | None:
    """Compile in this process; return the number of the compilation, None while people can still answer."""
    from consult.evidence.compiling import compiled, keep

    found = compiled(consultation.id, lambda _done, _total: None)
    if found is None:
        return None
    with db.unit_of_work() as session:
        return keep(session, found)


@command.command()
@click.argument("slug")
@organisation_option
@json_option
def findings(slug: str, organisation: str | None, *, as_json: bool) -> None:
    """List the candidate findings and the written ones, and what is still to do before sealing."""
    settings, _ = ready()
    with acting(settings, organisation) as (session, actor):
        desk = queries.desk(session, _own(session, actor, slug))
    told = {
        "candidates": list(desk.candidates),
        "findings": [_finding(one) for one in desk.findings],
        "outstanding": [problem.to_json() for problem in desk.outstanding],
    }
    if as_json:
        print_json(told)
        return
    for candidate in desk.candidates:
        click.echo(f"{candidate['state']:<10} {candidate['key']}")
    for one in desk.findings:
        answered = one.disposition["kind"] if one.disposition else "not answered"
        click.echo(f"F{one.number} {answered}: {one.statement.to('en')}")
    for problem in desk.outstanding:
        click.echo(line(problem))


def _finding(one: queries.FindingValue) -> dict[str, Any]:
    return {
        "finding": f"F{one.number}",
        "statement": one.statement.canonical(),
        "communities": list(one.communities),
        "supports": list(one.supports),
        "strength": one.strength,
        "disposition": one.disposition,
    }


@command.command()
@click.argument("slug")
@click.argument("finding")
@click.option(
    "--disposition",
    required=True,
    type=click.Choice([*(kind.value for kind in DispositionKind), "set_aside"]),
)
@click.option("--reason", required=True, help="The authority's reason, which is published.")
@click.option("--role", help="In which role the authority answers. By default as the operator.")
@click.option(
    "--statement", help="For a candidate: the finding in words. By default a plain statement is made."
)
@click.option("--owner", help="For needs_more: the role that owns it.")
@click.option("--due-on", type=click.DateTime(["%Y-%m-%d"]), help="For needs_more: by when.")
@organisation_option
@json_option
def answer(
    slug: str,
    finding: str,
    disposition: str,
    reason: str,
    role: str | None,
    statement: str | None,
    owner: str | None,
    due_on: datetime | None,
    organisation: str | None,
    *,
    as_json: bool,
) -> None:
    """Answer a FINDING: a written one by its number (F1), or a candidate by its key, which makes it a finding.

    A candidate can also be set aside: --disposition set_aside.
    """
    settings, _ = ready()
    with acting(settings, organisation) as (session, actor):
        consultation = _own(session, actor, slug)
        if disposition == "set_aside":
            service.set_aside(session, actor, consultation, finding, _words(consultation, reason))
            told: dict[str, Any] = {"candidate": finding, "state": "set_aside"}
        else:
            words = _words(consultation, statement) if statement else None
            number = number_in(finding) or number_of_candidate(session, actor, consultation, finding, words)
            given = service.Answer(
                DispositionKind(disposition),
                _words(consultation, reason),
                _role(consultation, role),
                _words(consultation, owner) if owner else None,
                due_on.date() if due_on else None,
            )
            service.answer(session, actor, consultation, number, given)
            told = {"finding": f"F{number}", "disposition": disposition}
    _say(told, as_json, " ".join(str(value) for value in told.values()))


@command.command()
@click.argument("slug")
@click.option("--decision", required=True, type=click.Choice([kind.value for kind in DecisionKind]))
@click.option("--reason", required=True, help="Why, in words that are published.")
@click.option("--body", help="Who decided. By default the organisation.")
@click.option("--role", help="In which role. By default as the operator.")
@organisation_option
@json_option
def decide(
    slug: str,
    decision: str,
    reason: str,
    body: str | None,
    role: str | None,
    organisation: str | None,
    *,
    as_json: bool,
) -> None:
    """Record whether the authority goes ahead, on the results compiled last."""
    settings, _ = ready()
    with acting(settings, organisation) as (session, actor):
        consultation = _own(session, actor, slug)
        authority = organisation_of(session, actor.organisation_id)
        service.decide(
            session,
            actor,
            consultation,
            DecisionKind(decision),
            reason=_words(consultation, reason),
            body=_words(consultation, body) if body else authority.name,
            role=_role(consultation, role),
        )
    _say({"slug": slug, "decision": decision}, as_json, f"Decided: {decision}.")


@command.command()
@click.argument("slug")
@click.option("--now", is_flag=True, help="Compile first, in this process.")
@organisation_option
@json_option
def seal(slug: str, organisation: str | None, *, now: bool, as_json: bool) -> None:
    """Seal the evidence; refused, with the list, until every finding is answered."""
    settings, _ = ready()
    with acting(settings, organisation) as (session, actor):
        consultation = _own(session, actor, slug)
    if now:
        _compiled_here(consultation)
    with acting(settings, organisation) as (session, actor):
        number = seal_evidence(session, actor, _own(session, actor, slug))
        record = queries.record_by_number(session, number)
    assert record is not None  # it was written in this transaction
    told = {"number": number, "fingerprint": record.fingerprint, "is_interim": record.is_interim}
    _say(told, as_json, f"Evidence record {number}, fingerprint {record.fingerprint}")


@command.command()
@click.argument("slug")
@organisation_option
def export(slug: str, organisation: str | None) -> None:
    """Print the newest sealed record of a consultation, exactly as it was sealed."""
    settings, _ = ready()
    with acting(settings, organisation) as (session, actor):
        record = queries.latest_record(session, _own(session, actor, slug).id)
    if record is None:
        raise Refused(Problem("evidence.record.unknown", slug))
    sys.stdout.buffer.write(sealed_file(record.body))


@command.command("verify")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
def verify_(file: Path, *, as_json: bool) -> None:
    """Check a sealed record offline. It shows damage, not authorship: compare its fingerprint with the public one."""
    try:
        verdict = verify(file.read_bytes())
    except OSError:
        raise Refused(Problem("file.unreadable", str(file))) from None
    why = line(verdict.why) if verdict.why else None
    told = {"valid": verdict.is_valid, "why": why, "fingerprint": verdict.fingerprint}
    _say(
        told,
        as_json,
        f"Valid. Fingerprint {verdict.fingerprint}\n{WHAT_IT_SHOWS}"
        if verdict.is_valid
        else f"Not valid. {why}",
    )
    if not verdict.is_valid:
        sys.exit(1)


def _say(told: dict[str, Any], as_json: bool, plain: str) -> None:  # the flag of the command
    if as_json:
        print_json(told)
    else:
        click.echo(plain)
