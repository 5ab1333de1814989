"""Who was heard: the headline, each group beside its target and its number of people, and what was not said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from consult.web.locale import gettext, ngettext
from consult.web.public.dates import day
from consult.web.public.evidence.cells import Box, Cell, Row, count_box, in_words, is_shown, share_box
from consult.web.public.evidence.numbers import count_of, number, percentage, times
from consult.web.public.evidence.voices import Voice, name_of_language
from surveys.text import Said

Results = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Headline:
    """How many affected groups reached their target, and the one furthest behind."""

    words: str
    behind: Said | None
    behind_words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Every group of which the same can be said."""

    words: str
    colour: str
    names: Sequence[Said]


@dataclass(frozen=True, slots=True)
class Silence:
    """A group of which no result can be shown, and why."""

    key: str
    name: Said | None
    words: str


def sent(results: Results) -> str:
    """Return how many answers were sent."""
    cell = results["answers"]["sent"]
    if not is_shown(cell):
        return gettext("How many answered: %(words)s.", words=in_words(cell))
    return ngettext(
        "%(num)s answer was sent.", "%(num)s answers were sent.", cell["count"], num=number(cell["count"])
    )


def headline(results: Results, say: Voice) -> Headline:
    """Return the one thing somebody should read."""
    found = results["headline"]
    if not found["of"]:
        return Headline(gettext("No group had a number of answers to aim for."), None, "")
    words = ngettext(
        "%(met)s of %(num)s affected group reached the number of answers aimed for.",
        "%(met)s of %(num)s affected groups reached the number of answers aimed for.",
        found["of"],
        met=number(found["met"]),
        num=number(found["of"]),
    )
    behind = found["furthest_behind"]
    if behind is None:
        return Headline(words, None, "")
    names = {one["key"]: one["name"] for one in results["communities"]}
    return Headline(words, say(names[behind["community"]]), _heard_of(behind["heard"], behind["target"]))


def _heard_of(heard: Cell, target: int | None) -> str:
    if target is None:
        return in_words(heard)
    if is_shown(heard):
        return gettext(
            "%(count)s answers, %(target)s aimed for", count=in_words(heard), target=number(target)
        )
    return gettext("%(words)s, %(target)s aimed for", words=in_words(heard), target=number(target))


def label_words(label: str) -> tuple[str, str]:
    """Return how well a group was heard in words, and the colour of its tag."""
    return {
        "heard": (gettext("Heard"), "green"),
        "under_heard": (gettext("Heard too little"), "yellow"),
        "not_heard": (gettext("Not heard"), "red"),
    }.get(label, (gettext("Too few to tell"), "grey"))


def standings(results: Results, say: Voice) -> tuple[Standing, ...]:
    """Return the statement on representation: how well each affected group was heard, worst first."""
    affected = [one for one in results["communities"] if one["is_affected"]]
    found = []
    for label in ("not_heard", "under_heard", "too_few_to_tell", "heard"):
        names = say.each(one["name"] for one in affected if one["label"] == label)
        if names:
            found.append(Standing(*label_words(label), names))
    return tuple(found)


def answers_by_group(results: Results, say: Voice) -> tuple[Row, ...]:
    """Return for each group how many said they belong to it, beside the target, and who did not say."""
    return tuple(_answers_of(one, say) for one in results["communities"])


def _answers_of(one: Mapping[str, Any], say: Voice) -> Row:
    stated, target = one["stated"], one["target"]
    aimed = gettext("%(target)s aimed for", target=number(target)) if target is not None else None
    reached = min(1.0, (stated["yes"]["count"] or 0) / target) if target else None
    label, _ = label_words(one["label"])
    return Row(
        say(one["name"]),
        (
            count_box(stated["yes"], aimed, reached),
            Box(label),
            count_box(stated["no"]),
            count_box(stated["not_stated"]),
        ),
    )


def population_by_group(results: Results, say: Voice) -> tuple[Row, ...]:
    """Return for each group how many people it has, who counted them, and what part of them answered."""
    return tuple(_population_of(one, say) for one in results["communities"])


def _population_of(one: Mapping[str, Any], say: Voice) -> Row:
    cannot = Box(gettext("cannot be told"), is_withheld=True)
    rate, ratio = one["rate_interval"], one["ratio_interval"]
    return Row(
        say(one["name"]),
        (
            _people(one["benchmark"]),
            cannot if one["rate"] is None else Box(percentage(one["rate"]), _range(rate, percentage)),
            cannot
            if one["ratio"] is None
            else Box(gettext("%(ratio)s times", ratio=times(one["ratio"])), _range(ratio, times)),
        ),
    )


def _people(benchmark: Mapping[str, Any] | None) -> Box:
    if benchmark is None:
        return Box(gettext("not known"), is_withheld=True)
    count, total = benchmark["count"], benchmark["total"]
    basis = {
        "affected": gettext("of the people affected"),
        "resident": gettext("of everyone who lives there, affected or not"),
    }.get(benchmark["basis"] or "")
    return Box(number(count) if total is None else count_of(count, total), basis)


def _range(interval: Sequence[float] | None, written: Any) -> str | None:
    if interval is None:
        return None
    return gettext("between %(low)s and %(high)s", low=written(interval[0]), high=written(interval[1]))


@dataclass(frozen=True, slots=True)
class Source:
    """Where the number of people in a group comes from."""

    name: Said | None
    source: Said | None
    area: Said | None
    on: str | None


def sources(results: Results, say: Voice) -> tuple[Source, ...]:
    """Return where each number of people comes from, in the words it was given in."""
    return tuple(
        Source(
            say(one["name"]),
            say(found["source"]),
            say(found["area"]),
            day(date.fromisoformat(found["on"])) if found["on"] else None,
        )
        for one in results["communities"]
        if (found := one["benchmark"]) is not None
    )


def silences(results: Results, say: Voice) -> tuple[Silence, ...]:
    """Return the affected groups of which no result can be shown."""
    return tuple(
        Silence(one["key"], say(one["name"]), why_silent(one["stated"]["yes"]))
        for one in results["communities"]
        if one["is_affected"] and (not is_shown(one["stated"]["yes"]) or _is_behind(one))
    )


def _is_behind(one: Mapping[str, Any]) -> bool:
    return one["label"] != "heard" and bool(one["still_to_hear"])


def why_silent(stated: Cell) -> str:
    """Return why there is no result for a group."""
    if stated["kind"] == "nobody":
        return gettext("Not heard. Nobody from this group answered.")
    if stated["kind"] == "withheld":
        return gettext("How many from this group answered is not shown, to protect others.")
    if is_shown(stated):
        return ngettext(
            "%(num)s person from this group answered: fewer than its share, and fewer than aimed for.",
            "%(num)s people from this group answered: fewer than their share, and fewer than aimed for.",
            stated["count"],
        )
    return gettext("Too few people from this group answered to show a result.")


def by_language(results: Results) -> tuple[Row, ...]:
    """Return how many answered in each language."""
    rows: Iterable[Mapping[str, Any]] = results["answers"]["languages"]
    of = results["answers"]["sent"]
    return tuple(Row(name_of_language(one["id"]), (share_box(one["count"], of),)) for one in rows)


def by_week(results: Results) -> tuple[Row, ...]:
    """Return how many answered in each week: everyone, then each group in the order of the record."""
    weeks = results["answers"]["weeks"]
    highest = max((one["count"]["count"] or 0 for one in weeks), default=0)
    keys = [one["key"] for one in results["communities"]]
    return tuple(_week(one, keys, highest) for one in weeks)


def _week(one: Mapping[str, Any], keys: Sequence[str], highest: int) -> Row:
    cells = [one["count"], *(one.get("communities", {})[key] for key in keys)]
    begins = gettext("Week of %(date)s", date=day(date.fromisoformat(one["id"])))
    return Row(begins, tuple(count_box(cell, share=_part(cell, highest)) for cell in cells))


def _part(cell: Cell, highest: int) -> float | None:
    return cell["count"] / highest if highest and cell["count"] is not None else None
