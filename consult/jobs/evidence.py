"""Compiling the results of a consultation, once it is closed."""

import uuid

from consult.db import unit_of_work
from consult.evidence.compiling import STEPS, compiled, keep
from consult.jobs.progress import Progress


def compile_results(consultation_id: uuid.UUID, progress: Progress) -> None:
    """Count the answers, prove what may be shown, and keep it; do nothing while people can still answer."""
    found = compiled(consultation_id, progress)
    if found is None:
        return
    with unit_of_work() as session:
        keep(session, found)
    progress(STEPS, STEPS)
