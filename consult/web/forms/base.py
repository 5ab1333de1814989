"""The form every officers' form is: our sentences, and refusals shown at the field they are about."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field

from consult.web.locale import gettext, language, ngettext
from consult.words.problems import sentence
from surveys.problems import Refused


class _OurCatalogue:
    """WTForms' own messages, said through the same catalogues as everything else."""

    def gettext(self, message: str) -> str:
        """Return WTForms' `message` in the reader's language."""
        return gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return the form for `number`."""
        return ngettext(singular, plural, number)


class OfficerForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form of an officers' page. Its token is checked by the door's guard, so it carries no field for it."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # see above
        """How WTForms builds it."""

        csrf = False

        def get_translations(self, form: object) -> _OurCatalogue:
            """Return our catalogues instead of WTForms' own."""
            del form
            return _OurCatalogue()

    def refuse(self, refused: Refused) -> None:
        """Show each problem at the field it names; at the top of the form when it names none."""
        for problem in refused.problems:
            words = sentence(problem, language(), "officer")
            field: Field | None = self._fields.get(problem.where)
            if field is None:
                self.form_errors.append(words)
            else:
                field.errors = [*field.errors, words]

    @property
    def problems(self) -> list[dict[str, Any]]:
        """Return every message with the id of its field, as components/error_summary.html wants them."""
        at_fields = [{"text": text, "id": field.id} for field in self for text in field.errors]
        return [{"text": text, "id": None} for text in self.form_errors] + at_fields
