"""Answers said again inside a text: `You said {wait} months`, in the plural forms of the reader's language.

    {wait}                                               the answer, as the reader's language writes it
    {homes, plural, =0 {no homes} one {# home} other {# homes}}      # is the number
    {tenure, select, renting {your landlord} other {you}}            by the option chosen, or true and false

A backslash before a brace, or before `#` in a plural, makes it an ordinary character. An answer that is missing is
said as `…`; of several forms, it gets `other`. Texts are plain here: whoever puts them on a page escapes them.

reading.py: the text in parts. checking.py: is it sense. saying.py: closures that say it.
"""

from surveys.piping.checking import faults, names
from surveys.piping.reading import has_pipes
from surveys.piping.saying import GAP, Option, Say, compiled

__all__ = ["GAP", "Option", "Say", "compiled", "faults", "has_pipes", "names"]
