"""What arithmetic gives. Exact decimals in, an exact decimal out, or None where there is no such number."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, Context, Decimal
from typing import Final

from surveys.expressions.values import EXACT, finite

_HALF: Final = Decimal("0.5")
_ONE: Final = Decimal(1)
_WIDE: Final = Context(prec=200, Emin=-999, Emax=999, traps=[])
"""Wide enough to add a half to any number without rounding it first."""

MOST_PLACES: Final = 30
_DIGITS_OF_A_DOUBLE: Final = 15
"""Digits that every double keeps (IEEE 754 binary64): what the functions of angles are rounded to."""


def multiply(*factors: Decimal) -> Decimal | None:
    product = _ONE
    for factor in factors:
        product = EXACT.multiply(product, factor)
    return finite(product)


def divide(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """None when divided by zero."""
    return finite(EXACT.divide(dividend, divisor))


def remainder(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """Of the division rounded towards zero: it has the sign of the dividend (XPath 1.0, section 3.5)."""
    return finite(EXACT.remainder(dividend, divisor))


def rounded(number: Decimal, places: int = 0) -> Decimal | None:
    """To so many decimal places, or tens where negative; halves go up (XPath 1.0, section 4.4): -2.5 to -2."""
    if abs(places) > MOST_PLACES:
        return None
    shifted = _WIDE.add(number.scaleb(places, _WIDE), _HALF)
    return finite(EXACT.plus(shifted.to_integral_value(ROUND_FLOOR).scaleb(-places, _WIDE)))


def _integral(rounding: str) -> Callable[[Decimal], Decimal | None]:
    return lambda number: number.to_integral_value(rounding, EXACT)


def _by_doubles(function: Callable[..., float]) -> Callable[..., Decimal | None]:
    """A function of angles, in radians."""

    def compute(*arguments: Decimal) -> Decimal | None:
        try:
            found = function(*(float(argument) for argument in arguments))
        except (ValueError, OverflowError):
            return None
        return finite(EXACT.create_decimal(f"{found:.{_DIGITS_OF_A_DOUBLE}g}"))

    return compute


def _context(function: Callable[..., Decimal]) -> Callable[..., Decimal | None]:
    return lambda *arguments: finite(function(*arguments))


def pi() -> Decimal:
    return Decimal("3.141592653589793")


OF_NUMBERS: Final[Mapping[str, Callable[..., Decimal | None]]] = {
    "*": multiply,
    "div": divide,
    "mod": remainder,
    "neg": _context(EXACT.minus),
    "abs": _context(EXACT.abs),
    "int": _integral(ROUND_DOWN),
    "floor": _integral(ROUND_FLOOR),
    "ceiling": _integral(ROUND_CEILING),
    "pow": _context(EXACT.power),
    "sqrt": _context(EXACT.sqrt),
    "exp": _context(EXACT.exp),
    "log": _context(EXACT.ln),
    "log10": _context(EXACT.log10),
    "sin": _by_doubles(math.sin),
    "cos": _by_doubles(math.cos),
    "tan": _by_doubles(math.tan),
    "asin": _by_doubles(math.asin),
    "acos": _by_doubles(math.acos),
    "atan": _by_doubles(math.atan),
    "atan2": _by_doubles(math.atan2),
}
"""Operators all of whose arguments are numbers, and which are missing if one of them is."""
