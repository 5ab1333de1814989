"""What must hold, or is worth a thought, of the communities of a consultation before people are asked."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from consult.consultations import margin_details
from consult.consultations.community_details import CommunityDetail
from consult.consultations.details import ConsultationDetails
from surveys.document import Survey
from surveys.problems import Parameter, Problem
from surveys.questions.asked import Asked
from surveys.strict_json import Place, pointer

NEARLY_ALIKE = 0.01
"""Margins of one population, from different tables, have totals that differ by no more than this share."""


def of_communities(survey: Survey, details: ConsultationDetails) -> Iterator[Problem]:
    """Yield what does not hold of each community, and where one answer counts into two."""
    asked = questions(survey)
    for index, community in enumerate(details.communities):
        place = ("communities", index)
        yield from membership(community, asked, place)
        yield from _benchmark(community, details, place)
        yield from target(community, details, place)
    yield from _overlaps(details.communities)


def of_plan(details: ConsultationDetails, planned: Sequence[frozenset[str]]) -> Iterator[Problem]:
    """Yield the communities that no activity means to reach: not in the ledger, and not among the links to be made."""
    plans = (*planned, *(frozenset(link.communities) for link in details.links))
    if not plans:
        yield Problem("consultation.no_outreach_plan", pointer("links"))
        return
    reached = frozenset().union(*plans)
    for index, community in enumerate(details.communities):
        if community.key not in reached:
            yield Problem(
                "community.no_activity", pointer("communities", index), {"community": community.key}
            )


def of_margins(survey: Survey, details: ConsultationDetails) -> Iterator[Problem]:
    """Yield the margins that do not fit the survey any more, or speak of populations of different sizes."""
    asked = questions(survey)
    for index, margin in enumerate(details.margins):
        yield from margin_details.unfitting(margin, asked, ("margins", index))
    sizes = {margin.key: margin.people for margin in details.margins}
    known = [size for size in sizes.values() if size]
    if known and max(known) - min(known) > NEARLY_ALIKE * max(known):
        yield Problem("margin.totals_differ", pointer("margins"), {"most": max(known), "fewest": min(known)})


def questions(survey: Survey) -> Mapping[str, Asked]:
    """Return every question of a survey by its id."""
    return {question.id: question for page in survey.pages for question in page.questions}


def membership(community: CommunityDetail, asked: Mapping[str, Asked], place: Place) -> Iterator[Problem]:
    """Yield what does not hold of how people state that they belong to a community."""
    stated = community.stated_by
    question = asked.get(stated.question_id)
    if question is None or not question.choices:
        told = {"community": community.key, "question": stated.question_id}
        yield Problem("community.no_such_question", pointer(*place, "stated_by", "question_id"), told)
        return
    known = {option.id for option in question.choices}
    for side, chosen in (("yes", stated.yes), ("no", stated.no)):
        for index, option in enumerate(chosen):
            where = pointer(*place, "stated_by", side, index)
            told = {"community": community.key, "option": option}
            if option not in known:
                yield Problem("community.unknown_option", where, told)
            elif side == "no" and option in stated.yes:
                yield Problem("community.ambiguous_option", where, told)
    if not stated.no:
        where = pointer(*place, "stated_by", "no")
        yield Problem("community.nobody_outside", where, {"community": community.key})


def parity(community: CommunityDetail, details: ConsultationDetails) -> int | None:
    """Return what a community's share of the answers that are counted on is, rounded up; None where it is not known."""
    benchmark = community.benchmark
    whole = (benchmark.total if benchmark else None) or details.people
    if benchmark is None or whole is None or details.expected_answers is None:
        return None
    return -(-benchmark.count * details.expected_answers // whole)


def target(community: CommunityDetail, details: ConsultationDetails, place: Place) -> Iterator[Problem]:
    """Yield what is wrong with a target: none, more than there are people, or less than parity or the threshold."""
    people = community.benchmark.count if community.benchmark else None
    threshold, aimed_at = details.threshold, community.aimed_at
    told: dict[str, Parameter] = {"community": community.key, "threshold": threshold}
    where = pointer(*place, "target")
    if aimed_at is None:
        if people is None or people >= threshold:
            yield Problem("community.no_target", where, told)
        return
    told["target"] = aimed_at
    least = parity(community, details)
    if people is not None and aimed_at > people:
        yield Problem("community.target_above_population", where, {**told, "people": people})
    elif aimed_at < threshold:
        yield Problem("community.target_below_threshold", where, told)
    elif least is not None and aimed_at < least:
        yield Problem("community.target_below_parity", where, {**told, "minimum": least})


def _benchmark(community: CommunityDetail, details: ConsultationDetails, place: Place) -> Iterator[Problem]:
    benchmark = community.benchmark
    told: dict[str, Parameter] = {"community": community.key}
    if benchmark is None:
        yield Problem("community.no_benchmark", pointer(*place, "benchmark"), told)
        return
    if benchmark.total is None and details.people is None:
        yield Problem("community.no_whole", pointer(*place, "benchmark", "total"), told)
    if benchmark.count < max(details.threshold, parity(community, details) or 0):
        sizes = {**told, "people": benchmark.count}
        yield Problem("community.too_small_to_count", pointer(*place, "benchmark", "count"), sizes)


def _overlaps(communities: Sequence[CommunityDetail]) -> Iterator[Problem]:
    """Two communities that the same answer counts into: right where one is part of the other, else a slip."""
    for (_, one), (index, other) in combinations(enumerate(communities), 2):
        shared = set(one.stated_by.yes) & set(other.stated_by.yes)
        if one.stated_by.question_id == other.stated_by.question_id and shared:
            told = {"community": other.key, "other": one.key, "option": min(shared)}
            yield Problem("community.overlap", pointer("communities", index, "stated_by", "yes"), told)
