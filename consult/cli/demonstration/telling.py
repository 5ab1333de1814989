"""One consultation of the story: its tender, its survey, its outreach, and the simulated people who answer."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from consult import clock, db
from consult.accounts.queries import organisation
from consult.audit.actor import Actor
from consult.cli.demonstration.answering import answer_for_the_authority
from consult.cli.demonstration.arriving import Days, links_opened, people_answer, people_begin
from consult.cli.demonstration.reaching import days_done, write_ledger
from consult.codes import CodeKeys
from consult.consultations import queries, service
from consult.consultations.details import ConsultationDetails
from consult.consultations.values import ConsultationValue
from consult.outreach import service as outreach
from consult.responses.story import Story
from consult.tenders.details import TenderDetails
from consult.tenders.service import create as create_tender
from surveys.document import Survey

Told = Mapping[str, Any]


def tell(folder: Path, keys: CodeKeys, actor: Actor, told: Told) -> None:
    """Tell one consultation from its tender to its answers and, where it is over, to its sealed evidence."""
    codes = _published(folder, actor, told)
    consultation = _consultation(told["slug"])
    story = Story.model_validate(told["simulation"])
    today = clock.today(consultation.time_zone)
    ledger = json.loads((folder / told["ledger"]).read_text("utf-8"))
    write_ledger(actor, consultation, ledger, today)
    days = Days(_days(today, told), days_done(ledger, today))
    links_opened(codes, story, days)
    people_answer(keys, consultation, story, days)
    people_begin(keys, consultation, story, days)
    if told["evidence"]:
        evidence = json.loads((folder / told["evidence"]).read_text("utf-8"))
        answer_for_the_authority(actor, _closed(actor, consultation, told), evidence)


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


def _days(today: date, told: Told) -> list[date]:
    """The days on which people can have come so far."""
    last = min(0, told["closes_in_days"])
    return [today + timedelta(days=number) for number in range(told["opens_in_days"], last + 1)]


def _closed(actor: Actor, consultation: ConsultationValue, told: Told) -> ConsultationValue:
    with db.unit_of_work() as session:
        over = clock.now() + timedelta(days=told["closes_in_days"])
        service.close(session, actor, consultation.slug, over)
    return _consultation(consultation.slug)
