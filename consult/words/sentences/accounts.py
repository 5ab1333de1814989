"""What can be wrong with organisations, officers, passwords and signing in."""

from consult.words.marking import _N

SENTENCES: dict[str, str] = {
    "permission.denied": _N("Your role does not allow this. Ask an administrator of your organisation."),
    "organisation.name_missing": _N("Give the organisation a name."),
    "organisation.ocid_prefix": _N("An OCID prefix looks like ocds-a1b2c3. “%(given)s” does not."),
    "organisation.time_zone": _N("“%(given)s” is not a time zone we know. Use a name such as Europe/London."),
    "organisation.unknown": _N("There is no organisation “%(given)s”."),
    "organisation.choose": _N("There is more than one organisation. Say which one with --organisation."),
    "officer.email": _N("“%(given)s” is not an e-mail address."),
    "officer.elsewhere": _N("This address belongs to an officer of another organisation."),
    "officer.role": _N("“%(given)s” is not a role. The roles are admin, officer, analyst and viewer."),
    "password.too_short": _N("Use at least %(least)s characters. Three or four words work well."),
    "password.too_long": _N("Use at most %(most)s characters."),
    "password.different": _N("The two passwords are not the same."),
    "sign_in.wrong": _N("The e-mail address or the password is wrong."),
    "sign_in.needed": _N("Sign in first."),
    "setup_link.unusable": _N(
        "This link was used already or is too old. Ask an administrator for a new one."
    ),
    "audit.broken": _N("The audit trail does not fit together from entry %(number)s on."),
    "attempts.too_many": _N("There were too many attempts. Wait a few minutes and try again."),
}
