"""Forked children that are kept alive: one that dies is replaced, all end when the parent is told to."""

import os
import signal
import time
import traceback
from collections.abc import Callable
from types import FrameType

from consult import processes

SECONDS_TO_FINISH = 15
SHORTEST_LIFE = 1.0  # a child that dies sooner is replaced only after a pause of as long


class Children:
    """A number of forked children, each of which runs the same function."""

    def __init__(self, run: Callable[[], None], count: int) -> None:
        self.run = run
        self.count = count
        self.born_at: dict[int, float] = {}
        self.is_stopping = False

    def tend(self) -> None:
        """Start them and replace those that die, until SIGTERM or SIGINT; then let them finish and return."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGALRM, self._kill)
        while self.born_at or not self.is_stopping:
            while len(self.born_at) < self.count and not self.is_stopping:
                self._add()
            if self.born_at:
                self._await_a_death()
        signal.alarm(0)

    def _add(self) -> None:
        parent = os.getpid()
        # A signal between the fork and the note of it would miss the new child.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
        pid = os.fork()
        if pid == 0:
            _live(self.run, parent)
        self.born_at[pid] = time.monotonic()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})

    def _await_a_death(self) -> None:
        pid, _ = os.wait()
        born_at = self.born_at.pop(pid, None)
        if born_at is not None and not self.is_stopping and time.monotonic() - born_at < SHORTEST_LIFE:
            time.sleep(SHORTEST_LIFE)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True
        signal.alarm(SECONDS_TO_FINISH)
        self._send(signal.SIGTERM)

    def _kill(self, _number: int, _frame: FrameType | None) -> None:
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        for pid in self.born_at:
            os.kill(
                pid, number
            )  # a dead child stays a zombie until it is noted, so the number is still its own


def _live(run: Callable[[], None], parent: int) -> None:
    status = 1
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.signal(
            signal.SIGINT, signal.SIG_IGN
        )  # a Ctrl-C reaches the parent, which then tells its children
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})
        processes.die_with(parent)
        run()
        status = 0
    except BaseException:  # noqa: BLE001  # nothing may climb out of a fork into its parent's code
        traceback.print_exc()
    finally:
        os._exit(status)
