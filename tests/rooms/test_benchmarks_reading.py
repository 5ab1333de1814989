"""Tables of populations are read as they come: what cannot be used is told at its row and column, nothing is lost."""

import random
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.consultations.benchmarks import grid
from consult.consultations.benchmarks.choosing import chosen, people
from consult.consultations.benchmarks.figures import MOST_FAULTS, Figure, Place, Sheet
from consult.consultations.benchmarks.numbers import count_in, flagged
from consult.consultations.benchmarks.reading import sheet
from surveys.problems import Refused

SAMPLES = Path(__file__).parent / "benchmarks"
HERE = Place(1, "count")


def read(name: str) -> Sheet:
    return sheet((SAMPLES / name).read_bytes())


def said(found: Sheet) -> list[tuple[str, int | None]]:
    return [(figure.name, figure.count) for figure in found.figures]


def told(found: Sheet) -> list[tuple[str, str]]:
    return [(fault.code.removeprefix("benchmarks."), fault.where) for fault in found.faults]


def refused(content: bytes) -> list[str]:
    with pytest.raises(Refused) as caught:
        sheet(content)
    return [problem.code for problem in caught.value.problems]


def test_a_simple_table_says_all_that_a_benchmark_needs() -> None:
    found = read("simple.csv")
    assert (found.layout, found.faults) == ("simple", ())
    first = found.figures[0]
    assert (first.key, first.count, first.total, str(first.on)) == ("disabled", 2000, 10_000, "2026-01-31")
    assert (first.area, first.basis and first.basis.value) == ("Northmere", "affected")


def test_a_long_table_of_nomis_is_named_by_the_columns_in_which_rows_differ() -> None:
    found = read("nomis-long.csv")
    assert (found.layout, found.faults) == ("nomis", ())
    assert said(found) == [
        ("Total", 10_000),
        ("Aged 16 to 64", 7400),
        ("Aged 65 to 74", 1500),
        ("Aged 75 and over", 1100),
        ("Aged 16 to 64", None),
    ]
    assert found.figures[4].percent == Decimal("74.0")
    assert {figure.area for figure in found.figures} == {"Northmere (invented)"}


def test_an_export_of_nomis_is_read_below_its_titles_and_above_its_notes() -> None:
    found = read("nomis-export.csv")
    assert (found.layout, found.faults) == ("nomis_export", ())
    assert found.title.startswith("XX007 - Disability")
    assert said(found)[:3] == [
        ("Harbourside (invented): Total", 6000),
        ("Harbourside (invented): Disabled", 1300),
        ("Harbourside (invented): Not disabled", 4700),
    ]
    assert found.figures[3].percent == Decimal("21.7")
    assert found.figures[4].place == Place(10, "Total")


def test_an_export_whose_columns_are_years_is_read_below_its_titles() -> None:
    found = sheet(
        b'"Made up"\n\n"units","Persons"\n"date","2021"\n\n"age","2020","2021"\n"16 to 64","7","8"\n'
    )
    assert said(found) == [("16 to 64: 2020", 7), ("16 to 64: 2021", 8)]
    assert found.faults == ()


def test_a_table_of_eurostat_keeps_its_flags_and_tells_what_is_missing() -> None:
    found = read("eurostat.tsv")
    assert found.layout == "eurostat"
    assert [(one.name, one.period, one.count, one.flags) for one in found.figures] == [
        ("F, Y65-74", "2023", 780, ""),
        ("F, Y65-74", "2024", 800, "b"),
        ("M, Y65-74", "2023", 690, ""),
        ("M, Y65-74", "2024", 700, "p"),
        ("T, TOTAL", "2023", None, ""),
        ("T, TOTAL", "2024", 10_000, ""),
        ("T, Y_GE75", "2023", None, "c"),
        ("T, Y_GE75", "2024", 1100, "e"),
    ]
    assert told(found).count(("missing", "row 4, column 2023")) == 1
    assert ("flagged", "row 2, column 2024") in told(found)


def test_sdmx_csv_of_eurostat_says_the_same_as_its_tsv() -> None:
    found, other = read("eurostat-sdmx.csv"), read("eurostat.tsv")
    assert found.layout == "sdmx"
    of_2024 = {(one.name, one.area, one.count) for one in other.figures if one.period == "2024"}
    assert {(one.name, one.area, one.count) for one in found.figures[:3]} < of_2024
    assert ("missing", "row 5, column OBS_VALUE") in told(found)
    assert ("flagged", "row 5, column OBS_VALUE") in told(found)


def test_each_thing_that_is_wrong_is_told_at_its_row_and_column() -> None:
    found = read("dirty.csv")
    assert told(found) == [
        ("missing", "row 3, column count"),
        ("zero", "row 4, column count"),
        ("negative", "row 5, column count"),
        ("not_whole", "row 6, column count"),
        ("ambiguous", "row 7, column count"),
        ("not_a_number", "row 8, column count"),
        ("too_many_people", "row 9, column count"),
        ("above_total", "row 10, column total"),
        ("share_above_whole", "row 11, column percent"),
        ("not_a_day", "row 12, column date"),
        ("not_a_basis", "row 13, column basis"),
        ("no_name", "row 14, column name"),
        ("too_few_cells", "row 16, column 2"),
        ("repeated", "row 15, column count"),
    ]
    assert found.faults[-1].parameters["earlier"] == 2
    assert len(found.figures) == 15, "every row is listed, whatever is wrong with it"
    assert found.figures[0].total == 10_000_000


@pytest.mark.parametrize(
    "encoded",
    [
        "name,count\nAltstadt Süd,12\n".encode("utf-8-sig"),
        "name,count\nAltstadt Süd,12\n".encode("utf-16"),
        "name;count\r\nAltstadt Süd;12\r\n".encode("iso-8859-1"),
        "name\tcount\rAltstadt Süd\t12".encode(),
    ],
)
def test_marks_encodings_separators_and_line_ends_make_no_difference(encoded: bytes) -> None:
    found = sheet(encoded)
    assert said(found) == [("Altstadt Süd", 12)]
    assert [code for code, _ in told(found)] in ([], ["read_as_latin"])


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("12,345", 12_345),
        ("12 345", 12_345),
        ("12\u202f345", 12_345),
        ("1.234.567", 1_234_567),
        ("1'234", 1234),
        ("1234.0", 1234),
        ("0012", 12),
        ("12.5", None),
        ("1,23,456", None),
        ("١٢", None),
        ("1e9", None),
        ("NaN", None),
        ("=1+1", None),
    ],
)
def test_numbers_are_read_as_they_are_written(cell: str, count: int | None) -> None:
    assert count_in(cell, HERE)[0] == count


@given(st.integers(0, 2_000_000_000), st.sampled_from([",", " ", "\u00a0", "\u202f", ""]))
def test_a_number_survives_any_way_of_setting_thousands_apart(number: int, mark: str) -> None:
    assert count_in(f"{number:,}".replace(",", mark), HERE)[0] == number


def test_a_flag_is_no_part_of_a_number() -> None:
    assert [flagged(cell) for cell in ("12 b", ": c", ":", "12", "3 bep")] == [
        ("12", "b"), (":", "c"), (":", ""), ("12", ""), ("3", "bep"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "unknown_layout"),
        (b"\n\n,,\n", "unknown_layout"),
        (b"\x00\x01\x02", "not_text"),
        (b"PK\x03\x04" + bytes(range(256)) * 4, "not_text"),
        (b"name,wealth\na,much\n", "unknown_layout"),
        (b"name,count\na,..\n", "nothing_read"),
        (b"name,count\n", "nothing_read"),
        (b'name,count\n"' + b"x" * 200_000, "not_text"),
        (b"x" * (grid.LARGEST_BYTES + 1), "too_large"),
        (b"name,count\n" + b"a,1\n" * grid.MOST_ROWS, "too_many_rows"),
        (b"," * 1000, "too_many_rows"),
    ],
)
def test_what_is_no_table_of_people_is_refused_as_a_whole(content: bytes, code: str) -> None:
    assert refused(content)[0] == f"benchmarks.{code}"


def test_of_very_many_faults_the_first_are_told_and_how_many_more_there_are() -> None:
    found = sheet(b"name,count\ngood,1\n" + b"".join(b"bad%d,x\n" % number for number in range(1000)))
    assert len(found.faults) == MOST_FAULTS + 1
    assert (found.faults[-1].code, found.faults[-1].parameters["count"]) == ("benchmarks.more_faults", 800)
    assert len(found.figures) == 1001


@given(st.binary(max_size=300))
def test_no_bytes_end_in_anything_but_a_table_or_a_refusal(content: bytes) -> None:
    for beginning in (
        b"",
        b"name,count\n",
        b"freq,geo\\TIME_PERIOD\t2024\n",
        b"GEOGRAPHY_NAME,OBS_VALUE\n",
        b"t\na,b\n",
    ):
        with suppress(Refused):
            sheet(beginning + content)


@pytest.mark.parametrize(
    "name", ["simple.csv", "nomis-long.csv", "nomis-export.csv", "eurostat.tsv", "dirty.csv"]
)
def test_a_table_with_any_byte_changed_is_read_or_refused(name: str) -> None:
    content, chance = bytearray((SAMPLES / name).read_bytes()), random.Random(7)
    for _ in range(300):
        changed = bytearray(content)
        changed[chance.randrange(len(changed))] = chance.randrange(256)
        try:
            assert sheet(bytes(changed)).figures
        except Refused:
            continue


FIVE = Sheet("simple", tuple(Figure(n, Place(n + 1, "count"), str(n), count=n) for n in range(1, 6)), ())


@pytest.mark.parametrize(
    ("written", "together"), [("3", 3), ("1, 3-5", 13), (" 2 ,4 ", 6), ("1-5", 15), ("2–3", 5)]
)
def test_rows_are_chosen_by_number_and_added_up(written: str, together: int) -> None:
    assert people(chosen(FIVE, written, "rows"), "rows") == together


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("six", "bad_rows"),
        ("5-1", "bad_rows"),
        ("1-9999999", "bad_rows"),
        ("1;2", "bad_rows"),
        ("6", "no_such_row"),
        ("0", "no_such_row"),
        ("1, 1", "row_twice"),
        ("1-3, 2", "row_twice"),
    ],
)
def test_rows_that_cannot_be_chosen_are_told(written: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        chosen(FIVE, written, "rows-disabled")
    assert [(one.code, one.where) for one in caught.value.problems] == [
        (f"benchmarks.{code}", "rows-disabled")
    ]


def test_shares_are_not_added_to_counts_and_rows_without_a_number_count_nobody() -> None:
    mixed = (
        Figure(1, HERE, "a", count=1),
        Figure(2, HERE, "b", percent=Decimal(5)),
        Figure(3, HERE, "c"),
        Figure(4, HERE, "d", count=0),
    )
    table = Sheet("simple", mixed, ())
    for written, code in (("1, 2", "shares_and_counts"), ("3", "row_without_count")):
        with pytest.raises(Refused, match=code):
            chosen(table, written, "rows")
    with pytest.raises(Refused, match="nobody"):
        people(chosen(table, "4", "rows"), "rows")
    with pytest.raises(Refused, match="row_without_count"):
        people(chosen(table, "2", "rows"), "rows")
