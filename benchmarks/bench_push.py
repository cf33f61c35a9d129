"""What a push costs beside bare curl: run it with ``python -m benchmarks.bench_push``.

Three figures, each from one run on stores that it starts itself:

- Graphs pushed to an empty Oxigraph server, against one ``curl -X POST`` of the same N-Quads to another (goal: 0.7).
- The same push to Virtuoso, one PUT for each graph, against ``curl -T`` in a loop (goal: 0.8).
- A second push to the Oxigraph server, which sends nothing (goal: 2 seconds at 500 reports).

The reports beyond the five are the same graphs under other authorities and dates.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.remote.servers import Triplestore, oxigraph, virtuoso

from benchmarks.renamed_graphs import graphs as nquads_of
from ofsted_kg.build.index import bring_up_to_date
from ofsted_kg.build.vocabulary_graphs import vocabulary_graphs
from ofsted_kg.folder import building
from ofsted_kg.local_graphs import LocalGraph, local_graphs
from ofsted_kg.manifest import list_graphs
from ofsted_kg.remote.connection import connected
from ofsted_kg.remote.credentials import Credentials
from ofsted_kg.remote.pushing import push
from ofsted_kg.remote.writers import Content
from ofsted_kg.store import open_store

OXIGRAPH_GOAL, VIRTUOSO_GOAL, SECOND_GOAL = 0.7, 0.8, 2.0


def make_graph(folder: Path, number: int) -> None:
    """A published knowledge graph of so many reports."""
    with building(folder) as kg:
        for name, content in vocabulary_graphs().items():
            (kg.graphs / name).write_bytes(content)
        for place, text in enumerate(nquads_of(number)):
            (kg.graphs / f"report-{place:05d}.nq").write_text(text)
        bring_up_to_date(kg, list_graphs(kg.graphs, {}))


def timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def curl(*arguments: str) -> None:
    subprocess.run(["curl", "-sS", "--fail", "-o", "/dev/null", *arguments], check=True)


def bare_post(server: Triplestore, kg: Path, folder: Path) -> float:
    """Seconds of one POST of all graphs."""
    with (folder / "all.nq").open("wb") as out:
        for path in sorted((kg / "graphs").glob("*.nq")):
            out.write(path.read_bytes())
    media_type = "Content-Type: application/n-quads"
    return timed(lambda: curl("-X", "POST", "-H", media_type, "-T", str(folder / "all.nq"), f"{server.base}/store"))


def bare_puts(server: Triplestore, local: list[LocalGraph], folder: Path) -> float:
    """Seconds of one PUT for each graph."""
    for graph in local:
        (folder / f"{graph.name}.nt").write_bytes(Content(graph.iri, graph.read()).ntriples())

    def put_all() -> None:
        for graph in local:
            address = f"{server.base}/sparql-graph-crud-auth?graph={graph.iri}"
            curl(
                "--digest",
                "-u",
                "dba:dba",
                "-H",
                "Content-Type: application/n-triples",
                "-T",
                str(folder / f"{graph.name}.nt"),
                address,
            )

    return timed(put_all)


def pushed(server: Triplestore, local: list[LocalGraph], who: Credentials | None = None) -> float:
    """Seconds of a push, which must end well."""

    def send() -> None:
        with connected(server.base, who) as remote:
            summary = push(remote, local)
            assert not summary.problems, summary.problems

    return timed(send)


def against_oxigraph(kg: Path, local: list[LocalGraph], folder: Path) -> bool:
    with oxigraph(folder / "bare") as server:
        bare = bare_post(server, kg, folder)
    with oxigraph(folder / "pushed") as server:
        first, second = pushed(server, local), pushed(server, local)
    print(f"Oxigraph: curl {bare:.1f} s, push {first:.1f} s, {bare / first:.2f} of it (goal {OXIGRAPH_GOAL})")
    print(f"Oxigraph: second push, nothing sent: {second:.2f} s (goal {SECOND_GOAL:.0f})", flush=True)
    return bare / first >= OXIGRAPH_GOAL and second < SECOND_GOAL


def against_virtuoso(local: list[LocalGraph], folder: Path) -> bool:
    with virtuoso(folder / "virtuoso-bare") as server:
        bare = bare_puts(server, local, folder)
    with virtuoso(folder / "virtuoso-pushed") as server:
        first = pushed(server, local, Credentials("digest", "dba", "dba"))
    print(f"Virtuoso: curl {bare:.1f} s, push {first:.1f} s, {bare / first:.2f} of it (goal {VIRTUOSO_GOAL})", flush=True)
    return bare / first >= VIRTUOSO_GOAL


def main() -> int:
    """Print the figures; status 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=500, help="for the Oxigraph server")
    parser.add_argument("--virtuoso-reports", type=int, default=50)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_graph(folder / "kg", chosen.reports)
        with open_store(folder / "kg") as store:
            local = list(local_graphs(store, folder / "kg"))
            print(f"{chosen.reports} reports, {sum(graph.triples for graph in local):,} triples", flush=True)
            fast = against_oxigraph(folder / "kg", local, folder)
            few = [graph for graph in local if not graph.name.startswith("report-")] + local[-chosen.virtuoso_reports - 1 : -1]
            few = list({graph.iri: replace(graph) for graph in few}.values())
            return 0 if against_virtuoso(few, folder) and fast else 1


if __name__ == "__main__":
    raise SystemExit(main())
