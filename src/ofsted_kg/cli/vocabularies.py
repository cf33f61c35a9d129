"""Commands on the vocabulary: ``vocabulary check``, ``vocabulary diff`` and ``frameworks``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ofsted_kg.cli import console
from ofsted_kg.cli.application import app
from ofsted_kg.cli.options import OntologyOption, examples
from ofsted_kg.cli.results import counted
from ofsted_kg.cli.tables import show, table

if TYPE_CHECKING:
    from ofsted_kg.vocabulary import Framework

_Overlay = Annotated[
    Path,
    typer.Option(
        "--ontology", metavar="DIR", help="The folder with your own Turtle.", exists=True, file_okay=False, show_default=False
    ),
]
_Reports = Annotated[
    list[Path], typer.Argument(metavar="INPUT...", help="Report files, or folders of them.", exists=True, show_default=False)
]

vocabulary = typer.Typer(rich_markup_mode=None, help="Try an edit of the vocabulary before building with it.")
app.add_typer(vocabulary, name="vocabulary")


@vocabulary.command(epilog=examples("vocabulary check --ontology my-ontology"))
def check(ontology: OntologyOption = None) -> None:
    """Check your own Turtle: syntax, terms, shapes.

    Without --ontology it checks the packaged vocabulary. Each problem is shown with its file and line.
    """
    from ofsted_kg.vocabulary_check import check_vocabulary

    problems = check_vocabulary(ontology)
    for problem in problems:
        console.say(f"{problem.file}:{problem.line}: {problem.message}")
    if problems:
        raise typer.Exit(1)
    console.say("The vocabulary is in order.")


@vocabulary.command(epilog=examples("vocabulary diff data/reports --ontology my-ontology"))
def diff(reports: _Reports, ontology: _Overlay) -> None:
    """Show which facts your own Turtle would change.

    A line that begins with - is a fact that would go, one that begins with + a fact that would come.
    """
    from ofsted_kg.build.inputs import find_sources
    from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
    from ofsted_kg.vocabulary_diff import changed_facts

    before, after = packaged_vocabulary(), packaged_vocabulary(ontology)
    sources, failures = find_sources(reports)
    for source in sources:
        changes = changed_facts(source.path, before, after)
        console.say(f"{source.path}: {counted(len(changes), 'change')}")
        for change in changes:
            console.say(f"  {change.sign} {change.kind}: {change.fact}")
    for failure in failures:
        console.complain(failure.message)
    raise typer.Exit(int(bool(failures)))


@app.command(epilog=examples("frameworks"))
def frameworks(ontology: OntologyOption = None) -> None:
    """List the inspection frameworks that can be read."""
    from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary

    found = packaged_vocabulary(ontology).frameworks
    show(table(("id", "framework", "parts", "judgements", "grades", "timescales"), map(_framework_row, found)))


def _framework_row(framework: Framework) -> tuple[object, ...]:
    parts = sum(entry.kind == "part" for entry in framework.outline)
    grades = ", ".join(f"{grade.number} {grade.label}" for grade in framework.grades)
    timescales = ", ".join(timescale.headings[0] for timescale in framework.timescales)
    return (framework.id, framework.label, parts, len(framework.areas), grades, timescales)
