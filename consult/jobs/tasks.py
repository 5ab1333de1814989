"""Every kind of due work by its name, and the function that does it."""

from consult.consultations.holding import DELETE_ANSWERS
from consult.consultations.service import COMPILE, EXPIRE, REFRESH
from consult.jobs import evidence, outreach, reminders, responses, retention
from consult.jobs.progress import Task
from consult.outreach.reminders import REMIND

TASKS: dict[str, Task] = {
    COMPILE: evidence.compile_results,
    REFRESH: outreach.refresh,
    EXPIRE: responses.expire,
    REMIND: reminders.remind,
    DELETE_ANSWERS: retention.delete,
}
