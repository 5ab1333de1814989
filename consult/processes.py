"""Child processes that die with their parent, even when it is killed hard.

`start` runs this very file in front of the command: it ties itself to its parent, then becomes the command.
The file therefore needs nothing but the standard library, and runs where `consult` cannot be imported.
"""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
Output = int | IO[bytes] | None


def die_with(parent: int, death: signal.Signals = signal.SIGKILL) -> None:
    """Ask the kernel to send this process `death` as soon as `parent`, which must be its parent, is gone.

    It survives an exec, is lost on a fork and on a change of user, and exists on Linux only: elsewhere nothing
    is asked. When the parent was gone before the question reached the kernel, this process ends at once.
    """
    if not sys.platform.startswith("linux"):
        return
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(PR_SET_PDEATHSIG, int(death), 0, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    if os.getppid() != parent:
        os._exit(128 + death)


def start(
    command: Sequence[str],
    *,
    death: signal.Signals = signal.SIGKILL,
    user: int | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    given: Output = subprocess.DEVNULL,
    output: Output = None,
) -> "subprocess.Popen[bytes]":
    """Start `command` in a session of its own, so that a Ctrl-C in the terminal does not reach it.

    It receives `death` when the calling thread's process ends, however that ends. `user` is the numeric id it runs
    under (only root can choose one). `given` is what it reads, by default nothing; `output` takes both of its streams.
    """
    tied = [sys.executable, "-I", "-S", __file__, str(os.getpid()), str(int(death)), str(user or 0), *command]
    return subprocess.Popen(  # noqa: S603  # every caller names its own command, none passes on input
        tied,
        stdin=given,
        stdout=output,
        stderr=None if output is None else subprocess.STDOUT,
        env=None if environment is None else dict(environment),
        cwd=folder,
        start_new_session=True,
    )


def stop(process: "subprocess.Popen[bytes]", patience: float, first: signal.Signals = signal.SIGTERM) -> int:
    """End `process`: ask with `first`, wait `patience` seconds, then kill its whole session. Return how it ended."""
    if process.poll() is None:
        process.send_signal(first)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
    return process.wait()


def _become(arguments: Sequence[str]) -> None:
    parent, death, user, *command = arguments
    if int(user):
        os.setgroups([])
        os.setgid(pwd.getpwuid(int(user)).pw_gid)
        os.setuid(int(user))
    die_with(int(parent), signal.Signals(int(death)))
    os.execvp(command[0], command)  # noqa: S606  # no shell is the point


if __name__ == "__main__":
    _become(sys.argv[1:])
