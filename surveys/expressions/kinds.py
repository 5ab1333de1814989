"""The kinds of value, and which of them each operator takes and gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from surveys.expressions.tree import Operator
from surveys.questions.asked import Asked

Kind = Literal[
    "truth", "number", "choice", "choices", "words", "date", "datetime", "numbers", "entries", "nothing", "other"
]  # fmt: skip
"""What an expression gives: true or false, a number, one option, several options, somebody's words, a date, a time,
several numbers; the entries of a repeat; nothing (the empty text, which goes with every kind);
something only `answered` can be asked of.
"""

SINGLE: Final[Sequence[Kind]] = ("words", "choice", "number", "truth", "date", "datetime")
_TRUTH: Final[Sequence[Kind]] = ("truth",)
_NUMBER: Final[Sequence[Kind]] = ("number",)
_WORDS: Final[Sequence[Kind]] = ("words", "choice")
_WRITTEN: Final[Sequence[Kind]] = ("words", "choice", "number", "date")
_DAY: Final[Sequence[Kind]] = ("date", "datetime")
ORDERED: Final[Sequence[Kind]] = ("number", "date", "datetime")


@dataclass(frozen=True, slots=True)
class Signature:
    """Which kinds each argument may be (the last says it for all that follow), and the kind of what comes out."""

    takes: tuple[Sequence[Kind], ...]
    gives: Kind


SIGNATURES: Final[Mapping[Operator, Signature]] = {
    **dict.fromkeys(["and", "or", "not"], Signature((_TRUTH,), "truth")),
    **dict.fromkeys(
        ["*", "div", "mod", "neg", "abs", "int", "floor", "ceiling"], Signature((_NUMBER,), "number")
    ),
    **dict.fromkeys(["round", "pow", "sqrt", "exp", "log", "log10"], Signature((_NUMBER,), "number")),
    **dict.fromkeys(["sin", "cos", "tan", "asin", "acos", "atan", "atan2"], Signature((_NUMBER,), "number")),
    "pi": Signature((), "number"),
    "today": Signature((), "date"),
    "now": Signature((), "datetime"),
    "number": Signature((SINGLE,), "number"),
    **dict.fromkeys(["string", "concat"], Signature((SINGLE,), "words")),
    **dict.fromkeys(["contains", "starts-with", "ends-with", "regex"], Signature((_WRITTEN,), "truth")),
    "string-length": Signature((_WRITTEN,), "number"),
    **dict.fromkeys(
        ["substring-before", "substring-after", "normalize-space"], Signature((_WRITTEN,), "words")
    ),
    "substr": Signature((_WRITTEN, _NUMBER), "words"),
    "count-selected": Signature((("choices", "choice"),), "number"),
    "selected-at": Signature((("choices", "choice"), _NUMBER), "words"),
    "date": Signature((("words", "number", *_DAY),), "date"),
    **dict.fromkeys(["days-between", "years-between"], Signature((_DAY,), "number")),
    "decimal-date-time": Signature((_DAY,), "number"),
    "add-days": Signature((_DAY, _NUMBER), "date"),
    "format-date": Signature((_DAY, _WORDS), "words"),
}
"""The operators whose rule is this simple; judge.py has the others."""


def kind_of(question: Asked) -> Kind:
    """What the answer to a question is."""
    return question.value_kind
