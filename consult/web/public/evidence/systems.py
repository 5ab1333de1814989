"""The profile of an AI system in plain words: headings for people, and only what the authority wrote down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from consult.tenders.profile import AffectedGroup, DataSource, ImpactAssessment, Profile, Risk, Supplier
from consult.web.locale import gettext
from consult.web.public.dates import day
from consult.web.public.evidence.numbers import number
from consult.web.public.evidence.voices import Voice
from surveys.text import Said, Text


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known: what it is, in the interface's words, and what the authority wrote."""

    key: str
    value: str | Said | tuple[str | Said, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Several facts about one thing. `href` leads to where more is said."""

    title: str | Said
    facts: tuple[Fact, ...]
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the profile with its heading."""

    title: str
    facts: tuple[Fact, ...] = ()
    blocks: tuple[Block, ...] = ()


def parts(profile: Profile, say: Voice) -> tuple[Part, ...]:
    """Return the profile part by part, without those nothing is known of."""
    every = (
        Part(gettext("How the computer system would be used"), _facts(_use(profile), say)),
        Part(gettext("What it decides, and what people decide"), _facts(_deciding(profile), say)),
        Part(gettext("How it works"), _facts(_working(profile), say)),
        Part(gettext("The data it uses"), blocks=tuple(_data(one, say) for one in profile.data_sources)),
        Part(gettext("Who supplies it"), _facts(_terms(profile), say), tuple(_supply(profile, say))),
        Part(gettext("What could go wrong"), blocks=tuple(_risk(one, say) for one in profile.risks)),
        Part(
            gettext("What was checked"),
            _facts(_law(profile), say),
            tuple(_assessment(one, say) for one in profile.impact_assessments),
        ),
    )
    return tuple(part for part in every if part.facts or part.blocks)


def groups(profile: Profile, names: Mapping[str, Text], say: Voice) -> tuple[Block, ...]:
    """Return the groups the system affects; `names` are what consultations call them, by key."""
    return tuple(_group(one, names, say) for one in profile.affected_groups)


def _facts(known: Iterator[tuple[str, Any]], say: Voice) -> tuple[Fact, ...]:
    found = ((key, value if isinstance(value, str) else say(value)) for key, value in known)
    return tuple(Fact(key, value) for key, value in found if value)


def _use(profile: Profile) -> Iterator[tuple[str, Any]]:
    yield gettext("What it is for"), profile.purpose
    yield gettext("Where it comes in"), profile.process
    yield gettext("When and how often"), profile.period_and_frequency
    affected = profile.people_affected_per_year
    if affected is not None:
        yield gettext("People affected in a year"), number(affected.count)
        yield gettext("Source of this number"), affected.source


def _deciding(profile: Profile) -> Iterator[tuple[str, Any]]:
    yield (
        gettext("Who decides"),
        {
            "decides": gettext("The system decides by itself."),
            "advises": gettext("The system advises. A person decides."),
            "informs": gettext("The system informs. It decides nothing."),
        }.get(profile.decides or ""),
    )
    yield gettext("About what"), profile.decides_what
    yield gettext("How people watch over it"), profile.human_oversight
    yield gettext("How to complain about a decision"), profile.complaint_and_appeal


def _working(profile: Profile) -> Iterator[tuple[str, Any]]:
    yield gettext("What kind of system it is"), profile.model_type
    yield gettext("How well it works for different groups"), profile.performance_by_group


def _terms(profile: Profile) -> Iterator[tuple[str, Any]]:
    yield gettext("Who owns what"), profile.ip_terms
    yield gettext("What may be done with the data"), profile.data_terms


def _law(profile: Profile) -> Iterator[tuple[str, Any]]:
    yield gettext("Legal basis"), profile.legal_basis
    if profile.ai_act is not None:
        yield gettext("EU AI Act, point of Annex III"), profile.ai_act.annex_iii_point
        yield gettext("EU AI Act, forbidden uses (Article 5)"), profile.ai_act.article_5_screen
        yield gettext("EU AI Act, note"), profile.ai_act.note


def _data(one: DataSource, say: Voice) -> Block:
    purposes = {
        "train": gettext("to train the system"),
        "test": gettext("to test it"),
        "operate": gettext("to run it"),
    }

    def known() -> Iterator[tuple[str, Any]]:
        yield gettext("Used"), " · ".join(purposes[purpose] for purpose in one.purposes)
        yield gettext("About persons"), _yes_or_no(one.is_personal)
        yield gettext("Sensitive, such as health or belief"), _yes_or_no(one.is_special_category)
        yield gettext("How complete it is"), one.completeness
        yield gettext("How it is collected"), one.collection
        yield gettext("Who else gets it"), one.sharing
        yield gettext("How long it is kept"), one.retention

    return Block(_title(one.name, say), _facts(known(), say))


def _yes_or_no(value: bool | None) -> str | None:
    return None if value is None else gettext("Yes") if value else gettext("No")


def _supply(profile: Profile, say: Voice) -> Iterator[Block]:
    for supplier in profile.suppliers:
        yield _supplier(supplier, say)
    for component in profile.components:
        depends = ((gettext("Depends on"), component.depends_on),)
        yield Block(_title(component.name, say), _facts(iter(depends), say))


def _supplier(one: Supplier, say: Voice) -> Block:
    register = f"{one.identifier.scheme} {one.identifier.id}" if one.identifier else None
    known = (
        (gettext("What they do"), one.role),
        (gettext("Which data they can reach"), one.data_access),
        (gettext("In a register as"), register),
    )
    return Block(one.name or gettext("A supplier not known yet"), _facts(iter(known), say))


def _risk(one: Risk, say: Voice) -> Block:
    known = (
        (gettext("What is done about it"), one.mitigation),
        (gettext("Who answers for it"), one.owner_role),
        (gettext("What happens then"), one.when_it_happens),
    )
    return Block(_title(one.what, say), _facts(iter(known), say))


def _assessment(one: ImpactAssessment, say: Voice) -> Block:
    kinds = {
        "DPIA": gettext("Effects on privacy (DPIA)"),
        "FRIA": gettext("Effects on fundamental rights (FRIA)"),
        "EqIA": gettext("Effects on equality (EqIA)"),
        "AIA": gettext("Effects of the algorithm (AIA)"),
        "other": gettext("Another assessment"),
    }
    statuses = {
        "done": gettext("Done"),
        "under_way": gettext("Under way"),
        "planned": gettext("Planned"),
        "not_needed": gettext("Found not to be needed"),
    }
    known = (
        (gettext("State"), statuses[one.status]),
        (gettext("Date"), _day(one.on)),
        (gettext("Note"), one.note),
    )
    return Block(kinds[one.kind], _facts(iter(known), say), one.url)


def _group(one: AffectedGroup, names: Mapping[str, Text], say: Voice) -> Block:
    severities = {"low": gettext("A little"), "medium": gettext("Moderately"), "high": gettext("Badly")}
    reversible = {
        "easy": gettext("Easy to put right"),
        "hard": gettext("Hard to put right"),
        "cannot_be_undone": gettext("Cannot be undone"),
    }
    known = (
        (gettext("How"), one.how),
        (gettext("How badly"), severities[one.severity]),
        (gettext("How many"), one.scale),
        (gettext("Can it be put right?"), reversible[one.reversibility]),
        (gettext("More about that"), one.reversibility_note),
        (gettext("How we know"), one.source),
    )
    return Block(say(names.get(one.community)) or one.community, _facts(iter(known), say))


def _title(words: Text, say: Voice) -> str | Said:
    return say(words) or ""


def _day(on: date | None) -> str | None:
    return day(on) if on else None
