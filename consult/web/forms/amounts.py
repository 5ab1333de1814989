"""Numbers that may be zero or have decimals, as people type them: digits of any script, a comma or a point."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from wtforms import StringField, ValidationError

from consult.words.marking import _N

LONGEST = 15
AMOUNT = re.compile(r"[0-9]+(\.[0-9]{1,2})?")
POINTS = str.maketrans({",": ".", "\u066b": "."})
"""A comma, and the decimal separator of Arabic digits."""


class AmountField(StringField):
    """An amount of nought or more with at most two decimals; `amount` is None until it was validated."""

    amount: Decimal | None = None

    def pre_validate(self, form: Any) -> None:
        """Read the amount; refuse what is none, and anything that could be meant in two ways, such as 1,000."""
        del form
        typed = (self.data or "").strip()
        if not typed:
            return
        self.amount = amount_in(typed)
        if self.amount is None:
            raise ValidationError(_N("Give a number such as 12 or 12.50, without separators for thousands."))


class WholeField(StringField):
    """A whole number of nought or more; `number` is None until it was validated."""

    number: int | None = None

    def pre_validate(self, form: Any) -> None:
        """Read the number; refuse what is none."""
        del form
        typed = _plain((self.data or "").strip())
        if not typed:
            return
        if not (typed.isascii() and typed.isdigit()) or len(typed) > 9:  # noqa: PLR2004  # more is no count of people
            raise ValidationError(_N("Give a whole number, 0 or more."))
        self.number = int(typed)


def amount_in(typed: str) -> Decimal | None:
    """Return the amount that was typed; None for what is none, or could be meant in two ways."""
    if len(typed) > LONGEST:
        return None
    plain = _plain(typed).translate(POINTS)
    return Decimal(plain) if AMOUNT.fullmatch(plain) else None


def _plain(typed: str) -> str:
    digits = [(character, unicodedata.decimal(character, None)) for character in typed]
    return "".join(character if digit is None else str(digit) for character, digit in digits)
