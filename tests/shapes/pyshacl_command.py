"""The plain ``pyshacl`` command, run on files: what our verdicts are compared with."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

from ofsted_kg.validation import Violation

Row = tuple[str, str, str]
"""IRI of the focus node, end of the shape's IRI, severity."""

_SH = "http://www.w3.org/ns/shacl#"


def merged(files: Sequence[Path], target: Path) -> Path:
    """The files of shapes as the one that the command takes, made as the manual says."""
    target.write_bytes(b"".join(file.read_bytes() for file in files))
    return target


def run_pyshacl(shapes: Path, data: Sequence[Path]) -> tuple[int, set[Row]]:
    """Exit status and results."""
    command = [sys.executable, "-m", "pyshacl", "--allow-warnings", "-s", shapes, "-f", "nt", *data]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, _rows(done.stdout)


def rows(results: Sequence[Violation]) -> set[Row]:
    """Our own results in the same form."""
    return {(result.focus, _end(result.shape), result.severity) for result in results}


def _rows(report: str) -> set[Row]:
    said: dict[NamedNode | BlankNode | Triple, dict[str, str]] = {}
    for quad in parse(report, format=RdfFormat.N_TRIPLES):
        said.setdefault(quad.subject, {})[quad.predicate.value.removeprefix(_SH)] = str(quad.object).strip("<>")
    results = [values for values in said.values() if "focusNode" in values]
    return {(r["focusNode"], _end(r["sourceShape"]), _end(r["resultSeverity"]).lower()) for r in results}


def _end(iri: str) -> str:
    return iri.rpartition("#")[2]
