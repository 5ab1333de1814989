"""Choosing one or several of what a page offers."""

from collections.abc import Sequence
from typing import Any

from wtforms import Field, SelectField
from wtforms.validators import StopValidation

from consult.words.marking import _N

NOT_OFFERED = _N("Choose something that is offered here.")


class OneOf(SelectField):
    """One of `choices` (value, words); `data` is its value, or an empty string."""

    choices: Any

    def pre_validate(self, form: Any) -> None:
        """Stop at a value that is not offered; nothing chosen is for the validators to judge."""
        del form
        if self.data and self.data not in {value for value, _ in self.choices or ()}:
            raise StopValidation(NOT_OFFERED)


class SeveralOf(Field):
    """Any of `choices`; `data` is a list of values, each once, in the order they were sent."""

    def __init__(self, *given: Any, choices: Sequence[tuple[str, Any]] = (), **options: Any) -> None:
        """Make a field; what it offers may be set later, before it is validated."""
        super().__init__(*given, **options)
        self.choices = choices

    def process_data(self, value: Any) -> None:
        """Take what is chosen before anybody chooses."""
        self.data = list(value or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was sent."""
        self.data = list(dict.fromkeys(valuelist))

    def pre_validate(self, form: Any) -> None:
        """Stop at a value that is not offered."""
        del form
        if not set(self.data) <= {value for value, _ in self.choices}:
            raise StopValidation(NOT_OFFERED)
