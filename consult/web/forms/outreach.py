"""Partners, and activities of outreach: planned, done, called off."""

from decimal import Decimal
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired

from consult.outreach.ledger import LONGEST_WORDS, Done, Planned
from consult.outreach.terms import Channel
from consult.outreach.values import ActivityValue, PartnerValue
from consult.web.forms.amounts import AmountField, WholeField
from consult.web.forms.base import OfficerForm, OneMoreForm
from consult.web.forms.choices import OneOf, SeveralOf
from consult.web.forms.days import DayField
from consult.web.forms.limits import AtMost, shown
from consult.web.forms.words import WordsField
from consult.words.marking import _N

Given = dict[str, Any]


class PlanForm(OneMoreForm):
    """What an activity is to be."""

    what = WordsField(limit=200, validators=[InputRequired(_N("Say what you plan to do."))])
    channel = OneOf(validators=[InputRequired(_N("Choose a channel."))])
    languages = SeveralOf(validators=[InputRequired(_N("Choose at least one language."))])
    communities = SeveralOf()
    partner = OneOf()
    on = DayField()
    place = WordsField(limit=200)
    is_place_public = BooleanField()
    hours = AmountField()
    cost = AmountField()
    materials = StringField(validators=[AtMost(LONGEST_WORDS), shown])
    notes = StringField(validators=[AtMost(LONGEST_WORDS), shown])

    @property
    def planned(self) -> Planned:
        """What the form says, once it was validated."""
        return Planned(
            what=self.what.data,
            channel=Channel(self.channel.data),
            languages=tuple(self.languages.data),
            communities=tuple(self.communities.data),
            partner=self.partner.data or None,
            on=self.on.data,
            place=self.place.data,
            is_place_public=self.is_place_public.data,
            hours=self.hours.amount,
            cost=self.cost.amount,
            materials=_line(self.materials),
            notes=_line(self.notes),
        )


class DoneForm(OfficerForm):
    """What came of an activity."""

    on = DayField(validators=[InputRequired(_N("Give the day."))])
    people = WholeField()
    hours = AmountField()
    cost = AmountField()
    materials = StringField(validators=[AtMost(LONGEST_WORDS), shown])
    outcome = StringField(validators=[AtMost(LONGEST_WORDS), shown])
    notes = StringField(validators=[AtMost(LONGEST_WORDS), shown])

    @property
    def done(self) -> Done:
        """What the form says, once it was validated."""
        return Done(
            on=self.on.data,
            people=self.people.number,
            hours=self.hours.amount,
            cost=self.cost.amount,
            materials=_line(self.materials),
            outcome=_line(self.outcome),
            notes=_line(self.notes),
        )


class CancelForm(OfficerForm):
    """Why an activity is called off."""

    reason = StringField(
        validators=[
            InputRequired(_N("Give the reason. It stays in the ledger.")),
            AtMost(LONGEST_WORDS),
            shown,
        ]
    )


class MeansForm(OfficerForm):
    """What is left for outreach; empty is no limit."""

    hours = AmountField()
    budget = AmountField()


class AcceptForm(OfficerForm):
    """A proposal as it was seen."""

    seen = HiddenField()


class LinkForm(OfficerForm):
    """The language of one more link."""

    language = OneOf(validators=[InputRequired(_N("Choose a language."))])


class LedgerFilter(OfficerForm):
    """Which activities of a ledger are looked at: by where they stand, by channel, by community."""

    state = OneOf()
    channel = OneOf()
    community = OneOf()


class PartnerForm(OneMoreForm):
    """An organisation that reaches people."""

    name = WordsField(limit=200, validators=[InputRequired(_N("Give the name of the organisation."))])
    role_contact = WordsField(limit=300)
    languages = SeveralOf()
    communities = SeveralOf()
    has_interest = BooleanField()
    is_inactive = BooleanField()


class HouseStyleForm(OfficerForm):
    """How what is printed looks."""

    colour = StringField(validators=[shown])
    logo = FileField()
    no_logo = BooleanField()


class RemindersForm(OfficerForm):
    """Whether an officer is sent reminders."""

    wants_reminders = BooleanField()


def as_planned(activity: ActivityValue) -> Given:
    """Return what the form of a planned activity shows at first."""
    return {
        "what": activity.what,
        "channel": activity.channel,
        "languages": _own_first(activity),
        "communities": activity.communities,
        "partner": activity.partner or "",
        "on": activity.on,
        "place": activity.place,
        "is_place_public": activity.is_place_public,
        "hours": _written(activity.planned_hours),
        "cost": _written(activity.planned_cost),
        "materials": activity.materials or "",
        "notes": activity.notes or "",
    }


def as_given(planned: Planned) -> Given:
    """Return what the form of an activity shows at first where somebody else planned it."""
    return {
        "what": planned.what,
        "channel": planned.channel.value,
        "languages": planned.languages,
        "communities": planned.communities,
        "partner": planned.partner or "",
        "hours": _written(planned.hours),
        "cost": _written(planned.cost),
    }


def as_done(activity: ActivityValue) -> Given:
    """Return what the form of what came of an activity shows at first: what was planned, until it was noted."""
    people = activity.people_spoken_to
    return {
        "on": activity.done_on or activity.on,
        "people": "" if people is None else str(people),
        "hours": _written(activity.hours),
        "cost": _written(activity.cost),
        "materials": activity.materials or "",
        "outcome": activity.outcome or "",
        "notes": activity.notes or "",
    }


def as_partner(partner: PartnerValue) -> Given:
    """Return what the form of a partner shows at first."""
    return {
        "name": partner.name,
        "role_contact": partner.role_contact,
        "languages": partner.languages,
        "communities": partner.communities,
        "has_interest": partner.has_interest_in_bidding,
        "is_inactive": not partner.is_active,
    }


def _own_first(activity: ActivityValue) -> list[str]:
    return list(dict.fromkeys((activity.language, *(link.language for link in activity.links))))


def _written(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:f}"


def _line(field: StringField) -> str | None:
    words = (field.data or "").replace("\r\n", "\n").strip()
    return words or None
