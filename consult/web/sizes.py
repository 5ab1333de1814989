"""Files in words: what was sent, and how large it is, in the language of the page."""

from babel.units import format_unit
from flask import Flask

from consult.attachments.terms import LARGEST_FILE, LONGEST_SECONDS
from consult.web.locale import gettext, language
from consult.words.catalogues import PSEUDO
from surveys.questions import kept_file
from surveys.questions.kept_file import KeptFile

KILOBYTE, MEGABYTE = 1_000, 1_000_000


def size(count: int) -> str:
    """Return so many bytes in words, such as 1.2 MB."""
    spoken = "en_GB" if language() in {"en", PSEUDO} else language().replace("-", "_")
    unit, name = (MEGABYTE, "digital-megabyte") if count >= MEGABYTE else (KILOBYTE, "digital-kilobyte")
    number = round(count / unit, 1) if unit == MEGABYTE else max(1, round(count / unit))
    return format_unit(number, name, "short", locale=spoken)


def medium(name: str) -> str:
    """Return what a file is, in words."""
    words = {
        "picture": gettext("a picture"),
        "paper": gettext("a PDF document"),
        "recording": gettext("a recording"),
    }
    return words[name]


def as_kept_file(written: str) -> KeptFile | None:
    """Return the file a form field names."""
    found = kept_file.read({"file": [written]}, "file")
    return found if isinstance(found, KeptFile) else None


def prepare(app: Flask) -> None:
    """Give templates of `app` these filters, and the limits they tell."""
    app.jinja_env.filters["size"] = size
    app.jinja_env.filters["medium"] = medium
    app.jinja_env.filters["as_kept_file"] = as_kept_file
    app.jinja_env.globals["largest_file"] = LARGEST_FILE
    app.jinja_env.globals["longest_minutes"] = LONGEST_SECONDS // 60
