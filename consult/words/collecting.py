"""Collects every sentence of the interface into the catalogues of the two domains (`make strings`).

A sentence only officers meet belongs to `officer`; every other one to `public`, to which `officer` falls back.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from consult.files import project_folder
from consult.words.locales import languages

SOURCE = "en"
DOMAINS = ("public", "officer")
KEYWORDS = {"_": None, "_N": None, "gettext": None, "ngettext": (1, 2)}
FOR_OFFICERS = (
    "templates/officer/",
    "templates/layouts/officer",
    "consult/web/officer/",
    "consult/web/forms/",
    "consult/words/reminding.py",
    "consult/words/sentences/accounts.py",
    "consult/words/sentences/outreach.py",
    "consult/words/sentences/settings.py",
    "consult/words/sentences/surveys.py",
    "consult/words/sentences/tenders.py",
    "consult/words/sentences/work.py",
)
Said = str | tuple[str, ...]


@lru_cache(maxsize=1)
def collected() -> dict[str, dict[Said, list[str]]]:
    """Return for each domain its sentences, and the translators' comments beside each."""
    found: dict[str, dict[Said, list[str]]] = {domain: {} for domain in DOMAINS}
    for place, sentence, comments in _everywhere():
        found["officer" if place.startswith(FOR_OFFICERS) else "public"].setdefault(sentence, []).extend(
            comments
        )
    for sentence in found["officer"].keys() & found["public"].keys():
        del found["officer"][sentence]
    return found


def template(domain: str, sentences: dict[Said, list[str]]) -> Catalog:
    """Return the catalogue of `domain` that translators start from."""
    catalog = _empty(domain)
    for sentence in sorted(sentences, key=str):
        catalog.add(sentence, auto_comments=sorted(set(sentences[sentence])))
    return catalog


def write(folder: Path) -> None:
    """Write `<domain>.pot` into `folder`, and bring the catalogue of each language up to date with it.

    What was translated stays; a new sentence is left empty and nothing is guessed. Writing again changes no byte.
    """
    for domain, sentences in collected().items():
        pot = template(domain, sentences)
        _save(pot, folder / f"{domain}.pot")
        for code in translated_languages():
            path = catalogue_path(folder, code, domain)
            catalog = read(path, code) if path.is_file() else _empty(domain, code)
            catalog.update(pot, no_fuzzy_matching=True)
            path.parent.mkdir(parents=True, exist_ok=True)
            _save(catalog, path)


def translated_languages() -> list[str]:
    """Return the codes of the languages that have catalogues: all but the source and the pseudo-languages."""
    return [code for code, known in languages().items() if code != SOURCE and not known.is_pseudo]


def catalogue_path(folder: Path, code: str, domain: str) -> Path:
    """Return where the catalogue of the language `code` lies in `folder`."""
    return folder / code.replace("-", "_") / "LC_MESSAGES" / f"{domain}.po"


def read(path: Path, code: str | None = None) -> Catalog:
    """Return the catalogue in the file `path`."""
    with path.open("rb") as written:
        return read_po(written, locale=None if code is None else code.replace("-", "_"))


def _empty(domain: str, code: str | None = None) -> Catalog:
    catalog = Catalog(
        locale=None if code is None else code.replace("-", "_"),
        domain=domain,
        project="consult",
        version="1",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        charset="utf-8",
        fuzzy=False,
    )
    catalog.header_comment = (
        f"# The sentences of the interface, domain {domain}. Brought up to date by: make strings"
    )
    return catalog


def _save(catalog: Catalog, path: Path) -> None:
    if path.is_file():  # a date that moves by itself would change every file every time
        old = read(path)
        catalog.creation_date, catalog.revision_date = old.creation_date, old.revision_date
    with path.open("wb") as target:
        write_po(target, catalog, width=110, no_location=True, ignore_obsolete=True, sort_output=True)


def _everywhere() -> Iterator[tuple[str, Said, list[str]]]:
    templates, package = project_folder("templates"), Path(__file__).parents[1]
    for root, pattern, method in ((templates, "**/*.html", "jinja2"), (package, "**/*.py", "python")):
        for path in sorted(root.glob(pattern)):
            if "node_modules" not in path.parts:
                with path.open("rb") as source:
                    yield from _in(path.relative_to(root.parent).as_posix(), source, method)


def _in(place: str, source: BinaryIO, method: str) -> Iterator[tuple[str, Said, list[str]]]:
    options = {"trimmed": "true", "silent": "false"} if method == "jinja2" else {}
    for _, sentence, comments, _ in extract(method, source, KEYWORDS, ["Translators:"], options):
        yield place, sentence, comments


if __name__ == "__main__":
    write(project_folder("translations"))
