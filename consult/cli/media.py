"""`consultations media`: recordings of a survey's words, for those who listen or sign."""

from pathlib import Path

import click

from consult.cli.commands import Group, json_option, print_json
from consult.cli.files import contents, faults_in
from consult.cli.operator import acting, organisation_option, ready
from consult.consultations import media
from consult.consultations.media import LARGEST, MEGABYTE, RecordingValue
from consult.consultations.queries import own_consultation
from surveys.problems import Problem, Refused


@click.group("media", cls=Group)
def command() -> None:
    """Keep recordings of a survey's words: audio, and videos in sign language."""


@command.command()
@click.argument("slug")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@organisation_option
@json_option
def add(slug: str, file: Path, organisation: str | None, *, as_json: bool) -> None:
    """Keep the recording FILE for the consultation SLUG, and print the address that its survey is to name."""
    settings, _ = ready()
    with faults_in(file):
        if file.is_file() and file.stat().st_size > LARGEST:
            raise Refused(Problem("media.too_big", "", {"limit": LARGEST // MEGABYTE}))
    content = contents(file)
    with faults_in(file), acting(settings, organisation) as (session, actor):
        added = media.add(session, actor, slug, file.name, content, settings.data_dir)
    print_json(_told(added)) if as_json else click.echo(added.address)


@command.command("list")
@click.argument("slug")
@organisation_option
@json_option
def list_all(slug: str, organisation: str | None, *, as_json: bool) -> None:
    """Print the recordings of the consultation SLUG."""
    settings, _ = ready()
    with acting(settings, organisation) as (session, actor):
        found = media.recordings(session, own_consultation(session, actor.organisation_id, slug).id)
    if as_json:
        print_json({"recordings": [_told(one) for one in found]})
        return
    for one in found:
        click.echo(f"{one.address} {one.called}")


def _told(one: RecordingValue) -> dict[str, object]:
    return {"address": one.address, "media_type": one.media_type, "file": one.called, "size": one.size}
