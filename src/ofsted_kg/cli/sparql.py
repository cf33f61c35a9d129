"""The command ``sparql``: a free query of the knowledge graph."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ofsted_kg.cli import console
from ofsted_kg.cli.application import app
from ofsted_kg.cli.options import DEFAULT_KG, KgOption, OutOption, examples
from ofsted_kg.cli.tables import Table, plain, show, table
from ofsted_kg.errors import FormatError, QueryError

if TYPE_CHECKING:
    from ofsted_kg.store import EmbeddedStore

_TABLES: Final = {"csv": "csv", "tsv": "tsv", "json": "srj", "xml": "srx"}
"""Formats of SELECT and ASK, each with the file ending that the engine knows it by."""
_GRAPHS: Final = {"turtle": "ttl", "ttl": "ttl", "nt": "nt", "rdfxml": "rdf", "jsonld": "jsonld"}
"""Formats of CONSTRUCT and DESCRIBE, likewise."""
_FORMATS: Final = ("table", *_TABLES, *_GRAPHS)


@app.command(
    epilog=examples(
        "sparql 'SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g'",
        "sparql -f question.rq --format csv -o answer.csv",
        "sparql 'DESCRIBE <https://w3id.org/ofsted-kg/id/authority/dudley>' --format turtle",
    ),
)
def sparql(
    text: Annotated[str | None, typer.Argument(metavar="[QUERY]", help="The query, in SPARQL 1.1.", show_default=False)] = None,
    file: Annotated[
        Path | None, typer.Option("-f", "--file", metavar="FILE", help="Read it from a file.", exists=True, dir_okay=False)
    ] = None,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help=f"One of {', '.join(_FORMATS)}.")] = "table",
    out: OutOption = None,
    kg: KgOption = DEFAULT_KG,
) -> None:
    """Run a SPARQL query of your own: an argument, a file, or standard input.

    SELECT and ASK give a table, CONSTRUCT and DESCRIBE a graph in Turtle, unless --format says otherwise. Nothing is
    changed and nothing is fetched: updates and SERVICE are refused.
    """
    from ofsted_kg.store import open_store

    if form not in _FORMATS:
        raise FormatError(f"unknown format {form!r}. Known: {', '.join(_FORMATS)}")
    asked = _asked(text, file)
    with open_store(kg) as store:
        write = _writer(store, asked, form)
        write(out)


def _asked(text: str | None, file: Path | None) -> str:
    if text and file:
        raise QueryError("both a query and --file are given. Give one of them")
    if file:
        return file.read_text("utf-8")
    if text is None and sys.stdin.isatty():
        raise QueryError("no query. Give it as an argument, with --file FILE, or on standard input")
    return text if text is not None else sys.stdin.read()


def _writer(store: EmbeddedStore, query: str, form: str) -> Callable[[Path | None], None]:
    """What writes the result, by what kind of result it is."""
    from ofsted_kg.store import Solutions, Triples

    found = store.run(query)
    if isinstance(found, Triples):
        return _bytes_writer(_graph(found, "turtle" if form == "table" else form))
    if form in _GRAPHS:
        raise FormatError(f"{form} is for CONSTRUCT and DESCRIBE. Choose one of table, {', '.join(_TABLES)}")
    if form in _TABLES:
        return _bytes_writer(_document(store, query, form))
    return _table_writer(_table(found) if isinstance(found, Solutions) else table(("answer",), [["yes" if found.value else "no"]]))
