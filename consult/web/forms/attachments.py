"""Writing down what a recording says."""

from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired

from consult.attachments.terms import LONGEST_TRANSCRIPT
from consult.web.forms.base import OfficerForm
from consult.web.forms.limits import AtMost, shown
from consult.words.marking import _N


class TranscriptForm(OfficerForm):
    """The words of a recording; `is_checked` once somebody listened again, which deletes the recording."""

    transcript = TextAreaField(
        validators=[InputRequired(_N("Write down what is said.")), AtMost(LONGEST_TRANSCRIPT), shown]
    )
    is_checked = BooleanField()
