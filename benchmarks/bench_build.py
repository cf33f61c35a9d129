"""What a build costs, and whether the cost grows with the reports: run it with ``python -m benchmarks.bench_build``.

For 5, 50 and 500 reports it measures a first build in fresh processes (all of them together: CPU time and resident
memory, sampled from /proc), and then what it costs to add one report more, by itself and together with all the others.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.copies import write_copies
from ofsted_kg.resources import packaged_folder

ROOT = Path(__file__).parents[1]
ADDED = 5
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
BUILD = """
import sys, time
from pathlib import Path
from benchmarks.unchecked import Unchecked
from ofsted_kg.build import BuildOptions, Workshop, build

graph, ontology, jobs, checked, *inputs = sys.argv[1:]
start, cpu = time.perf_counter(), time.process_time()
workshop = Workshop(Path(ontology)) if checked == "True" else Unchecked(Path(ontology))
options = BuildOptions(jobs=int(jobs), workshop=workshop)
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


def measure(graph: Path, jobs: int, checked: bool, *inputs: Path) -> Cost:
    """Build in fresh processes; wall time is that of the call, without the start of Python."""
    command = [
        sys.executable,
        "-c",
        BUILD,
        str(graph),
        str(graph.parent / "ontology"),
        str(jobs),
        str(checked),
        *map(str, inputs),
    ]
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


def added(graph: Path, checked: bool, folder: Path, everything: bool) -> Cost:
    """Median cost of building one report more, one after the other."""
    first = len(list(folder.iterdir()))
    new = [write_copies(folder, 1, first + place)[0] for place in range(ADDED)] if not everything else []
    costs = []
    for place in range(ADDED):
        given = new[place] if new else write_copies(folder, 1, first + place)[0].parent
        costs.append(measure(graph, 1, checked, given))
    return sorted(costs, key=lambda cost: cost.cpu)[len(costs) // 2]


def run(sizes: list[int], jobs: int, checked: bool) -> None:
    heading = ("reports", "triples", "wall s", "CPU s", "CPU ms/report", "ratio", "RSS MB", "PSS MB")
    heading += ("add one: CPU ms", "ratio", "wall ms", "add to folder: CPU ms", "ratio", "disk MB")
    print(" | ".join(heading))
    base: tuple[float, float, float] | None = None
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder, graph = Path(name) / "reports", Path(name) / "graph"
            # a copy: an edit of the ontology while this runs would have everything converted again
            shutil.copytree(packaged_folder("ontology"), Path(name) / "ontology")
            write_copies(folder, size)
            whole = measure(graph, jobs, checked, folder)
            one = added(graph, checked, folder, everything=False)
            among = added(graph, checked, folder, everything=True)
            disk = sum(path.stat().st_size for path in graph.rglob("*") if path.is_file()) / 1e6
            shutil.rmtree(graph)
        mine = (whole.cpu / size, one.cpu, among.cpu)
        base = base or mine
        ratios = [value / reference for value, reference in zip(mine, base, strict=True)]
        cells = (size, whole.triples, f"{whole.wall:.1f}", f"{whole.cpu:.1f}", f"{1000 * mine[0]:.0f}", f"{ratios[0]:.2f}")
        cells += (f"{whole.resident:.0f}", f"{whole.proportional:.0f}", f"{1000 * one.cpu:.0f}", f"{ratios[1]:.2f}")
        cells += (f"{1000 * one.wall:.0f}", f"{1000 * among.cpu:.0f}", f"{ratios[2]:.2f}", f"{disk:.0f}")
        print(" | ".join(map(str, cells)), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[5, 50, 500])
    parser.add_argument("--jobs", type=int, default=2, help="worker processes of the first build")
    parser.add_argument("--without-validation", action="store_true", help="convert and load alone")
    chosen = parser.parse_args()
    run(chosen.sizes, chosen.jobs, not chosen.without_validation)


if __name__ == "__main__":
    main()
