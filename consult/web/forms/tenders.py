"""A tender: brought in as OCDS, or written by hand, with the first profile of its AI system."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import FieldList, Form, FormField, StringField
from wtforms.validators import InputRequired, Regexp

from consult.web.forms.base import OfficerForm, OneMoreForm
from consult.web.forms.choices import OneOf
from consult.web.forms.limits import AtMost, shown
from consult.web.forms.words import WordsField
from consult.words.marking import _N

SPARE_ROWS = 3


class ImportForm(OfficerForm):
    """An OCDS file."""

    file = FileField()


class TenderForm(OneMoreForm):
    """A tender that has no notice: what it is about, the problem behind it, and how the AI arrives."""

    title = WordsField(limit=300, validators=[InputRequired(_N("Give it a title."))])
    summary = WordsField()
    problem = WordsField()
    route = OneOf(validators=[InputRequired(_N("Choose how the AI reaches you."))])
    buyer = StringField(validators=[AtMost(500), shown])


class AffectedGroupForm(Form):
    """One row: a community the system affects. A row in which nothing stands is no row."""

    community = StringField(
        validators=[
            InputRequired(_N("Give the group a short name.")),
            Regexp(r"[a-z0-9][a-z0-9-]{0,79}\Z", message=_N("Use small letters, digits and hyphens.")),
        ]
    )
    how = WordsField(validators=[InputRequired(_N("Say how it affects this group."))])
    severity = OneOf(validators=[InputRequired(_N("Choose how badly it can affect this group."))])
    reversibility = OneOf(validators=[InputRequired(_N("Choose whether it can be put right."))])

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in this row."""
        boxes = (self.community.data, self.severity.data, self.reversibility.data, self.how.raw_data)
        return not any(boxes)

    def validate(self, extra_validators: Any = None) -> bool:
        """Say whether the row can be used; an empty one can."""
        return True if self.is_blank else bool(super().validate(extra_validators))


class ProfileForm(OfficerForm):
    """The first profile of an AI system; what is not known yet stays empty."""

    name = WordsField(limit=300, validators=[InputRequired(_N("Give the system a name."))])
    purpose = WordsField()
    decides = OneOf()
    decides_what = WordsField()
    human_oversight = WordsField()
    groups = FieldList(FormField(AffectedGroupForm), min_entries=SPARE_ROWS, max_entries=200)

    @property
    def rows(self) -> list[AffectedGroupForm]:
        """Return every row, the empty ones too."""
        return [entry.form for entry in self.groups]

    def offer(self, decides: Any, severity: Any, reversibility: Any) -> None:
        """Set what there is to choose from, in every row."""
        self.decides.choices = decides
        for row in self.rows:
            row.severity.choices, row.reversibility.choices = severity, reversibility

    def validate(self, extra_validators: Any = None) -> bool:
        """Say whether all of it can be used; no group may be named twice."""
        is_good = super().validate(extra_validators)
        seen: set[str] = set()
        for row in self.rows:
            if row.community.data and row.community.data in seen:
                row.community.errors = [*row.community.errors, self.gettext(_N("This group is there twice."))]
                is_good = False
            seen.add(row.community.data or "")
        return is_good
