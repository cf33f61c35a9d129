"""Options and arguments that several commands share, and where they come from when nobody gives them.

The knowledge graph is the folder ``kg`` here, or that of the variable OFSTED_KG; ontology, questions and shapes are
the packaged ones, with the user's own folder laid over them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer

_Folder = Path | None


def _overlay(option: str, what: str) -> Any:
    return typer.Option(option, metavar="DIR", help=f"Your own {what}.", exists=True, file_okay=False, show_default=False)


KgOption = Annotated[
    Path, typer.Option("--kg", metavar="DIR", envvar="OFSTED_KG", help="Folder of the knowledge graph.", file_okay=False)
]
OntologyOption = Annotated[_Folder, _overlay("--ontology", "Turtle, laid over the packaged vocabulary")]
QueriesOption = Annotated[_Folder, _overlay("--queries", "questions, laid over the packaged ones")]
ShapesOption = Annotated[_Folder, _overlay("--shapes", "SHACL, laid over the packaged shapes")]
OutOption = Annotated[
    Path | None, typer.Option("-o", "--out", metavar="FILE", help="Write to a file instead.", dir_okay=False, show_default=False)
]
FormatOption = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMAT", help="How it is written; else the file's ending decides.", show_default=False),
]
ReportFile = Annotated[Path, typer.Argument(metavar="REPORT", help="A report file.", show_default=False)]

EndpointOption = Annotated[
    str | None,
    typer.Option("--endpoint", metavar="URL", help="Ask the SPARQL endpoint there instead of the folder.", show_default=False),
]
AuthOption = Annotated[
    str | None,
    typer.Option(
        "--auth", metavar="SCHEME", help="Sign in there: basic, digest or bearer. Secrets: see push.", show_default=False
    ),
]
_SECRET_HELP: Final = "File that holds USER:PASSWORD, or a token."
SecretOption = Annotated[
    Path | None,
    typer.Option("--secret-file", metavar="FILE", help=_SECRET_HELP, exists=True, dir_okay=False, show_default=False),
]


DEFAULT_KG = Path("kg")
"""Used where neither --kg nor OFSTED_KG says otherwise."""


_KEEP_LINES: Final = chr(8)
"""The character that keeps the help formatter from joining a paragraph's lines."""


def examples(*lines: str) -> str:
    """Examples at the end of a command's help, each on its own line."""
    return "\n".join([_KEEP_LINES, "Examples:", *(f"  ofsted-kg {line}" for line in lines)])
