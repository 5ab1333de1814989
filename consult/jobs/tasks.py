"""Every kind of due work by its name, and the function that does it."""

from consult.consultations.service import COMPILE, EXPIRE, REFRESH
from consult.jobs import evidence, outreach, responses
from consult.jobs.progress import Task

TASKS: dict[str, Task] = {
    COMPILE: evidence.compile_results,
    REFRESH: outreach.refresh,
    EXPIRE: responses.expire,
}
