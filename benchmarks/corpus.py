"""Knowledge graphs of many reports, built once a run by real builds in fresh processes, and what that cost."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Final

from benchmarks.copies import write_copies
from ofsted_kg.resources import packaged_folder

ROOT = Path(__file__).parents[1]
JOBS: Final = 2
"""Worker processes."""
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
BUILD: Final = """
import sys, time
from pathlib import Path
from ofsted_kg.build import BuildOptions, Workshop, build

graph, ontology, jobs, *inputs = sys.argv[1:]
start, cpu = time.perf_counter(), time.process_time()
options = BuildOptions(jobs=int(jobs), workshop=Workshop(Path(ontology)))
summary = build([Path(given) for given in inputs], Path(graph), options)
assert not summary.problems, summary.problems
print(time.perf_counter() - start, time.process_time() - cpu, summary.triples)
"""


@dataclass(frozen=True)
class Cost:
    """Of one build, all its processes together."""

    wall: float
    cpu: float
    resident: float
    """Peak of the sum of resident memory, in MB; pages that processes share count for each."""
    proportional: float
    """The same with shared pages counted once, in MB."""
    triples: int


@dataclass
class Sampler:
    """Sums over the processes of a session."""

    session: int
    peak: int = 0
    proportional: int = 0

    def __post_init__(self) -> None:
        self.cpu: dict[int, int] = {}

    def sample(self) -> None:
        found = [self._process(path) for path in Path("/proc").glob("[0-9]*")]
        mine = [process for process in found if process is not None]
        self.cpu.update((pid, ticks) for pid, ticks, _, _ in mine)
        self.peak = max(self.peak, sum(resident for _, _, resident, _ in mine))
        self.proportional = max(self.proportional, sum(proportional for _, _, _, proportional in mine))

    def _process(self, path: Path) -> tuple[int, int, int, int] | None:
        try:
            fields = (path / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) != self.session:
                return None
            rollup = (path / "smaps_rollup").read_text()
        except (OSError, IndexError):
            return None
        proportional = next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
        return int(path.name), int(fields[11]) + int(fields[12]), int(fields[21]) * PAGE, proportional * 1024


def measure(graph: Path, jobs: int, *inputs: Path) -> Cost:
    """Build in fresh processes; wall time is that of the call, without the start of Python."""
    command = [sys.executable, "-c", BUILD, str(graph), str(graph.parent / "ontology"), str(jobs), *map(str, inputs)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True, cwd=ROOT)
    sampler = Sampler(process.pid)
    while process.poll() is None:
        sampler.sample()
        time.sleep(0.05)
    assert process.returncode == 0
    assert process.stdout is not None
    wall, own_cpu, triples = process.stdout.read().split()
    cpu = float(own_cpu) if jobs == 1 else sum(sampler.cpu.values()) / TICKS
    return Cost(float(wall), cpu, sampler.peak / 1e6, sampler.proportional / 1e6, int(triples))


@dataclass(frozen=True)
class Built:
    """A knowledge graph of so many reports."""

    folder: Path
    reports: int
    cost: Cost
    """Of its first build."""

    @property
    def graph(self) -> Path:
        return self.folder / "graph"

    @property
    def megabytes(self) -> float:
        """On disk."""
        return sum(path.stat().st_size for path in self.graph.rglob("*") if path.is_file()) / 1e6


@cache
def built(reports: int) -> Built:
    """So many reports, each of another inspection, built; kept for the next run where `kept_in` was called."""
    folder = _home() / str(reports)
    written = folder / "cost.json"
    if not written.exists():
        shutil.rmtree(folder, ignore_errors=True)
        write_copies(folder / "reports", reports)
        # a copy: an edit of the ontology while this runs would have everything converted again
        shutil.copytree(packaged_folder("ontology"), folder / "ontology")
        cost = measure(folder / "graph", JOBS, folder / "reports")
        written.write_text(json.dumps(asdict(cost)), "utf-8")
    return Built(folder, reports, Cost(**json.loads(written.read_text("utf-8"))))


_kept: list[Path] = []


def kept_in(folder: Path) -> None:
    """Keep what is built in a folder, and take from there what an earlier run has built: 500 reports take a while."""
    _kept[:] = [folder]


@cache
def _home() -> Path:
    if _kept:
        return _kept[0]
    folder = Path(tempfile.mkdtemp(prefix="ofsted-kg-benchmark-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
