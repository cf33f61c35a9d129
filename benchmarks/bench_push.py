"""What a push costs beside bare curl: run it with ``python -m benchmarks.bench_push``.

Three figures, each from one run on stores that it starts itself:

- Graphs pushed to an empty Oxigraph server, against one ``curl -X POST`` of the same N-Quads to another (goal: 0.7).
- The same push to Virtuoso, one PUT for each graph, against ``curl -T`` in a loop (goal: 0.8).
- A second push to the Oxigraph server, which sends nothing (goal: 2 seconds at 500 reports).

The reports beyond the five are the same graphs under other authorities and dates.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.remote.servers import Triplestore, oxigraph, virtuoso

from benchmarks.renamed_graphs import graphs as nquads_of
from benchmarks.table import Row, Table, in_markdown
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


def against_oxigraph(kg: Path, local: list[LocalGraph], folder: Path) -> Iterator[Row]:
    with oxigraph(folder / "bare") as server:
        bare = bare_post(server, kg, folder)
    with oxigraph(folder / "pushed") as server:
        first, second = pushed(server, local), pushed(server, local)
    yield row("Oxigraph, one POST", local, (bare, first), first * OXIGRAPH_GOAL / bare)
    yield row("Oxigraph, nothing to send", local, (None, second), second / SECOND_GOAL)


def against_virtuoso(local: list[LocalGraph], folder: Path) -> Iterator[Row]:
    with virtuoso(folder / "virtuoso-bare") as server:
        bare = bare_puts(server, local, folder)
    with virtuoso(folder / "virtuoso-pushed") as server:
        first = pushed(server, local, Credentials("digest", "dba", "dba"))
    yield row("Virtuoso, PUT for each graph", local, (bare, first), first * VIRTUOSO_GOAL / bare)


def row(name: str, local: list[LocalGraph], seconds: tuple[float | None, float], ratio: float) -> Row:
    """A way to send, with the seconds of curl and of a push."""
    bare, ours = seconds
    triples = sum(graph.triples for graph in local)
    beside = ("", "") if bare is None else (f"{bare:.1f}", f"{bare / ours:.2f}")
    return Row((name, f"{len(local)}", f"{triples:,}", beside[0], f"{ours:.2f}", beside[1]), ratio)


def rows(reports: int, virtuoso_reports: int) -> Iterator[Row]:
    """What is measured, on the stores that are installed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_graph(folder / "kg", reports)
        with open_store(folder / "kg") as store:
            local = list(local_graphs(store, folder / "kg"))
            yield from against_oxigraph(folder / "kg", local, folder)
            if shutil.which("virtuoso-t"):
                ours = [graph for graph in local if graph.name.startswith("report-")]
                others = [graph for graph in local if graph not in ours]
                yield from against_virtuoso([*others, *ours[:virtuoso_reports]], folder)


def table(reports: int, virtuoso_reports: int) -> Table:
    text = (
        "Graphs pushed to an empty store that runs on this machine, against bare curl with the same statements to another,\n"
        f"in the same run, by the clock. Allowed: {OXIGRAPH_GOAL} of curl's speed on Oxigraph, {VIRTUOSO_GOAL} on Virtuoso, and "
        f"{SECOND_GOAL:.0f} s\nfor a second push that finds nothing to send (promised for 500 reports). Virtuoso is left out "
        "where it is not installed."
    )
    heads = ("store and way", "graphs", "triples", "curl s", "push s", "of curl's speed")
    return Table("Pushing to a triplestore", text, heads, tuple(rows(reports, virtuoso_reports)))


def tables(quick: bool) -> Iterator[Table]:
    yield table(50, 10) if quick else table(500, 50)


def main() -> int:
    """Print the figures; status 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=500, help="for the Oxigraph server")
    parser.add_argument("--virtuoso-reports", type=int, default=50)
    chosen = parser.parse_args()
    found = table(chosen.reports, chosen.virtuoso_reports)
    print(in_markdown(found))
    return 1 if found.failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
