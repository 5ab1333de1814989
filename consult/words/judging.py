"""Judges the catalogues: is every sentence said in every language, with its placeholders, its tags and its plurals.

`make check` runs it. polib reads the files, because compiling them with Babel overlooks a wrong number of plurals.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.plurals import get_plural

from consult.files import project_folder
from consult.words.collecting import Said, catalogue_path, collected, translated_languages

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
TAG = re.compile(r"</?\w+[^>]*>")
NUMBER = "%(num)s"  # a plural form may say the number in words, as in "one day"


def faults(folder: Path) -> list[str]:
    """Return what is wrong with the catalogues in `folder`, one line each; an empty list when nothing is."""
    found = []
    for domain, sentences in collected().items():
        wanted = set(sentences)
        pot = folder / f"{domain}.pot"
        if not pot.is_file() or _sentences(polib.pofile(str(pot))) != wanted:
            found.append(f"{pot.name}: not what the code says; run: make strings")
        for code in translated_languages():
            path = catalogue_path(folder, code, domain)
            place = path.relative_to(folder).as_posix()
            found += [f"{place}: {fault}" for fault in _faults_of(path, code, wanted)]
    return found


def _faults_of(path: Path, code: str, wanted: set[Said]) -> Iterator[str]:
    if not path.is_file():
        yield "there is no such catalogue; run: make strings"
        return
    catalogue = polib.pofile(str(path))
    for sentence in sorted(wanted - _sentences(catalogue), key=str):
        yield f"not there: {sentence!r}; run: make strings"
    forms = get_plural(code.replace("-", "_")).num_plurals
    for entry in catalogue:
        if not entry.obsolete:
            yield from (f"{fault}: {entry.msgid!r}" for fault in _faults_in(entry, forms))


def _faults_in(entry: polib.POEntry, forms: int) -> Iterator[str]:
    said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if "fuzzy" in entry.flags:
        yield "marked as a guess (fuzzy)"
    if entry.msgid_plural and len(said) != forms:
        yield f"{len(said)} plural forms where the language has {forms}"
    if not all(said):
        yield "not translated"
        return
    if any(
        _placeholders(entry, words) != _placeholders(entry, entry.msgid_plural or entry.msgid)
        for words in said
    ):
        yield "other placeholders than the sentence it translates"
    if any(sorted(TAG.findall(words)) != sorted(TAG.findall(entry.msgid)) for words in said):
        yield "other tags than the sentence it translates"


def _placeholders(entry: polib.POEntry, words: str) -> set[str]:
    found = set(PLACEHOLDER.findall(words))
    return found - {NUMBER} if entry.msgid_plural else found


def _sentences(catalogue: polib.POFile) -> set[Said]:
    return {
        (entry.msgid, entry.msgid_plural) if entry.msgid_plural else entry.msgid
        for entry in catalogue
        if not entry.obsolete
    }


if __name__ == "__main__":
    wrong = faults(project_folder("translations"))
    sys.exit("\n".join(wrong) if wrong else 0)
