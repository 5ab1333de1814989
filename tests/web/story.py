"""The demonstration, told in the pseudo-language too: a whole service with something on every page."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from consult import clock, db
from consult.accounts.permissions import Role
from consult.accounts.queries import organisations
from consult.accounts.service import add_organisation, operator_for
from consult.audit.actor import Actor
from consult.cli import demonstration
from consult.cli.demonstration.telling import tell
from consult.codes import CodeKeys
from consult.consultations import service as consultations
from consult.consultations.benchmarks import files as tables
from consult.consultations.details import ConsultationDetails
from consult.consultations.queries import consultation_by_slug
from consult.evidence import service as evidence
from consult.evidence.compiling import compiled, keep
from consult.evidence.queries import desk
from consult.evidence.terms import Strength
from consult.outreach.partner_links import make_link
from consult.words.catalogues import PSEUDO, pseudo
from surveys.document import Survey
from surveys.text import Text
from tests import builders
from tests.conftest import SAVEPOINTS, settings_for
from tests.web.officer import an_officer
from tests.web.walking import WalkingOfficer, WalkingResident

OFFICERS_WORDS = ("materials", "outcome", "notes", "reason")
"""What officers write into the ledger stands there in one language."""
OPEN, CLOSED, DRAFT = "housing-repairs", "repair-messages", "not-yet"
PARTNER = "tenants-federation"
LANGUAGES = ("en", "nl", "ar", PSEUDO)


def in_pseudo_too(written: Any) -> Any:
    """Return a JSON document with every text that exists in English in the pseudo-language as well."""
    if isinstance(written, list):
        parts = [in_pseudo_too(part) for part in written]
        return [*parts, PSEUDO] if _lists_languages(written) else parts
    if not isinstance(written, Mapping):
        return written
    found = {name: in_pseudo_too(part) for name, part in written.items()}
    english = written.get("en")
    found |= {name: pseudo(written[name]) for name in OFFICERS_WORDS if isinstance(written.get(name), str)}
    if isinstance(english, str):
        found[PSEUDO] = pseudo(english)
    elif isinstance(english, Mapping) and "text" in english:
        found[PSEUDO] = {**english, "text": pseudo(english["text"])}
    if "contacts" in found:  # somebody must be there for each language
        found["contacts"].append({**found["contacts"][0], "language": PSEUDO})
    return found


def _lists_languages(written: list[Any]) -> bool:
    return "en" in written and "nl" in written


def told(url: str, folder: Path) -> None:
    """Tell the story in the empty, migrated database at `url`; `folder` takes the documents it is told from."""
    source = Path(demonstration.__file__).parent
    for document in (*source.glob("*.json"), *builders.LIBRARY.glob("*.json")):
        spoken = in_pseudo_too(json.loads(document.read_text("utf-8")))
        (folder / document.name).write_text(json.dumps(spoken), "utf-8")
    engine = db.engine_for(url)
    db.bind(engine)
    keys = CodeKeys(settings_for(url, folder).keys)
    council = json.loads((folder / "organisation.json").read_text("utf-8"))
    with db.unit_of_work() as session:
        actor = add_organisation(session, council["name"], council["ocid_prefix"], council["time_zone"])
    for one in json.loads((folder / "story.json").read_text("utf-8"))["consultations"]:
        tell(folder, keys, actor, {**one, "survey": str(folder / one["survey"])})
    engine.dispose()


@contextmanager
def on_stage(engine: Engine) -> Iterator[None]:
    """Play on the told story; everything that happens inside is undone."""
    with engine.connect() as connection, connection.begin() as outermost:
        db.bind(connection, join_transaction_mode=SAVEPOINTS)
        try:
            yield
        finally:
            outermost.rollback()
            db.bind(engine, join_transaction_mode="conditional_savepoint")


@dataclass(frozen=True)
class Stage:
    """The told story with the doors open on it, until the test ends."""

    app: Flask
    actor: Actor

    def resident(self, language: str) -> WalkingResident:
        return WalkingResident(self._browser(language), language)

    def officer(self, language: str) -> WalkingOfficer:
        """Return the browser of an officer who may do everything and has signed in."""
        client = self._browser(language)
        with db.unit_of_work() as session:
            nonce = an_officer(session, self.actor, *Role, language=language)
        with client.session_transaction("/officer/") as cookie:
            cookie["_user_id"] = nonce
            cookie["_fresh"] = True
            cookie["entered_at"] = int(clock.now().timestamp())
        return WalkingOfficer(client, language)

    def _browser(self, language: str) -> FlaskClient:
        client = self.app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
        return client

    def close_and_compile(self) -> None:
        """Close the open consultation and count its answers: now findings are to be written."""
        with db.unit_of_work() as session:
            consultations.close(session, self.actor, OPEN)
            found = consultation_by_slug(session, OPEN)
        assert found is not None  # the story opened it
        results = compiled(found.id, lambda _done, _total: None)
        assert results is not None  # it is closed
        with db.unit_of_work() as session:
            keep(session, results)

    def write_finding(self) -> None:
        """Write what somebody must answer."""
        with db.unit_of_work() as session:
            found = consultation_by_slug(session, OPEN)
            assert found is not None  # the story opened it
            candidate = next(one for one in desk(session, found).candidates if one["question"])
            evidence.write_finding(
                session,
                self.actor,
                found,
                statement=Text.of({"en": "Many want a person.", PSEUDO: pseudo("Many want a person.")}),
                communities=[],
                supports=[{"kind": "question", "id": candidate["question"], "options": []}],
                strength=Strength.STRONG,
                treats=[],
            )

    def table(self) -> None:
        """Have an officer read a table of populations for the consultation nobody has published yet."""
        with db.unit_of_work() as session:
            tables.keep(
                session, self.actor, DRAFT, "table.csv", f"name,count\n{pseudo('Tenants')},2000\n".encode()
            )

    def partner_token(self) -> str:
        """Have an officer make a one-time link for a partner; return its code."""
        with db.unit_of_work() as session:
            return make_link(session, self.actor, self.app.extensions["consult"].keys, PARTNER)

    def draft(self) -> None:
        """Write a consultation that nobody has published yet."""
        survey = Survey.from_json(in_pseudo_too(builders.survey_document(languages=["en", "nl"])))
        with db.unit_of_work() as session:
            told = ConsultationDetails.read(json.dumps(in_pseudo_too(builders.details_document())))
            opened = consultation_by_slug(session, OPEN)
            assert opened is not None  # the story opened it
            builders.a_draft_consultation(
                session, self.actor, DRAFT, survey, languages=["en"], details=told, tender_id=opened.tender_id
            )


@contextmanager
def stage(engine: Engine, app: Flask) -> Iterator[Stage]:
    """Play on the story that was told to `engine`; everything that happens inside is undone."""
    with engine.connect() as connection, connection.begin() as outermost:
        db.bind(connection, join_transaction_mode=SAVEPOINTS)
        try:
            with db.reading() as session:
                council = organisations(session)[0]
            yield Stage(app, operator_for(council.id))
        finally:
            outermost.rollback()
            db.bind(engine, join_transaction_mode="conditional_savepoint")
