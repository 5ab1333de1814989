"""One consultation of the story: its tender, its survey, its links, and the simulated people who answer."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

from consult import clock, db
from consult.accounts.queries import organisation
from consult.audit.actor import Actor
from consult.cli.demonstration.answering import answer_for_the_authority
from consult.codes import CodeKeys
from consult.consultations import queries, service
from consult.consultations.details import ConsultationDetails
from consult.consultations.values import ConsultationValue
from consult.outreach import service as outreach
from consult.outreach.queries import activities
from consult.outreach.sending import send_and_count
from consult.responses import service as responses
from consult.responses.simulation import Person, simulated_people
from consult.responses.story import Story
from consult.responses.values import Opening
from consult.tenders.details import TenderDetails
from consult.tenders.service import create as create_tender
from surveys.document import Survey

Told = Mapping[str, Any]


def tell(folder: Path, keys: CodeKeys, actor: Actor, told: Told) -> None:
    """Tell one consultation from its tender to its answers and, where it is over, to its sealed evidence."""
    codes = _published(folder, actor, told)
    consultation = _consultation(told["slug"])
    story = Story.model_validate(told["simulation"])
    weeks = _weeks(consultation, told)
    _opened(codes, story, weeks)
    _answered(keys, consultation, story, weeks)
    if told["evidence"]:
        evidence = json.loads((folder / told["evidence"]).read_text("utf-8"))
        answer_for_the_authority(actor, _closed(actor, consultation, told), evidence)
    else:
        with db.unit_of_work() as session:
            outreach.refresh_reach(session, consultation)


def _published(folder: Path, actor: Actor, told: Told) -> dict[str, str]:
    """Publish the consultation and return its link codes by the keys of their activities."""
    survey = Survey.from_json(files("surveys").joinpath("library", told["survey"]).read_bytes())
    details = ConsultationDetails.read((folder / told["details"]).read_bytes())
    tender = TenderDetails.read((folder / told["tender"]).read_bytes())
    with db.unit_of_work() as session:
        today = clock.today(organisation(session, actor.organisation_id).time_zone)
        is_over = told["evidence"] is not None
        service.create(
            session,
            actor,
            told["slug"],
            tender_id=create_tender(session, actor, tender).id,
            survey=survey,
            details=details,
            languages=told["languages"],
            opens_on=today + timedelta(days=told["opens_in_days"]),
            closes_on=None if is_over else today + timedelta(days=told["closes_in_days"]),
        )
        service.publish(session, actor, told["slug"])
        consultation = queries.consultation_by_slug(session, told["slug"])
        assert consultation is not None  # it was written just now
        return outreach.lay_out(session, actor, consultation)


def _consultation(slug: str) -> ConsultationValue:
    with db.reading() as session:
        found = queries.consultation_by_slug(session, slug)
    assert found is not None  # the story published it
    return found


def _weeks(consultation: ConsultationValue, told: Told) -> list[date]:
    """The Mondays on which people can have answered so far."""
    today = clock.today(consultation.time_zone)
    last = min(today, today + timedelta(days=told["closes_in_days"]))
    monday = clock.week_of(today + timedelta(days=told["opens_in_days"]))
    return [monday + timedelta(weeks=number) for number in range((last - monday).days // 7 + 1)]


def _opened(codes: Mapping[str, str], story: Story, weeks: Sequence[date]) -> None:
    chance = Random(story.seed)  # noqa: S311  # the same story each time
    with db.unit_of_work() as session:
        for link in story.links:
            for _ in range(link.openings):
                day = chance.choice(weeks) + timedelta(days=chance.randrange(7))
                outreach.record_arrival(session, codes[link.link], day)


def _answered(keys: CodeKeys, consultation: ConsultationValue, story: Story, weeks: Sequence[date]) -> None:
    """Send the answers of everybody in the story, each through the same checks as any answer."""
    assert consultation.version_id is not None  # the story published it
    with db.unit_of_work() as session:
        plan = queries.plan(session, consultation.version_id)
        communities = queries.communities(session, consultation.id)
        led = {activity.key: activity for activity in activities(session, consultation.id)}
        reaches = {key: activity.communities for key, activity in led.items()}
        people = simulated_people(plan, communities, story, weeks, reaches)
        for person in people:
            opening = _opening(person, {key: activity.id for key, activity in led.items()})
            draft = responses.start(session, keys, consultation, plan, opening, person.answers)
            send_and_count(session, keys, draft.id, plan, communities, week=person.week)


def _opening(person: Person, led: Mapping[str, Any]) -> Opening:
    return Opening(person.language, person.mode, person.capacity, led[person.link] if person.link else None)


def _closed(actor: Actor, consultation: ConsultationValue, told: Told) -> ConsultationValue:
    with db.unit_of_work() as session:
        over = clock.now() + timedelta(days=told["closes_in_days"])
        service.close(session, actor, consultation.slug, over)
    return _consultation(consultation.slug)
