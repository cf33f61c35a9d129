"""Commands that check: ``validate`` and ``verify``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ofsted_kg.cli import console
from ofsted_kg.cli.application import app
from ofsted_kg.cli.options import DEFAULT_KG, KgOption, examples
from ofsted_kg.cli.tables import show, table

_Sources = Annotated[
    list[Path],
    typer.Argument(metavar="SOURCE...", help="Report files, or folders of them.", exists=True, show_default=False),
]


@app.command(epilog=examples("verify data/reports"))
def verify(sources: _Sources, kg: KgOption = DEFAULT_KG) -> None:
    """Check every passage of the graph against its source file.

    Each file must be the one that was converted, byte for byte, and each passage must stand where the graph says. Exit status 1 tells that a source is missing or has changed, or that a passage reads otherwise.
    """
    from ofsted_kg.folder import KnowledgeGraphFolder
    from ofsted_kg.store import open_store
    from ofsted_kg.verification import verify as verdicts_on

    with open_store(kg) as store:
        graphs = [KnowledgeGraphFolder(kg).graphs / file.name for file in store.graphs() if file.is_report]
        verdicts = list(verdicts_on(graphs, sources))
    show(table(("source", "passages", "problems"), ((v.source, v.passages, len(v.problems)) for v in verdicts)))
    for verdict in verdicts:
        for problem in verdict.problems:
            console.complain(f"{verdict.source}: {problem}")
    if any(verdict.problems for verdict in verdicts):
        raise typer.Exit(1)
