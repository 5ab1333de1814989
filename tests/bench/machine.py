"""What was measured on, and how much of it others used meanwhile."""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
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


class Others:
    """How much of the processor those processes used that are not ours. `share` is of all cores, 0 to 1."""

    share = 0.0


@contextmanager
def others() -> Iterator[Others]:
    """Watch the processor during a block."""
    found = Others()
    busy, ours, total = _busy(), _ours(), _total()
    yield found
    busy, ours, total = _busy() - busy, _ours() - ours, _total() - total
    found.share = max(0.0, (busy - ours) / total)


def _busy() -> float:
    times = psutil.cpu_times()
    return sum(times) - times.idle - times.iowait - times.guest - times.guest_nice


def _total() -> float:
    times = psutil.cpu_times()
    return sum(times) - times.guest - times.guest_nice


def _ours() -> float:
    itself = psutil.Process()
    return sum(sum(process.cpu_times()[:4]) for process in (itself, *itself.children(recursive=True)))


def _lines(path: str) -> list[str]:
    return Path(path).read_text("utf-8").splitlines()
