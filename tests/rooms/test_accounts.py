"""Who may sign in, with what, and what each role may do."""

import subprocess
import sys
import uuid
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult import clock
from consult.accounts import queries, service
from consult.accounts.models import Officer
from consult.accounts.permissions import GRANTS, Permission, Role, granted, may, require
from consult.audit.actor import Actor
from consult.audit.queries import entries_about
from consult.codes import CodeKeys
from surveys.problems import Refused
from tests.builders import an_organisation

KEYS = CodeKeys({1: b"1" * 32})
EMAIL = "officer@northmere.example"
PASSWORD = "three plain words"


def an_officer(session: Session, actor: Actor, email: str = EMAIL) -> uuid.UUID:
    """Add an officer with a password; return the nonce of a session."""
    code = service.add_officer(session, actor, KEYS, email, [Role.OFFICER])
    service.set_password(session, KEYS, code, PASSWORD)
    return service.sign_in(session, email, PASSWORD)


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.problems[0].code


def test_an_officer_sets_a_password_through_a_link_and_signs_in(session: Session) -> None:
    actor = an_organisation(session)
    officer = queries.signed_in(session, an_officer(session, actor))
    assert officer is not None
    assert officer.email == EMAIL
    assert officer.actor.organisation_id == actor.organisation_id
    assert officer.actor.roles == {"officer"}


def test_a_set_up_link_works_once(session: Session) -> None:
    actor = an_organisation(session)
    code = service.add_officer(session, actor, KEYS, EMAIL, [Role.VIEWER])
    assert queries.email_behind(session, KEYS, code)
    service.set_password(session, KEYS, code, PASSWORD)
    assert not queries.email_behind(session, KEYS, code)
    with pytest.raises(Refused) as refused:
        service.set_password(session, KEYS, code, "another good password")
    assert code_of(refused) == "setup_link.unusable"


def test_setting_a_password_spends_every_link_of_the_officer(session: Session) -> None:
    actor = an_organisation(session)
    first, second = (service.add_officer(session, actor, KEYS, EMAIL, [Role.VIEWER]) for _ in range(2))
    other = service.add_officer(session, actor, KEYS, "other@northmere.example", [Role.VIEWER])
    service.set_password(session, KEYS, second, PASSWORD)
    with pytest.raises(Refused) as refused:
        service.set_password(session, KEYS, first, "another good password")
    assert code_of(refused) == "setup_link.unusable"
    service.set_password(session, KEYS, other, PASSWORD)


def test_a_set_up_link_ends_after_its_time(session: Session) -> None:
    actor = an_organisation(session)
    code = service.add_officer(session, actor, KEYS, EMAIL, [Role.VIEWER])
    late = clock.now() + service.SETUP_LINK_LASTS + timedelta(minutes=1)
    with time_machine.travel(late), pytest.raises(Refused) as refused:
        service.set_password(session, KEYS, code, PASSWORD)
    assert code_of(refused) == "setup_link.unusable"


def test_a_link_made_under_an_older_key_still_opens(session: Session) -> None:
    actor = an_organisation(session)
    code = service.add_officer(session, actor, KEYS, EMAIL, [Role.VIEWER])
    rotated = CodeKeys({1: b"1" * 32, 2: b"2" * 32})
    assert queries.email_behind(session, rotated, code)
    assert not queries.email_behind(session, CodeKeys({2: b"2" * 32}), code)


@pytest.mark.parametrize(
    ("email", "password"), [(EMAIL, "not the password"), ("nobody@northmere.example", PASSWORD), ("", "")]
)
def test_a_wrong_address_or_password_says_the_same(session: Session, email: str, password: str) -> None:
    an_officer(session, an_organisation(session))
    with pytest.raises(Refused) as refused:
        service.sign_in(session, email, password)
    assert [problem.code for problem in refused.value.problems] == ["sign_in.wrong"]


def test_a_new_password_ends_the_old_session(session: Session) -> None:
    actor = an_organisation(session)
    nonce = an_officer(session, actor)
    code = service.add_officer(session, actor, KEYS, EMAIL, [Role.OFFICER])
    service.set_password(session, KEYS, code, "another good password")
    assert queries.signed_in(session, nonce) is None


def test_the_password_is_not_kept(session: Session) -> None:
    an_officer(session, an_organisation(session))
    stored = session.query(Officer).one().password_hash
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored


def test_outside_the_tests_guessing_a_password_is_made_dear() -> None:
    asked = "from consult.accounts.passwords import hashed; print(hashed('three plain words'))"
    made = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert made.stdout.startswith("$argon2id$v=19$m=65536,t=3,p=1$")


@pytest.mark.parametrize(
    ("password", "code"), [("short", "password.too_short"), ("x" * 201, "password.too_long")]
)
def test_a_password_has_a_useful_length(session: Session, password: str, code: str) -> None:
    actor = an_organisation(session)
    link = service.add_officer(session, actor, KEYS, EMAIL, [Role.VIEWER])
    with pytest.raises(Refused) as refused:
        service.set_password(session, KEYS, link, password)
    assert code_of(refused) == code
    assert queries.email_behind(session, KEYS, link)


@pytest.mark.parametrize(
    "email", ["", "no-at", "a@b", "two@@at.example", "with space@x.example", "x" * 260 + "@y.example"]
)
def test_what_is_no_address_is_refused(session: Session, email: str) -> None:
    actor = an_organisation(session)
    with pytest.raises(Refused) as refused:
        service.add_officer(session, actor, KEYS, email, [Role.VIEWER])
    assert code_of(refused) == "officer.email"


def test_an_officer_of_another_organisation_stays_there(session: Session) -> None:
    an_officer(session, an_organisation(session))
    stranger = an_organisation(session, "Elsewhere Council")
    with pytest.raises(Refused) as refused:
        service.add_officer(session, stranger, KEYS, EMAIL, [Role.ADMIN])
    assert code_of(refused) == "officer.elsewhere"


def test_two_organisations_of_one_name_have_addresses_of_their_own(session: Session) -> None:
    first, second = an_organisation(session), an_organisation(session)
    slugs = {queries.organisation(session, one.organisation_id).slug for one in (first, second)}
    assert slugs == {"northmere-council", "northmere-council-2"}


@pytest.mark.parametrize(
    ("name", "prefix", "zone", "code"),
    [
        ({}, "ocds-000000", "Europe/London", "organisation.name_missing"),
        ({"en": " "}, "ocds-000000", "Europe/London", "organisation.name_missing"),
        ({"en": "X"}, "OCDS", "Europe/London", "organisation.ocid_prefix"),
        ({"en": "X"}, "ocds-000000", "Mars/Olympus", "organisation.time_zone"),
        ({"en": "X"}, "ocds-000000", "../../etc/passwd", "organisation.time_zone"),
    ],
)
def test_an_unusable_organisation_is_refused(session: Session, name, prefix, zone, code) -> None:
    with pytest.raises(Refused) as refused:
        service.add_organisation(session, name, prefix, zone)
    assert code_of(refused) == code


def test_only_analysts_read_single_answers() -> None:
    assert {role for role in Role if Permission.READ_ANSWERS in GRANTS[role]} == {Role.ANALYST}


def test_every_role_sees_and_every_permission_is_held_by_somebody() -> None:
    assert all(Permission.VIEW in GRANTS[role] for role in Role)
    assert granted(role.value for role in Role) == set(Permission)


def test_a_viewer_may_look_and_nothing_else() -> None:
    viewer = Actor(uuid.uuid4(), None, frozenset({"viewer"}))
    assert [permission for permission in Permission if may(viewer, permission)] == [Permission.VIEW]
    with pytest.raises(Refused) as refused:
        require(viewer, Permission.SEAL)
    assert code_of(refused) == "permission.denied"


def test_the_database_refuses_an_address_in_capitals(session: Session) -> None:
    actor = an_organisation(session)
    session.add(
        Officer(organisation_id=actor.organisation_id, email="Officer@X.example", created_at=clock.now())
    )
    with pytest.raises(IntegrityError):
        session.flush()


def test_the_database_refuses_the_same_address_twice(session: Session) -> None:
    actor = an_organisation(session)
    for _ in range(2):
        session.add(Officer(organisation_id=actor.organisation_id, email=EMAIL, created_at=clock.now()))
    with pytest.raises(IntegrityError):
        session.flush()


def test_adding_an_officer_is_on_record_without_the_address(session: Session) -> None:
    actor = an_organisation(session)
    officer = queries.signed_in(session, an_officer(session, actor))
    entries = entries_about(session, actor.organisation_id, officer.actor.officer_id)
    assert [entry.action for entry in entries] == [
        "officer.signed_in",
        "officer.password_set",
        "officer.added",
    ]
    assert all(EMAIL not in str(entry.details) for entry in entries)
