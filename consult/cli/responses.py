"""`responses`: answers given on paper or elsewhere, and simulated ones, through the same checks as any answer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from consult import clock
from consult.audit.actor import Actor
from consult.cli.commands import Group, json_option, line, print_json
from consult.cli.files import contents
from consult.cli.operator import acting, organisation_option, ready
from consult.cli.showing import show
from consult.codes import CodeKeys
from consult.consultations import queries
from consult.consultations.values import OVER, CommunityValue, ConsultationValue, State
from consult.outreach.queries import activities
from consult.outreach.sending import send_and_count
from consult.responses import service
from consult.responses.loading import LoadedAnswer, loaded_answer, note_loading
from consult.responses.simulation import note_simulation, simulated_people
from consult.responses.story import Story
from consult.responses.values import Opening
from surveys.plan import Plan
from surveys.problems import Problem, Refused

FILE = click.Path(path_type=Path, dir_okay=False)
SOURCE_LANGUAGE_SHARE = 0.85
NATIVE_SHARE = 0.7
"""Of simulated people: who answers in the source language; who of a community in its own, where it has one."""


@click.group("responses", cls=Group)
def command() -> None:
    """Answers that did not come by the web, answers that are invented, and single answers as they were asked."""


command.add_command(show)


@command.command()
@click.argument("slug")
@click.argument("file", type=FILE)
@organisation_option
@json_option
def load(slug: str, file: Path, organisation: str | None, *, as_json: bool) -> None:
    """Load the answers in FILE, one JSON object a line, into the consultation SLUG. Bad lines are told and skipped."""
    settings, keys = ready()
    content = contents(file)
    lines = content.splitlines()
    with acting(settings, organisation) as (session, actor):
        consultation, plan = _open(session, actor, slug)
        note_loading(session, actor, consultation, content, len(lines))
        good, faults = _read(plan, consultation, lines)
        if faults and not good:
            raise Refused(_in_file(file, faults, as_json=as_json))
        communities = queries.communities(session, consultation.id)
        for answer in good:
            _record(session, keys, consultation, plan, communities, answer.opening, answer.answers)
    skipped = len({number for number, _ in faults})
    if as_json:
        print_json({"slug": slug, "loaded": len(good), "skipped": skipped, "faults": list(_told(faults))})
        return
    for problem in _in_file(file, faults, as_json=False):
        click.echo(line(problem), err=True)
    click.echo(f"{len(good)} answers loaded, {skipped} lines skipped")


Fault = tuple[int, Problem]


def _open(session: Session, actor: Actor, slug: str) -> tuple[ConsultationValue, Plan]:
    consultation = queries.own_consultation(session, actor.organisation_id, slug)
    if consultation.version_id is None:
        raise Refused(Problem("consultation.unknown", "", {"given": slug}))
    state = consultation.state(clock.now())
    if state is not State.OPEN:
        is_over = state in OVER
        raise Refused(
            Problem("consultation.closed" if is_over else "consultation.not_open", "", {"slug": slug})
        )
    return consultation, queries.plan(session, consultation.version_id)


def _read(
    plan: Plan, consultation: ConsultationValue, lines: Iterable[bytes]
) -> tuple[list[LoadedAnswer], list[Fault]]:
    """Return the answers in the good lines, and the faults of the others with their numbers, counted from 1."""
    good: list[LoadedAnswer] = []
    faults: list[Fault] = []
    for number, written in enumerate(lines, 1):
        if not written.strip():
            continue
        try:
            good.append(loaded_answer(plan, consultation.languages, written))
        except Refused as refused:
            faults.extend((number, problem) for problem in refused.problems)
    return good, faults


def _in_file(file: Path, faults: Iterable[Fault], *, as_json: bool) -> Iterator[Problem]:
    for number, problem in faults:
        place = f"line {number}" if as_json else f"{file} line {number}"
        yield replace(problem, where=f"{place} {problem.where}".strip())


def _told(faults: Iterable[Fault]) -> Iterator[dict[str, Any]]:
    for number, problem in faults:
        yield {"line": number, **problem.to_json(), "message": line(replace(problem, where=""))}


def _record(
    session: Session,
    keys: CodeKeys,
    consultation: ConsultationValue,
    plan: Plan,
    communities: Sequence[CommunityValue],
    opening: Opening,
    answers: Any,
    week: date | None = None,
) -> None:
    """Send one answer, as the web does: a draft, the checks, the answer, and one more for its link."""
    draft = service.start(session, keys, consultation, plan, opening, answers)
    week = week or clock.week_of(clock.today(consultation.time_zone))
    send_and_count(session, keys, draft.id, plan, communities, week=week)


def _skew(_context: click.Context, _parameter: click.Parameter, given: str | None) -> dict[str, float]:
    """Read `community=rate,...`."""
    shares: dict[str, float] = {}
    for part in (given or "").split(","):
        if not part.strip():
            continue
        community, _, rate = part.strip().partition("=")
        try:
            shares[community] = float(rate)
        except ValueError:
            raise click.BadParameter(f"“{part.strip()}” is not community=rate") from None
        if not 0 <= shares[community] <= 1:
            raise click.BadParameter(f"the rate of {community} is not between 0 and 1")
    return shares


@command.command()
@click.argument("slug")
@click.option("--people", type=click.IntRange(1, 100_000), required=True, help="How many people answer.")
@click.option("--seed", type=int, required=True, help="The same seed gives the same people.")
@click.option(
    "--skew",
    callback=_skew,
    metavar="COMMUNITY=RATE,...",
    help="The share of the people who state that they belong to a community. By default its share of the population.",
)
@organisation_option
@json_option
def simulate(
    slug: str, people: int, seed: int, skew: dict[str, float], organisation: str | None, *, as_json: bool
) -> None:
    """Have invented people answer the consultation SLUG, plausibly, through the same checks as anyone."""
    settings, keys = ready()
    with acting(settings, organisation) as (session, actor):
        consultation, plan = _open(session, actor, slug)
        note_simulation(session, actor, consultation, people=people, seed=seed)
        communities = queries.communities(session, consultation.id)
        story = _story(consultation, plan, communities, skew, people=people, seed=seed)
        led = {activity.key: activity for activity in activities(session, consultation.id)}
        reaches = {key: activity.communities for key, activity in led.items()}
        for person in simulated_people(plan, communities, story, _weeks(consultation), reaches):
            activity_id = led[person.link].id if person.link else None
            opening = Opening(person.language, person.mode, person.capacity, activity_id)
            _record(session, keys, consultation, plan, communities, opening, person.answers, person.week)
    if as_json:
        print_json({"slug": slug, "sent": people, "seed": seed, "shares": dict(story.shares)})
    else:
        click.echo(f"{people} invented people answered")


def _story(
    consultation: ConsultationValue,
    plan: Plan,
    communities: Sequence[CommunityValue],
    skew: dict[str, float],
    *,
    people: int,
    seed: int,
) -> Story:
    """Return how people behave where nobody wrote a story: as their share of the population, but for the skew."""
    unknown = skew.keys() - {community.key for community in communities}
    if unknown:
        raise Refused(Problem("community.unknown", "--skew", {"key": ", ".join(sorted(unknown))}))
    shares = {
        community.key: min(community.benchmark_count / total, 1.0)
        for community in communities
        if community.benchmark_count and (total := community.benchmark_total or consultation.population)
    }
    source = (
        plan.source_language if plan.source_language in consultation.languages else consultation.languages[0]
    )
    others = [code for code in consultation.languages if code != source]
    languages = {source: SOURCE_LANGUAGE_SHARE if others else 1.0}
    languages |= {code: (1 - SOURCE_LANGUAGE_SHARE) / len(others) for code in others}
    own = {
        community.key: {code: NATIVE_SHARE, source: 1 - NATIVE_SHARE}
        for community in communities
        for code in community.languages[:1]
        if code in others
    }
    return Story(people=people, seed=seed, shares={**shares, **skew}, languages=languages, languages_of=own)


def _weeks(consultation: ConsultationValue) -> list[date]:
    """Return the Mondays on which people can have answered so far."""
    assert consultation.opens_at is not None  # it is open
    first = clock.week_of(consultation.opens_at.date())
    last = clock.week_of(clock.today(consultation.time_zone))
    return [first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1)]
