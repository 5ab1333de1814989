"""A new link, and the activity it belongs to."""

from wtforms import StringField
from wtforms.validators import InputRequired, Regexp

from consult.web.forms.base import OfficerForm
from consult.web.forms.choices import OneOf, SeveralOf
from consult.web.forms.words import WordsField
from consult.words.marking import _N


class LinkForm(OfficerForm):
    """What you plan to do, through which channel, in which language."""

    what = WordsField(limit=200, validators=[InputRequired(_N("Say what you plan to do."))])
    key = StringField(
        validators=[
            InputRequired(_N("Give it a short name.")),
            Regexp(r"[a-z0-9][a-z0-9-]{0,79}$", message=_N("Use small letters, digits and hyphens.")),
        ]
    )
    channel = OneOf(validators=[InputRequired(_N("Choose a channel."))])
    language = OneOf(validators=[InputRequired(_N("Choose a language."))])
    place = WordsField(limit=200)
    communities = SeveralOf()
