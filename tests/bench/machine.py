"""What was measured on, and how much of it others used meanwhile."""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psutil

CORES = 2


def keep_to(cores: int) -> None:
    """Run this process and everything it starts from now on on that many cores."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])


def described() -> list[tuple[str, str]]:
    models = {
        line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")
    }
    kilobytes = next(int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal"))
    return [
        ("processor", ", ".join(models) or platform.processor()),
        ("cores used, of those there are", f"{len(os.sched_getaffinity(0))} of {os.cpu_count()}"),
        ("memory", f"{kilobytes / 1024 / 1024:.0f} GB"),
        ("system", f"{platform.system()} {platform.release()}"),
        ("Python", platform.python_version()),
        ("date", datetime.now(UTC).date().isoformat()),
    ]


def load() -> str:
    """Return the load averages of the last 1, 5 and 15 minutes."""
    return ", ".join(f"{average:.1f}" for average in os.getloadavg())


@dataclass
class Used:
    """What the processor did meanwhile: seconds of ours by part, and the share of all cores that was not ours."""

    seconds: dict[str, float] = field(default_factory=dict)
    others: float = 0.0


@contextmanager
def watched() -> Iterator[Used]:
    """Watch the processor during a block."""
    found = Used()
    before, busy, total = _ours(), _busy(), _total()
    yield found
    after, busy, total = _ours(), _busy() - busy, _total() - total
    found.seconds = {part: after[part] - before.get(part, 0.0) for part in after}
    found.others = max(0.0, (busy - sum(found.seconds.values())) / total)


def _busy() -> float:
    times = psutil.cpu_times()
    return sum(times) - times.idle - times.iowait - times.guest - times.guest_nice


def _total() -> float:
    times = psutil.cpu_times()
    return sum(times) - times.guest - times.guest_nice


def _ours() -> dict[str, float]:
    itself = psutil.Process()
    used: dict[str, float] = {}
    for process in (itself, *itself.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            part = _part(process)
            used[part] = used.get(part, 0.0) + sum(process.cpu_times()[:4])
    return used


def _part(process: psutil.Process) -> str:
    if process.name().startswith("postgres"):
        return "PostgreSQL"
    return "service" if {"serve", "tests.bench.hello"} & set(process.cmdline()) else "clients"


def _lines(path: str) -> list[str]:
    return Path(path).read_text("utf-8").splitlines()
