"""Any part of a document in one language, as templates read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class LocalPart:
    """A part of the document in one language: its fields under their own names, every text as what is said.

    So a template reads `question.own.unit` or `question.own.rows[0].text`, whatever the kind.
    """

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = fields

    def changed(self, fields: Mapping[str, Any]) -> LocalPart:
        """The same part with other values for these fields."""
        return LocalPart({**self._fields, **fields})

    def __getattr__(self, name: str) -> Any:
        """The field of this name. AttributeError where the part has none, as for any object."""
        try:
            return self._fields[name]
        except KeyError:
            raise AttributeError(name) from None
