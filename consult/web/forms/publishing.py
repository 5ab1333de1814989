"""Writing a consultation from its files, publishing, pausing and closing it."""

from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired

from consult.web.forms.base import OfficerForm
from consult.web.forms.choices import OneOf
from consult.web.forms.days import DayField
from consult.web.forms.limits import AtMost, shown
from consult.words.marking import _N


class ConsultationForm(OfficerForm):
    """A new consultation: about which tender, under which address, from which files, and its days."""

    slug = StringField(validators=[InputRequired(_N("Choose a short address.")), AtMost(80), shown])
    tender = OneOf(validators=[InputRequired(_N("Choose a tender."))])
    survey = FileField()
    details = FileField()
    opens_on = DayField()
    closes_on = DayField()


class CorrectionForm(OfficerForm):
    """A corrected survey."""

    survey = FileField()


class OverridesForm(OfficerForm):
    """Publishing: a reason for each thing that does not hold. The reasons are fields named `reason-<code>`."""


class ReasonForm(OfficerForm):
    """Something that needs a reason on record."""

    reason = TextAreaField(validators=[InputRequired(_N("Give the reason.")), AtMost(2000), shown])


class ExtendForm(ReasonForm):
    """A later last day, with its reason."""

    closes_on = DayField(validators=[InputRequired(_N("Give the day."))])
