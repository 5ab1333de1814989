"""Whether the officer who asks is sent reminders."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from consult.accounts.service import choose_reminders
from consult.db import unit_of_work
from consult.web.forms.outreach import RemindersForm
from consult.web.installation import installation
from consult.web.locale import gettext
from consult.web.officer.access import acting, officer
from consult.web.officer.frame import render


def reminders() -> ResponseReturnValue:
    """Show whether reminders are sent, and let the officer choose."""
    form = RemindersForm(formdata=None, data={"wants_reminders": officer().wants_reminders})
    is_sent = installation().settings.smtp_url is not None
    return render("reminders", gettext("Reminders by e-mail"), form=form, is_sent=is_sent)


def change_reminders() -> ResponseReturnValue:
    """Remember what the officer chose."""
    form = RemindersForm()
    with unit_of_work() as session:
        choose_reminders(session, acting(), wanted=bool(form.wants_reminders.data))
    return redirect(url_for("officer.reminders"), 303)
