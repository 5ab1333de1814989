"""A day in three text boxes: the native date box keeps the browser's layout and calendar, whatever the page speaks."""

from datetime import date
from typing import Any

from wtforms import Field
from wtforms.validators import StopValidation

from consult.words.marking import _N

PARTS = ("year", "month", "day")


class DayField(Field):
    """Reads `<name>_day`, `<name>_month`, `<name>_year`; `data` is a date, or None when all three are empty."""

    raw: dict[str, str]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the three boxes; what was typed stays in `raw` for the page that shows it again."""
        del extra_filters
        self.process_errors = []
        self.errors = []
        self.data = data if isinstance(data, date) else None
        self.raw_data = []
        self.raw = {part: str(getattr(self.data, part, "")) for part in PARTS}
        if formdata:
            self.raw = {part: formdata.get(f"{self.name}_{part}", "").strip() for part in PARTS}
            self._read()

    def _read(self) -> None:
        self.data = None
        self.raw_data = [part for part in self.raw.values() if part]
        if not any(self.raw.values()):
            return
        try:
            self.data = date(*(int(self.raw[part]) for part in PARTS))
        except (ValueError, OverflowError):
            self.process_errors = [_N("This is not a day there is. Write it as in 27 3 2027.")]

    def pre_validate(self, form: Any) -> None:
        """Stop a form with a day that does not exist."""
        del form
        if self.process_errors:
            raise StopValidation  # the message is there already
