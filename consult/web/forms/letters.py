"""How many single-use codes to make for letters, in which language, and as which file."""

from wtforms.validators import InputRequired

from consult.web.forms.base import OfficerForm
from consult.web.forms.choices import OneOf
from consult.web.forms.limits import CountField
from consult.words.marking import _N


class LettersForm(OfficerForm):
    """The number of letters, their language, and whether their codes come as a list or as cards."""

    count = CountField(validators=[InputRequired(_N("Say how many letters you will send."))])
    language = OneOf(validators=[InputRequired(_N("Choose a language."))])
    file = OneOf(validators=[InputRequired(_N("Choose a file."))])
