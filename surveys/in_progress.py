"""Answers in progress while their survey is corrected: what counts, what is set aside, and how each was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from surveys.answers import Reading
from surveys.asking import Asking
from surveys.carrying import Given, Reason, Version, settled
from surveys.questions.reading import Answer

Versions = Mapping[str, Version]
"""Published versions by the names that askings have for them."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """An answer that no longer counts since a correction, and why. It is kept: a correction may be taken back."""

    given: Given
    reason: Reason


@dataclass(frozen=True, slots=True)
class InProgress:
    """Everything somebody answered so far. No key is in both."""

    given: Mapping[str, Given] = field(default_factory=dict)
    aside: Mapping[str, SetAside] = field(default_factory=dict)

    @property
    def answers(self) -> dict[str, Answer]:
        """What counts."""
        return {key: each.answer for key, each in self.given.items()}

    def with_page(self, said: Reading, asking: Asking) -> InProgress:
        """With what a page's form said in place of everything its keys held; of an entry, in its place in the list."""
        if said.entry is not None:
            repeat_id = said.entry[0]
            entries = said.merged(self.answers)[repeat_id]
            said = Reading({repeat_id: entries}, said.raw, said.problems, frozenset([repeat_id]))
        given = {key: each for key, each in self.given.items() if key not in said.keys}
        aside = {key: each for key, each in self.aside.items() if key not in said.keys}
        return InProgress(given | _given(said, asking), aside)

    def moved(self, versions: Versions, to: str) -> InProgress:
        """The same answers in the version named `to`. `versions` are all that are named by it or by an asking."""
        everything = {key: each.given for key, each in self.aside.items()} | dict(self.given)
        carried = settled(versions, versions[to], everything)
        lost = {**carried.asked_again, **carried.dropped}
        return InProgress(
            {key: Given(answer, everything[key].asking) for key, answer in carried.kept.items()},
            {key: SetAside(everything[key], reason) for key, reason in lost.items()},
        )

    def with_late_page(self, said: Reading, asking: Asking, versions: Versions, to: str) -> InProgress:
        """With what a form of another version said, while these answers are in the version named `to` already.

        It was read as it was asked, and is then carried. Only what was answered anew in `to` stays where what comes
        late cannot be kept.
        """
        if said.entry is not None:
            return self.with_page(said, asking).moved(versions, to)
        late = settled(versions, versions[to], _given(said, asking)).kept
        anew = {key for key, each in self.given.items() if each.asking.version == to and key not in late}
        keys = said.keys - anew
        values = {key: answer for key, answer in said.values.items() if key in keys}
        counted = Reading(values, said.raw, said.problems, frozenset(keys))
        return self.with_page(counted, asking).moved(versions, to)


def _given(said: Reading, asking: Asking) -> dict[str, Given]:
    return {key: Given(answer, asking) for key, answer in said.values.items()}
