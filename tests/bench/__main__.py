"""Measure everything in one run and print it. Errors end it with status 1; no timing ever does."""

# ruff: noqa: T201  # printing is what it is for

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
import psycopg

from tests import services
from tests.bench import engine, inside, machine, outreach, site, slow_uploads, weights
from tests.bench.clients import CLIENTS, Clients, Run, clients, insert, walk

PROCESSES = 2
AIM_PER_SECOND, AIM_P95 = 60, 40
MOST_STATEMENTS, LARGEST_PAGE, LARGEST_VISIT = 3, 14 * 1024, 30 * 1024
WARMING = 40  # journeys of each client before anything is measured


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    asked.add_argument("--journeys", type=int, default=250, help="of each of the four clients in each round")
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    machine.keep_to(machine.CORES)
    with (
        tempfile.TemporaryDirectory(prefix="consult-bench-") as folder,
        services.postgresql(("max_connections=60",)) as server,
        services.queue_server() as queue,
        clients() as four,
    ):
        measured = site.prepared(server.create("bench"), queue.url, Path(folder))
        _title(measured)
        wrong = _load(measured, four, given.journeys, given.rounds, Path(folder))
        _counted(measured)
    print("\n## The survey engine\n")
    engine.main()
    print("\n## Outreach\n")
    outreach.run(outreach.ANSWERS)
    if wrong:
        sys.exit(f"errors: {wrong}")


def _title(measured: site.Site) -> None:
    with psycopg.connect(_plain(measured.settings.database_url)) as connection:
        version = connection.execute("SHOW server_version").fetchone()
    _table("machine", "", [*machine.described(), ("PostgreSQL", f"{version and version[0]}, durable")])
    print(
        f"\n`serve --processes {PROCESSES}`, PostgreSQL and Valkey, {CLIENTS} clients on the same cores; "
        "12 questions on 3 pages.\nA client is one person after the other, each on a new connection that stays open. "
        "“others”: the share of the cores\nthat processes of others used meanwhile.\n"
    )


def _load(measured: site.Site, four: Clients, journeys: int, rounds: int, folder: Path) -> int:
    """Run every kind of load, `rounds` times; return how many errors there were."""
    wrong = 0
    with site.serving(measured.settings, PROCESSES) as port, site.saying_hello(folder, PROCESSES) as bare:
        done = four.run(walk, port, "whole", WARMING).done + four.run(walk, port, "shortest", WARMING).done
        four.run(walk, bare, "hello", WARMING)
        for number in range(1, rounds + 1):
            print(f"\n## Round {number} (load of the machine before it: {machine.load()})\n")
            runs = _round(measured, four, port, bare, journeys)
            done += runs["shortest"].done + runs["whole"].done
            wrong += sum(sum(run.errors.values()) for run in runs.values())
            _report(runs)
        in_database = measured.sent()
        print(f"\nResponses in the database {in_database}, journeys done {done}; errors {wrong}.")
        _slow(port)
    return wrong + abs(in_database - done)


def _round(measured: site.Site, four: Clients, port: int, bare: int, journeys: int) -> dict[str, Run]:
    address = _plain(measured.settings.database_url)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS bare")
        connection.execute("CREATE TABLE bare (id uuid PRIMARY KEY, body text NOT NULL)")
    return {
        "hello": four.run(walk, bare, "hello", journeys),
        "insert": four.run(insert, address, 4 * journeys),
        "shortest": four.run(walk, port, "shortest", journeys),
        "whole": four.run(walk, port, "whole", journeys),
    }


def _report(runs: dict[str, Run]) -> None:
    hello, rows = runs["hello"].requests_per_second, runs["insert"].per_second
    print("| | responses/s | requests/s | p50 ms | p95 ms | p99 ms | of hello | of INSERT | others |")
    print("|---|---|---|---|---|---|---|---|---|")
    for title, name in (("6 requests a journey", "shortest"), ("10, as a browser does", "whole")):
        run = runs[name]
        shares = f"{run.requests_per_second / hello:.1%} | {run.per_second / rows:.1%}"
        _line(title, f"{run.per_second:.1f}", f"{run.requests_per_second:.0f}", _waits(run), shares, run)
    for title, name in (("Flask says hello", "hello"), ("one-row INSERT, commit", "insert")):
        run = runs[name]
        _line(title, "", f"{run.requests_per_second:.0f}", _waits(run), " | ", run)
    for error, count in (runs["shortest"].errors + runs["whole"].errors + runs["hello"].errors).items():
        print(f"\nerror, {count} times: {error}")
    print(f"\nAims: {AIM_PER_SECOND} responses/s, p95 {AIM_P95} ms. Processor time for each request:\n")
    print("| | service ms | PostgreSQL ms | clients ms |\n|---|---|---|---|")
    for title, name in (("6 requests", "shortest"), ("10 requests", "whole"), ("hello", "hello")):
        parts = (runs[name].processor(part) for part in ("service", "PostgreSQL", "clients"))
        print(f"| {title} | " + " | ".join(f"{part:.2f}" for part in parts) + " |")
    print("\nWhat people waited for, in the whole journey:\n")
    whole = runs["whole"]
    rows_of_waits = [
        (what, " / ".join(f"{wait:.1f}" for wait in whole.milliseconds(what)))
        for what in dict.fromkeys(name for name, _ in whole.waits)
    ]
    _table("request", "p50 / p95 / p99 ms", rows_of_waits)


def _line(title: str, responses: str, requests: str, waits: str, shares: str, run: Run) -> None:
    print(f"| {title} | {responses} | {requests} | {waits} | {shares} | {run.used.others:.0%} |")


def _waits(run: Run) -> str:
    return " | ".join(f"{wait:.1f}" for wait in run.milliseconds())


def _slow(port: int) -> None:
    print("\n## Slow uploads\n")
    rows = []
    for slow in (0, slow_uploads.SLOW):
        waits = slow_uploads.quick_answers(port, slow)
        told = f"{np.median(waits):.1f} / {max(waits):.1f}"
        rows.append((f"the start page while {slow} slow uploads are open", told))
    _table(f"{slow_uploads.ASKED} times", "median / longest, ms", rows)


def _counted(measured: site.Site) -> None:
    print("\n## Statements and bytes\n")
    print(
        f"At most {MOST_STATEMENTS} statements a page, one more to send; "
        f"a later page at most {LARGEST_PAGE} bytes compressed.\n"
    )
    print("| request | SQL statements | bytes of HTML, gzip |\n|---|---|---|")
    for page in inside.pages(measured):
        print(f"| {page.what} | {page.statements} | {page.compressed or '(redirect)'} |")
    fetched = inside.first_visit(measured)
    print(f"\nFirst visit, at most {LARGEST_VISIT} bytes in all:\n")
    _table("fetched", "bytes", [*fetched, ("in all", sum(size for _, size in fetched))])
    print("\nThe demonstration's consultation, which has more to say:\n")
    weights.publish()
    print("| language | page | bytes |\n|---|---|---|")
    for language, page, size in weights.heaviest(measured):
        print(f"| {language} | {page} | {size} |")


def _table(first: str, second: str, rows: list[tuple[str, object]]) -> None:
    print(f"| {first} | {second} |\n|---|---|")
    for name, value in rows:
        print(f"| {name} | {value} |", flush=True)


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


if __name__ == "__main__":
    main()
