"""`consultations correct`: the next version of a survey that is open."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.cli.commands import Command, json_option, line, print_json
from consult.cli.operator import acting, organisation_option, ready
from consult.cli.publishing import FILE, Overrides, overrides_option, read_survey, refuse_to_publish
from consult.consultations import correcting
from consult.consultations.correcting import Correction
from consult.consultations.queries import own_consultation
from consult.consultations.versions import Decision
from consult.responses.affected import Affected, affected
from consult.words.problems import Coded, sentence
from surveys.document import Survey
from surveys.effects import Change
from surveys.problems import Problem, Refused


@click.command(cls=Command)
@click.argument("slug")
@click.option(
    "--survey", "survey_file", required=True, type=FILE, help="The corrected survey document, JSON."
)
@click.option(
    "--keep",
    multiple=True,
    metavar="ID",
    help="Keep answers in progress to this question, as far as they fit. May be given more than once.",
)
@click.option(
    "--ask-again",
    multiple=True,
    metavar="ID",
    help="Ask this question again of people who have not sent yet and read other words. More than once too.",
)
@click.option("--keep-others", is_flag=True, help="Keep answers to every other question that was altered.")
@click.option("--preview", is_flag=True, help="Only say what changes and what it does. Nothing is published.")
@overrides_option
@organisation_option
@json_option
def correct(
    slug: str,
    survey_file: Path,
    keep: tuple[str, ...],
    ask_again: tuple[str, ...],
    overrides: Overrides,
    organisation: str | None,
    *,
    keep_others: bool,
    preview: bool,
    as_json: bool,
) -> None:
    """Correct the survey of the live consultation SLUG. What was sent stays with the version it was given to."""
    settings, _ = ready()
    survey = read_survey(survey_file)
    try:
        with acting(settings, organisation) as (session, actor):
            told, lines = _told(session, actor, slug, survey)
            if not preview:
                others = told["altered"] if keep_others else ()
                decisions = _decisions((*others, *keep), ask_again)
                published = correcting.correct(session, actor, slug, survey, decisions, dict(overrides))
                told |= {"version": published.number, "fingerprint": published.fingerprint}
    except Refused as refused:
        refuse_to_publish(refused.problems, as_json=as_json)
    if as_json:
        print_json(told)
        sys.exit(0)
    for written in lines:
        click.echo(written)


def _decisions(keep: Iterable[str], ask_again: Iterable[str]) -> dict[str, Decision]:
    kept: dict[str, Decision] = dict.fromkeys(keep, "keep")
    return kept | dict.fromkeys(ask_again, "ask_again")


def _told(session: Session, actor: Actor, slug: str, survey: Survey) -> tuple[dict[str, Any], list[str]]:
    """Return what a correction changes and does, as a document and as lines."""
    found = correcting.correction(session, actor, slug, survey)
    consultation = own_consultation(session, actor.organisation_id, slug)
    touched = affected(session, consultation, (*found.altered, *found.removed))
    told = {
        "slug": slug,
        "preview_of_version": found.number,
        "goes_back_to": found.goes_back_to,
        "changes": [
            {**change.to_json(), "message": _said(change), "effect_message": _said(Problem(change.effect))}
            for change in found.changes
        ],
        "altered": list(found.altered),
        "removed": list(found.removed),
        "in_progress": touched.to_json(),
        "problems_of_it": [
            check.problem.to_json() | {"weight": check.weight.value} for check in found.checks
        ],
    }
    return told, list(_lines(found, touched))


def _lines(found: Correction, touched: Affected) -> Iterable[str]:
    yield f"version {found.number}"
    yield from (_line(change) for change in found.changes)
    for check in found.checks:
        yield f"{check.weight.value}: {line(check.problem)}"
    yield f"people who have begun: {_count(touched.drafts.count)}"
    for key in found.altered:
        yield f"{key}: altered, {_count(touched.answered[key].count)} answers in progress"
    for key in found.removed:
        yield f"{key}: no longer asked, {_count(touched.answered[key].count)} answers in progress"


def _line(change: Change) -> str:
    return " ".join(f"{change.where}: {_said(change)} {_said(Problem(change.effect))}".split())


def _said(told: Coded) -> str:
    return sentence(told, "en", "officer")


def _count(count: int | None) -> str:
    return "a few" if count is None else str(count)
