"""Signing in, and choosing a password."""

from wtforms import EmailField, PasswordField
from wtforms.validators import EqualTo, InputRequired

from consult.web.forms.base import OfficerForm
from consult.web.forms.limits import AtMost, shown
from consult.words.marking import _N


class SignInForm(OfficerForm):
    """Address and password."""

    email = EmailField(validators=[InputRequired(_N("Enter your e-mail address.")), AtMost(254), shown])
    password = PasswordField(validators=[InputRequired(_N("Enter your password."))])


class PasswordForm(OfficerForm):
    """A new password, twice."""

    password = PasswordField(validators=[InputRequired(_N("Choose a password."))])
    again = PasswordField(
        validators=[
            InputRequired(_N("Type the password a second time.")),
            EqualTo("password", _N("The two passwords are not the same.")),
        ],
    )
