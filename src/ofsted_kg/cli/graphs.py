"""Commands on the knowledge graph as a whole: ``build``, ``remove`` and ``export``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ofsted_kg.cli import completion, console
from ofsted_kg.cli.application import app
from ofsted_kg.cli.options import DEFAULT_KG, KgOption, OntologyOption, ShapesOption, examples

if TYPE_CHECKING:
    from ofsted_kg.build import BuildOptions, BuildSummary

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


@app.command(epilog=examples("build data/reports", "build new/*.txt --jobs 4 --kg west-midlands"))
def build(
    inputs: _Inputs = None,
    kg: KgOption = DEFAULT_KG,
    jobs: _Jobs = None,
    replace: _Replace = False,
    allow_invalid: _AllowInvalid = False,
    ontology: OntologyOption = None,
    shapes: ShapesOption = None,
) -> None:
    """Convert and validate reports and publish them in the graph.

    Only what has changed is converted, and nothing is removed. A report that violates the shapes is kept out; its last valid
    graph stays. Exit status 1 tells that some inputs did not make it.
    """
    from ofsted_kg.build import BuildOptions, Workshop

    options = BuildOptions(jobs, replace, allow_invalid, Workshop(ontology, shapes))
    summary = run_build(inputs or [], kg, options)
    console.say(in_words(summary, kg))
    if summary.problems:
        raise typer.Exit(1)


@app.command(epilog=examples("remove dudley_slac_2011-12-09"))
def remove(reports: _Names, kg: KgOption = DEFAULT_KG) -> None:
    """Take reports out of the graph."""
    from ofsted_kg.build import remove as take_out

    console.say(in_words(take_out(kg, reports), kg))


@app.command(epilog=examples("export graph.ttl", "export graph.trig --kg west-midlands"))
def export(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="File to write; its ending names the format.", dir_okay=False)],
    kg: KgOption = DEFAULT_KG,
) -> None:
    """Write the knowledge graph to one RDF file.

    Endings: .ttl (Turtle), .trig (TriG), .nt (N-Triples), .nq (N-Quads), .rdf (RDF/XML), .jsonld (JSON-LD). TriG, N-Quads
    and JSON-LD keep the graph of each report apart. The same knowledge graph always gives the same bytes.
    """
    from ofsted_kg.export.graph_files import format_of, graphs_of, write_graphs
    from ofsted_kg.store import open_store

    format_of(out)
    with open_store(kg) as store:
        written = write_graphs(graphs_of(store), out)
    console.note(f"wrote {out}: {written:,} statements")


def run_build(inputs: list[Path], kg: Path, options: BuildOptions) -> BuildSummary:
    """Build with a progress bar; what went wrong with single inputs is told at the end."""
    from ofsted_kg.build import build as bring_up_to_date

    with console.progress("Reading reports") as advance:
        summary = bring_up_to_date(inputs, kg, options, progress=advance)
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
