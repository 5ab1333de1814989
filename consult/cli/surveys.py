"""`surveys`: check, read and write survey documents. Needs no settings and no database."""

import json
import sys
from pathlib import Path
from typing import Any

import click

import surveys
from consult.cli.commands import Group, json_option, line, print_json
from consult.cli.files import contents, faults_in
from consult.words.problems import sentence
from surveys import publishing
from surveys.document import Survey, json_schema
from surveys.problems import Problem, Refused
from surveys.ready_made import AboutYouSet

FILE = click.Path(path_type=Path, dir_okay=False)
FORMATS = ("json", "xlsform", "po", "xliff")
LIBRARY = Path(surveys.__file__).parent / "library"
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of spreadsheet programs begin: a ZIP archive (.xlsx), a compound file (.xls)."""


@click.group("surveys", cls=Group)
def command() -> None:
    """Work with survey documents."""


@command.command()
@click.argument("file", type=FILE)
@click.option("--languages", help="Those it is to be published in, such as en,ar. By default all it has.")
@json_option
def check(file: Path, languages: str | None, *, as_json: bool) -> None:
    """Say whether the survey document FILE can be published; exit status 1 when it cannot."""
    survey = _read(file)
    wanted = [part.strip() for part in languages.split(",")] if languages else list(survey.languages)
    problems = publishing.check(survey, wanted)
    unreviewed = publishing.unreviewed(survey, wanted)
    not_easy = publishing.without_easy_read(survey, wanted)
    if as_json:
        print_json(
            _summary(survey)
            | {
                "is_publishable": not problems,
                "problems": [_with_sentence(problem) for problem in problems],
                "warnings": [_with_sentence(warning) for warning in (*unreviewed, *not_easy)],
            }
        )
    else:
        for problem in problems:
            click.echo(f"{file} {line(problem)}", err=True)
        if unreviewed:
            click.echo(f"{file}: {len(unreviewed)} texts have not been checked by a person.", err=True)
        for warning in not_easy:
            click.echo(f"{file} {line(warning)}", err=True)
        click.echo("It can be published." if not problems else "It cannot be published yet.")
    if problems:
        sys.exit(1)


@command.command("import")
@click.argument("file", type=FILE)
@json_option
def import_file(file: Path, *, as_json: bool) -> None:
    """Read the survey document FILE and print it in its long form, in the present format."""
    survey = _read(file)
    document = survey.to_json()
    print_json({"document": document, "losses": []} if as_json else document)


@command.command()
@click.argument("file", type=FILE)
@click.option("--format", "form", type=click.Choice(FORMATS), required=True)
@click.option("--language", help="Which translation, for po and xliff.")
def export(file: Path, form: str, language: str | None) -> None:  # noqa: ARG001  # a promise of the command line
    """Print the survey document FILE in another form."""
    survey = _read(file)
    if form != "json":
        raise Refused(Problem("survey.other_form", "--format", {"form": form}))
    click.echo(json.dumps(survey.to_json(), ensure_ascii=False, indent=2))


@command.command()
@json_option
def library(*, as_json: bool) -> None:
    """List what is ready-made: whole surveys, and questions about the person that follow a country's standards."""
    found = [_ready_made(file) for file in sorted(LIBRARY.rglob("*.json"))]
    if as_json:
        print_json({"library": found})
        return
    for entry in found:
        click.echo(f"{entry['file']}  {entry['title']} ({', '.join(entry['languages'])})")


def _ready_made(file: Path) -> dict[str, Any]:
    """Return what one file of the library is."""
    is_set = file.parent.name == "about-you"
    found = AboutYouSet.from_json(file.read_bytes()) if is_set else Survey.from_json(file.read_bytes())
    standards = (
        [one.standard for one in found.questions if one.standard] if isinstance(found, AboutYouSet) else []
    )
    return {
        "file": str(file),
        "kind": "about_you" if is_set else "survey",
        "title": str(found.title.to("en")),
        "languages": list(found.languages),
        "standards": [standard.model_dump() for standard in standards],
    }


@command.command()
def schema() -> None:
    """Print the JSON Schema of survey documents, for editors and programs that write them."""
    print_json(json_schema())


def _read(file: Path) -> Survey:
    content = contents(file)
    with faults_in(file):
        if content.startswith(SPREADSHEETS):
            raise Refused(Problem("survey.other_form", "", {"form": "xlsform"}))
        return Survey.from_json(content)


def _summary(survey: Survey) -> dict[str, Any]:
    return {
        "fingerprint": survey.fingerprint,
        "languages": list(survey.languages),
        "pages": len(survey.pages),
        "questions": sum(len(page.questions) for page in survey.pages),
    }


def _with_sentence(problem: Problem) -> dict[str, Any]:
    return {**problem.to_json(), "message": sentence(problem, "en", "officer")}
