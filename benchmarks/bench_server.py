"""What the server bears: run it with ``python -m benchmarks.bench_server``.

Needs wrk (``apt-get install wrk``) and, to compare with, ``pip install oxigraph rdflib-endpoint``.  Parts, each of which
can be chosen with ``--part``:

- ``load``: stored questions and SPARQL against ``oxigraph serve-read-only`` and ``rdflib-endpoint`` on the same graph, in
  turns within one run, at 1, 8 and 64 connections.  Thousands of different queries, so that no cache helps.
- ``pages``: what a page costs when it is asked for the first time, and its size.
- ``runaways``: what others notice of ten queries without end.
- ``soak``: questions, queries and pages mixed for ``--minutes``, while workers are killed.

Wall-clock rates depend on who else uses the machine; requests for each second of the server's own processor time do
less.  Both are shown, with their ratios to oxigraph's.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from benchmarks import servers
from benchmarks.copies import write_copies
from benchmarks.pages_asked import pages
from benchmarks.questions_asked import KINDS, Asked, asked
from benchmarks.servers import Server, get
from benchmarks.soak import soak
from benchmarks.table import Row, Table, in_markdown
from ofsted_kg.build import BuildOptions, build
from ofsted_kg.resources import packaged_folder

PARTS = ("load", "pages", "runaways", "soak")
CONNECTIONS = (1, 8, 64)
LUA = Path(__file__).with_name("load.lua")
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }"
RUNAWAYS = 10
LOAD = (
    "`ofsted-kg serve`, `oxigraph serve-read-only` on the same index and `rdflib-endpoint` on the same graphs are asked by wrk "
    "in short turns. Queries are thousands of different ones; stored questions, which the others are asked for as SPARQL, have "
    "every value that they may have. Allowed are half of oxigraph's requests a second, ten times rdflib-endpoint's, and at 64 "
    "connections one and a half of oxigraph's 99th percentile."
)
LOAD_HEADS = (
    *("asked", "connections", "requests a second: ours / oxigraph's / rdflib-endpoint's", "median in ms"),
    *("99th percentile in ms", "microseconds of processor for a request", "rate of oxigraph's"),
    *("99th percentile of oxigraph's", "oxigraph's processor time of ours", "failed"),
)
RUNAWAYS_TEXT = (
    f"Eight connections ask mixed queries, alone and beside {RUNAWAYS} queries without end, which must be stopped at the "
    "deadline. Allowed is three times the 99th percentile."
)
RUNAWAYS_HEADS = ("p99 alone in ms", "p99 beside them in ms", "times", "requests a second alone", "beside them", "failed")


@dataclass(frozen=True)
class Measured:
    """What wrk saw of one server, and what that cost."""

    rate: float
    p50: float
    p99: float
    cost: float
    """Microseconds of the server's processor time for a request."""
    failed: int


@dataclass(frozen=True)
class Options:
    """How much is measured."""

    kinds: tuple[str, ...] = KINDS
    connections: tuple[int, ...] = CONNECTIONS
    seconds: float = 4.0
    """Of one turn of a server."""
    turns: int = 3
    beside: float = 9.0
    """Seconds beside runaways, fewer than their deadline."""
    warming: float = 180.0
    """Seconds for rendering ahead."""
    minutes: float = 5.0
    has_rdflib: bool = (servers.BIN / "rdflib-endpoint").is_file()


QUICK = Options(kinds=("stored", "lookup"), connections=(64,), seconds=2, turns=1, beside=5, warming=10, has_rdflib=False)


def measure(server: Server, addresses: Path, connections: int, seconds: float) -> Measured:
    """Load a server."""
    # wrk waits in vain at the end for requests that take longer than it runs
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "60s", "-s", str(LUA), server.url]
    start = {"ADDRESSES": str(addresses), "START": str(random.randrange(10_000))}
    before = server.seconds()
    with server.turn():
        done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **start})
    worked = server.seconds() - before
    found = json.loads(done.stdout.strip().splitlines()[-1])
    count = max(1, found["requests"])
    failed = found["refused"] + found["broken"]
    return Measured(found["requests"] / found["seconds"], found["p50"], found["p99"], worked / count * 1e6, failed)


def addresses(folder: Path, server: Server, kind: str, asked_for: list[Asked]) -> Path:
    """A file of the addresses that a server is asked for."""
    path = folder / f"{server.name}-{kind}.txt"
    lines = (
        one.api
        if server.name == "ofsted-kg" and one.api
        else f"{server.endpoint}?{urlencode({'query': one.sparql}, quote_via=quote)}"
        for one in asked_for
    )
    path.write_text("\n".join(lines) + "\n")
    return path


def combined(slices: list[Measured]) -> Measured:
    """Several short measurements of one server as one: rates on average, percentiles of the one in the middle."""
    requests = sum(one.rate for one in slices)
    return Measured(
        rate=requests / len(slices),
        p50=statistics.median(one.p50 for one in slices),
        p99=statistics.median(one.p99 for one in slices),
        cost=sum(one.cost * one.rate for one in slices) / (requests or 1),
        failed=sum(one.failed for one in slices),
    )


def load(kg: Path, options: Options) -> Table:
    """The comparison: the servers take turns of a few seconds, so that all of them meet the same neighbours."""
    rows: list[Row] = []
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        compared = [stack.enter_context(servers.ours(kg)), stack.enter_context(servers.oxigraph(kg))]
        if options.has_rdflib:
            compared.append(stack.enter_context(servers.rdflib_endpoint(kg)))
        for kind in options.kinds:
            wanted = asked(kg, kind)
            check_same(compared[0], compared[1], wanted)
            files = [addresses(Path(folder), server, kind, wanted) for server in compared]
            # not the slowest, which would answer for minutes
            for server, file in zip(compared[:2], files, strict=False):
                warm(server, file, options.seconds)
            for connections in options.connections:
                slices = [
                    [measure(server, file, connections, options.seconds) for server, file in zip(compared, files, strict=True)]
                    for _ in range(options.turns)
                ]
                rows.append(compared_row(kind, connections, [combined(list(turns)) for turns in zip(*slices, strict=True)]))
    return Table("Load", LOAD, LOAD_HEADS, tuple(rows))


def compared_row(kind: str, connections: int, found: list[Measured]) -> Row:
    """One row: ours, then what it is compared with."""
    mine, oxigraph, *others = found
    cells = (
        kind,
        str(connections),
        " / ".join(f"{one.rate:,.0f}" for one in found),
        " / ".join(f"{one.p50:.1f}" for one in found[:2]),
        " / ".join(f"{one.p99:.0f}" for one in found[:2]),
        " / ".join(f"{one.cost:,.0f}" for one in found[:2]),
        over(mine.rate, oxigraph.rate),
        over(mine.p99, oxigraph.p99),
        over(oxigraph.cost, mine.cost),
        str(mine.failed),
    )
    return Row(cells, of_allowed(connections, mine, oxigraph, others))


def of_allowed(connections: int, mine: Measured, oxigraph: Measured, others: list[Measured]) -> float:
    """Half of oxigraph's rate and ten times rdflib-endpoint's are asked for, and at 64 connections one and a half of its p99."""
    if mine.failed or not mine.rate:
        return float("inf")
    ratios = [0.5 * oxigraph.rate / mine.rate, *(10 * other.rate / mine.rate for other in others)]
    if connections == max(CONNECTIONS):
        ratios.append(mine.p99 / (1.5 * oxigraph.p99))
    return max(ratios)


def warm(server: Server, addresses: Path, seconds: float) -> None:
    """Ask before it counts: every stored question once, of the rest as many as there is time for."""
    paths, until = addresses.read_text().splitlines(), time.monotonic() + seconds
    for path in paths:
        if (server.name == "ofsted-kg" and "/api/" in path) or time.monotonic() < until:
            get(server.port, path, "application/json, application/sparql-results+json")


def over(mine: float, other: float) -> str:
    """How many times the other, where it got anything done."""
    return f"{mine / other:.2f}" if other else "-"


def check_same(mine: Server, other: Server, wanted: list[Asked]) -> None:
    """Both must give the same answers, or there is nothing to compare."""
    for one in random.Random(5).sample(wanted, 20):
        rows = [sorted(json.dumps(row, sort_keys=True) for row in bindings(server, one.sparql)) for server in (mine, other)]
        assert rows[0] == rows[1], one.sparql


def bindings(server: Server, sparql: str) -> list[dict[str, object]]:
    status, body = get(server.port, f"{server.endpoint}?{urlencode({'query': sparql})}", "application/sparql-results+json")
    assert status == 200, body
    found: list[dict[str, object]] = json.loads(body)["results"]["bindings"]
    return found


def runaways(kg: Path, options: Options) -> Table:
    """What others notice of ten queries without end, several times over."""
    with servers.ours(kg) as server, tempfile.TemporaryDirectory() as folder:
        file = addresses(Path(folder), server, "mixed", asked(kg, "mixed"))
        measure(server, file, 8, 2)
        rounds = [runaway_round(server, file, options) for _ in range(options.turns)]
    alone, beside = (combined(list(given)) for given in list(zip(*rounds, strict=True))[:2])
    refused = [status for _, _, statuses in rounds for status in statuses]
    times = statistics.median(second.p99 / first.p99 for first, second, _ in rounds)
    went_wrong = alone.failed + beside.failed or refused != [503] * (RUNAWAYS * options.turns)
    cells = (
        f"{alone.p99:.0f}",
        f"{beside.p99:.0f}",
        f"{times:.2f}",
        f"{alone.rate:.0f}",
        f"{beside.rate:.0f}",
        str(beside.failed),
    )
    return Table("Runaways", RUNAWAYS_TEXT, RUNAWAYS_HEADS, (Row(cells, float("inf") if went_wrong else times / 3),))


def runaway_round(server: Server, file: Path, options: Options) -> tuple[Measured, Measured, list[int]]:
    """Without them, with them, and what they got."""
    alone = measure(server, file, 8, options.beside)
    statuses: list[int] = []
    path = f"/sparql?{urlencode({'query': RUNAWAY})}"
    threads = [
        threading.Thread(target=lambda: statuses.append(get(server.port, path, "application/sparql-results+json")[0]))
        for _ in range(RUNAWAYS)
    ]
    for thread in threads:
        thread.start()
    beside = measure(server, file, 8, options.beside)
    for thread in threads:
        thread.join()
    return alone, beside, statuses


def make(folder: Path, number: int) -> Path:
    """A knowledge graph of so many reports, the five first."""
    reports = sorted(packaged_folder("reports").glob("*.txt"))[:number]
    copies = write_copies(folder / "copies", number - len(reports)) if number > len(reports) else []
    build([*reports, *copies], folder / "kg", BuildOptions())
    return folder / "kg"


def tables(quick: bool) -> Iterator[Table]:
    """Everything, with a short soak; the quick form leaves the soak out and most else but the extremes."""
    if not shutil.which("wrk"):
        yield Table("Load", "Not measured: wrk is missing (`apt-get install wrk`).", ("",), ())
        return
    options = QUICK if quick else Options()
    with tempfile.TemporaryDirectory() as folder:
        kg = make(Path(folder), 5)
        for name in PARTS[:-1] if quick else PARTS:
            yield MEASURED[name](kg, options)


def main() -> int:
    """Print the tables of the chosen parts; status 1 where a limit was passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, nargs="+", default=PARTS)
    parser.add_argument("--reports", type=int, default=5, help="number of reports; beyond five, copies of them")
    parser.add_argument("--kg", type=Path, help="a knowledge graph that has been built, in place of a new one")
    parser.add_argument("--kinds", choices=KINDS, nargs="+", default=KINDS)
    parser.add_argument("--connections", type=int, nargs="+", default=CONNECTIONS)
    parser.add_argument("--seconds", type=float, default=Options.seconds, help="for each turn of a server")
    parser.add_argument("--turns", type=int, default=Options.turns, help="of each server")
    parser.add_argument("--minutes", type=float, default=Options.minutes, help="of the soak")
    parser.add_argument("--without-rdflib", action="store_true", help="leave the slowest out")
    given = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("wrk is missing: apt-get install wrk")
    options = Options(
        kinds=tuple(given.kinds),
        connections=tuple(given.connections),
        seconds=given.seconds,
        turns=given.turns,
        minutes=given.minutes,
        has_rdflib=Options.has_rdflib and not given.without_rdflib,
    )
    with tempfile.TemporaryDirectory() as folder:
        kg = given.kg or make(Path(folder), given.reports)
        found = [MEASURED[name](kg, options) for name in given.part if not print(f"... {name}", file=sys.stderr)]
    print("\n".join(map(in_markdown, found)))
    return 1 if any(table.failures for table in found) else 0


MEASURED: dict[str, Callable[[Path, Options], Table]] = {
    "load": load,
    "pages": lambda kg, options: pages(kg, options.warming),
    "runaways": runaways,
    "soak": lambda kg, options: soak(kg, options.minutes),
}


if __name__ == "__main__":
    raise SystemExit(main())
