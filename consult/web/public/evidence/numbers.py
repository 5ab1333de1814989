"""Numbers as the reader's language writes them."""

from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency, format_decimal, format_percent

from consult.web.locale import gettext, language
from consult.words.catalogues import PSEUDO

LEFT_TO_RIGHT_MARK = "\u200e"
"""Behind a sign such as UK£, which would read £UK where the writing runs from the right (Unicode, UAX #9)."""

SMALL = 0.0995
"""Below a tenth a percentage has one decimal: a rate of 0.7 % is not 1 %."""


def locale() -> Locale:
    """Return the locale numbers are written in."""
    code = language()
    return Locale.parse("en_GB" if code in {"en", PSEUDO} else code.replace("-", "_"))


def number(value: float) -> str:
    """Return a number, its thousands grouped."""
    return str(format_decimal(value, locale=locale()))


def percentage(share: float) -> str:
    """Return a share between 0 and 1 as a percentage: whole from a tenth on, with one decimal below."""
    spoken = locale()
    whole = spoken.percent_formats[None].pattern
    pattern = whole.replace("0", "0.0") if 0 < share < SMALL else whole
    return str(format_percent(share, format=pattern, locale=spoken))


def times(ratio: float) -> str:
    """Return a ratio with two decimals."""
    return str(format_decimal(ratio, format="#,##0.00", locale=locale()))


def money(amount: Decimal, currency: str) -> str:
    """Return an amount with its currency; without decimals where it has none."""
    spoken = locale()
    pattern = spoken.currency_formats["standard"].pattern
    if amount == amount.to_integral_value():
        pattern = pattern.replace(".00", "")
    written = format_currency(amount, currency, format=pattern, locale=spoken, currency_digits=False)
    return f"{written}{LEFT_TO_RIGHT_MARK}" if spoken.character_order == "right-to-left" else written


def count_of(count: int, of: int) -> str:
    """Return a part and its whole: 47 of 109."""
    return gettext("%(count)s of %(of)s", count=number(count), of=number(of))
