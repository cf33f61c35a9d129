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
import gzip
import http.client
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from benchmarks import servers
from benchmarks.copies import write_copies
from benchmarks.questions_asked import KINDS, Asked, asked
from benchmarks.servers import Server
from ofsted_kg.build import BuildOptions, build
from ofsted_kg.resources import packaged_folder

PARTS = ("load", "pages", "runaways", "soak")
CONNECTIONS = (1, 8, 64)
LUA = Path(__file__).with_name("load.lua")
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }"
RUNAWAYS = 10
KILLS = 2.0
"""Seconds between two kills."""


@dataclass(frozen=True)
class Measured:
    """What wrk saw of one server, and what that cost."""

    rate: float
    p50: float
    p99: float
    cost: float
    """Microseconds of the server's processor time for a request."""
    failed: int


def measure(server: Server, addresses: Path, connections: int, seconds: float) -> Measured:
    """Load a server."""
    # wrk waits in vain at the end for requests that take longer than it runs
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "60s", "-s", str(LUA), server.url]
    start = {"ADDRESSES": str(addresses), "START": str(random.randrange(10_000))}
    before = server.seconds()
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


def load(kg: Path, options: argparse.Namespace) -> bool:
    """The table of the comparison."""
    passed = True
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        compared = [stack.enter_context(servers.ours(kg)), stack.enter_context(servers.oxigraph(kg))]
        if not options.without_rdflib:
            compared.append(stack.enter_context(servers.rdflib_endpoint(kg)))
        print(f"{'asked':10}{'conn.':>6}  {'server':16}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'us CPU':>8}{'failed':>7}  ratios")
        for kind in options.kinds:
            wanted = asked(kg, kind)
            check_same(compared[0], compared[1], wanted)
            files = [addresses(Path(folder), server, kind, wanted) for server in compared]
            # not the slowest, which would answer for minutes
            for server, file in zip(compared[:2], files, strict=False):
                warm(server, file, options.seconds)
            for connections in options.connections:
                rows = [measure(server, file, connections, options.seconds) for server, file in zip(compared, files, strict=True)]
                for server, row in zip(compared, rows, strict=True):
                    show(kind, connections, server, row, rows[0])
                passed &= within(rows)
    return passed


def warm(server: Server, addresses: Path, seconds: float) -> None:
    """Ask before it counts: every stored question once, of the rest as many as there is time for."""
    paths, until = addresses.read_text().splitlines(), time.monotonic() + seconds
    for path in paths:
        if (server.name == "ofsted-kg" and "/api/" in path) or time.monotonic() < until:
            get(server.port, path, "application/json, application/sparql-results+json")


def show(kind: str, connections: int, server: Server, row: Measured, mine: Measured) -> None:
    compared = f"rate {over(mine.rate, row.rate)}, p99 {over(mine.p99, row.p99)}, CPU {over(row.cost, mine.cost)}"
    ratios = "" if row is mine else compared
    numbers = f"{row.rate:9.1f}{row.p50:9.2f}{row.p99:9.2f}{row.cost:8.0f}{row.failed:7}"
    print(f"{kind:10}{connections:6}  {server.name:16}{numbers}  {ratios}", flush=True)


def over(mine: float, other: float) -> str:
    """How many times the other, where it got anything done."""
    return f"{mine / other:.2f}" if other else "-"


def within(rows: list[Measured]) -> bool:
    """Whether the limits were kept: half of oxigraph's rate, ten times rdflib-endpoint's, and the 99th percentile."""
    mine, oxigraph, *others = rows
    fast = mine.rate >= 0.5 * oxigraph.rate and all(mine.rate >= 10 * other.rate for other in others)
    return fast and mine.failed == 0 and mine.p99 <= 1.5 * oxigraph.p99


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


def get(port: int, path: str, accept: str, encoding: str = "identity") -> tuple[int, bytes]:
    """One request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", path, headers={"Accept": accept, "Accept-Encoding": encoding})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def pages(kg: Path, _: argparse.Namespace) -> bool:
    """The table of the pages: each for the first time, on a server that has just started."""
    passed = True
    with servers.ours(kg) as server:
        paths = page_addresses(server)
    with servers.ours(kg) as server:
        print(f"\n{'page':60}{'CPU ms':>9}{'again':>7}{'KB sent':>9}{'KB':>7}")
        for path in paths:
            before = server.seconds()
            status, body = get(server.port, path, "text/html", "gzip")
            first = server.seconds()
            get(server.port, path, "text/html", "gzip")
            spent, again, size = first - before, server.seconds() - first, len(plain(body))
            print(f"{path:60}{spent * 1000:9.1f}{again * 1000:7.1f}{len(body) / 1000:9.1f}{size / 1000:7.1f}", flush=True)
            passed &= status == 200 and spent < 0.05 and len(body) < 100_000
    return passed


def plain(body: bytes) -> bytes:
    """A body without compression."""
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body


def page_addresses(server: Server) -> list[str]:
    """One page of each kind, found by following the links from the first."""
    found: dict[str, str] = {}
    waiting = ["/"]
    while waiting and len(found) < 40:
        path = waiting.pop(0)
        kind = path.split("?")[0] if path.count("/") == 1 else path.split("/")[1] + ("?" if "?" in path else "")
        if kind in found:
            continue
        found[kind] = path
        waiting += links(get(server.port, path, "text/html")[1].decode())
    return list(found.values())


def links(html: str) -> list[str]:
    """Addresses of pages of this server."""
    marked = (piece.split('"')[0].split("#")[0].replace("&amp;", "&") for piece in html.split('href="')[1:])
    left_out = ("/static", "/api", "/data", "/id", "/sparql", "/void", "/openapi", "/graphs")
    return [path for path in marked if path.startswith("/") and not path.startswith(left_out)]


def runaways(kg: Path, _: argparse.Namespace) -> bool:
    """What others notice of ten queries without end."""
    with servers.ours(kg) as server, tempfile.TemporaryDirectory() as folder:
        file = addresses(Path(folder), server, "mixed", asked(kg, "mixed"))
        measure(server, file, 8, 2)
        alone = measure(server, file, 8, 9)
        statuses: list[int] = []
        path = f"/sparql?{urlencode({'query': RUNAWAY})}"
        threads = [
            threading.Thread(target=lambda: statuses.append(get(server.port, path, "application/sparql-results+json")[0]))
            for _ in range(RUNAWAYS)
        ]
        for thread in threads:
            thread.start()
        beside = measure(server, file, 8, 9)
        for thread in threads:
            thread.join()
    print(f"\np99 alone {alone.p99:.1f} ms, beside {RUNAWAYS} runaways {beside.p99:.1f} ms: {beside.p99 / alone.p99:.2f} times")
    print(
        f"rate: {alone.rate:.0f} and {beside.rate:.0f}; failed: {alone.failed} and {beside.failed}; the runaways got {statuses}"
    )
    return 0 < beside.p99 <= 3 * alone.p99 and beside.failed == 0 and statuses == [503] * RUNAWAYS


@dataclass
class Soak:
    """What is known of a long run."""

    until: float
    done: int = 0
    failed: list[str] = field(default_factory=list)
    killed: int = 0
    memory: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def goes_on(self) -> bool:
        return time.monotonic() < self.until


def soak(kg: Path, options: argparse.Namespace) -> bool:
    """Everything mixed for some minutes, while workers are killed: no good request may fail, memory must be flat."""
    with servers.ours(kg) as server:
        paths = [*mixed_paths(kg), *((path, "text/html") for path in page_addresses(server))]
        run = Soak(time.monotonic() + 60 * options.minutes)
        threads = [threading.Thread(target=ask_on, args=(run, server, paths, seed)) for seed in range(8)]
        threads.append(threading.Thread(target=kill_on, args=(run, server)))
        for thread in threads:
            thread.start()
        while run.goes_on:
            time.sleep(5)
            run.memory.append(server.memory())
        for thread in threads:
            thread.join()
    return told(run, options.minutes)


def told(run: Soak, minutes: float) -> bool:
    third = max(1, len(run.memory) // 3)
    # the first third fills caches
    middle, end = statistics.median(run.memory[third : 2 * third]), statistics.median(run.memory[-third:])
    print(f"\n{minutes:g} minutes: {run.done:,} requests, {len(run.failed)} failed, {run.killed} workers killed")
    print(f"memory of all processes: {middle:.0f} MB in the middle, {end:.0f} MB at the end, {max(run.memory):.0f} MB at most")
    for failure in run.failed[:10]:
        print(failure)
    return not run.failed and end <= 1.1 * middle


def mixed_paths(kg: Path) -> Iterator[tuple[str, str]]:
    for one in asked(kg, "mixed")[:3000]:
        yield f"/sparql?{urlencode({'query': one.sparql})}", "application/sparql-results+json"
    for one in asked(kg, "stored"):
        yield one.api, "application/json"


def ask_on(run: Soak, server: Server, paths: list[tuple[str, str]], seed: int) -> None:
    """Ask one thing after another on one connection, as a client does."""
    chosen = random.Random(seed)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    while run.goes_on:
        path, accept = chosen.choice(paths)
        try:
            connection.request("GET", path, headers={"Accept": accept})
            response = connection.getresponse()
            body = response.read()
            problem = "" if response.status == 200 else f"{response.status} {body[:200]!r}"
        except (OSError, http.client.HTTPException) as error:
            problem = repr(error)
            connection.close()
        with run.lock:
            run.done += 1
            if problem:
                run.failed.append(f"{path[:100]}: {problem}")


def kill_on(run: Soak, server: Server) -> None:
    """Kill a worker every now and then."""
    chosen = random.Random(7)
    while run.goes_on:
        time.sleep(KILLS)
        workers = server.processes()[1:]
        if workers:
            os.kill(chosen.choice(workers), signal.SIGKILL)
            run.killed += 1


def make(folder: Path, number: int) -> Path:
    """A knowledge graph of so many reports, the five first."""
    reports = sorted(packaged_folder("reports").glob("*.txt"))[:number]
    copies = write_copies(folder / "copies", number - len(reports)) if number > len(reports) else []
    build([*reports, *copies], folder / "kg", BuildOptions())
    return folder / "kg"


def main() -> int:
    """Print the tables of the chosen parts; status 1 where a limit was passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, nargs="+", default=PARTS)
    parser.add_argument("--reports", type=int, default=5, help="number of reports; beyond five, copies of them")
    parser.add_argument("--kg", type=Path, help="a knowledge graph that has been built, in place of a new one")
    parser.add_argument("--kinds", choices=KINDS, nargs="+", default=KINDS)
    parser.add_argument("--connections", type=int, nargs="+", default=CONNECTIONS)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each measurement")
    parser.add_argument("--minutes", type=float, default=5.0, help="of the soak")
    parser.add_argument("--without-rdflib", action="store_true", help="leave the slowest out")
    options = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("wrk is missing: apt-get install wrk")
    parts = {"load": load, "pages": pages, "runaways": runaways, "soak": soak}
    with tempfile.TemporaryDirectory() as folder:
        kg = options.kg or make(Path(folder), options.reports)
        results = {name: parts[name](kg, options) for name in options.part}
    print("\nlimits:", ", ".join(f"{name} {'kept' if kept else 'PASSED'}" for name, kept in results.items()))
    return 0 if all(results.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
