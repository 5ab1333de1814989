"""The catalogues: every sentence of the interface, in every language, and a judge that overlooks nothing."""

from pathlib import Path

import polib
import pytest

from consult.files import project_folder
from consult.words.collecting import catalogue_path, collected, translated_languages, write
from consult.words.judging import faults


def translated(entry: polib.POEntry) -> None:
    """Fill `entry` with words of no language, faultless in every other way."""
    if entry.msgid_plural:
        entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, entry.msgid_plural)
    else:
        entry.msgstr = entry.msgid


@pytest.fixture
def catalogues(tmp_path: Path) -> Path:
    """Complete catalogues of every language."""
    write(tmp_path)
    for path in tmp_path.rglob("*.po"):
        catalogue = polib.pofile(str(path))
        for entry in catalogue:
            translated(entry)
        catalogue.save()
    return tmp_path


@pytest.fixture
def arabic(catalogues: Path) -> polib.POFile:
    return polib.pofile(str(catalogue_path(catalogues, "ar", "public")))


def entry_with(catalogue: polib.POFile, part: str) -> polib.POEntry:
    return next(entry for entry in catalogue if part in entry.msgid)


def only_fault(catalogues: Path) -> str:
    found = faults(catalogues)
    assert len(found) == 1, found
    return found[0]


def test_every_sentence_is_said_in_every_language() -> None:
    assert faults(project_folder("translations")) == []


def test_a_sentence_is_in_one_domain_only() -> None:
    sentences = collected()
    assert not sentences["public"].keys() & sentences["officer"].keys()
    assert "Back" in sentences["public"], "residents meet it, so officers fall back to it"


def test_complete_catalogues_have_no_fault(catalogues: Path) -> None:
    assert translated_languages() == ["nl", "ar"]
    assert faults(catalogues) == []


def test_collecting_again_changes_no_byte(catalogues: Path) -> None:
    write(catalogues)  # polib and Babel break lines differently
    before = {path: path.read_bytes() for path in catalogues.rglob("*.po*")}
    write(catalogues)
    assert before == {path: path.read_bytes() for path in catalogues.rglob("*.po*")}
    assert faults(catalogues) == []


def test_a_missing_catalogue_is_a_fault(catalogues: Path) -> None:
    catalogue_path(catalogues, "nl", "officer").unlink()
    assert only_fault(catalogues).startswith("nl/LC_MESSAGES/officer.po: there is no such catalogue")


def test_a_sentence_that_was_never_collected_is_a_fault(catalogues: Path, arabic: polib.POFile) -> None:
    arabic.remove(entry_with(arabic, "Back"))
    arabic.save()
    assert "not there: 'Back'" in only_fault(catalogues)


def test_a_sentence_without_words_is_a_fault(catalogues: Path, arabic: polib.POFile) -> None:
    entry_with(arabic, "Back").msgstr = ""
    arabic.save()
    assert only_fault(catalogues) == "ar/LC_MESSAGES/public.po: not translated: 'Back'"


def test_a_guess_is_a_fault(catalogues: Path, arabic: polib.POFile) -> None:
    entry_with(arabic, "Back").flags.append("fuzzy")
    arabic.save()
    assert "guess" in only_fault(catalogues)


def test_a_lost_placeholder_is_a_fault(catalogues: Path, arabic: polib.POFile) -> None:
    entry = next(entry for entry in arabic if "%(" in entry.msgid and not entry.msgid_plural)
    entry.msgstr = "nothing to fill in"
    arabic.save()
    assert "placeholders" in only_fault(catalogues)


def test_a_wrong_number_of_plurals_is_a_fault(catalogues: Path, arabic: polib.POFile) -> None:
    entry = next(entry for entry in arabic if entry.msgid_plural)
    entry.msgstr_plural = {0: entry.msgid_plural, 1: entry.msgid_plural}
    arabic.save()
    assert "2 plural forms where the language has 6" in only_fault(catalogues)


def test_a_plural_form_may_say_the_number_in_words(catalogues: Path, arabic: polib.POFile) -> None:
    entry = next(entry for entry in arabic if entry.msgid_plural)
    entry.msgstr_plural[1] = entry.msgid_plural.replace("%(num)s", "one")
    arabic.save()
    assert faults(catalogues) == []
