"""Which functions the XLSForms in a folder call, how often, and whether the expression language has them.

    python -m tests.surveys.functions_seen FOLDER

Reads .xlsx with openpyxl, and .xls where xlrd is installed. Prints the table of docs/expressions.md.
"""

# ruff: noqa: T201  # printing is what it is for

from __future__ import annotations

import re
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import openpyxl

from surveys.expressions.parsing import FOREIGN, FUNCTIONS, parse
from surveys.expressions.tokens import tokens
from surveys.problems import Refused

COLUMN = re.compile(
    r"(bind\s*:+\s*)?(relevant|relevance|constraint|calculation|calculate|choice_filter|repeat_count|required"
    r"|read_?only|default|trigger)"
)
PLAIN = {"yes", "no", "true", "false", "true()", "false()", "x", "1", "0"}
WORDED = {"and", "or", "div", "mod"}
MOST_ROWS = 10_000


def sheets(path: Path) -> Iterator[list[tuple[Any, ...]]]:
    if path.suffix == ".xls":
        import xlrd

        for sheet in xlrd.open_workbook(path).sheets():
            yield [tuple(sheet.row_values(row)) for row in range(min(sheet.nrows, MOST_ROWS))]
        return
    with warnings.catch_warnings(action="ignore"):
        for found in openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets:
            found.reset_dimensions()
            yield list(islice(found.iter_rows(values_only=True), MOST_ROWS))


def expressions(path: Path) -> Iterator[str]:
    """What stands in the columns for logic; of defaults and the like only what is more than a word."""
    for rows in sheets(path):
        filled = [row for row in rows if any(row)]
        heads = [str(head or "").strip().lower() for head in filled[0]] if filled else []
        for index, head in enumerate(heads):
            for row in filled[1:] if COLUMN.fullmatch(head) else []:
                text = str(row[index] or "").strip() if index < len(row) else ""
                is_logic = (
                    not re.search("required|read_?only|default|trigger", head) or "(" in text or "$" in text
                )
                if text and is_logic and text.lower() not in PLAIN:
                    yield text


def called(text: str) -> Iterator[str]:
    """The functions and operators in words that a text uses."""
    for token, following in pairwise(tokens(text)):
        if token.sort == "name" and (following.text == "(" or token.text in WORDED):
            yield token.text


def main(folder: Path) -> None:
    calls: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    forms = texts = 0
    for path in sorted(folder.glob("*.xls*")):
        try:
            found = list(expressions(path))
        except Exception as error:  # noqa: BLE001  # whatever a broken workbook raises
            print(f"left out: {path.name}: {error}", file=sys.stderr)
            continue
        forms += 1
        for text in found:
            texts += 1
            try:
                calls.update(called(text))
                parse(text, lambda name: re.sub(r"\W", "-", f"q{name.lower()}")[:64])
            except Refused as error:
                refused[error.problems[0].code] += 1
                print(f"refused: {error.problems[0].code} {text[:100]!r}", file=sys.stderr)
    print("| function | times | here |\n|---|---:|---|")
    for name, times in sorted(calls.items(), key=lambda item: (-item[1], item[0])):
        print(f"| `{name}` | {times:,} | {_here(name)} |")
    print(f"\n{forms} forms, {texts:,} expressions, {texts - refused.total():,} of them read", end="")
    print("".join(f"; {times} `{code}`" for code, times in sorted(refused.items())))


def _here(name: str) -> str:
    if name in FUNCTIONS or name in WORDED | {"true", "false"}:
        return "yes"
    return "no: `expression.foreign_function`" if name in FOREIGN else "no: `expression.unknown_function`"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
