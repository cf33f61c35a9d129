"""The command ``sparql``: a free query of the knowledge graph."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ofsted_kg.cli.application import app
from ofsted_kg.cli.options import (
    DEFAULT_KG,
    AuthOption,
    EndpointOption,
    FormatOption,
    KgOption,
    OutOption,
    SecretOption,
    examples,
)
from ofsted_kg.cli.results import chosen_format, deliver
from ofsted_kg.cli.signing_in import Place, opened
from ofsted_kg.cli.tables import Table, table
from ofsted_kg.errors import FormatError, QueryError

if TYPE_CHECKING:
    from ofsted_kg.store import Boolean, Solutions, SparqlStore, Triples

_TABLES: Final = ("csv", "tsv", "json", "xml")
"""Formats of SELECT and ASK, by the file endings that the engine knows them by."""
_GRAPHS: Final = ("ttl", "nt", "rdf", "jsonld")
"""Formats of CONSTRUCT and DESCRIBE, likewise."""
_FORMATS: Final = ("table", *_TABLES, *_GRAPHS)


@app.command(
    epilog=examples(
        "sparql 'SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g'",
        "sparql -f question.rq --format csv -o answer.csv",
        "sparql -f question.rq --endpoint http://localhost:7878/query",
        "sparql 'DESCRIBE <https://w3id.org/ofsted-kg/id/authority/dudley>' -o dudley.ttl",
    ),
)
def sparql(
    text: Annotated[str | None, typer.Argument(metavar="QUERY", help="The query, in SPARQL 1.1.", show_default=False)] = None,
    file: Annotated[
        Path | None, typer.Option("-f", "--file", metavar="FILE", help="Read it from a file.", exists=True, dir_okay=False)
    ] = None,
    form: FormatOption = None,
    out: OutOption = None,
    kg: KgOption = DEFAULT_KG,
    endpoint: EndpointOption = None,
    auth: AuthOption = None,
    secret_file: SecretOption = None,
) -> None:
    """Run a SPARQL query of your own.

    It is an argument, a file (--file), or what stands on standard input. SELECT and ASK give a table, CONSTRUCT and
    DESCRIBE a graph in Turtle, unless --format says otherwise: csv, tsv, json or xml; ttl, nt, rdf or jsonld. Nothing is
    changed and nothing is fetched: updates and SERVICE are refused. With --endpoint a remote store answers, whose default
    graph may be empty where that of the folder is all graphs together: name graphs with GRAPH.
    """
    chosen = chosen_format(form, out, _FORMATS)
    asked = _asked(text, file)
    with opened(Place(kg, endpoint, auth, secret_file)) as store:
        deliver(_result(store, asked, chosen), out)


def _asked(text: str | None, file: Path | None) -> str:
    if text and file:
        raise QueryError("both a query and --file are given. Give one of them")
    if file:
        return file.read_text("utf-8")
    if text is None and sys.stdin.isatty():
        raise QueryError("no query. Give it as an argument, with --file FILE, or on standard input")
    return text if text is not None else sys.stdin.read()


def _result(store: SparqlStore, query: str, form: str) -> Table | bytes:
    """A table where one is wanted and possible, else a document in the format."""
    from pyoxigraph import QueryResultsFormat

    from ofsted_kg.store import Triples

    found = store.run(query)
    if isinstance(found, Triples):
        return _graph(found, _GRAPHS[0] if form == "table" else form)
    if form in _GRAPHS:
        raise FormatError(f"{form} is for CONSTRUCT and DESCRIBE. Choose one of table, {', '.join(_TABLES)}")
    if form in _TABLES:
        return store.serialize(query, QueryResultsFormat.from_extension(form) or QueryResultsFormat.CSV)
    return _table(found)


def _graph(found: Triples, form: str) -> bytes:
    from ofsted_kg.export.graph_files import document

    if form not in _GRAPHS:
        raise FormatError(f"{form} is for SELECT and ASK. Choose one of {', '.join(_GRAPHS)}")
    return document(found.triples, form)


def _table(found: Solutions | Boolean) -> Table:
    from ofsted_kg.store import Boolean

    if isinstance(found, Boolean):
        return table(("answer",), [["yes" if found.value else "no"]])
    return table(found.columns, ([None if term is None else getattr(term, "value", term) for term in row] for row in found))
