"""Whom a consultation means to hear: one community, the smallest group shown, tables of populations, margins."""

from decimal import Decimal
from typing import Any

from flask_wtf.file import FileField
from wtforms import Field, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Regexp

from consult.web.forms.amounts import amount_in
from consult.web.forms.base import OfficerForm, OneMoreForm
from consult.web.forms.choices import OneOf, SeveralOf
from consult.web.forms.days import DayField
from consult.web.forms.limits import AtMost, CountField, shown
from consult.web.forms.words import WordsField
from consult.words.marking import _N

SHORT_NAME = (
    InputRequired(_N("Give it a short name.")),
    Regexp(r"[a-z0-9][a-z0-9-]{0,79}\Z", message=_N("Use small letters, digits and hyphens.")),
)
WHOLE = Decimal(100)


class PercentField(StringField):
    """A share in per cent, with at most two decimals behind a point or a comma; `percent` is None until validated."""

    percent: Decimal | None = None

    def pre_validate(self, form: Any) -> None:
        """Read the share; refuse what is none."""
        del form
        typed = (self.data or "").strip().removesuffix("%").strip()
        if not typed:
            return
        read = amount_in(typed)
        if read is None or not 0 < read <= WHOLE:
            raise ValidationError(_N("Give a share of more than 0 and at most 100 per cent."))
        self.percent = read.normalize()


class ReasonedForm(OneMoreForm):
    """A form whose change needs a reason once people can answer."""

    reason = TextAreaField(validators=[AtMost(2000), shown])


class CommunityForm(ReasonedForm):
    """One community: what it is called, how people state it, how many they are, how many answers are aimed at."""

    key = StringField(validators=SHORT_NAME)
    name = WordsField(limit=300, validators=[InputRequired(_N("Give the community a name."))])
    how_affected = WordsField()
    severity = OneOf()
    yes = SeveralOf(validators=[InputRequired(_N("Choose the answers by which people say they belong."))])
    no = SeveralOf()
    languages = SeveralOf()
    count = CountField()
    total = CountField()
    source = WordsField(limit=300)
    on = DayField()
    area = WordsField(limit=300)
    basis = OneOf()
    target = CountField()
    target_percent = PercentField()
    target_reason = WordsField(limit=300)

    def validate(self, extra_validators: Any = None) -> bool:
        """Say whether it can be used: what is said of a number needs the number, and a number its source."""
        is_good = super().validate(extra_validators)
        beside = (self.total.data, self.source.raw_data, self.on.raw_data, self.area.raw_data)
        missing: list[tuple[Field, str]] = []
        if any(beside) and not self.count.data:
            missing.append((self.count, _N("Give the number of people, or leave all about it empty.")))
        if self.count.data and not self.source.raw_data:
            missing.append((self.source, _N("Say where the number comes from.")))
        for field, message in missing:
            field.errors = [*field.errors, self.gettext(message)]
        return is_good and not missing


class LimitsForm(ReasonedForm):
    """The smallest group that is shown, and how many answers are counted on."""

    threshold = CountField(validators=[InputRequired(_N("Give a number of people."))])
    expected_answers = CountField()


class TableForm(OfficerForm):
    """A table of populations."""

    table = FileField()


class TakeForm(ReasonedForm):
    """Where a table is from. Which rows are whom is typed into fields of their own, `rows-<key>` and `of-<key>`."""

    source = WordsField(limit=300)
    on = DayField()
    area = WordsField(limit=300)
    basis = OneOf()


class MarginForm(OneMoreForm):
    """A margin for weighting. The size of each answer is typed into a field of its own, `size-<option>`."""

    key = StringField(validators=SHORT_NAME)
    name = WordsField(limit=300, validators=[InputRequired(_N("Give it a name."))])
    unit = OneOf(validators=[InputRequired(_N("Choose numbers, shares, or rows of a table."))])
    source = WordsField(limit=300, validators=[InputRequired(_N("Say where the numbers come from."))])
    on = DayField()
    area = WordsField(limit=300)
    basis = OneOf()
