"""The form every officers' form is: our sentences, and refusals shown at the field they are about."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField, HiddenField

from consult.web.forms.limits import showable
from consult.web.forms.words import WordsField
from consult.web.locale import gettext, language
from consult.words.problems import sentence
from surveys.problems import Problem, Refused

NOWHERE: Mapping[str, str] = MappingProxyType({})
FIRST_STRONG, END = "\u2068", "\u2069"
"""Marks around something that runs its own way in a sentence, such as a JSON pointer in an Arabic one (UAX 9)."""


class _LaterSaid:
    """WTForms' own messages, left as they are: `validate` says them, with all others, in the reader's language."""

    def gettext(self, message: str) -> str:
        """Return `message` untouched."""
        return message

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return the English form for `number`."""
        return singular if number == 1 else plural


class OfficerForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form of an officers' page. Its token is checked by the door's guard, so it carries no field for it."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # see above
        """How WTForms builds it."""

        csrf = False

        def get_translations(self, form: object) -> _LaterSaid:
            """Return our catalogues instead of WTForms' own."""
            del form
            return _LaterSaid()

    def __init__(self, languages: Sequence[str] = (), **given: Any) -> None:
        """Build it; `languages` are those words can be written in, the first one shown first."""
        super().__init__(**given)
        for field in leaves(self):
            if isinstance(field, WordsField):
                field.languages = tuple(languages)

    def validate(self, extra_validators: Any = None) -> bool:
        """Say whether all of it can be used; every message is then in the reader's language."""
        is_good = bool(super().validate(extra_validators))
        for field in leaves(self):
            field.errors = [gettext(message) for message in field.errors]
            _make_showable(field)
        return is_good

    def gettext(self, message: str) -> str:
        """Return `message` in the reader's language."""
        return gettext(message)

    def refuse(self, refused: Refused, fields: Mapping[str, str] = NOWHERE) -> None:
        """Show each problem at the field it names; at the top of the form when it names none.

        `fields` names the field for problems whose code begins with a noun: those of an uploaded file carry a JSON
        pointer, which is then told in the message.
        """
        for problem in refused.problems:
            self._refuse(problem, fields.get(problem.code.split(".")[0], problem.where))

    def _refuse(self, problem: Problem, name: str) -> None:
        words = sentence(problem, language(), "officer")
        by_name = {field.name: field for field in leaves(self)}
        field: Field | None = by_name.get(problem.where.removeprefix("/")) or by_name.get(name)
        if problem.where.startswith("/") and (field is None or field.name != problem.where[1:]):
            place = f"{FIRST_STRONG}{problem.where}{END}"
            words = gettext("%(problem)s Place: %(place)s", problem=words, place=place)
        if field is None:
            self.form_errors.append(words)
        else:
            field.errors = [*field.errors, words]

    @property
    def problems(self) -> list[dict[str, Any]]:
        """Return every message with the id of its field, as components/error_summary.html wants them."""
        at_fields = [{"text": text, "id": field.id} for field in leaves(self) for text in field.errors]
        return [{"text": text, "id": None} for text in self.form_errors] + at_fields


class OneMoreForm(OfficerForm):
    """A form that adds one more to a list. `seen` is how long the list was when the form was shown."""

    seen = HiddenField()

    def expect(self, length: int | str) -> None:
        """Refuse when the list is not `length` long any more: most likely the form was sent twice.

        Something that is changed, and no list, is told by its fingerprint in place of a length.

        It can be sent again as it then stands. Raises Refused `list.changed_meanwhile`.
        """
        seen, self.seen.data = self.seen.data, str(length)
        if seen != str(length):
            raise Refused(Problem("list.changed_meanwhile"))


def _make_showable(field: Field) -> None:
    """Put a mark where something was typed that no page can show, so that the page that says so can be shown."""
    if isinstance(field.data, str):
        field.data = showable(field.data)
    if isinstance(field, WordsField):
        field.raw = {code: showable(words) for code, words in field.raw.items()}


def leaves(fields: Iterable[Field]) -> Iterator[Field]:
    """Give every field that is typed into, also those inside rows."""
    for field in fields:
        if isinstance(field, FormField):
            yield from leaves(field.form)
        elif isinstance(field, FieldList):
            yield from leaves(field.entries)
        else:
            yield field
