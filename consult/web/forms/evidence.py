"""Turning what people said into findings, and answering them."""

from datetime import date
from typing import Any

from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, InputRequired

from consult.web.forms.base import OfficerForm, OneMoreForm
from consult.web.forms.choices import OneOf, SeveralOf
from consult.web.forms.days import DayField
from consult.web.forms.limits import AtMost, CountField, shown
from consult.web.forms.words import WordsField
from consult.words.marking import _N
from surveys.text import Text

EVERYONE = "everyone"


class FindingForm(OneMoreForm):
    """A statement about what people said, for whom it holds, what it rests on, which candidates it takes up."""

    statement = WordsField(validators=[InputRequired(_N("Say what people said."))])
    communities = SeveralOf(validators=[InputRequired(_N("Choose for whom it holds."))])
    supports = SeveralOf(validators=[InputRequired(_N("Choose what it rests on."))])
    strength = OneOf(validators=[InputRequired(_N("Choose how strong it is."))])
    treats = SeveralOf()

    def validate(self, extra_validators: Any = None) -> bool:
        """Say whether it can be used; a finding holds for everyone or for communities, not for both."""
        is_good = super().validate(extra_validators)
        if EVERYONE in self.communities.data and len(self.communities.data) > 1:
            both = self.gettext(_N("Choose everyone, or the communities it holds for."))
            self.communities.errors = [*self.communities.errors, both]
            return False
        return is_good


class SetAsideForm(OfficerForm):
    """Why a candidate finding is set aside."""

    reason = WordsField(validators=[InputRequired(_N("Give the reason. It is published."))])


class SessionForm(OneMoreForm):
    """What was said in a session with a community."""

    community = OneOf(validators=[InputRequired(_N("Choose the community."))])
    held_on = DayField(validators=[InputRequired(_N("Give the day."))])
    place = WordsField(limit=300, validators=[InputRequired(_N("Say where it was."))])
    ran_by = WordsField(limit=300, validators=[InputRequired(_N("Say in which role somebody ran it."))])
    people = CountField(validators=[InputRequired(_N("Say how many people took part."))])
    language = OneOf(validators=[InputRequired(_N("Choose the language it was held in."))])
    notes = WordsField(limit=5000, validators=[InputRequired(_N("Write down what those present agreed on."))])
    are_agreed = BooleanField(
        validators=[DataRequired(_N("Read the notes to those present, and keep what they agree to."))]
    )

    def refuse_later_than(self, today: date) -> bool:
        """Put a message at the day when it has not come yet; say whether there was one."""
        if self.held_on.data is None or self.held_on.data <= today:
            return False
        self.held_on.errors = [*self.held_on.errors, self.gettext(_N("This day has not come yet."))]
        return True


class AnswerForm(OfficerForm):
    """The authority's answer to a finding, and the requirement it changed or created, if it did."""

    kind = OneOf(validators=[InputRequired(_N("Choose the answer."))])
    reason = WordsField(validators=[InputRequired(_N("Give the reason. It is published."))])
    role = WordsField(limit=300, validators=[InputRequired(_N("Say in which role you answer."))])
    owner = WordsField(limit=300)
    due_on = DayField()
    requirement_kind = OneOf()
    requirement_id = StringField(validators=[AtMost(40), shown])
    requirement_title = WordsField(limit=300)
    requirement_text = WordsField()
    requirement_change = OneOf()

    def validate(self, extra_validators: Any = None) -> bool:
        """Say whether it can be used: more work needs an owner and a day, a requirement all of its parts."""
        is_good = super().validate(extra_validators)
        needed = []
        if self.kind.data == "needs_more":
            needed += [(self.owner, _N("Say who does it.")), (self.due_on, _N("Say by when."))]
        if self.names_requirement:
            needed += [
                (self.requirement_kind, _N("Choose what kind of requirement it is.")),
                (self.requirement_id, _N("Give it a short name, such as R1.")),
                (self.requirement_title, _N("Give it a title.")),
                (self.requirement_text, _N("Write what is required.")),
                (self.requirement_change, _N("Choose whether it is new.")),
            ]
        missing = [(field, message) for field, message in needed if not field.data and not field.errors]
        for field, message in missing:
            field.errors = [self.gettext(message)]
        return is_good and not missing

    @property
    def names_requirement(self) -> bool:
        """Whether anything is said about a requirement."""
        texts = (self.requirement_title, self.requirement_text)
        return bool(
            self.requirement_id.data or self.requirement_kind.data or self.requirement_change.data
        ) or any(field.raw_data for field in texts)

    @property
    def requirement(self) -> dict[str, Any] | None:
        """Return the requirement as the record holds it; None where there is none."""
        if not self.names_requirement:
            return None
        words: dict[str, Text] = {"title": self.requirement_title.data, "text": self.requirement_text.data}
        return {
            "kind": self.requirement_kind.data,
            "id": self.requirement_id.data,
            "change": self.requirement_change.data,
            **{name: said.canonical() for name, said in words.items()},
        }


class DecisionForm(OfficerForm):
    """Whether the authority goes ahead, and why."""

    kind = OneOf(validators=[InputRequired(_N("Choose the decision."))])
    reason = WordsField(validators=[InputRequired(_N("Give the reasons. They are published."))])
    body = WordsField(limit=300, validators=[InputRequired(_N("Name the body that decided."))])
    role = WordsField(limit=300, validators=[InputRequired(_N("Say in which role somebody decided."))])
    equality_analysis = WordsField()
