"""The kinds of question, one file each: a kind is here because its file is.

asked.py: what every kind has, and what a kind may say of itself. reading.py, counting.py: what the kinds share.
How to add one: docs/adding-a-question-kind.md.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Union, get_args

from pydantic import Field

from surveys.questions.asked import PREFER_NOT_TO_SAY, Asked, Choice, Option, Part

__all__ = ["KINDS", "PREFER_NOT_TO_SAY", "Asked", "Choice", "Option", "Part", "Question"]


def _classes() -> Iterator[type[Asked]]:
    """The class of each kind: the one in a file of its own that names its kind."""
    for module in sorted(found.name for found in pkgutil.iter_modules(__path__)):
        for value in vars(importlib.import_module(f"{__name__}.{module}")).values():
            is_own = isinstance(value, type) and value.__module__.endswith(f".{module}")
            if is_own and issubclass(value, Asked) and get_args(value.model_fields["kind"].annotation):
                yield value


KINDS: dict[str, type[Asked]] = {
    get_args(kind.model_fields["kind"].annotation)[0]: kind for kind in _classes()
}
"""Each kind by the name a document calls it."""

if TYPE_CHECKING:
    Question = Asked
else:
    Question = Annotated[Union[tuple(KINDS.values())], Field(discriminator="kind")]  # noqa: UP007  # made at run time
