"""Builds that are killed at any moment: the index answers with the old or the new graphs, whole; the next build completes.

The builds are real ones, in processes of their own, but for validation: it would take up most of each build, and a kill
during it would find nothing at stake.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from ofsted_kg.build import BuildOptions, build
from ofsted_kg.pipeline import convert
from ofsted_kg.rdf.graph import to_nquads
from ofsted_kg.rdf.namespaces import RESOURCES
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
from ofsted_kg.resources import packaged_folder
from ofsted_kg.store import EmbeddedStore, Triples, open_store
from tests.made_up import made_up_report
from tests.notes import Unchecked

AUTHORITIES = ("Barnsley", "Dudley", "Leeds", "Poole")
BUILD = """
import sys
from pathlib import Path
from ofsted_kg.build import BuildOptions, build
from tests.notes import Unchecked

sys.stdout.write("ready")
sys.stdout.flush()
source, ontology, graph = map(Path, sys.argv[1:4])
build([source], graph, BuildOptions(jobs=int(sys.argv[4]), workshop=Unchecked(ontology)))
"""

Graphs = dict[str, bytes]
"""N-Quads of each report's graph, by the report's IRI."""


@dataclass(frozen=True)
class Edition:
    """One state of all sources, and the graphs that it gives."""

    folder: Path
    ontology: Path
    graphs: Graphs

    def options(self, jobs: int) -> BuildOptions:
        return BuildOptions(jobs=jobs, workshop=Unchecked(self.ontology))


def write_edition(folder: Path, ontology: Path, word: str) -> Edition:
    folder.mkdir()
    vocabulary = packaged_vocabulary(ontology)
    for authority in AUTHORITIES:
        text = made_up_report(vocabulary.framework("slac"), authority)
        (folder / f"{authority}.txt").write_text(text.replace("whole", word))
    conversions = [convert(path, vocabulary) for path in sorted(folder.iterdir())]
    return Edition(folder, ontology, {conversion.report: conversion.nquads for conversion in conversions})


@pytest.fixture
def editions(tmp_path: Path) -> tuple[Edition, Edition]:
    """Two states that differ in the texts alone: their ontology is a copy that nobody edits meanwhile."""
    ontology = Path(shutil.copytree(packaged_folder("ontology"), tmp_path / "ontology"))
    return write_edition(tmp_path / "first", ontology, "whole"), write_edition(tmp_path / "second", ontology, "unit")


def dump(store: EmbeddedStore, graph: str) -> bytes:
    found = store.run("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <" + graph + "> { ?s ?p ?o } }")
    assert isinstance(found, Triples)
    return to_nquads(Quad(triple.subject, triple.predicate, triple.object, NamedNode(graph)) for triple in found.triples)


def published(kg: Path) -> Graphs:
    with open_store(kg) as store:
        return {graph.graph: dump(store, graph.graph) for graph in store.graphs() if graph.is_report}


def start(edition: Edition, kg: Path, jobs: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", BUILD, str(edition.folder), str(edition.ontology), str(kg), str(jobs)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True, cwd=Path(__file__).parents[1])
    assert process.stdout is not None
    assert process.stdout.read(5) == b"ready"
    return process


def seconds_of_a_build(edition: Edition, kg: Path, jobs: int) -> float:
    process = start(edition, kg, jobs)
    begun = time.monotonic()
    assert process.wait() == 0
    return time.monotonic() - begun


def kill_after(seconds: float, process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()


def wait_for_the_workers_of(process: subprocess.Popen[bytes]) -> None:
    """Those that a killed build leaves end by themselves, within a few seconds."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)
    pytest.fail("worker processes outlive their build")


def files(kg: Path) -> Graphs:
    """The reports' graph files as they lie there, by the report's IRI."""
    paths = (kg / "graphs").glob("[!_.]*.nq")
    return {f"{RESOURCES}report/{path.stem.replace('_', '/')}": path.read_bytes() for path in paths}


@pytest.mark.parametrize(("jobs", "kills"), [(1, 14), (2, 6)])
def test_a_build_killed_at_any_moment_loses_nothing(
    tmp_path: Path, editions: tuple[Edition, Edition], jobs: int, kills: int
) -> None:
    kg = tmp_path / "graph"
    old, new = editions
    seconds = min(seconds_of_a_build(edition, kg, jobs) for edition in (new, old))
    moments = random.Random(jobs)
    for _ in range(kills):
        process = start(new, kg, jobs)
        kill_after(moments.uniform(0, seconds), process)
        assert published(kg) in (old.graphs, new.graphs)
        assert [report for report, content in files(kg).items() if content not in (old.graphs[report], new.graphs[report])] == []
        wait_for_the_workers_of(process)
        assert build([new.folder], kg, new.options(jobs=1)).problems == ()
        assert published(kg) == files(kg) == new.graphs
        assert [path.name for path in (kg / "graphs").glob(".*")] == []
        old, new = new, old
