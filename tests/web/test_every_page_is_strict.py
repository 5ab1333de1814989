"""Every page keeps the rules of tests/browser.py in every language; English is held to them wherever it is tested."""

import pytest

from tests.web.story import CLOSED, OPEN, Stage
from tests.web.walking import (
    answer_to_the_end,
    be_refused,
    crawl,
    open_as_partner,
    press_empty,
    use_the_receipt,
)

FEWEST_PAGES = 40
"""A walk that meets fewer pages than this has lost its way and proves nothing."""


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_every_page_a_resident_meets_is_strict(stage: Stage, language: str) -> None:
    resident = stage.resident(language)
    crawl(
        stage.app, resident, f"/{language}/", f"/{language}/resume", f"/{language}/receipt", f"/{language}/go"
    )
    use_the_receipt(resident, answer_to_the_end(resident, OPEN))
    be_refused(resident, OPEN, CLOSED)
    open_as_partner(resident, stage.partner_token())
    assert len(resident.walk.met) >= FEWEST_PAGES


def test_every_page_an_officer_meets_is_strict_from_right_to_left(stage: Stage) -> None:
    officer = stage.officer("ar")
    crawl(stage.app, officer, "/officer/consultations", "/officer/tenders", "/officer/officers")
    stage.close_and_compile()
    stage.write_finding()
    one = f"/officer/consultations/{OPEN}"
    crawl(stage.app, officer, f"{one}/evidence", f"{one}/evidence/seal", one)
    for address in sorted({met.address for met in officer.walk.met if met.status == 200}):
        press_empty(officer, address)
    assert len(officer.walk.met) >= FEWEST_PAGES
