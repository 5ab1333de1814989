"""What can be wrong with writing communities, with tables of populations, and with margins for weighting."""

from consult.words.marking import _N

SENTENCES: dict[str, str] = {
    # communities and the smallest group
    "community.key_taken": _N("There is a community called “%(key)s” already."),
    "community.named_elsewhere": _N(
        "A link or a partner still names “%(key)s”. Take it out of there before you remove the community."
    ),
    "community.stays": _N(
        "People answered while this community was named: it cannot be removed. Say instead why it was not heard."
    ),
    "community.needs_reason": _N(
        "This is published. Say why you change it: the reason is recorded, and what it was before stays visible."
    ),
    "community.no_such_group": _N("The AI system has no affected group “%(key)s” in its profile."),
    "threshold.lowered": _N(
        "People answered knowing that no group under %(threshold)s is shown. This number can only go up now."
    ),
    "threshold.too_low": _N(
        "The smallest group shown has %(minimum)s people or more, and at most %(limit)s."
    ),
    # before publishing
    "community.target_below_parity": _N(
        "The target is %(target)s. Aim at %(minimum)s or more: that is this community's share of the answers "
        "you count on."
    ),
    "community.overlap": _N(
        "One answer counts people into “%(other)s” and into “%(community)s”. Make sure that this is meant."
    ),
    "community.no_activity": _N(
        "No activity means to reach “%(community)s”. People who are hard to reach do not come by themselves."
    ),
    "consultation.no_outreach_plan": _N(
        "No outreach is planned. Without it you hear those who always answer, and miss those affected most."
    ),
    "details.two_targets": _N("Give the target as a number or as a share, not both."),
    "details.share_of_nothing": _N("A target that is a share needs a number of people to be a share of."),
    # margins
    "margin.unknown": _N("This consultation has no weighting table “%(key)s”."),
    "margin.key_taken": _N("There is a weighting table called “%(key)s” already."),
    "margin.no_such_question": _N("The survey has no question “%(question)s” with choices."),
    "margin.several_answers": _N(
        "People can choose several answers to this question, so they do not add up to everyone. Choose another."
    ),
    "margin.unknown_option": _N("The question has no choice “%(option)s”."),
    "margin.option_twice": _N("The choice “%(option)s” is in two groups. It can be in one."),
    "margin.one_size": _N("Give a number of people or a share for each group."),
    "margin.mixed_sizes": _N("Give numbers of people for all groups, or shares for all."),
    "margin.shares_do_not_add_up": _N("The shares add up to %(sum)s, not to 100."),
    "margin.totals_differ": _N(
        "The weighting tables speak of %(most)s people and of %(fewest)s. They should be the same people."
    ),
    "weighting.few_stated": _N(
        "Fewer than %(threshold)s people stated everything that would be weighted by. So nothing is weighted."
    ),
    "weighting.few_in_category": _N(
        "In “%(margin)s” a group has fewer than %(threshold)s people. So few cannot speak for all of theirs."
    ),
    # tables of populations
    "benchmarks.unknown": _N("This consultation has no such table."),
    "benchmarks.too_large": _N("The file is larger than %(limit)s megabytes. Choose fewer areas or years."),
    "benchmarks.too_many_rows": _N("The table has more than %(limit)s rows. Choose fewer areas or years."),
    "benchmarks.too_many_files": _N("There are %(limit)s tables already. That is as many as can be kept."),
    "benchmarks.not_text": _N("This is no table in text. Save it as CSV or TSV first."),
    "benchmarks.unknown_layout": _N(
        "No numbers of people were found here. The first row names the columns: at least “name” and “count”."
    ),
    "benchmarks.nothing_read": _N("Not one number of people could be read from this table."),
    "benchmarks.read_as_latin": _N("The file is not in UTF-8. It was read as Windows-1252: check the names."),
    "benchmarks.missing": _N("There is no number here (“%(given)s”)."),
    "benchmarks.not_a_number": _N("“%(given)s” is no number of people."),
    "benchmarks.not_whole": _N("“%(given)s” is no whole number of people."),
    "benchmarks.ambiguous": _N("“%(given)s” can be read in two ways. Write the number without a point."),
    "benchmarks.negative": _N("“%(given)s” is less than nobody."),
    "benchmarks.zero": _N("Nobody is counted here. A community needs people in it."),
    "benchmarks.too_many_people": _N("“%(given)s” is more people than there can be."),
    "benchmarks.share_above_whole": _N("“%(given)s” is more than all."),
    "benchmarks.above_total": _N("%(count)s people cannot be part of %(total)s."),
    "benchmarks.repeated": _N("This says the same as row %(earlier)s again. Both are listed: use one."),
    "benchmarks.flagged": _N("The source marks this number with “%(flags)s”. Look there what that means."),
    "benchmarks.no_name": _N("This row does not say whom it counts."),
    "benchmarks.too_few_cells": _N("This row has fewer cells than there are columns."),
    "benchmarks.too_many_cells": _N("This row has more cells than there are columns."),
    "benchmarks.not_a_day": _N("“%(given)s” is no day. Write it as in 2026-03-27."),
    "benchmarks.not_a_basis": _N("Write “affected” or “resident”, not “%(given)s”."),
    "benchmarks.more_faults": _N("There is more: %(count)s faults that are not listed."),
    "benchmarks.no_such_row": _N("There is no number %(row)s in this table."),
    "benchmarks.bad_rows": _N("Write the numbers of rows with commas between them, as in 3, 5-7."),
    "benchmarks.row_twice": _N("Number %(row)s is there twice: its people would be counted twice."),
    "benchmarks.row_without_count": _N("Number %(row)s has no number of people that can be used."),
    "benchmarks.nothing_chosen": _N("Say at least for one community which rows count it."),
    "benchmarks.nobody": _N("Together these rows count nobody."),
    "benchmarks.shares_and_counts": _N("Choose rows with numbers of people, or rows with shares, not both."),
    "benchmarks.no_source": _N("Say where the numbers come from."),
}
