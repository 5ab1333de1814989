"""Problems as sentences. Every code a lower floor can return has one here; a house test compares the two."""

from collections.abc import Callable

from consult.words.catalogues import catalogue
from consult.words.sentences import SENTENCES
from surveys.problems import Problem


def sentence(problem: Problem, language: str, domain: str = "public") -> str:
    """Return `problem` as one plain sentence in `language`."""
    translate: Callable[[str], str] = catalogue(language, domain).ugettext
    template = SENTENCES.get(problem.code)
    if template is None:
        return f"{problem.code} {problem.where}".strip()
    try:
        return translate(template) % dict(problem.parameters)
    except (KeyError, TypeError, ValueError):
        return translate(template)
