"""What must hold before people are asked: of the survey, of the details, of the communities, and of the time given."""

import enum
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from types import MappingProxyType

from consult.consultations import community_checks
from consult.consultations.details import ConsultationDetails, texts
from consult.consultations.terms import Purpose
from consult.tenders.values import TenderValue
from surveys import publishing
from surveys.document import Survey
from surveys.document import texts as document_texts
from surveys.problems import Problem, Refused
from surveys.strict_json import Place, pointer
from surveys.text import Variant

SHORTEST_DAYS = 42
"""Six weeks: what the Dutch General Administrative Law Act, article 3:16, gives people to react. A feeling for what is
short, nowhere else a rule; the United Kingdom's consultation principles (2018) name no number."""

FORMATIVE = frozenset({Purpose.NEED, Purpose.REQUIREMENTS})
DECIDED = frozenset({"award", "contract", "implementation", "ended"})
"""From these stages of a tender on, what is needed and required has been settled."""


class Weight(enum.Enum):
    """What a problem does to publishing."""

    STOPS = "stops"
    NEEDS_REASON = "needs_reason"
    WARNS = "warns"


WEIGHTS: Mapping[str, Weight] = MappingProxyType(
    {
        "survey.words_stale": Weight.NEEDS_REASON,
        "consultation.no_contact": Weight.NEEDS_REASON,
        "consultation.no_summary": Weight.NEEDS_REASON,
        "consultation.no_uses": Weight.NEEDS_REASON,
        "consultation.no_readers": Weight.NEEDS_REASON,
        "consultation.no_legal_basis": Weight.NEEDS_REASON,
        "consultation.no_controller": Weight.NEEDS_REASON,
        "consultation.no_article_6": Weight.NEEDS_REASON,
        "consultation.no_article_9": Weight.NEEDS_REASON,
        "consultation.no_privacy_notice": Weight.NEEDS_REASON,
        "consultation.no_communities": Weight.NEEDS_REASON,
        "consultation.words_missing": Weight.NEEDS_REASON,
        "community.no_benchmark": Weight.NEEDS_REASON,
        "community.no_target": Weight.NEEDS_REASON,
        "community.nobody_outside": Weight.WARNS,
        "community.too_small_to_count": Weight.WARNS,
        "community.target_below_threshold": Weight.WARNS,
        "community.target_below_parity": Weight.WARNS,
        "community.no_whole": Weight.WARNS,
        "community.overlap": Weight.WARNS,
        "community.no_activity": Weight.WARNS,
        "consultation.no_outreach_plan": Weight.WARNS,
        "margin.no_such_question": Weight.WARNS,
        "margin.several_answers": Weight.WARNS,
        "margin.unknown_option": Weight.WARNS,
        "margin.totals_differ": Weight.WARNS,
        "consultation.words_unreviewed": Weight.WARNS,
        "consultation.no_dpia": Weight.WARNS,
        "consultation.nobody_affected": Weight.WARNS,
        "gunning.few_days": Weight.WARNS,
        "gunning.decided_already": Weight.WARNS,
        "gunning.no_alternatives": Weight.WARNS,
        "gunning.no_closing_day": Weight.WARNS,
    }
)
"""Problems an officer may publish in spite of with a recorded reason, and those that only warn. Every other stops."""


FITTING: Mapping[Variant, str] = MappingProxyType({"audio": "audio/", "sign_video": "video/"})
"""How the media type of a recording begins that can stand for a variant."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that does not hold, and how much it weighs."""

    problem: Problem
    weight: Weight


@dataclass(frozen=True, slots=True)
class ToPublish:
    """What is about to be published, as a whole."""

    survey: Survey
    details: ConsultationDetails
    languages: tuple[str, ...]
    opens_at: datetime | None
    closes_at: datetime | None
    tender: TenderValue
    recordings: Mapping[str, str] = field(default_factory=dict)
    """The media type of each recording that is kept for it, by its address."""
    planned: tuple[frozenset[str], ...] = ()
    """The communities that each planned activity means to reach."""


def checks(wanted: ToPublish, moment: datetime) -> tuple[Check, ...]:
    """Return everything that does not hold at `moment`, the survey's first, each once."""
    found = (
        *publishing.check(wanted.survey, wanted.languages),
        *_unreviewed(wanted),
        *_recordings(wanted),
        *_quotas(wanted),
        *_told(wanted.details),
        *_privacy(wanted.details),
        *_in_every_language(wanted),
        *community_checks.of_communities(wanted.survey, wanted.details),
        *community_checks.of_plan(wanted.details, wanted.planned),
        *community_checks.of_margins(wanted.survey, wanted.details),
        *_still_formative(wanted),
        *_time(wanted, moment),
    )
    return tuple(Check(problem, weight_of(problem)) for problem in dict.fromkeys(found))


def weight_of(problem: Problem) -> Weight:
    """Return what a problem does to publishing."""
    return WEIGHTS.get(problem.code, Weight.STOPS)


def settle(found: Iterable[Check], overrides: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """Weigh what was found against reasons by code; return the reasons that were used, and the warnings.

    Raises Refused with all that still stops publishing, and with reasons that are empty or excuse nothing.
    """
    faults = [Problem("override.no_reason", code) for code, reason in overrides.items() if not reason.strip()]
    used: dict[str, str] = {}
    warnings: list[Problem] = []
    stopping: list[Problem] = []
    for check in found:
        code = check.problem.code
        if check.weight is Weight.WARNS:
            warnings.append(check.problem)
        elif check.weight is Weight.NEEDS_REASON and overrides.get(code, "").strip():
            used[code] = overrides[code].strip()
        else:
            stopping.append(check.problem)
            if code in overrides and check.weight is Weight.STOPS:
                faults.append(Problem("override.not_allowed", code))
    if faults or stopping:
        raise Refused(dict.fromkeys((*faults, *stopping)))
    return used, warnings


def _unreviewed(wanted: ToPublish) -> Iterator[Problem]:
    unreviewed = publishing.unreviewed(wanted.survey, wanted.languages)
    for language, count in Counter(problem.parameters["language"] for problem in unreviewed).items():
        yield Problem("consultation.words_unreviewed", "", {"language": language, "count": count})


def _recordings(wanted: ToPublish) -> Iterator[Problem]:
    """Everything that is to be heard or seen is kept here, and is what it is named as."""
    variants = chain(
        publishing.recordings(document_texts(wanted.survey)), publishing.recordings(texts(wanted.details))
    )
    named = [(place, FITTING[variant], address) for place, variant, address in variants]
    pictures = [(place, "image/", address) for place, address in publishing.pictures(wanted.survey)]
    for place, fitting, address in named + pictures:
        media_type = wanted.recordings.get(address)
        if media_type is None:
            yield Problem("consultation.no_such_recording", pointer(*place))
        elif not media_type.startswith(fitting):
            yield Problem("consultation.unfitting_recording", pointer(*place))


def _quotas(wanted: ToPublish) -> Iterator[Problem]:
    """Hard quotas turn people away: never in an open call. And a quota that is reached tells how many answered."""
    threshold = wanted.details.threshold
    for index, quota in enumerate(wanted.survey.quotas):
        if quota.is_hard and not wanted.details.invited_panel:
            yield Problem("consultation.quota_silences", pointer("quotas", index, "mode"))
        if quota.most < threshold:
            where = pointer("quotas", index, "most")
            yield Problem("consultation.quota_too_small", where, {"minimum": threshold})


def _told(details: ConsultationDetails) -> Iterator[Problem]:
    for value, code, name in (
        (details.can_change, "consultation.nothing_can_change", "can_change"),
        (details.never_used_for, "consultation.no_never_use", "never_used_for"),
        (details.how_answers_are_used, "consultation.no_uses", "how_answers_are_used"),
        (details.summary, "consultation.no_summary", "summary"),
        (details.who_is_affected, "consultation.nobody_affected", "who_is_affected"),
        (details.who_reads_single_answers, "consultation.no_readers", "who_reads_single_answers"),
        (details.communities, "consultation.no_communities", "communities"),
    ):
        if not value:
            yield Problem(code, pointer(name))


def _privacy(details: ConsultationDetails) -> Iterator[Problem]:
    legal = details.legal
    for value, code, name in (
        (legal.basis_of_consulting, "consultation.no_legal_basis", "basis_of_consulting"),
        (legal.controller, "consultation.no_controller", "controller"),
        (legal.article_6, "consultation.no_article_6", "article_6"),
        (legal.privacy_notice, "consultation.no_privacy_notice", "privacy_notice"),
        (legal.dpia, "consultation.no_dpia", "dpia"),
    ):
        if not value:
            yield Problem(code, pointer("legal", name))
    if details.communities and not legal.article_9:
        # What people say about belonging to a community is mostly special-category data.
        yield Problem("consultation.no_article_9", pointer("legal", "article_9"))


def _in_every_language(wanted: ToPublish) -> Iterator[Problem]:
    for language in wanted.languages:
        contacts = [entry for entry in wanted.details.contacts if entry.language == language]
        if not any(entry.is_reachable for entry in contacts):
            yield Problem("consultation.no_contact", pointer("contacts"), {"language": language})
        for place, text in texts(wanted.details):
            if _is_public(place) and text.to(language).is_fallback:
                yield Problem("consultation.words_missing", pointer(*place), {"language": language})


def _is_public(place: Place) -> bool:
    """Whether residents read it, so that it must be there in each language. A contact's words are in its own."""
    return place[0] not in {"links", "contacts", "margins"} and place[-1] not in {
        "role_contact",
        "interest_note",
    }


def _still_formative(wanted: ToPublish) -> Iterator[Problem]:
    """The first two Gunning principles, as far as data can tell: open when asked, and enough explained."""
    if wanted.details.purpose in FORMATIVE and wanted.tender.stage in DECIDED:
        yield Problem("gunning.decided_already", "", {"stage": wanted.tender.stage})
    if not wanted.tender.alternatives:
        yield Problem("gunning.no_alternatives", "", {"ocid": wanted.tender.ocid})


def _time(wanted: ToPublish, moment: datetime) -> Iterator[Problem]:
    if wanted.closes_at is None:
        yield Problem("gunning.no_closing_day", "closes_on")
    elif wanted.closes_at <= moment:
        yield Problem("consultation.closes_in_the_past", "closes_on")
    else:
        days = (wanted.closes_at - max(moment, wanted.opens_at or moment)).days
        if days < SHORTEST_DAYS:
            yield Problem("gunning.few_days", "closes_on", {"days": days, "least": SHORTEST_DAYS})
