"""Commands on the knowledge graph as a whole: ``build``, ``remove`` and ``export``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ofsted_kg.cli import completion, console
from ofsted_kg.cli.application import app
from ofsted_kg.cli.options import DEFAULT_KG, KgOption, OntologyOption, ShapesOption, examples
from ofsted_kg.cli.results import counted
from ofsted_kg.errors import FormatError, OfstedKgError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from ofsted_kg.build import BuildOptions, BuildSummary
    from ofsted_kg.store import EmbeddedStore

_Inputs = Annotated[
    list[Path] | None,
    typer.Argument(metavar="INPUT...", help="Report files, or folders of them; none: just the index.", show_default=False),
]
_Jobs = Annotated[int | None, typer.Option("--jobs", "-j", metavar="N", min=1, help="Worker processes; else one for each core.")]
_Replace = Annotated[bool, typer.Option("--replace", help="Let a file of another name replace the report of its inspection.")]
_AllowInvalid = Annotated[bool, typer.Option("--allow-invalid", help="Publish what violates the shapes, too.")]
_Names = Annotated[
    list[str],
    typer.Argument(metavar="REPORT...", help="Short name, IRI or source file.", autocompletion=completion.report_names),
]


_OutFile = Annotated[
    Path | None,
    typer.Argument(metavar="OUT", help="File to write; its ending names the format.", dir_okay=False, show_default=False),
]
_Bulk = Annotated[
    Path | None,
    typer.Option("--bulk", metavar="DIR", help="Write files for bulk loaders there.", file_okay=False, show_default=False),
]
_Tables = Annotated[
    Path | None, typer.Option("--tables", metavar="DIR", help="Write tables there.", file_okay=False, show_default=False)
]
_Executor = Annotated[str, typer.Option("--executor", metavar="KIND", help="What converts: processes, or dask.")]
_Scheduler = Annotated[
    str | None,
    typer.Option("--scheduler", metavar="ADDRESS", help="Of the Dask cluster, such as tcp://host:8786.", show_default=False),
]


@app.command(
    epilog=examples(
        "build data/reports",
        "build new/*.txt --jobs 4 --kg west-midlands",
        "build /shared/reports --executor dask --scheduler tcp://head:8786",
    )
)
def build(
    inputs: _Inputs = None,
    kg: KgOption = DEFAULT_KG,
    jobs: _Jobs = None,
    replace: _Replace = False,
    allow_invalid: _AllowInvalid = False,
    ontology: OntologyOption = None,
    shapes: ShapesOption = None,
    executor: _Executor = "processes",
    scheduler: _Scheduler = None,
) -> None:
    """Convert and validate reports and publish them in the graph.

    Only what has changed is converted, and nothing is removed. A report that violates the shapes is kept out; its last valid
    graph stays. Exit status 1 tells that some inputs did not make it.
    """
    from ofsted_kg.build import BuildOptions, Workshop

    with _workers(executor, scheduler) as (chosen, number):
        options = BuildOptions(jobs or number, replace, allow_invalid, Workshop(ontology, shapes))
        summary = run_build(inputs or [], kg, options, chosen)
    console.say(in_words(summary, kg))
    if summary.problems:
        raise typer.Exit(1)


@app.command(epilog=examples("remove dudley_slac_2011-12-09"))
def remove(reports: _Names, kg: KgOption = DEFAULT_KG) -> None:
    """Take reports out of the graph."""
    from ofsted_kg.build import remove as take_out

    console.say(in_words(take_out(kg, reports), kg))


@app.command(
    epilog=examples(
        "export graph.ttl", "export graph.trig --kg west-midlands", "export --bulk for-virtuoso", "export --tables spreadsheets"
    )
)
def export(
    out: _OutFile = None,
    bulk: _Bulk = None,
    tables: _Tables = None,
    kg: KgOption = DEFAULT_KG,
) -> None:
    """Write the graph to a file, for bulk loaders, or as tables.

    Endings of a file: .ttl (Turtle), .trig (TriG), .nt (N-Triples), .nq (N-Quads), .rdf (RDF/XML), .jsonld (JSON-LD). TriG,
    N-Quads and JSON-LD keep the graph of each report apart. The same knowledge graph always gives the same bytes.

    --bulk writes compressed N-Quads, a manifest with hashes, a description of the data set, and scripts that load them into
    Virtuoso, Oxigraph, QLever, GraphDB, Jena TDB2 and Amazon Neptune. --tables writes reports, paragraphs, judgements,
    recommendations, findings and agencies as CSV, Parquet and an Excel workbook, with a data dictionary.
    """
    if sum(place is not None for place in (out, bulk, tables)) != 1:
        raise FormatError("give one of OUT, --bulk DIR and --tables DIR. See: ofsted-kg export --help")
    from ofsted_kg.export.graph_files import format_of
    from ofsted_kg.store import open_store

    if out:
        format_of(out)
    with open_store(kg) as store:
        if out:
            console.note(_exported_file(store, out))
        elif bulk:
            console.note(_exported_bulk(store, kg, bulk))
        elif tables:
            console.note(_exported_tables(store, tables))


def _exported_file(store: EmbeddedStore, out: Path) -> str:
    from ofsted_kg.export.graph_files import graphs_of, write_graphs

    return f"wrote {out}: {write_graphs(graphs_of(store), out):,} statements"


def _exported_bulk(store: EmbeddedStore, kg: Path, folder: Path) -> str:
    from ofsted_kg.description.documents import described, in_shards
    from ofsted_kg.export.bulk import write_bulk
    from ofsted_kg.local_graphs import local_graphs

    shards = write_bulk(local_graphs(store, kg), folder, lambda found: described(store, "ttl", in_shards(folder, found)))
    return f"wrote {folder}: {counted(len(shards), 'shard')}, {sum(shard.quads for shard in shards):,} statements"


def _exported_tables(store: EmbeddedStore, folder: Path) -> str:
    from ofsted_kg.export.table_files import write_tables

    written = write_tables(store, folder)
    return "\n".join(f"wrote {path}" for path in written)


@contextmanager
def _workers(kind: str, scheduler: str | None) -> Iterator[tuple[Executor | None, int | None]]:
    """What converts, and how much at once; None for processes of this machine."""
    if kind not in ("processes", "dask"):
        raise OfstedKgError(f"unknown executor {kind!r}. Known: processes, dask")
    if (kind == "dask") != (scheduler is not None):
        raise OfstedKgError("--executor dask and --scheduler ADDRESS go together: give both or neither")
    if scheduler is None:
        yield None, None
        return
    from ofsted_kg.build.clusters import dask_cluster

    with dask_cluster(scheduler) as cluster:
        yield cluster


def run_build(inputs: list[Path], kg: Path, options: BuildOptions, executor: Executor | None = None) -> BuildSummary:
    """Build with a progress bar; what went wrong with single inputs is told at the end."""
    from ofsted_kg.build import build as bring_up_to_date

    with console.progress("Reading reports") as advance:
        summary = bring_up_to_date(inputs, kg, options, progress=advance, executor=executor)
    for outcome in summary.outcomes:
        if outcome.is_problem:
            console.complain(outcome.message)
        elif outcome.message:
            console.note(f"note: {outcome.message}")
        for violation in outcome.violations:
            console.note(f"  {violation}")
    for note in summary.notes:
        console.note(f"note: {note}")
    return summary


def in_words(summary: BuildSummary, kg: Path) -> str:
    """What a build did, and what there is now."""
    from ofsted_kg.build import Status

    done = ", ".join(f"{number} {status}" for status in Status if (number := summary.count(status)))
    return f"{kg}: {summary.reports} reports, {summary.triples:,} triples ({done or 'nothing to do'})"
