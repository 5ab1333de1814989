"""What can be wrong with the settings of an installation."""

from consult.words.marking import _N

SENTENCES: dict[str, str] = {
    "settings.missing": _N("This setting is missing."),
    "settings.wrong": _N("This setting cannot be used: %(expected)s."),
    "database.not_current": _N("The database is not up to date. Run: flask --app wsgi db upgrade"),
    "file.unreadable": _N("The file cannot be read."),
}
