"""Problems as sentences. Every code a lower floor can return has one here; a house test compares the two."""

from collections.abc import Callable, Mapping
from typing import Protocol

from consult.words.catalogues import catalogue
from consult.words.sentences import SENTENCES
from surveys.problems import Parameter


class Coded(Protocol):
    """Anything a lower floor tells as data: a problem, or a change."""

    @property
    def code(self) -> str: ...
    @property
    def where(self) -> str: ...
    @property
    def parameters(self) -> Mapping[str, Parameter]: ...


def sentence(problem: Coded, language: str, domain: str = "public") -> str:
    """Return `problem` as one plain sentence in `language`."""
    translate: Callable[[str], str] = catalogue(language, domain).ugettext
    template = SENTENCES.get(problem.code)
    if template is None:
        return f"{problem.code} {problem.where}".strip()
    try:
        return translate(template) % dict(problem.parameters)
    except (KeyError, TypeError, ValueError):
        return translate(template)
