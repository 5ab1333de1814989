"""The sentences of the interface, from the gettext catalogues of the two domains `public` and `officer`.

A sentence missing in a language is said in English: the msgid. The officer domain falls back to the public one,
because officers meet the same components residents do.
"""

import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from consult.files import project_file

PSEUDO = "en-XA"
_WIDER = str.maketrans("aeiouAEIOUcny", "áéíóúÁÉÍÓÚçñý")


class PseudoTranslations(NullTranslations):
    """A language nobody speaks: every sentence comes out accented and bracketed, so that one left behind is seen."""

    def gettext(self, message: str) -> str:
        """Return `message` in the pseudo-language, its placeholders untouched."""
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for `n` in the pseudo-language."""
        return pseudo(msgid1 if n == 1 else msgid2)

    ugettext = gettext
    ungettext = ngettext


def pseudo(message: str) -> str:
    """Return `message` accented and in brackets; `%(name)s` and mark-up stay as they are."""
    parts = re.split(r"(%\(\w+\)[sd]|<[^>]+>|&\w+;)", message)
    return (
        "⟦" + "".join(part if place % 2 else part.translate(_WIDER) for place, part in enumerate(parts)) + "⟧"
    )


@lru_cache(maxsize=64)
def catalogue(language: str, domain: str) -> NullTranslations:
    """Return the catalogue of `language` (BCP 47) in `domain`; English needs none.

    Read from the .po itself, once per process, so that no compiled file can be stale.
    """
    if language == PSEUDO:
        return PseudoTranslations()
    path = project_file("translations", language.replace("-", "_"), "LC_MESSAGES", f"{domain}.po")
    found = _read(path) if path.is_file() else NullTranslations()
    if domain != "public":
        found.add_fallback(catalogue(language, "public"))
    return found


def _read(path: Path) -> Translations:
    compiled = BytesIO()
    with path.open("rb") as written:
        write_mo(compiled, read_po(written))
    compiled.seek(0)
    return Translations(compiled)
