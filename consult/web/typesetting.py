"""Setting a document in type: the one way a PDF is made here. It is accessible (PDF/UA-1), or it is not made."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import typst

from consult.files import project_file
from consult.web.components import STATIC, AssetsMissing

FONTS = STATIC / "fonts"
Standard = Literal["ua-1", "a-3a"]
_LETTERS_MISSING = "could not be displayed"


class LettersMissing(Exception):  # it says what happened
    """The document has letters that none of our fonts has: nothing is ever left out of it."""


def typeset(
    template: tuple[str, ...],
    inputs: Mapping[str, str],
    *,
    standards: tuple[Standard, ...] = ("ua-1",),
    timestamp: datetime | None = None,
) -> bytes:
    """Return the PDF that the file at `template` makes of `inputs`. Raises LettersMissing, or AssetsMissing."""
    if not FONTS.is_dir():
        raise AssetsMissing("the letters of printed documents are not there yet: run `make assets`")
    try:
        return typst.compile(
            project_file("templates", *template),
            format="pdf",
            font_paths=[FONTS],
            ignore_system_fonts=True,
            pdf_standards=list(standards),
            sys_inputs=dict(inputs),
            timestamp=timestamp,
        )
    except typst.TypstError as error:
        if _LETTERS_MISSING not in str(error):
            raise
        raise LettersMissing from None
