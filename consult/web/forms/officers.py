"""Adding a member of staff."""

from wtforms import EmailField
from wtforms.validators import InputRequired

from consult.web.forms.base import OfficerForm
from consult.web.forms.choices import SeveralOf
from consult.web.forms.limits import AtMost
from consult.words.marking import _N


class NewOfficerForm(OfficerForm):
    """Their address, and what they are here for."""

    email = EmailField(validators=[InputRequired(_N("Enter an e-mail address.")), AtMost(254)])
    roles = SeveralOf(validators=[InputRequired(_N("Choose at least one role."))])
