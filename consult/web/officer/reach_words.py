"""The sentences of reach: what an officer should read first, what to look at twice, and the terms of a funnel."""

from collections.abc import Iterator, Mapping

from consult.outreach.dashboard import Dashboard
from consult.outreach.pace import Pace
from consult.outreach.reach import ReachValue
from consult.outreach.terms import Took
from consult.web.days import day
from consult.web.locale import gettext, language, ngettext
from consult.web.officer.figures import number, shown


def first_sentence(found: ReachValue, paces: Mapping[str, Pace]) -> str | None:
    """Return who is furthest behind, and what comes of it at this pace; None where nobody is."""
    furthest = found.headline.furthest_behind
    if furthest is None:
        return None
    behind = next(one for one in found.communities if one.community.key == furthest.community)
    named = str(behind.community.name.to(language()))
    told = {"name": named, "heard": shown(behind.margin.yes), "target": number(furthest.target or 0)}
    pace = paces.get(furthest.community)
    if pace is None or pace.in_a_week is None:
        return gettext("%(name)s: %(heard)s of %(target)s.", **told)
    if pace.by_closing is None:
        coming = expected(pace.in_a_week.about)
        return gettext(
            "%(name)s: %(heard)s of %(target)s; at this pace %(coming)s in a week.", **told, coming=coming
        )
    coming = expected(pace.by_closing.about)
    return gettext(
        "%(name)s: %(heard)s of %(target)s; at this pace %(coming)s by closing.", **told, coming=coming
    )


def expected(count: int) -> str:
    """Return how many are expected in words."""
    return gettext("about %(count)s", count=number(count)) if count else gettext("hardly anybody")


def headline(found: ReachValue) -> str:
    """Return how many affected communities met their target."""
    best = found.headline
    if best.of == 0:
        return gettext("No community has a target yet, so nobody can see who is missing.")
    return ngettext(
        "%(met)s of %(num)s affected community met its target.",
        "%(met)s of %(num)s affected communities met their target.",
        best.of,
        met=best.met,
    )


def to_look_at(found: ReachValue) -> Iterator[str]:
    """Yield what an officer should look at twice before trusting a figure."""
    for one in found.communities:
        name = str(one.community.name.to(language()))
        if one.is_over_population:
            yield gettext(
                "%(name)s: more answers than people, so no share is given. Look for people who answered twice.",
                name=name,
            )
        if one.cannot_tell:
            yield gettext(
                "%(name)s: so many did not say whether they belong that nobody can tell.", name=name
            )
        if one.community.target is None and one.community.is_affected:
            yield gettext("%(name)s: no target as a count. Talk with them in a session.", name=name)


def alarms(board: Dashboard) -> Iterator[str]:
    """Yield what may not have been people."""
    if board.times.is_too_fast:
        yield gettext(
            "Many answers took less than a minute. None was refused for it. Look at where they came from."
        )
    for flood in board.floods:
        yield gettext(
            "The link %(code)s was opened so often on %(day)s that counting stopped. Nobody was turned away.",
            code=flood.code,
            day=day(flood.on),
        )


def took_words(took: Took) -> str:
    """Return how long an answer took in the reader's language."""
    return {
        Took.UNDER_A_MINUTE: gettext("less than a minute"),
        Took.UNDER_FIVE_MINUTES: gettext("1 to 5 minutes"),
        Took.UNDER_A_QUARTER: gettext("5 to 15 minutes"),
        Took.UNDER_AN_HOUR: gettext("15 minutes to an hour"),
        Took.LONGER: gettext("longer"),
    }[took]
