"""Four clients at once, each a process of its own, one person after the other."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context

import numpy as np
import psycopg

from tests.bench import machine
from tests.bench.journeys import Journey, Timed, Unexpected

CLIENTS = 4
SECONDS_AT_MOST = 60.0
BODY = "x" * 600  # about as long as the answers of one person


@dataclass
class Run:
    """What all clients did together. A journey that went wrong is counted under what went wrong."""

    done: int = 0
    seconds: float = 0.0
    waits: list[Timed] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    used: machine.Used = field(default_factory=machine.Used)

    @property
    def per_second(self) -> float:
        return self.done / self.seconds

    @property
    def requests_per_second(self) -> float:
        return len(self.waits) / self.seconds

    def processor(self, part: str) -> float:
        """Return the milliseconds of processor time that a part of ours took for each request."""
        return self.used.seconds.get(part, 0.0) / len(self.waits) * 1000

    def milliseconds(self, what: str | None = None) -> tuple[float, float, float]:
        """Return the 50th, 95th and 99th percentile of what people waited (for `what`, or for anything)."""
        waited = [seconds * 1000 for name, seconds in self.waits if what in {None, name}]
        low, high, highest = np.percentile(waited, [50, 95, 99])
        return float(low), float(high), float(highest)


def walk(port: int, way: str, count: int, begin_at: float) -> tuple[float, int, list[Timed], Counter[str]]:
    """Be `count` people who go the same way; return when the last had done, how many did, what they waited."""
    time.sleep(max(0.0, begin_at - time.time()))
    end = time.monotonic() + SECONDS_AT_MOST
    done, waits, errors = 0, [], Counter[str]()
    for _ in range(count):
        if time.monotonic() > end:
            break
        journey = Journey(port)
        try:
            getattr(journey, way)()
        except (OSError, Unexpected) as wrong:
            errors[str(wrong)] += 1
        else:
            done += 1
        finally:
            journey.phone.close()
        waits += journey.waits
    return time.time(), done, waits, errors


def insert(address: str, count: int, begin_at: float) -> tuple[float, int, list[Timed], Counter[str]]:
    """Write `count` rows, each in a transaction of its own."""
    waits: list[Timed] = []
    with psycopg.connect(address) as connection:
        time.sleep(max(0.0, begin_at - time.time()))
        for _ in range(count):
            begun = time.perf_counter()
            connection.execute("INSERT INTO bare (id, body) VALUES (gen_random_uuid(), %s)", [BODY])
            connection.commit()
            waits.append(("insert", time.perf_counter() - begun))
    return time.time(), count, waits, Counter()


class Clients:
    """The four processes, started once."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self.pool = pool

    def run(self, work: Callable[..., object], *arguments: object) -> Run:
        """Have every client do the same, beginning together."""
        begin_at = time.time() + 0.5
        with machine.watched() as used:
            asked = [self.pool.submit(work, *arguments, begin_at) for _ in range(CLIENTS)]
            results = [client.result() for client in asked]
        run, ended_at = Run(used=used), begin_at
        for at, done, waits, errors in results:
            ended_at = max(ended_at, at)
            run.done += done
            run.waits += waits
            run.errors += errors
        run.seconds = ended_at - begin_at
        return run


@contextmanager
def clients() -> Iterator[Clients]:
    with ProcessPoolExecutor(CLIENTS, mp_context=get_context("spawn")) as pool:
        list(pool.map(time.sleep, [0.5] * CLIENTS))  # they are all there before anything is measured
        yield Clients(pool)
