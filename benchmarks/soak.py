"""Half an hour of everything mixed, while workers are killed: no good request may fail, and memory must be flat."""

from __future__ import annotations

import http.client
import os
import random
import signal
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from benchmarks import servers
from benchmarks.pages_asked import page_addresses
from benchmarks.questions_asked import asked
from benchmarks.servers import Server
from benchmarks.table import Row, Table

KILLS = 2.0
"""Seconds between two kills."""
SOAK = (
    f"Eight connections ask questions, queries and pages mixed while every {KILLS:g} seconds one of the processes that answer is "
    "killed. No request may fail, and memory may grow by a tenth from the middle third to the last."
)
SOAK_HEADS = ("minutes", "requests", "failed", "killed", "MB in the middle", "MB at the end", "MB at most")


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


def soak(kg: Path, minutes: float) -> Table:
    """Everything mixed for some minutes, while workers are killed."""
    with servers.ours(kg) as server:
        paths = [*mixed_paths(kg), *((path, "text/html") for path in page_addresses(server))]
        run = Soak(time.monotonic() + 60 * minutes)
        threads = [threading.Thread(target=ask_on, args=(run, server, paths, seed)) for seed in range(8)]
        threads.append(threading.Thread(target=kill_on, args=(run, server)))
        for thread in threads:
            thread.start()
        while run.goes_on:
            time.sleep(5)
            run.memory.append(server.memory())
        for thread in threads:
            thread.join()
    return told(run, minutes)


def told(run: Soak, minutes: float) -> Table:
    third = max(1, len(run.memory) // 3)
    # the first third fills caches
    middle, end = statistics.median(run.memory[third : 2 * third]), statistics.median(run.memory[-third:])
    for failure in run.failed[:10]:
        print(failure, file=sys.stderr)
    numbers = (f"{run.done:,}", str(len(run.failed)), str(run.killed))
    cells = (f"{minutes:g}", *numbers, f"{middle:.0f}", f"{end:.0f}", f"{max(run.memory):.0f}")
    return Table("Soak", SOAK, SOAK_HEADS, (Row(cells, float("inf") if run.failed else end / middle / 1.1),))


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
