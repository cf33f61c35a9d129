"""Validation of the five reports against the plain ``pyshacl`` command.

Same shapes, same graphs and vocabulary, in the same run, each in fresh processes with all they import.  The command is
given one report at a time, as we check them, and all five at once.
"""

from __future__ import annotations

import math
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.table import Row, Table
from ofsted_kg.build.vocabulary_graphs import vocabulary_graphs
from ofsted_kg.pipeline import convert
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
from ofsted_kg.resources import packaged_folder
from ofsted_kg.validation import packaged_rules

OURS = """
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from ofsted_kg.validation import ValidationReport, packaged_rules, validate_many

if __name__ == "__main__":
    jobs, *files = sys.argv[1:]
    executor = ProcessPoolExecutor(int(jobs)) if int(jobs) > 1 else None
    report = ValidationReport(tuple(validate_many(map(Path, files), packaged_rules(), executor)))
    sys.exit(report.exit_status)
"""


@dataclass(frozen=True)
class Cost:
    """Of some commands, one after the other, in seconds."""

    cpu: float
    verdicts: tuple[int, ...]
    """Their exit statuses."""


def tables(quick: bool) -> Iterator[Table]:
    with tempfile.TemporaryDirectory() as folder:
        graphs, common, shapes = _written(Path(folder))
        ways: dict[str, Callable[[], Cost]] = {
            "pyshacl, file by file": lambda: _cost([_pyshacl(shapes, [graph, *common]) for graph in graphs]),
            "pyshacl, all at once": lambda: _cost([_pyshacl(shapes, [*graphs, *common])]),
            "ofsted-kg, 1 process": lambda: _cost([_ours(1, graphs)]),
            "ofsted-kg, 2 processes": lambda: _cost([_ours(2, graphs)]),
        }
        costs = {name: min((way() for _ in range(1 if quick else 3)), key=lambda cost: cost.cpu) for name, way in ways.items()}
    rival = min(cost.cpu for name, cost in costs.items() if name.startswith("pyshacl"))
    text = (
        "The graphs of the five sample reports against the same shapes and vocabulary in the same run, each in fresh processes. "
        "Allowed is what the `pyshacl` command takes, file by file or all at once, whichever is quicker; the verdicts must agree."
    )
    yield Table("Validation", text, ("way", "CPU s", "of pyshacl", "verdict"), tuple(_rows(costs, rival)))


def _rows(costs: dict[str, Cost], rival: float) -> Iterator[Row]:
    expected = any(costs["pyshacl, all at once"].verdicts)
    for name, cost in costs.items():
        agrees = any(cost.verdicts) == expected
        ratio = (cost.cpu / rival if agrees else math.inf) if name.startswith("ofsted-kg") else None
        yield Row((name, f"{cost.cpu:.1f}", f"{cost.cpu / rival:.2f}", "violations" if any(cost.verdicts) else "valid"), ratio)


def _written(folder: Path) -> tuple[list[Path], list[Path], Path]:
    """The reports' graphs, what belongs to all of them, and the shapes, as files."""
    vocabulary = packaged_vocabulary()
    graphs = []
    for path in sorted(packaged_folder("reports").glob("*.txt")):
        graphs.append(folder / f"{path.stem}.nq")
        graphs[-1].write_bytes(convert(path, vocabulary).nquads)
    common = vocabulary_graphs()
    for name, content in common.items():
        (folder / name).write_bytes(content)
    (folder / "shapes.ttl").write_bytes(b"".join(file.read_bytes() for file in packaged_rules().shapes))
    return graphs, [folder / name for name in common], folder / "shapes.ttl"


def _pyshacl(shapes: Path, data: Sequence[Path]) -> list[str]:
    return [sys.executable, "-m", "pyshacl", "--allow-warnings", "-s", str(shapes), *map(str, data)]


def _ours(jobs: int, graphs: Sequence[Path]) -> list[str]:
    return [sys.executable, "-c", OURS, str(jobs), *map(str, graphs)]


def _cost(commands: Sequence[Sequence[str]]) -> Cost:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    verdicts = tuple(subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode for command in commands)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Cost(cpu, verdicts)
