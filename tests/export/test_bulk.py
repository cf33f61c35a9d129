"""Bulk files: the same bytes each time, whole graphs in shards, and scripts that load them into real stores."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store
from tests.cli.conftest import Run, run, two_reports
from tests.remote.servers import Triplestore, oxigraph, virtuoso

from ofsted_kg.export.bulk import write_bulk
from ofsted_kg.export.load_scripts import load_scripts
from ofsted_kg.local_graphs import LocalGraph, local_graphs
from ofsted_kg.remote.endpoint import EndpointStore
from ofsted_kg.remote.ledger import count_triples
from ofsted_kg.store import open_store

__all__ = ["run", "two_reports"]

SHARD = 3_000_000


def graphs(kg: Path) -> tuple[LocalGraph, ...]:
    with open_store(kg) as store:
        return local_graphs(store, kg)


@pytest.fixture(scope="module")
def bulk(two_reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bulk")
    write_bulk(graphs(two_reports), folder, shard_bytes=SHARD)
    return folder


def counts(kg: Path) -> dict[str, int]:
    return {graph.iri: graph.triples for graph in graphs(kg)}


def test_the_manifest_tells_what_the_shards_hold(bulk: Path, two_reports: Path) -> None:
    manifest = json.loads((bulk / "manifest.json").read_text())
    store = Store()
    for shard in manifest["shards"]:
        packed = (bulk / shard["file"]).read_bytes()
        content = gzip.decompress(packed)
        assert (hashlib.sha256(packed).hexdigest(), len(content), content.count(b"\n")) == (
            shard["sha256"],
            shard["size"],
            shard["quads"],
        )
        store.load(content, format=RdfFormat.N_QUADS)
    assert {iri: n for shard in manifest["shards"] for iri, n in shard["graphs"].items()} == counts(two_reports)
    assert len(store) == manifest["quads"] == sum(counts(two_reports).values())
    assert len(manifest["shards"]) > 1
    assert all(shard["size"] >= SHARD for shard in manifest["shards"][:-1])


def test_the_same_graph_gives_the_same_bytes(bulk: Path, two_reports: Path, run: Run, tmp_path: Path) -> None:
    write_bulk(graphs(two_reports), tmp_path / "again", shard_bytes=SHARD)
    first, again = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in (bulk, tmp_path / "again"))
    assert first == again
    assert run("export", "--bulk", "again", "--kg", two_reports).exit_code == 0
    assert sorted(path.name for path in (tmp_path / "again").glob("*.gz")) == ["graphs-00001.nq.gz"]


def test_the_description_names_the_files_beside_it(run: Run, two_reports: Path, tmp_path: Path) -> None:
    assert run("export", "--bulk", "out", "--kg", two_reports).exit_code == 0
    described = Store()
    described.load((tmp_path / "out" / "dataset.ttl").read_bytes(), format=RdfFormat.TURTLE)
    found = described.query(
        """
        PREFIX dcat: <http://www.w3.org/ns/dcat#>
        PREFIX dcterms: <http://purl.org/dc/terms/>
        PREFIX spdx: <http://spdx.org/rdf/terms#>
        SELECT ?name ?size ?sha256
        WHERE {
          ?data a dcat:Dataset ; dcat:distribution ?file .
          ?file dcterms:title ?name ; dcat:byteSize ?size ; spdx:checksum/spdx:checksumValue ?sha256 .
        }
        """
    )
    packed = {path.name: path.read_bytes() for path in (tmp_path / "out").glob("*.gz")}
    told = {row["name"].value: (int(row["size"].value), row["sha256"].value) for row in found}
    assert told == {name: (len(content), hashlib.sha256(content).hexdigest()) for name, content in packed.items()}


def test_a_folder_with_other_files_is_left_alone(run: Run, two_reports: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear reader")
    refused = run("export", "--bulk", "mine", "--kg", two_reports)
    assert (refused.exit_code, [path.name for path in (tmp_path / "mine").iterdir()]) == (2, ["letter.txt"])
    assert "letter.txt" in refused.stderr


def load(bulk: Path, script: str, *arguments: str) -> None:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([bulk / script, *arguments], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_script_for_oxigraph_loads_every_graph(bulk: Path, two_reports: Path, tmp_path: Path) -> None:
    load(bulk, "load-oxigraph.sh", str(tmp_path / "store"))
    with oxigraph(tmp_path) as server:
        assert count_triples(EndpointStore(server.query), list(counts(two_reports))) == counts(two_reports)


@pytest.fixture
def virtuoso_that_reads(bulk: Path, tmp_path: Path) -> Iterator[Triplestore]:
    with virtuoso(tmp_path, allowed=bulk) as server:
        yield server


def test_the_script_for_virtuoso_loads_every_graph(bulk: Path, two_reports: Path, virtuoso_that_reads: Triplestore) -> None:
    load(bulk, "load-virtuoso.sh", f"127.0.0.1:{virtuoso_that_reads.sql}", "dba")
    assert count_triples(EndpointStore(virtuoso_that_reads.query), list(counts(two_reports))) == counts(two_reports)


@pytest.mark.parametrize("script", load_scripts())
def test_every_script_is_valid_shell_and_says_how_it_is_used(script: str, bulk: Path) -> None:
    assert subprocess.run(["sh", "-n", bulk / script], check=False).returncode == 0
    done = subprocess.run([bulk / script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.startswith("usage: ")) == (2, True)
