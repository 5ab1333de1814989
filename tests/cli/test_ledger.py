"""`outreach plan`, `done`, `cancel`, `activities`, `partners` and `calendar` on the command line."""

from pathlib import Path

import icalendar
import pytest

from consult import clock
from tests.cli.test_consultations import created, installation, run, told

__all__ = ["installation"]

TODAY = clock.today("Europe/London").isoformat()
PLAN = ("outreach", "plan", "repairs", "--what", "A poster", "--channel", "poster", "--language", "ar")


@pytest.fixture
def open_one(installation: Path) -> Path:
    created(installation)
    told("consultations", "publish", "repairs")
    return installation


def states() -> dict[str, str]:
    found = told("outreach", "activities", "repairs")["activities"]
    return {one["key"]: one["state"] for one in found if one["key"].startswith("poster-")}


def test_an_activity_is_planned_done_and_another_cancelled(open_one: Path) -> None:
    planned = told(*PLAN, "--language", "en", "--on", TODAY, "--hours", "2.5", "--cost", "40")
    assert planned["planned"] == {"hours": "2.50", "cost": "40.00"}
    assert [link["language"] for link in planned["links"]] == ["ar", "en"]
    told(*PLAN)
    done = run("outreach", "done", "repairs", "poster-1", "--on", TODAY, "--people", "12", "--cost", "38.20")
    assert done.exit_code == 0
    assert run("outreach", "cancel", "repairs", "poster-2", "--reason", "Snow").exit_code == 0
    assert states() == {"poster-1": "done", "poster-2": "cancelled"}
    [one] = told("outreach", "activities", "repairs", "--state", "done")["activities"]
    assert one["actual"] == {"hours": None, "cost": "38.20", "people_spoken_to": 12}
    calendar = run("outreach", "calendar", "repairs")
    names = [str(event["summary"]) for event in icalendar.Calendar.from_ical(calendar.stdout).walk("VEVENT")]
    assert any("A poster" in name for name in names)
    assert told("outreach", "partners") == {"partners": []}


@pytest.mark.parametrize(
    ("more", "place", "is_public"),
    [
        ((), None, False),
        (("--place-is-public",), None, False),  # of nothing
        (("--place", "Mill Lane"), {"ar": {"text": "Mill Lane"}}, False),
        (("--place", "Mill Lane", "--place-is-public"), {"ar": {"text": "Mill Lane"}}, True),
    ],
)
def test_a_place_is_public_only_where_somebody_says_so(
    open_one: Path, more: tuple[str, ...], place: object, *, is_public: bool
) -> None:
    planned = told(*PLAN, *more)
    assert (planned["place"], planned["is_place_public"]) == (place, is_public)


@pytest.mark.parametrize(
    ("more", "status"),
    [
        (("--cost", "forty"), 2),
        (("--cost", "1.234"), 2),
        (("--hours", "NaN"), 2),
        (("--hours", "Infinity"), 2),
        (("--hours", "1e99"), 2),
        (("--on", "yesterday"), 2),
        (("--channel", "pigeon"), 2),
        (("--cost", "-1"), 1),
        (("--language", "nl"), 1),
        (("--community", "martians"), 1),
        (("--partner", "nobody"), 1),
    ],
)
def test_what_cannot_be_planned_is_refused_and_nothing_is_half_written(
    open_one: Path, more: tuple[str, ...], status: int
) -> None:
    assert run(*PLAN, *more).exit_code == status
    assert states() == {}


def test_what_is_not_there_or_over_is_refused(open_one: Path) -> None:
    assert run("outreach", "done", "repairs", "poster-9", "--on", TODAY).exit_code == 1
    told(*PLAN)
    assert run("outreach", "cancel", "repairs", "poster-1", "--reason", " ").exit_code == 1
    assert run("outreach", "cancel", "repairs", "poster-1", "--reason", "Snow").exit_code == 0
    assert run("outreach", "done", "repairs", "poster-1", "--on", TODAY).exit_code == 1
