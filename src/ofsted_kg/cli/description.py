"""The command ``describe``: the data set for catalogues."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ofsted_kg.cli import console
from ofsted_kg.cli.application import app
from ofsted_kg.cli.options import DEFAULT_KG, KgOption, examples
from ofsted_kg.errors import FormatError

_Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write it there.", dir_okay=False, show_default=False),
]
_Format = Annotated[
    str | None,
    typer.Option("--format", metavar="ENDING", help="ttl, jsonld, nt or rdf; else that of FILE, or ttl.", show_default=False),
]
_PublishedAt = Annotated[
    str,
    typer.Option(
        "--published-at", metavar="URL", help="Address of the folder that people can download the files from.", show_default=False
    ),
]
_ENDINGS = ("ttl", "jsonld", "nt", "rdf")


@app.command(
    epilog=examples(
        "describe",
        "describe -o dataset.jsonld --published-at https://data.example.org/kg/",
        "describe --format rdf --kg west-midlands",
    )
)
def describe(output: _Output = None, form: _Format = None, published_at: _PublishedAt = "", kg: KgOption = DEFAULT_KG) -> None:
    """Describe the data set in DCAT and VoID, for catalogues.

    Title and licence, the files with their sizes and hashes, counts by class and property, the report files that the graph
    was made from with their hashes, and the measured accuracy of findings.
    """
    ending = form or (output.suffix.removeprefix(".") if output else "ttl")
    if ending not in _ENDINGS:
        raise FormatError(f"unknown format {ending!r} for a description. Known: {', '.join(_ENDINGS)}")
    from ofsted_kg.description.documents import described
    from ofsted_kg.store import open_store
    from ofsted_kg.whole_file import write_whole

    with open_store(kg) as store:
        content = described(store, ending, published_at=published_at)
    if output is None:
        console.write(content)
    else:
        write_whole(output, content)
        console.note(f"wrote {output}")
