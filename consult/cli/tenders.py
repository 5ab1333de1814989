"""`tenders`: OCDS in and out, and the record of a tender that has no notice."""

from pathlib import Path
from typing import Any, get_args

import click

from consult.cli.commands import Group, json_option, line, print_json
from consult.cli.files import contents, faults_in
from consult.cli.operator import acting, organisation_option, ready
from consult.publication import queries as publication
from consult.publication.values import Site
from consult.settings import Settings
from consult.tenders import service
from consult.tenders.details import TenderDetails
from consult.tenders.ocds.decoding import LARGEST_BYTES, Encoding
from consult.tenders.values import TenderValue
from consult.words.problems import sentence
from surveys.problems import Problem, Refused

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("tenders", cls=Group)
def command() -> None:
    """Bring tenders in from OCDS, write them by hand, and give them out as OCDS."""


@command.command("import")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option(
    "--encoding",
    type=click.Choice(get_args(Encoding)),
    help="What the files are encoded in, where it is known. Otherwise it is detected.",
)
@organisation_option
@json_option
def import_files(
    files: tuple[Path, ...], encoding: Encoding | None, organisation: str | None, *, as_json: bool
) -> None:
    """Import OCDS files: packages, records or releases. Nothing they link to is fetched."""
    settings, _ = ready()
    reports = [_imported(settings, organisation, path, encoding) for path in files]
    problems = [problem for report in reports for problem in report.get("problems", ())]
    if as_json:
        print_json({"files": reports} | ({"problems": problems} if problems else {}))
    else:
        for report in reports:
            _say(report)
    if all("problems" in report for report in reports):
        raise SystemExit(1)


def _imported(
    settings: Settings, organisation: str | None, path: Path, encoding: Encoding | None
) -> dict[str, Any]:
    try:
        content = _beginning(path)
        with acting(settings, organisation) as (session, actor):
            report = service.import_file(session, actor, content, str(path), encoding)
    except Refused as refused:
        return {"file": str(path), "problems": [_told(problem) for problem in refused.problems]}
    return {
        "file": report.name,
        "imported": report.imported,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "linked": report.linked,
        "faults": [_told(fault) for fault in report.faults],
    }


def _beginning(path: Path) -> bytes:
    """Return as much of a file as is read of one, and a byte more where there is more."""
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST_BYTES + 1)
    except OSError:
        raise Refused(Problem("file.unreadable", str(path))) from None


def _told(problem: Problem) -> dict[str, Any]:
    return {
        "pointer": problem.where,
        "code": problem.code,
        "message": " ".join(sentence(problem, "en", "officer").split()),
        "parameters": dict(problem.parameters),
    }


def _say(report: dict[str, Any]) -> None:
    for fault in [*report.get("problems", ()), *report.get("faults", ())]:
        place = f"{fault['pointer']}: " if fault["pointer"] else ""
        click.echo(f"{report['file']}: {place}{fault['message']}", err=True)
    if "problems" in report:
        return
    for what in ("imported", "updated", "unchanged"):
        for ocid in report[what]:
            click.echo(f"{what} {ocid}")
    if report["linked"]:
        click.echo(f"{report['file']}: {report['linked']} releases are only linked to. Nothing was fetched.")


@command.command()
@click.option(
    "--details", "path", required=True, type=FILE, help="JSON: what there is to say about the tender."
)
@organisation_option
@json_option
def create(path: Path, organisation: str | None, *, as_json: bool) -> None:
    """Make the record of a tender that has no notice, and print its OCID."""
    settings, _ = ready()
    with faults_in(path):
        details = TenderDetails.read(contents(path))
    with acting(settings, organisation) as (session, actor):
        _print(service.create(session, actor, details), as_json=as_json)


@command.command()
@click.argument("ocid")
@click.option(
    "--details", "path", required=True, type=FILE, help="JSON: what changes; what is left out stays."
)
@organisation_option
@json_option
def revise(ocid: str, path: Path, organisation: str | None, *, as_json: bool) -> None:
    """Write details over the record of a tender, imported or not; the profile of the AI system is among them."""
    settings, _ = ready()
    with faults_in(path):
        details = TenderDetails.read(contents(path))
    with acting(settings, organisation) as (session, actor):
        _print(service.revise(session, actor, ocid, details), as_json=as_json)


def _print(tender: TenderValue, *, as_json: bool) -> None:
    if as_json:
        print_json({"ocid": tender.ocid, "title": tender.title.canonical(), "stage": tender.stage})
    else:
        click.echo(tender.ocid)


@command.command()
@click.argument("ocid")
@click.option(
    "--record", "as_record", is_flag=True, help="A record package: every release, and all of them as one."
)
@organisation_option
def export(ocid: str, organisation: str | None, *, as_record: bool) -> None:
    """Print a tender as an OCDS 1.1.5 release package."""
    settings, _ = ready()
    with acting(settings, organisation) as (session, actor):
        package = publication.record_package if as_record else publication.release_package
        site = Site(settings.base_url, settings.languages[0])
        found = package(session, ocid, site, actor.organisation_id)
    if found is None:
        raise Refused(Problem("tender.unknown", "OCID", {"given": ocid[:200]}))
    for problem in found.left_out:
        click.echo(line(problem), err=True)
    print_json(found.content)
