"""Every kind of due work by its name, and the function that does it."""

from consult.evidence.compiling import TASK as COMPILE
from consult.jobs import evidence
from consult.jobs.progress import Task

TASKS: dict[str, Task] = {
    COMPILE: evidence.compile_results,
}
