"""The desk of a closed consultation: its evidence, its communities, and what everything on it is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from consult.consultations.queries import communities
from consult.consultations.values import CommunityValue, ConsultationValue
from consult.db import reading
from consult.evidence import queries
from consult.evidence.queries import Desk, FindingValue
from consult.web.locale import language
from consult.web.officer.names import Names, names_of
from consult.web.officer.outreach import own
from surveys.problems import Problem, Refused

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Laid:
    """A consultation with its desk, its communities, and the names of everything on it."""

    consultation: ConsultationValue
    desk: Desk
    communities: tuple[CommunityValue, ...]
    names: Names

    @property
    def written_in(self) -> tuple[str, ...]:
        """The languages an officer writes in here: their own first, then those people were asked in."""
        return tuple(dict.fromkeys((language(), *self.consultation.languages)))

    @property
    def results(self) -> Mapping[str, Any]:
        """The results as they were compiled last."""
        assert self.desk.compilation is not None  # asked only where something was compiled
        return self.desk.compilation.results

    def candidate(self, key: str) -> Mapping[str, Any]:
        """Return a candidate by its key; Refused `evidence.candidate.unknown`."""
        for one in self.desk.candidates:
            if one["key"] == key:
                return one
        raise Refused(Problem("evidence.candidate.unknown", "key", {"key": key}))

    def finding(self, number: int) -> FindingValue:
        """Return a finding by its number; Refused `evidence.finding.unknown`."""
        for one in self.desk.findings:
            if one.number == number:
                return one
        raise Refused(Problem("evidence.finding.unknown", "finding", {"number": number}))


def laid(slug: str) -> Laid:
    """Return the desk of the organisation's own consultation; Refused `consultation.unknown`."""
    with reading() as session:
        return laid_in(session, slug)


def laid_in(session: Session, slug: str) -> Laid:
    """Return the same inside a transaction that is open already."""
    value = own(session, slug)
    found = queries.desk(session, value)
    named = communities(session, value.id)
    results = found.compilation.results if found.compilation else None
    return Laid(value, found, named, names_of(named, results))


def still_open(slug: str) -> Laid:
    """Return the desk to work on; Refused before there are results, and after they were sealed for good."""
    found = unsealed(slug)
    if found.desk.compilation is None:
        raise Refused(Problem("evidence.not_compiled"))
    return found


def unsealed(slug: str) -> Laid:
    """Return the desk as long as nothing is sealed for good, results or none; Refused afterwards."""
    found = laid(slug)
    if found.desk.is_sealed:
        raise Refused(Problem("evidence.sealed"))
    return found
