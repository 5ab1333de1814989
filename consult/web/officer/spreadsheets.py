"""Tables as files for a spreadsheet: CSV, one table each, and XLSX, a sheet each. No cell is ever a formula."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask import Response

from consult.web.locale import language
from consult.web.officer.tabled import Plain, Table
from surveys.text import direction

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = re.compile(
    r"""(^|[;\t\r\n"])"""
    r"""(?=[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20])"""
)
"""Where some spreadsheet would begin a formula: at the start, or where it takes a cell apart that others do not.

What cannot be seen may stand before it (OWASP, CSV injection).
"""
ODD_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What no XML may hold."""
LONGEST_CELL = 32_767
"""More characters no cell of a workbook holds."""
LONGEST_NAME = 31
"""More characters no name of a sheet has."""
WIDEST, NARROWEST = 60, 12


def csv_file(table: Table, name: str) -> Response:
    """Return one table as CSV in UTF-8, marked as such for spreadsheets that would guess."""
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow([harmless(words) for words in table.plain_headers])
    rows.writerows([_csv(cell) for cell in row] for row in table.plain)
    return _download(written.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", f"{name}.csv")


def xlsx_file(tables: Sequence[Table], name: str) -> Response:
    """Return tables as one workbook, a sheet each, from the right where the officer reads from the right."""
    from xlsxwriter import Workbook  # loads slowly, and only a download needs it

    written = io.BytesIO()
    book = Workbook(
        written,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for table, title in zip(tables, _titles(tables), strict=True):
        _sheet(book.add_worksheet(title), table, bold)
    book.close()
    return _download(written.getvalue(), XLSX, f"{name}.xlsx")


def harmless(words: str) -> str:
    """Return words that no spreadsheet takes for a formula: what could be one begins with an apostrophe."""
    return FORMULA.sub(r"\1'", ODD_CONTROLS.sub("\ufffd", words))


def _csv(cell: Plain) -> str:
    if isinstance(cell, str):
        return harmless(cell)
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def _sheet(sheet: Any, table: Table, bold: Any) -> None:
    if direction(language()) == "rtl":
        sheet.right_to_left()
    headers, rows = table.plain_headers, table.plain
    for place, words in enumerate(headers):
        sheet.write_string(0, place, _fitting(words), bold)
        widest = max((len(str(row[place])) for row in rows if row[place] is not None), default=0)
        sheet.set_column(place, place, min(WIDEST, max(NARROWEST, widest + 2)))
    for line, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            _write(sheet, line, place, cell)
    sheet.freeze_panes(1, 1)


def _write(sheet: Any, line: int, place: int, cell: Plain) -> None:
    """Write each kind of cell as what it is: nothing here is guessed from its words."""
    if isinstance(cell, str):
        sheet.write_string(line, place, _fitting(cell))
    elif isinstance(cell, date):
        sheet.write_datetime(line, place, cell)
    elif cell is not None:
        sheet.write_number(line, place, cell)


def _fitting(words: str) -> str:
    return ODD_CONTROLS.sub("\ufffd", words)[:LONGEST_CELL]


def _titles(tables: Sequence[Table]) -> Iterator[str]:
    """Yield a name for each sheet: its caption as far as one may be as long, no two the same."""
    taken: set[str] = set()
    for number, table in enumerate(tables, 1):
        words = re.sub(r"[\[\]:*?/\\']", " ", table.caption).strip()[:LONGEST_NAME].strip() or str(number)
        if words.casefold() in taken:
            words = f"{number} {words}"[:LONGEST_NAME]
        taken.add(words.casefold())
        yield words


def _download(content: bytes, kind: str, name: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, content_type=kind, headers=headers)
