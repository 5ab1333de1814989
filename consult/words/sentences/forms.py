"""What can be wrong with a form as it was sent."""

from consult.words.marking import _N

SENTENCES: dict[str, str] = {
    "form.elsewhere": _N("This form was sent from another website, so we did not accept it."),
    "form.too_old": _N("This page was open for more than a day. Your words are still here: send it again."),
    "form.changed": _N("We could not check this form. Your words are still here: send it again."),
    "list.changed_meanwhile": _N(
        "Something was added after you opened this page, perhaps by sending this form twice. "
        "Look at the list. To add this too, send it again."
    ),
    "file.missing": _N("Choose a file."),
    "file.unknown": _N("There is no such file."),
    "language.unknown": _N("This language is not offered here."),
}
