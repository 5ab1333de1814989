"""A crawl in a language nobody speaks finds every word that was never marked for translation.

In the pseudo-language every sentence of the interface comes out in ⟦brackets⟧, and the story is told in it too: what
stands on a page outside brackets is therefore a word nobody can translate.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import pytest

from consult.words.catalogues import PSEUDO
from consult.words.locales import languages
from tests.browser import parsed
from tests.web.story import CLOSED, DRAFT, OPEN, Stage
from tests.web.walking import (
    Met,
    answer_to_the_end,
    be_refused,
    be_turned_away,
    crawl,
    invite,
    open_as_partner,
    press_empty,
    use_the_receipt,
)

SPOKEN = ("title", "aria-label", "aria-roledescription", "alt", "placeholder", "label", "content")
UNSPOKEN = {"script", "style"}
NOT_WORDS = {"viewport", "theme-color", "format-detection"}
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATA = re.compile(
    rf"""
    \S+@\S+\.\S+                       # an e-mail address
    | (https?://|/)\S*                 # an address of a page, a place in a file
    | \b({MONTHS})\b                   # the name of a month in a date: no catalogue of ours holds it
    | \b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b  # the name of a weekday, from the same locale data
    | \b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b
    | \bocds-[\w-]+                    # an OCID
    | \b[a-hjkmnp-z2-9]{{7}}\b          # the code of a link
    | \b[0-9a-f]{{12,}}\b              # a fingerprint
    | \b[A-Z]{{0,3}}[0-9][\w.()]*      # 10, Q7, 6(1)(e), 2026-11-23
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Left:
    """Words that were left behind on a page."""

    where: str
    words: str


def texts(root: Element) -> Iterator[tuple[str, str, Element]]:
    """Yield everything a page says, in order: where, the words, the element."""

    def walked(element: Element) -> Iterator[tuple[str, str, Element]]:
        if not isinstance(element.tag, str) or element.tag in UNSPOKEN or _is_data(element):
            return
        for name in SPOKEN:
            if element.get(name) and element.get("name") not in NOT_WORDS:
                yield f"{element.tag} {name}", element.get(name, ""), element
        yield element.tag, element.text or "", element
        for child in element:
            yield from walked(child)
            yield element.tag, child.tail or "", element

    return walked(root)


def _is_data(element: Element) -> bool:
    """Say whether an element holds a name, a code, what somebody typed, or the name of a language."""
    if element.tag in {"bdi", "code", "textarea"}:
        return True
    spoken = languages().get(element.get("lang", ""))
    return (
        element.tag != "html" and spoken is not None and "".join(element.itertext()).strip() == spoken.endonym
    )


def without_what_was_asked(root: Element) -> Element:
    """Return a page of single answers without the words people were asked in, which are in their own language."""
    for parent in root.iter():
        for child in [child for child in parent if child.get("lang") and child.tag in {"p", "span", "dd"}]:
            parent.remove(child)
    return root


def left_behind(root: Element, names: frozenset[str], *, is_as_asked: bool = False) -> list[Left]:
    """Return the words of a page that stand outside the brackets and are no data; `names` are data too."""
    found, depth = [], 0
    for where, said, _element in texts(without_what_was_asked(deepcopy(root)) if is_as_asked else root):
        outside, depth_here = [], depth if " " not in where else 0
        for letter in said:
            depth_here += (letter == "⟦") - (letter == "⟧")
            outside.append(letter if not depth_here else " ")
        depth = depth_here if " " not in where else depth
        rest = "".join(outside).replace("⟧", " ")
        for name in names:
            rest = rest.replace(name, " ")
        rest = DATA.sub(" ", rest)
        if re.search(r"\w", rest):
            found.append(Left(where, " ".join(rest.split())))
    return found


def told(met: list[Met], names: frozenset[str]) -> dict[str, set[str]]:
    """Return what was left behind, each with the pages it stands on."""
    faults: dict[str, set[str]] = {}
    for one in met:
        is_as_asked = one.address.partition("?")[0].endswith("/answers")
        for left in left_behind(one.root, names, is_as_asked=is_as_asked):
            faults.setdefault(f"<{left.where}> {left.words}", set()).add(f"{one.status} {one.address}")
    return faults


ENDONYMS = frozenset(language.endonym for language in languages().values())
INVENTED = {"Example Housing Systems (invented)", "X-DEMO SUPPLIER-"}
"""Names of companies in the story: they are the same in every language."""
KEYS = {
    "session-temporary", "arabic-speaking", "disabled", "aged-65-and-over", "lone-parents", "temporary-accommodation",
}  # fmt: skip
"""Names that officers give to what only they see."""
FORMATS = {"CSV", "PDF", "PNG", "SVG", "XLSX"}
"""Kinds of files: they are called the same everywhere."""
NAMES = ENDONYMS | {OPEN, CLOSED, DRAFT} | INVENTED | KEYS | FORMATS
DESKS = ("/officer/consultations", "/officer/tenders", "/officer/officers")
NO_PAGES_FOR_RESIDENTS = {
    "public.root", "public.go", "public.leave", "public.evidence_file", "public.evidence_paper", "public.tender_file",
    "public.media", "public.ask_code", "public.partner_qr", "public.partner_material",
}  # fmt: skip
NO_PAGES_FOR_OFFICERS = {
    "officer.home", "officer.qr", "officer.imported_file", "officer.attachment_file", "officer.transcript",
    "officer.links", "officer.outreach_calendar_file", "officer.material", "officer.qr_picture", "officer.table_file",
    "officer.ledger_table", "officer.ledger_workbook", "officer.reach_table", "officer.reach_workbook", "officer.logo",
}  # fmt: skip
"""They lead elsewhere, or are files, or are of files that nobody sends in the story."""


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>⟦Sávé⟧</p>", None),
        ("<p>Save</p>", "Save"),
        ("<p>⟦Sávé⟧ 12 ocds-000000-x1 <bdi>K7</bdi> 3 May 2026, a@b.example</p>", None),
        ("<p>⟦Réád <a href='/x'>thé résúlts</a> nów⟧ or later</p>", "or later"),
        ("<p>⟦Ún⟧til ⟦thén⟧</p>", "til"),
        ("<input aria-label='Look' value='typed'>", "Look"),
        ("<p lang='nl'>Nederlands</p>", None),
        ("<p lang='nl'>Wonen</p>", "Wonen"),
    ],
)
def test_what_is_outside_the_brackets_is_found(html: str, words: str | None) -> None:
    assert [left.words for left in left_behind(parsed(html)[0], frozenset())] == ([words] if words else [])


def test_no_word_for_residents_is_left_behind(stage: Stage) -> None:
    resident = stage.resident(PSEUDO)
    pages = ("", "resume", "receipt", "go", f"consultations/{OPEN}/letter-used")
    crawl(stage.app, resident, *(f"/{PSEUDO}/{page}" for page in pages))
    code = answer_to_the_end(resident, OPEN)
    use_the_receipt(resident, code)
    be_refused(resident, OPEN, CLOSED)
    resident.open(f"/{PSEUDO}/consultations/{OPEN}/letter-used")
    open_as_partner(resident, stage.partner_token())
    assert resident.walk.unseen(stage.app, "public") == NO_PAGES_FOR_RESIDENTS
    assert resident.walk.statuses == {200, 400, 403, 404, 405, 410, 413, 422}
    assert told(resident.walk.met, NAMES) == {}


def test_no_word_for_officers_is_left_behind(stage: Stage) -> None:
    stage.draft()
    stage.table()
    officer = stage.officer(PSEUDO)
    crawl(stage.app, officer, *DESKS)
    stage.close_and_compile()
    stage.write_finding()
    one = f"/officer/consultations/{OPEN}"
    crawl(stage.app, officer, f"{one}/evidence", f"{one}/evidence/seal", one)
    for address in sorted({one.address for one in officer.walk.met}):
        press_empty(officer, address)
    invite(officer)
    be_turned_away(officer)
    assert officer.walk.unseen(stage.app, "officer") == NO_PAGES_FOR_OFFICERS
    assert told(officer.walk.met, NAMES) == {}
