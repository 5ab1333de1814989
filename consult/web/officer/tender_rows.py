"""What a tender and its AI system say, as rows of a summary list. What nobody wrote down is left out."""

from collections.abc import Iterable
from typing import Any

from babel.numbers import format_currency

from consult.tenders.profile import Profile
from consult.tenders.values import TenderValue
from consult.web.days import day
from consult.web.locale import gettext, language, ngettext
from consult.web.officer import tender_words
from consult.web.officer.figures import number, spoken
from surveys.text import Said, Text, direction

Row = dict[str, Any]


def tender_rows(value: TenderValue) -> list[Row]:
    """Return what is known of a tender."""
    dates = [
        (gettext("Notice"), value.notice_on),
        (gettext("Bids due"), value.bids_due_on),
        (gettext("Award"), value.award_on),
        (gettext("Starts"), value.starts_on),
        (gettext("Ends"), value.ends_on),
    ]
    return _known(
        (gettext("Stage"), dict(tender_words.stages())[value.stage]),
        (gettext("How the AI arrives"), dict(tender_words.routes())[value.route]),
        (gettext("Buyer"), value.buyer),
        (gettext("The problem"), said(value.problem)),
        (gettext("Outcomes sought"), [said(outcome) for outcome in value.outcomes]),
        (gettext("Considered and rejected"), _alternatives(value)),
        (gettext("What went before"), said(value.previous_process)),
        (gettext("Value"), _worth(value)),
        *((words, day(on) if on else None) for words, on in dates),
    )


def profile_rows(profile: Profile) -> list[Row]:
    """Return what is known of an AI system, affected groups apart."""
    people, assessments = profile.people_affected_per_year, dict(tender_words.assessments())
    return _known(
        (gettext("Name"), said(profile.name)),
        (gettext("What it is for"), said(profile.purpose)),
        (gettext("The work it enters"), said(profile.process)),
        (gettext("Part in decisions"), dict(tender_words.decisions()).get(profile.decides or "")),
        (gettext("What it decides or advises"), said(profile.decides_what)),
        (gettext("Human oversight"), said(profile.human_oversight)),
        (gettext("Complaint and appeal"), said(profile.complaint_and_appeal)),
        (gettext("Kind of model"), said(profile.model_type)),
        (gettext("How well it works for each group"), said(profile.performance_by_group)),
        (gettext("Data"), [said(source.name) for source in profile.data_sources]),
        (gettext("Risks"), [said(risk.what) for risk in profile.risks]),
        (gettext("Impact assessments"), [assessments[one.kind] for one in profile.impact_assessments]),
        (gettext("Legal basis"), said(profile.legal_basis)),
        (gettext("People affected in a year"), number(people.count) if people else None),
    )


def group_rows(profile: Profile) -> list[tuple[Any, ...]]:
    """Return the affected groups as rows of a table."""
    severities, reversibilities = (
        dict(tender_words.severities()),
        dict(tender_words.reversibilities()),
    )
    return [
        (group.community, said(group.how), severities[group.severity], reversibilities[group.reversibility])
        for group in profile.affected_groups
    ]


def said(words: Text | None) -> Said | None:
    """Return words in the reader's language, or in another that says so; None where there are none."""
    return None if words is None else words.to(language())


def _known(*rows: tuple[str, Any]) -> list[Row]:
    return [{"key": key, "value": value} for key, value in rows if value]


def _alternatives(value: TenderValue) -> list[Said]:
    return list(_not_none(said(alternative.what) for alternative in value.alternatives))


def _not_none(phrases: Iterable[Said | None]) -> Iterable[Said]:
    return (phrase for phrase in phrases if phrase is not None)


def _worth(value: TenderValue) -> str | None:
    if value.value_amount is None or value.value_currency is None:
        return None
    amount = str(format_currency(value.value_amount, value.value_currency, locale=spoken()))
    if direction(language()) == "rtl":
        amount += "\u200e"  # a left-to-right mark, or UK£ reads £UK
    if value.value_years is None:
        return amount
    return ngettext(
        "%(amount)s over %(num)s year", "%(amount)s over %(num)s years", value.value_years, amount=amount
    )
