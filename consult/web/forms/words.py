"""Words in several languages: a box for each, one of them enough."""

from typing import Any

import pydantic
from wtforms import Field
from wtforms.validators import StopValidation

from consult.web.locale import gettext
from consult.words.marking import _N
from surveys.text import Text

LONGEST = 2000


class WordsField(Field):
    """Reads `<name>_<language>` for each language; `data` is a Text, or None when every box is empty.

    What was typed stays in `raw`, by language. A phrase nobody changed keeps its review status.
    """

    languages: tuple[str, ...] = ()
    raw: dict[str, str]

    def __init__(self, *given: Any, limit: int = LONGEST, **options: Any) -> None:
        """Make a field that takes `limit` characters in each language."""
        super().__init__(*given, **options)
        self.limit = limit

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the boxes, or the words that are there already."""
        del extra_filters
        self.process_errors = []
        self.errors = []
        self.object_data = self.data = data if isinstance(data, Text) else None
        self.raw = {code: phrase.text for code, phrase in self.data.root.items()} if self.data else {}
        if formdata:
            beginning = f"{self.name}_"
            self.raw = {
                name.removeprefix(beginning): formdata[name].strip()
                for name in formdata
                if name.startswith(beginning)
            }
        self.raw_data = [words for words in self.raw.values() if words]

    def pre_validate(self, form: Any) -> None:
        """Stop at words no page can show, at too many of them, and at languages that were not offered."""
        del form
        written = {code: words for code, words in self.raw.items() if words}
        if not set(written) <= set(self.languages):
            raise StopValidation(_N("Words came in a language that is not offered here."))
        if any(len(words) > self.limit for words in written.values()):
            raise StopValidation(gettext("Write at most %(limit)s characters.", limit=self.limit))
        kept = self.object_data.root if self.object_data else {}
        unchanged = {code: phrase for code, phrase in kept.items() if written.get(code) == phrase.text}
        try:
            self.data = Text.model_validate({**written, **unchanged}) if written else None
        except pydantic.ValidationError:
            raise StopValidation(_N("These words contain characters that cannot be shown.")) from None

    @property
    def others(self) -> tuple[str, ...]:
        """Return every language but the first."""
        return self.languages[1:]

    @property
    def written_elsewhere(self) -> int:
        """Return in how many languages but the first something is written."""
        return sum(bool(self.raw.get(code)) for code in self.others)
