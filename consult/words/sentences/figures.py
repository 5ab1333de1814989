"""What can keep a figure from being computed or shown."""

from consult.words.marking import _N

SENTENCES: dict[str, str] = {
    "benchmark.not_positive": _N("A population must be more than nobody."),
    "benchmark.above_whole": _N("A community of %(population)s cannot be part of %(whole)s people."),
    "target.above_population": _N(
        "The target is %(target)s, but only %(population)s people belong to this community."
    ),
    "target.needs_session": _N(
        "A community of %(population)s is too small for a target of %(target)s. Plan a conversation instead."
    ),
    "target.too_small": _N("The target %(target)s is too low: aim at %(minimum)s or more."),
    "target.not_positive": _N("A target is at least 1."),
    "pace.days_wrong": _N("The days of the counts do not follow one another."),
    "outreach.effort_negative": _N("Contacts, hours, cost, units, days and answers cannot be less than 0."),
    "outreach.community_unknown": _N("There is no figure for how many people belong to %(community)s."),
    "parity.no_rest": _N(
        "Together the communities are as many as everyone, so there is nobody to be in balance with."
    ),
    "spread.nobody": _N("Nobody has answered yet."),
    "spread.above_population": _N("More answers than people: there is no rate. Check for doubles."),
    "indicator.more_than_invited": _N("More people answered than were invited."),
    "indicator.no_difference": _N("Nobody or everybody answered, so there is nothing to compare."),
    "indicator.cannot_fit": _N("These answers are too few or too alike for this indicator."),
    "tally.unknown_question": _N("There is no such question in the tally."),
    "tally.unknown_option": _N("An answer has the choice “%(option)s”, which the question does not have."),
    "tally.wrong_kind": _N("An answer has another form than its question asks for."),
    "tally.changed_kind": _N(
        "This question changed its kind between two versions. It cannot be counted as one."
    ),
    "tally.cannot_band": _N("Only numbers can be counted in bands."),
    "tally.not_one_choice": _N("This can be done only with a question that has one answer."),
    "disclosure.threshold_too_small": _N(
        "The smallest group that may be shown is %(threshold)s. It must be %(minimum)s or more."
    ),
    "disclosure.cannot_protect": _N(
        "These counts cannot be shown in any way that keeps groups below %(threshold)s hidden."
    ),
    "disclosure.link_differs": _N("Two tables that should agree do not: a total is not %(total)s."),
    "disclosure.asked_of_later": _N("This question depends on one that comes after it."),
    "weighting.too_few": _N(
        "Weighting needs at least %(threshold)s people who stated everything; there are %(people)s."
    ),
    "weighting.category_too_small": _N(
        "A category has %(people)s people. Weighting needs at least %(threshold)s in each."
    ),
    "weighting.benchmark_not_positive": _N("Every category of a benchmark must have people in it."),
    "weighting.totals_differ": _N("The benchmarks do not add up to the same: %(total)s and %(expected)s."),
    "weighting.cap_too_small": _N(
        "Weights cannot be held to %(cap)s times one another: it must be more than 1."
    ),
}
