"""Small scripts that help with questions. A page loads those it has something for; without them it works the same."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

HOOKS: Mapping[str, str] = MappingProxyType(
    {"counting.mjs": " data-limit=", "excluding.mjs": " data-exclusive", "revealing.mjs": " data-shown-by="}
)
"""Each module of consult/frontend/modules with the attribute that it looks for."""


def scripts_for(questions: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the scripts that have something to do in this markup."""
    markup = "".join(questions)
    return tuple(name for name, hook in HOOKS.items() if hook in markup)
