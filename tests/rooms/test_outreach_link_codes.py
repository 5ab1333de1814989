"""Codes that are typed by hand: what is folded, what one slip does, and what is never suggested."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from consult.consultations import service as consultations
from consult.consultations.queries import consultation_by_slug
from consult.outreach import service
from consult.outreach.link_codes import LINK_DIGITS, as_meant, is_right, link_code, one_slip_away
from consult.outreach.models import Link
from tests.builders import a_draft_consultation, an_open_consultation, an_organisation, details

CODES = st.builds(lambda _: link_code(), st.integers())
OF_LETTERS = st.text(string.digits, min_size=20, max_size=20)
"""What protects something is longer: receipts have twenty digits, and so has whatever else opens only once."""


@given(CODES)
def test_a_code_is_eight_digits_that_begin_with_no_zero(code: str) -> None:
    assert len(code) == LINK_DIGITS
    assert code.isdigit()
    assert code[0] != "0"
    assert is_right(code)


@given(CODES, st.integers(0, 7), st.sampled_from(string.digits))
def test_a_wrong_digit_makes_a_wrong_code_and_the_right_one_is_a_slip_away(
    code: str, place: int, digit: str
) -> None:
    typed = code[:place] + digit + code[place + 1 :]
    assert is_right(typed) is (typed == code)
    assert typed == code or code in one_slip_away(typed)


@given(CODES, st.integers(0, 6))
def test_two_swapped_digits_make_a_wrong_code_and_the_right_one_is_a_slip_away(code: str, place: int) -> None:
    typed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert is_right(typed) is (typed == code)
    assert typed == code or code in one_slip_away(typed)


@given(CODES, st.integers(0, 7), st.sampled_from(string.digits))
def test_of_a_digit_missing_or_too_many_the_right_one_is_a_slip_away(
    code: str, place: int, more: str
) -> None:
    assert code in one_slip_away(code[:place] + code[place + 1 :])
    assert code in one_slip_away(code[:place] + more + code[place:])


@given(st.text(string.digits, max_size=12))
def test_there_are_few_candidates_and_each_is_a_right_code(typed: str) -> None:
    found = one_slip_away(typed)
    assert len(found) <= 24
    assert all(is_right(code) for code in found)


@given(OF_LETTERS)
def test_nothing_is_a_slip_away_from_a_code_that_protects_something(code: str) -> None:
    assert one_slip_away(as_meant(code)) == frozenset()


@given(CODES)
def test_nothing_is_a_slip_away_from_a_right_code(code: str) -> None:
    assert one_slip_away(code) == frozenset()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("4821 0937", "48210937"),
        ("4821-0937", "48210937"),
        ("482I O937", "48210937"),
        ("4B2lo937", "48210937"),
        ("４８２１０９３７", "48210937"),
        ("٤٨٢١٠٩٣٧", "48210937"),
        ("۴۸۲۱۰۹۳۷", "48210937"),
        ("৪৮২১০৯৩৭", "48210937"),
        (" K7 zbs-9q ", "k7zbs9q"),
        ("k7zbs9qO", "k7zbs9q0"),
        ("", ""),
        ("\ud800\0", ""),
        ("x" * 100_000, "x" * 40),
    ],
)
def test_what_was_meant_is_read_however_it_was_typed(typed: str, meant: str) -> None:
    assert as_meant(typed) == meant


def a_link(session: Session, code: str, *, is_open: bool = True, slug: str = "repairs") -> None:
    """Make a consultation whose one link has `code`."""
    actor = an_organisation(session, slug)
    make = an_open_consultation if is_open else a_draft_consultation
    make(session, actor, slug, details=details(links=[{"key": "x"}]))
    consultation = consultation_by_slug(session, slug)
    assert consultation is not None
    made = service.lay_out(session, actor, consultation)["x"]
    session.query(Link).filter(Link.code == made).one().code = code
    session.flush()


RIGHT = next(f"4821093{last}" for last in range(10) if is_right(f"4821093{last}"))
WRONG = RIGHT[:3] + str((int(RIGHT[3]) + 1) % 10) + RIGHT[4:]


def test_a_mistyped_link_is_suggested(session: Session) -> None:
    a_link(session, RIGHT)
    assert service.meant_instead(session, WRONG) == RIGHT
    assert service.meant_instead(session, RIGHT[:-1]) == RIGHT


def test_a_link_of_a_draft_or_of_a_closed_consultation_is_not_suggested(session: Session) -> None:
    a_link(session, RIGHT, is_open=False)
    assert service.meant_instead(session, WRONG) is None


def test_a_link_of_a_closed_consultation_is_not_suggested(session: Session) -> None:
    a_link(session, RIGHT)
    actor = an_organisation(session)
    consultation = consultation_by_slug(session, "repairs")
    assert consultation is not None
    owner = type(actor)(consultation.organisation_id, None, actor.roles)
    consultations.close(session, owner, "repairs")
    assert service.meant_instead(session, WRONG) is None


def test_of_two_that_may_be_meant_none_is_suggested(session: Session) -> None:
    first, second, *_ = sorted(one_slip_away(WRONG))
    a_link(session, first, slug="one")
    a_link(session, second, slug="two")
    assert service.meant_instead(session, WRONG) is None


@pytest.mark.parametrize("typed", ["", "abc", "k7zbs9q", "1" * 20, "x" * 1000])
def test_what_cannot_be_a_mistyped_link_asks_the_database_nothing(typed: str) -> None:
    assert service.meant_instead(None, typed) is None  # type: ignore[arg-type]  # a question would break here
