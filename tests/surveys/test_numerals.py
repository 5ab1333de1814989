from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.numerals import Ambiguous, NotANumber, typed_number


@pytest.mark.parametrize(
    ("typed", "decimals", "meant"),
    [
        ("12", 0, "12"),
        (" 12 ", 0, "12"),
        ("+12", 0, "12"),
        ("-12", 0, "-12"),
        ("−12", 0, "-12"),
        ("007", 0, "7"),
        ("٤٢", 0, "42"),
        ("۴۲", 0, "42"),
        ("৪২", 0, "42"),
        ("४२", 0, "42"),
        ("੪੨", 0, "42"),
        ("４２", 0, "42"),
        ("\u200f-٥", 0, "-5"),
        ("12.5", 1, "12.5"),
        ("12,5", 1, "12.5"),
        ("١٢٫٥", 1, "12.5"),
        ("١٬٢٣٤٫٥", 1, "1234.5"),
        ("۱۲٫۵", 1, "12.5"),
        (".5", 1, "0.5"),
        (",5", 1, "0.5"),
        ("5.", 0, "5"),
        ("12,0", 0, "12"),
        ("1,234", 0, "1234"),
        ("1.234", 0, "1234"),
        ("1 234", 0, "1234"),
        ("1\u202f234", 0, "1234"),
        ("1'234", 0, "1234"),
        ("1’234’567", 0, "1234567"),
        ("1,234,567", 2, "1234567"),
        ("1.234.567", 2, "1234567"),
        ("1,234.56", 2, "1234.56"),
        ("1.234,56", 2, "1234.56"),
        ("1 234,56", 2, "1234.56"),
        ("1,00,000", 0, "100000"),
        ("১,০০,০০০.৫", 1, "100000.5"),
        ("0.123", 2, "0.123"),
        ("1.234", 3, "1.234"),
        ("1234.567", 2, "1234.567"),
    ],
)
def test_a_number_is_read_however_it_is_typed(typed: str, decimals: int, meant: str) -> None:
    assert typed_number(typed, decimals) == Decimal(meant)


@pytest.mark.parametrize("typed", ["1,234", "1.234", "12.345", "١,٢٣٤"])
@pytest.mark.parametrize("decimals", [1, 2])
def test_what_could_be_a_thousand_times_another_number_is_asked_again(typed: str, decimals: int) -> None:
    with pytest.raises(Ambiguous):
        typed_number(typed, decimals)


NO_NUMBERS = (
    "- + , . ٫ 1,2,3 1.2.3 1,23,4 1..2 1,,2 1٫2٫3 1.2٫3 12- --1 £5 ½ ² 1e5 1_000 0x10 1d5 NaN inf five"
)


@pytest.mark.parametrize("typed", [*NO_NUMBERS.split(), "", " ", "1 2", "5 %", "9" * 41, "\0"])
@pytest.mark.parametrize("decimals", [0, 2])
def test_what_is_no_number_is_not_guessed_at(typed: str, decimals: int) -> None:
    with pytest.raises(NotANumber):
        typed_number(typed, decimals)


@given(st.text(max_size=45), st.integers(0, 6))
def test_any_text_is_a_number_or_one_of_two_refusals(typed: str, decimals: int) -> None:
    with suppress(NotANumber, Ambiguous):
        assert typed_number(typed, decimals).is_finite()


@given(st.integers(-(10**12), 10**12), st.sampled_from(["٠", "۰", "০", "०", "๐", "０"]))
def test_every_whole_number_is_read_in_every_script(number: int, zero: str) -> None:
    typed = "".join(chr(ord(zero) + int(digit)) if digit.isdigit() else digit for digit in str(number))
    assert typed_number(typed, 0) == number


@given(st.integers(0, 10**12), st.sampled_from([",", ".", " ", "'"]))
def test_thousands_set_apart_change_nothing(number: int, mark: str) -> None:
    assert typed_number(f"{number:,}".replace(",", mark), 0) == number
