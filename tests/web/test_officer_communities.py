"""An officer names who is to be heard, takes numbers from a table, and changes what was promised only with a reason."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult.accounts.permissions import Role
from consult.audit.actor import Actor
from consult.consultations import margins
from consult.consultations.details import ConsultationDetails
from consult.consultations.margin_details import MarginDetail
from consult.consultations.queries import consultation_by_slug
from consult.tenders import service as tenders
from consult.tenders.profile import Profile
from consult.tenders.queries import tender_by_id
from tests import builders
from tests.rooms.test_evidence_weighting import closed, margin, weighting
from tests.web.officer import Officer, signed_in

HOME = "/officer/consultations/repairs"
COMMUNITIES = f"{HOME}/communities"
SAMPLES = Path(__file__).parents[1] / "rooms" / "benchmarks"


@pytest.fixture
def actor(session: Session) -> Actor:
    acting = builders.an_organisation(session)
    builders.a_draft_consultation(session, acting)
    return acting


@pytest.fixture
def officer(client: FlaskClient, session: Session, actor: Actor) -> Officer:
    return signed_in(client, session, actor)


def details(session: Session) -> ConsultationDetails:
    session.expire_all()
    found = consultation_by_slug(session, "repairs")
    assert found is not None
    return found.details


def test_a_community_is_named_in_two_steps(officer: Officer, session: Session) -> None:
    officer.open(HOME)
    assert COMMUNITIES in officer.links()
    officer.open(COMMUNITIES)
    assert f"{COMMUNITIES}/new" in officer.links()
    officer.open(f"{COMMUNITIES}/new")
    assert "By which question do people say what they are?" in officer.words
    officer.open(f"{COMMUNITIES}/new?question=disability&group=")
    officer.fill_in(
        {
            "name_en": "Wheelchair users",
            "name_ar": "مستخدمو الكراسي المتحركة",
            "key": "wheelchair",
            "severity": "high",
            "yes": ["yes"],
            "no": ["no"],
            "languages": ["ar"],
            "count": "300",
            "total": "10000",
            "source_en": "An invented count",
            "on_day": "1",
            "on_month": "3",
            "on_year": "2026",
            "target_percent": "5,5",
        }
    ).press("Save")
    assert officer.path == COMMUNITIES
    found = details(session).communities[1]
    assert (found.key, found.severity, found.languages, found.aimed_at) == ("wheelchair", "high", ("ar",), 17)
    assert found.benchmark is not None
    assert (found.benchmark.count, str(found.benchmark.on)) == (300, "2026-03-01")
    assert "17, which is 5.5 per cent" in officer.words
    assert "One answer counts people into “disabled” and into “wheelchair”." in officer.words


def test_a_community_is_taken_over_from_the_ai_system(
    officer: Officer, session: Session, actor: Actor
) -> None:
    found = consultation_by_slug(session, "repairs")
    assert found is not None
    group = {
        "community": "arabic",
        "how": "Letters in English only",
        "severity": "high",
        "reversibility": "hard",
    }
    profile = Profile.read({"name": "Ranker", "affected_groups": [group]})
    tenders.set_profile(session, actor, tender_by_id(session, found.tender_id).ocid, profile)
    session.flush()
    assert "Take over a group from the AI system" in officer.open(f"{COMMUNITIES}/new").words
    officer.open(f"{COMMUNITIES}/new?question=disability&group=arabic")
    assert (officer.shown("key"), officer.shown("severity")) == (["arabic"], ["high"])
    assert "Letters in English only" in officer.words


def test_a_community_is_changed_and_removed_while_it_is_a_draft(officer: Officer, session: Session) -> None:
    officer.open(f"{COMMUNITIES}/of/disabled")
    assert (officer.shown("target"), officer.shown("count")) == (["40"], ["2000"])
    assert "Why do you change it?" not in officer.words
    officer.fill_in({"target": "60"}).press("Save")
    assert details(session).communities[0].target == 60
    officer.open(f"{COMMUNITIES}/of/disabled/remove").press("Remove this community")
    assert officer.path == COMMUNITIES
    assert details(session).communities == ()


def test_after_publishing_a_change_needs_a_reason_and_the_old_target_is_shown(
    client: FlaskClient, session: Session
) -> None:
    acting = builders.an_organisation(session)
    builders.an_open_consultation(session, acting)
    officer = signed_in(client, session, acting)
    officer.open(f"{COMMUNITIES}/of/disabled").fill_in({"target": "20"}).press("Save")
    assert officer.status == 422
    assert any("Say why you change it" in error for error in officer.errors())
    officer.fill_in({"target": "20", "reason": "The count was of 2019."}).press("Save")
    assert officer.path == COMMUNITIES
    assert "target 40" in officer.words
    assert "The count was of 2019." in officer.words
    officer.open(f"{COMMUNITIES}/of/disabled/remove").press("Remove this community")
    assert officer.status == 422
    assert "cannot be removed" in officer.words
    officer.open(f"{COMMUNITIES}/limits").fill_in({"threshold": "9", "reason": "x"}).press("Save")
    assert officer.errors() == [
        "People answered knowing that no group under 10 is shown. This number can only go up now."
    ]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"name_en": "", "name_ar": ""}, "Give the community a name."),
        ({"yes": []}, "Choose the answers by which people say they belong."),
        ({"yes": ["often"]}, "Choose something that is offered here."),
        ({"yes": ["yes"], "no": ["yes"]}, "One choice cannot mean both belonging and not belonging."),
        ({"count": "many"}, "Give a whole number of one or more."),
        ({"count": "0"}, "Give a whole number of one or more."),
        ({"count": "-5"}, "Give a whole number of one or more."),
        ({"count": "20000"}, "A community of 20000 cannot be part of 10000 people."),
        ({"count": "", "target": ""}, "Give the number of people, or leave all about it empty."),
        ({"source_en": "", "source_ar": ""}, "Say where the number comes from."),
        ({"on_day": "31", "on_month": "2", "on_year": "2026"}, "This is not a day there is."),
        ({"target": "2001"}, "only 2000 people belong to this community"),
        ({"target_percent": "2"}, "Give the target as a number or as a share, not both."),
        ({"target": "", "target_percent": "101"}, "Give a share of more than 0 and at most 100 per cent."),
        ({"target": "", "target_percent": "NaN"}, "Give a share of more than 0 and at most 100 per cent."),
        ({"target": "", "target_percent": "1e1"}, "Give a share of more than 0 and at most 100 per cent."),
        ({"target": "", "target_percent": "1_0"}, "Give a share of more than 0 and at most 100 per cent."),
        ({"severity": "awful"}, "Choose something that is offered here."),
        ({"seen": "0"}, "Something was added after you opened this page"),
    ],
)
def test_what_cannot_be_used_is_told_at_its_box(
    officer: Officer, session: Session, values: dict[str, str | list[str]], says: str
) -> None:
    before = details(session)
    officer.open(f"{COMMUNITIES}/of/disabled").fill_in(values).press("Save")
    assert officer.status in {409, 422}
    assert any(says in error for error in officer.errors()), officer.errors()
    assert details(session) == before


@pytest.mark.parametrize("address", ["of/nobody", "of/nobody/remove", "weighting/of/nobody"])
def test_what_is_not_there_is_not_found(officer: Officer, address: str) -> None:
    assert officer.open(f"{COMMUNITIES}/{address}").status == 404


def uploaded(officer: Officer, name: str, content: bytes) -> Officer:
    officer.open(f"{COMMUNITIES}/tables").attach(table=(name, content))
    return officer.press("Read the table")


def test_a_table_is_read_looked_at_and_taken_from(officer: Officer, session: Session) -> None:
    content = (SAMPLES / "nomis-export.csv").read_bytes()
    uploaded(officer, "ward.csv", content)
    assert "Harbourside (invented): Disabled" in officer.words
    officer.fill_in({"rows-disabled": "2, 6", "of-disabled": "1, 5", "source_en": "An invented census"})
    officer.fill_in({"area_en": "Northmere", "basis": "resident"}).press("Save")
    assert officer.path == COMMUNITIES
    assert "Read in ward.csv" in officer.words
    found = details(session).communities[0].benchmark
    assert found is not None
    assert (found.count, found.total) == (2000, 10_000)
    kept = next(link for link in officer.links() if "/tables/" in link)
    assert officer.client.get(f"{kept}/file").data == content
    officer.open(f"{COMMUNITIES}/of/disabled").fill_in({"count": "2001"}).press("Save")
    changed = details(session).communities[0].benchmark
    assert changed is not None
    assert changed.read_from is None


def test_a_table_that_names_communities_suggests_their_rows(officer: Officer) -> None:
    uploaded(officer, "simple.csv", (SAMPLES / "simple.csv").read_bytes())
    assert officer.shown("rows-disabled") == ["1"]


def test_what_is_wrong_with_rows_is_told_at_their_box_and_they_stay(officer: Officer) -> None:
    uploaded(officer, "dirty.csv", (SAMPLES / "dirty.csv").read_bytes())
    assert "“12.345” can be read in two ways." in officer.words
    officer.fill_in({"rows-disabled": "2"}).press("Save")
    assert officer.errors() == ["Number 2 has no number of people that can be used."]
    assert officer.shown("rows-disabled") == ["2"]
    officer.fill_in({"rows-disabled": "1", "of-disabled": "99", "source_en": "x"}).press("Save")
    assert officer.errors() == ["There is no number 99 in this table."]
    officer.fill_in({"rows-disabled": "1", "of-disabled": ""}).press("Save")
    assert officer.errors() == []


def test_rows_are_found_by_their_name(officer: Officer) -> None:
    rows = b"".join(b"Area %d,%d\n" % (number, number) for number in range(1, 301))
    uploaded(officer, "many.csv", b"name,count\n" + rows)
    assert "100 more rows are not shown." in officer.words
    address = officer.path
    assert "Area 300" in officer.open(f"{address}?find=area+300").words


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "No numbers of people were found here."),
        (b"\x00\x01", "This is no table in text."),
        (b"name,count\na,..\n", "Not one number of people could be read"),
    ],
)
def test_a_file_that_is_no_table_is_told_at_its_field(officer: Officer, content: bytes, says: str) -> None:
    uploaded(officer, "file.csv", content)
    assert officer.status == 422
    assert any(says in error for error in officer.errors())


def test_a_weighting_table_is_typed_changed_and_removed(officer: Officer, session: Session) -> None:
    officer.open(f"{COMMUNITIES}/weighting/new?question=disability")
    given = {"name_en": "Disability", "key": "disability", "source_en": "An invented count"}
    officer.fill_in({**given, "size-yes": "2,000", "size-no": "8000"}).press("Save")
    assert officer.path == COMMUNITIES
    assert [one.count for one in details(session).margins[0].categories] == [2000, 8000]
    officer.open(f"{COMMUNITIES}/weighting/of/disability")
    officer.fill_in({"unit": "shares", "size-yes": "20", "size-no": "79"}).press("Save")
    assert any("The shares add up to 99, not to 100." in error for error in officer.errors())
    assert officer.shown("size-no") == ["79"]
    officer.fill_in({"size-no": "80"}).press("Save")
    assert details(session).margins[0].people is None
    officer.open(f"{COMMUNITIES}/weighting/of/disability").press("Remove this weighting table")
    assert details(session).margins == ()


@pytest.mark.parametrize("typed", ["1,5", "12,50", "1,2,3", "2000,", "9" * 70, "-3", "1e3"])
def test_a_size_that_is_no_number_of_people_is_refused_as_it_was_typed(
    officer: Officer, session: Session, typed: str
) -> None:
    officer.open(f"{COMMUNITIES}/weighting/new?question=disability")
    given = {"name_en": "Disability", "key": "disability", "source_en": "An invented count"}
    officer.fill_in({**given, "size-yes": typed, "size-no": "8000"}).press("Save")
    assert officer.status == 422
    assert officer.shown("size-yes") == [typed]
    assert details(session).margins == ()


def test_answers_that_are_one_category_stay_one_when_the_weighting_table_is_saved_again(
    officer: Officer, actor: Actor, session: Session
) -> None:
    sizes = ({"options": ("yes", "no"), "count": 5}, {"options": ("unsure",), "count": 7})
    told = {"key": "opinion", "name": builders.in_both("Opinion"), "question_id": "go-ahead"}
    written = MarginDetail.model_validate(
        {**told, "categories": sizes, "source": builders.in_both("An invented count")}
    )
    margins.write_margin(session, actor, "repairs", written)
    session.commit()
    page = officer.open(f"{COMMUNITIES}/weighting/of/opinion")
    page.press("Save")
    assert details(session).margins[0].categories == written.categories
    page.open(f"{COMMUNITIES}/weighting/of/opinion").fill_in({"size-no": "6"}).press("Save")
    assert [one.count for one in details(session).margins[0].categories] == [5, 6, 7]


def test_a_weighting_table_is_read_from_a_table(officer: Officer, session: Session) -> None:
    uploaded(officer, "ward.csv", (SAMPLES / "nomis-export.csv").read_bytes())
    table = officer.path.rsplit("/", 1)[1]
    officer.open(f"{COMMUNITIES}/weighting/new?question=disability")
    given = {"name_en": "Disability", "key": "disability", "source_en": "An invented census"}
    officer.fill_in({**given, "unit": table, "size-yes": "2, 6", "size-no": "99"}).press("Save")
    assert officer.status == 422
    officer.fill_in({"size-no": "3, 7"}).press("Save")
    margin = details(session).margins[0]
    assert [one.count for one in margin.categories] == [2000, 8000]
    assert margin.read_from is not None
    assert margin.read_from.file == "ward.csv"


def test_what_weighting_would_change_is_a_page_of_its_own_and_says_that_it_is_no_result(
    client: FlaskClient, session: Session
) -> None:
    weighed = closed(session, 12, 12, 0, margin())
    weighting(session, weighed)
    acting = Actor(weighed.organisation_id, None, frozenset({Role.ADMIN.value}))
    officer = signed_in(client, session, acting).open(f"{HOME}/results")
    assert f"{HOME}/results/weighting" in officer.links()
    officer.open(f"{HOME}/results/weighting")
    assert "This is a check, not a result." in officer.words
    assert "An invented count" in officer.words
    assert "People weighted, about" in officer.words


def test_where_nothing_is_weighted_the_page_says_why(client: FlaskClient, session: Session) -> None:
    weighed = closed(session, 3, 20, 0, margin())
    weighting(session, weighed)
    acting = Actor(weighed.organisation_id, None, frozenset({Role.ADMIN.value}))
    officer = signed_in(client, session, acting).open(f"{HOME}/results/weighting")
    assert "In “disability” a group has fewer than 10 people." in officer.words


def test_a_viewer_reads_and_changes_nothing(client: FlaskClient, session: Session, actor: Actor) -> None:
    viewer = signed_in(client, session, actor, Role.VIEWER).open(COMMUNITIES)
    assert viewer.status == 200
    assert not [link for link in viewer.links() if link.startswith(f"{COMMUNITIES}/")]
    assert viewer.open(f"{COMMUNITIES}/new").status == 403


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/new",
        "/new?question=disability",
        "/of/disabled",
        "/limits",
        "/tables",
        "/weighting/new?question=disability",
    ],
)
def test_in_arabic_the_pages_run_from_right_to_left(
    client: FlaskClient, session: Session, actor: Actor, address: str
) -> None:
    officer = signed_in(client, session, actor, Role.OFFICER, language="ar").open(f"{COMMUNITIES}{address}")
    assert (officer.status, officer.root.get("dir")) == (200, "rtl")
