"""How much a box takes, and whole numbers as people type them."""

from typing import Any

from wtforms import Field, StringField, ValidationError

from consult.web.locale import gettext
from consult.words.marking import _N
from surveys.text import NOT_IN_WORDS


def showable(typed: str) -> str:
    """Return `typed` with U+FFFD for each character that cannot be shown."""
    return NOT_IN_WORDS.sub("\ufffd", typed.replace("\r\n", "\n"))


def shown(form: Any, field: Field) -> None:
    """Refuse characters that cannot be shown."""
    del form
    if NOT_IN_WORDS.search((field.data or "").replace("\r\n", "\n")):
        raise ValidationError(_N("These words contain characters that cannot be shown."))


class AtMost:
    """Refuses more than `limit` characters."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, form: Any, field: Field) -> None:
        """Raise ValidationError when `field` holds too much."""
        del form
        if len(field.data or "") > self.limit:
            raise ValidationError(gettext("Write at most %(limit)s characters.", limit=self.limit))


class CountField(StringField):
    """A whole number of one or more, in digits of any script; `number` is None until it was validated."""

    number: int | None = None

    def pre_validate(self, form: Any) -> None:
        """Read the number; refuse what is none."""
        del form
        typed = (self.data or "").strip()
        if not typed:
            return
        if not typed.isdecimal() or len(typed) > 9 or int(typed) < 1:  # noqa: PLR2004  # more is no count of people
            raise ValidationError(_N("Give a whole number of one or more."))
        self.number = int(typed)
