"""Compare the processor time a request takes in two checkouts, in turns, so that a busy machine is busy for both.

`python -m tests.bench.versus FOLDER` holds FOLDER (another checkout of the project, its assets built) against this one.
"""

# ruff: noqa: T201  # printing is what it is for

import argparse
import os
import subprocess
import sys
from pathlib import Path
from statistics import median, quantiles

HERE = Path(__file__).parents[2]
JOURNEYS = 3  # in each turn


class Side:
    def __init__(self, checkout: Path) -> None:
        self.checkout = checkout
        self.milliseconds: list[float] = []
        self.process = subprocess.Popen(
            [sys.executable, "-P", HERE / "tests" / "bench" / "turns.py"],
            cwd=checkout,
            env=os.environ | {"PYTHONPATH": str(checkout.resolve())},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def heard(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def take_turn(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{JOURNEYS}\n")
        self.process.stdin.flush()
        self.milliseconds.append(float(self.heard()))

    def told(self) -> str:
        low, middle, _ = quantiles(self.milliseconds, n=4)
        return f"{middle:.2f} ms a request, {low:.2f} ms in the quickest quarter"


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.bench.versus", description=__doc__)
    asked.add_argument("other", type=Path, help="the checkout to compare with")
    asked.add_argument("--turns", type=int, default=80)
    given = asked.parse_args()
    sides = [Side(given.other), Side(HERE)]
    if any(side.heard() != "ready" for side in sides):
        sys.exit("one side did not start")
    for turn in range(given.turns):
        for side in sides if turn % 2 else reversed(sides):
            side.take_turn()
    for name, side in zip(("the other", "this one"), sides, strict=True):
        print(f"{name}: {side.told()}")
    other, this = (side.milliseconds for side in sides)
    ratio = median(b / a for a, b in zip(other, this, strict=True))
    print(f"this one takes {ratio:.3f} of the other (median of {given.turns} pairs)")
    for side in sides:
        side.process.communicate()


if __name__ == "__main__":
    main()
