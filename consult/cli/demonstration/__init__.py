"""The demonstration: an invented council, two consultations, and people who do not exist."""

import json
from pathlib import Path

from consult import db
from consult.accounts.permissions import Role
from consult.accounts.queries import organisations
from consult.accounts.service import add_officer, add_organisation, operator_for, set_password
from consult.audit.actor import Actor
from consult.cli.demonstration.telling import tell
from consult.codes import CodeKeys
from consult.settings import Settings

FOLDER = Path(__file__).parent
OFFICER = "officer@northmere.example"
ROLES = (Role.ADMIN, Role.ANALYST)


def load(settings: Settings, password: str) -> str:
    """Load the story into an empty database, once, and give its officer `password`; return the officer's address."""
    keys = CodeKeys(settings.keys)
    with db.reading() as session:
        known = organisations(session)
    actor = operator_for(known[0].id) if known else _council()
    if not known:
        for told in json.loads((FOLDER / "story.json").read_text("utf-8"))["consultations"]:
            tell(FOLDER, keys, actor, told)
    with db.unit_of_work() as session:
        code = add_officer(session, actor, keys, OFFICER, ROLES)
        set_password(session, keys, code, password)
    return OFFICER


def _council() -> Actor:
    written = json.loads((FOLDER / "organisation.json").read_text("utf-8"))
    with db.unit_of_work() as session:
        return add_organisation(session, written["name"], written["ocid_prefix"], written["time_zone"])
