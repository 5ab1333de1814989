"""What outreach takes: folding, the dashboard, and following a link. `python -m tests.bench.outreach` prints it alone.

100,000 answers, 200 links and 60 days, in PostgreSQL. Milliseconds are what somebody waits, in this process.
"""

# ruff: noqa: T201  # printing is what it is for

import argparse
import secrets
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from consult import clock, db
from consult.audit.actor import Actor
from consult.consultations.details import LinkDetail
from consult.consultations.queries import communities, consultation_by_slug, plan
from consult.consultations.values import ConsultationValue
from consult.outreach import service
from consult.outreach.dashboard import dashboard
from consult.outreach.folding import fold_some, refresh
from consult.outreach.models import Arrival, HeardDay, Link, UncountedSending
from consult.outreach.queries import activities
from consult.outreach.terms import Channel, Took
from consult.responses.models import Draft, Response
from consult.responses.simulation import simulated_people
from consult.responses.story import Story
from consult.responses.terms import Capacity, Mode
from surveys.codes_and_words import split
from tests import builders, services
from tests.bench import machine, site
from tests.statements import statements
from tests.web.officer import signed_in
from tests.web.surveys import housing_repairs

SLUG = "housing-repairs"
ANSWERS, LINKS, DAYS, DRAFTS, MORE = 100_000, 200, 60, 5000, 1000
INVENTED = 1000
AIM = 300
PAGES = {
    "the page of who has been heard": "",
    "the page over time": "/over-time",
    "the page of channels": "/channels",
    "the page of where people stop": "/funnel",
    "all figures as a workbook": "/figures.xlsx",
}
Rows = Iterator[dict[str, Any]]


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.bench.outreach", description=__doc__)
    asked.add_argument("--answers", type=int, default=ANSWERS)
    given = asked.parse_args()
    machine.keep_to(machine.CORES)
    for name, value in machine.described():
        print(f"| {name} | {value} |")
    print(f"| load before it | {machine.load()} |\n")
    run(given.answers)


def run(answers: int) -> None:
    """Measure in a database of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="consult-bench-") as folder,
        services.postgresql(("max_connections=60",)) as server,
        services.queue_server() as queue,
    ):
        measure(site.prepared(server.create("outreach"), queue.url, Path(folder)), answers)


def measure(measured: site.Site, answers: int) -> None:
    """Fill the site with everything and print what each thing takes."""
    db.bind(measured.engine)
    with db.unit_of_work() as session:
        actor = builders.an_organisation(session, "Outreach Council")
        housing_repairs(session, actor)
    codes = _ledger(actor)
    with db.unit_of_work() as session:
        _send(session, answers)
        _begin(session)
    print("| outreach | measured | aim |\n|---|---|---|")
    taken = _milliseconds(_fold, 1)[0]
    _row(
        f"fold {answers:,} answers and what their sendings left, in batches of 500",
        f"{taken / 1000:.1f} s",
        "",
    )
    with db.unit_of_work() as session:
        _send(session, MORE)
    _row(f"fold {MORE:,} more", f"{_milliseconds(_fold, 1)[0]:.0f} ms", "")
    _row("let the shown counts move", f"{_milliseconds(_move, 1)[0]:.0f} ms", "")
    _row("read the dashboard", _told(_milliseconds(_read, 25)), f"{AIM} ms with its rendering")
    _row("statements of the dashboard", str(_statements(measured.engine)), "12")
    client = measured.app.test_client()
    with db.unit_of_work() as session:
        signed_in(client, session, actor)
    for what, page in PAGES.items():
        address = f"/officer/consultations/{SLUG}/reach{page}"
        assert client.get(address).status_code == 200
        _row(
            f"{what}, read and rendered",
            _told(_milliseconds(lambda at=address: client.get(at), 15)),
            f"{AIM} ms",
        )
    _links(measured, codes)


def _links(measured: site.Site, codes: list[str]) -> None:
    """Follow links and open a resident's pages in turns, so that a busy machine is busy for both."""
    client, chance = measured.app.test_client(), Random(1)
    doors: dict[str, Callable[[], object]] = {
        "follow a link, /go/<code>, its opening counted": lambda: client.get(f"/go/{chance.choice(codes)}"),
        "a resident's start page": lambda: client.get(f"/en/consultations/{SLUG}"),
        "a resident's first page of questions": lambda: client.get(
            f"/en/consultations/{SLUG}/q/your-repairs"
        ),
    }
    taken: dict[str, list[float]] = {what: [] for what in doors}
    for _ in range(200):
        for what, door in doors.items():
            taken[what] += _milliseconds(door, 1)
    for what, waits in taken.items():
        _row(what, _told(waits), "no more than a resident's page" if "/go" in what else "")


def _row(what: str, taken: str, aim: str) -> None:
    print(f"| {what} | {taken} | {aim} |", flush=True)


def _told(waits: list[float]) -> str:
    return f"{median(waits):.1f} ms, 95th percentile {quantiles(waits, n=20)[-1]:.1f}"


def _milliseconds(work: Callable[[], object], times: int) -> list[float]:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def _fold() -> None:
    is_more = True
    while is_more:
        with db.unit_of_work() as session:
            is_more = fold_some(session, _consultation(session))


def _move() -> None:
    with db.unit_of_work() as session:
        refresh(session, _consultation(session))


def _read() -> None:
    with db.reading() as session:
        dashboard(session, _consultation(session))


def _statements(engine: Engine) -> int:
    with db.reading() as session:
        consultation = _consultation(session)
        with statements(engine) as noted:
            dashboard(session, consultation)
    return len(noted)


def _consultation(session: Session) -> ConsultationValue:
    found = consultation_by_slug(session, SLUG)
    assert found is not None
    return found


def _ledger(actor: Actor) -> list[str]:
    """Plan 200 activities of every channel, each with a link that was opened on every day; return the codes."""
    codes, channels, chance = [], cycle(Channel), Random(1)
    days = [clock.today() - timedelta(days=day) for day in range(DAYS)]
    with db.unit_of_work() as session:
        consultation = _consultation(session)
        named = communities(session, consultation.id)
        for number, channel in zip(range(LINKS), channels, strict=False):
            meant = tuple(one.key for one in named[number % len(named) :][:2])
            planned = LinkDetail(key=f"activity-{number}", channel=channel.value, communities=meant)
            activity = service.add_activity(session, actor, consultation, planned)
            codes.append(service.add_link(session, actor, consultation, activity, consultation.languages[0]))
        session.flush()
        whose = {"organisation_id": actor.organisation_id}
        links = [row for (row,) in session.query(Link.id).filter(Link.code.in_(codes))]
        session.execute(
            insert(Arrival.__table__),  # type: ignore[arg-type]  # a table
            [
                {**whose, "link_id": link, "on_date": day, "openings": chance.randint(1, 9)}
                for link in links
                for day in days
            ],
        )
        session.execute(
            insert(HeardDay.__table__),  # type: ignore[arg-type]  # a table
            [
                {
                    **whose,
                    "consultation_id": consultation.id,
                    "community": key,
                    "on_date": day,
                    "count": 50,
                    "threshold": 10,
                }
                for key in ("", *(one.key for one in named))
                for day in days
            ],
        )
    return codes


def _send(session: Session, number: int) -> None:
    """Write so many sent answers, as invented people give them, and what their sendings leave to be counted."""
    consultation = _consultation(session)
    assert consultation.version_id is not None
    asked, named = plan(session, consultation.version_id), communities(session, consultation.id)
    week = clock.week_of(clock.today())
    people = simulated_people(asked, named, Story(people=INVENTED, seed=3), [week])
    led = [one.id for one in activities(session, consultation.id)]
    whose = {"organisation_id": consultation.organisation_id, "consultation_id": consultation.id}
    told = [(person, *split(asked, dict(person.answers))) for person in people]

    def answers() -> Rows:
        for person, codes, words in islice(cycle(told), number):
            yield {
                **whose, "id": uuid.uuid4(), "version_id": consultation.version_id, "language": person.language,
                "mode": person.mode, "variant": None, "capacity": person.capacity, "codes": codes, "words": words,
                "seed": None, "asked": [], "sent_week": week, "salt": secrets.token_bytes(32),
                "receipt": secrets.token_hex(20), "folded": 0,
            }  # fmt: skip

    def sendings() -> Rows:
        for (person, _, _), activity in islice(zip(cycle(told), cycle(led), strict=False), number):
            yield _uncounted(whose, week, took=Took.UNDER_A_QUARTER)
            for community in ("", *sorted(person.members_of)):
                yield _uncounted(whose, week, activity_id=activity, community=community)

    for model, rows in ((Response, answers()), (UncountedSending, sendings())):
        while some := list(islice(rows, 5000)):
            session.execute(insert(model.__table__), some)  # type: ignore[attr-defined]  # every model has one


def _uncounted(whose: dict[str, Any], week: date, **counted: Any) -> dict[str, Any]:
    nothing = {"activity_id": None, "community": None, "took": None}
    return {**whose, "id": uuid.uuid4(), "week": week, **nothing, **counted}


def _begin(session: Session) -> None:
    """Write drafts of people who are still answering."""
    consultation = _consultation(session)
    assert consultation.version_id is not None
    pages = [page.id for page in plan(session, consultation.version_id).pages]
    led = cycle(one.id for one in activities(session, consultation.id))
    spoken, soon = cycle(consultation.languages), clock.now() + timedelta(days=9)
    rows = [
        {
            "id": uuid.uuid4(), "organisation_id": consultation.organisation_id, "consultation_id": consultation.id,
            "version_id": consultation.version_id, "language": next(spoken), "mode": Mode.WEB,
            "capacity": Capacity.FOR_MYSELF, "codes": {}, "words": {}, "seed": None, "asked": [], "aside": [],
            "has_news": False, "activity_id": next(led), "variant": None, "resume_code": secrets.token_hex(20),
            "expires_at": soon, "begun_at": clock.now(), "page": pages[number % len(pages)],
        }
        for number in range(DRAFTS)
    ]  # fmt: skip
    session.execute(insert(Draft), rows)


if __name__ == "__main__":
    main()
