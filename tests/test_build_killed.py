"""Builds that are killed at any moment: the index answers with the old or the new graphs, whole; the next build completes.

The builds are real ones, in processes of their own, but for validation: it would take up most of each build, and a kill
during it would find nothing at stake.
"""

from __future__ import annotations

import os
import random
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
from ofsted_kg.store import EmbeddedStore, Triples, open_store
from ofsted_kg.vocabulary import Vocabulary
from tests.made_up import made_up_report
from tests.notes import Unchecked

KILLS = 20
AUTHORITIES = ("Barnsley", "Dudley", "Leeds", "Poole", "Tameside", "Wolverhampton")
BUILD = """
import sys
from pathlib import Path
from ofsted_kg.build import BuildOptions, build
from tests.notes import Unchecked

sys.stdout.write("ready")
sys.stdout.flush()
build([Path(sys.argv[1])], Path(sys.argv[2]), BuildOptions(jobs=int(sys.argv[3]), workshop=Unchecked()))
"""

Graphs = dict[str, bytes]
"""N-Quads of each report's graph, by the report's IRI."""


@dataclass(frozen=True)
class Edition:
    """One state of all sources, and the graphs that it gives."""

    folder: Path
    graphs: Graphs


def write_edition(folder: Path, vocabulary: Vocabulary, word: str) -> Edition:
    folder.mkdir()
    for authority in AUTHORITIES:
        text = made_up_report(vocabulary.framework("slac"), authority)
        (folder / f"{authority}.txt").write_text(text.replace("whole", word))
    conversions = [convert(path, vocabulary) for path in sorted(folder.iterdir())]
    return Edition(folder, {conversion.report: conversion.nquads for conversion in conversions})


@pytest.fixture
def editions(tmp_path: Path, vocabulary: Vocabulary) -> tuple[Edition, Edition]:
    return write_edition(tmp_path / "first", vocabulary, "whole"), write_edition(tmp_path / "second", vocabulary, "unit")


def dump(store: EmbeddedStore, graph: str) -> bytes:
    found = store.run("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <" + graph + "> { ?s ?p ?o } }")
    assert isinstance(found, Triples)
    return to_nquads(Quad(triple.subject, triple.predicate, triple.object, NamedNode(graph)) for triple in found.triples)


def published(kg: Path) -> Graphs:
    with open_store(kg) as store:
        return {graph.graph: dump(store, graph.graph) for graph in store.graphs() if graph.is_report}


def start(edition: Edition, kg: Path, jobs: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", BUILD, str(edition.folder), str(kg), str(jobs)]
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


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_build_killed_at_any_moment_loses_nothing(tmp_path: Path, editions: tuple[Edition, Edition], jobs: int) -> None:
    kg = tmp_path / "graph"
    old, new = editions
    seconds = min(seconds_of_a_build(edition, kg, jobs) for edition in (new, old))
    moments = random.Random(jobs)
    for _ in range(KILLS // 2):
        process = start(new, kg, jobs)
        kill_after(moments.uniform(0, seconds), process)
        assert published(kg) in (old.graphs, new.graphs)
        for report, path in ((convert_iri(path), path) for path in (kg / "graphs").glob("[!_]*.nq")):
            assert path.read_bytes() in (old.graphs[report], new.graphs[report])
        wait_for_the_workers_of(process)
        assert build([new.folder], kg, BuildOptions(jobs=1, workshop=Unchecked())).problems == ()
        assert published(kg) == new.graphs
        assert sorted(path.name for path in (kg / "graphs").iterdir() if path.name.startswith(".")) == []
        old, new = new, old


def convert_iri(path: Path) -> str:
    return "https://w3id.org/ofsted-kg/id/report/" + path.stem.replace("_", "/")
