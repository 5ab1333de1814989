"""`worker`: takes up due work until told to stop."""

import click

from consult.cli import logs
from consult.cli.commands import Command
from consult.cli.root import create_app
from consult.jobs.worker import work
from consult.settings import load
from surveys.problems import Problem, Refused


@click.command("worker", cls=Command)
def command() -> None:
    """Do what is due, one job at a time, and look once a minute for what was missed."""
    settings = load()
    if settings.redis_url is None:
        raise Refused(Problem("queue.missing"))
    logs.prepare()
    create_app(settings)
    work(settings.redis_url)
