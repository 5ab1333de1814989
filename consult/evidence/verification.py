"""Checking a sealed record offline: no settings, no database, only the bytes of the file.

It shows damage, not authorship: whoever can rewrite the whole file can also compute a new fingerprint. Compare the
fingerprint with the one on the authority's public record; records are not signed yet.
"""

import json
from dataclasses import dataclass

from surveys.problems import Problem
from surveys.versions import canonical, fingerprint, is_canonical

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking a file found. `why` is None for a valid one."""

    fingerprint: str | None
    why: Problem | None

    @property
    def is_valid(self) -> bool:
        """Whether every byte is as it was sealed."""
        return self.why is None


def sealed_file(record: bytes) -> bytes:
    """Return the file that carries a sealed record and its fingerprint: canonical JSON, byte for byte."""
    return b'{"fingerprint":"' + fingerprint(record).encode() + b'","record":' + record + b"}"


def verify(data: bytes) -> Verdict:
    """Return whether `data` is a sealed record nobody damaged. Never raises, whatever the bytes."""
    if not is_canonical(data):
        return Verdict(None, Problem("evidence.file_not_canonical"))
    read = json.loads(data)
    if (
        not isinstance(read, dict)
        or set(read) != {"fingerprint", "record"}
        or not isinstance(read["record"], dict)
    ):
        return Verdict(None, Problem("evidence.file_not_a_record"))
    if read["record"].get("kind") != "evidence-record" or read["record"].get("format") != FORMAT:
        return Verdict(None, Problem("evidence.file_not_a_record"))
    found = fingerprint(canonical(read["record"]))
    if found != read["fingerprint"]:
        return Verdict(found, Problem("evidence.file_damaged"))
    return Verdict(found, None)
