"""The languages of the interface: what each calls itself, which way it runs, and where it falls back to."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from consult.files import project_file
from surveys.text import direction


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the interface, from translations/languages.toml."""

    code: str
    endonym: str
    english: str
    direction: str
    is_pseudo: bool = False


@lru_cache(maxsize=1)
def languages() -> dict[str, Language]:
    """Return every language there is a catalogue for, by its BCP 47 code, pseudo-languages included."""
    written = tomllib.loads(project_file("translations", "languages.toml").read_text("utf-8"))
    return {
        code: Language(
            code,
            entry["endonym"],
            entry["english"],
            entry.get("direction", direction(code)),
            entry.get("pseudo", False),
        )
        for code, entry in written["languages"].items()
    }


def endonym(code: str) -> str:
    """Return what a language calls itself; its code when we do not know."""
    known = languages().get(code)
    return known.endonym if known else code


def best(wanted: Iterable[str], offered: tuple[str, ...]) -> str:
    """Return the first of `wanted` that is offered, exactly or by its main language; else the first offered."""
    for code in wanted:
        for candidate in (code, code.split("-")[0]):
            if candidate in offered:
                return candidate
    return offered[0]
