"""The bytes of a table as rows of cells: encodings, separators and quotes, within bounds."""

import csv
import io
from dataclasses import dataclass

from surveys.problems import Problem, Refused
from surveys.text import NOT_IN_WORDS

LARGEST_BYTES = 5_000_000
"""A census table of all wards of a large city has less than 1 MB."""
MOST_ROWS = 50_000
MOST_COLUMNS = 500
MOST_CELLS = 500_000
MEGABYTE = 1_000_000
SEPARATORS = ("\t", ";", ",")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
LOOKED_AT = 50
"""Lines from which the separator is told: titles above a table have few."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty: where it begins in the file, and its cells without spaces around them."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """All rows of a file, and what was found odd while reading it."""

    rows: tuple[Row, ...]
    faults: tuple[Problem, ...]


def grid(content: bytes) -> Grid:
    """Return the rows of a CSV or TSV file. Raises Refused: too large, no text, too many rows."""
    if len(content) > LARGEST_BYTES:
        raise Refused(Problem("benchmarks.too_large", "", {"limit": LARGEST_BYTES // MEGABYTE}))
    text, faults = _decoded(content)
    if "\0" in text:
        raise Refused(Problem("benchmarks.not_text"))
    return Grid(tuple(_rows(text)), faults)


def _decoded(content: bytes) -> tuple[str, tuple[Problem, ...]]:
    """UTF-8, UTF-16 with its mark, else what Western European offices still write."""
    try:
        if content.startswith(UTF16_MARKS):
            return content.decode("utf-16"), ()
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return content.decode("windows-1252", errors="replace"), (Problem("benchmarks.read_as_latin"),)


def _rows(text: str) -> list[Row]:
    rows: list[Row] = []
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    begins = 1
    try:
        for found in reader:
            row = tuple(NOT_IN_WORDS.sub("", cell).strip() for cell in found)
            cells += len(row)
            if len(rows) >= MOST_ROWS or len(row) > MOST_COLUMNS or cells > MOST_CELLS:
                raise Refused(Problem("benchmarks.too_many_rows", f"row {begins}", {"limit": MOST_ROWS}))
            if any(row):
                rows.append(Row(begins, row))
            begins = reader.line_num + 1
    except csv.Error:  # a cell as long as a book, most often a quote that is never closed
        raise Refused(Problem("benchmarks.not_text", f"row {begins}")) from None
    return rows


def _separator(text: str) -> str:
    """Return what separates cells: what most of the first lines have, a tab before a semicolon before a comma."""
    lines = [line for line in text[:200_000].splitlines()[:LOOKED_AT] if line.strip()]
    return max(SEPARATORS, key=lambda one: (sum(one in line for line in lines), -SEPARATORS.index(one)))
