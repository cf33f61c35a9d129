"""The query part of the SPARQL 1.1 Protocol: an HTTP request in, one `Job` out, or a refusal that says what is wrong."""

from __future__ import annotations

import binascii
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

from pyoxigraph import NamedNode

from ofsted_kg.server.job import Job
from ofsted_kg.server.negotiation import GRAPHS, RESULTS, SUFFIXES, best
from ofsted_kg.server.refusals import Refusal, not_acceptable
from ofsted_kg.server.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import Request

_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_OF_UPDATES: Final = ("update", "using-graph-uri", "using-named-graph-uri")
_MOST: Final = 200
_NO_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_OFFERED: Final = (*RESULTS, *GRAPHS, "text/html")
READ_ONLY: Final = "this endpoint is read-only: updates are refused"
_OTHER_NAMES: Final = {"turtle": "ttl", "rdf+xml": "rdf", "json-ld": "jsonld", "ntriples": "nt", "nquads": "nq"}
"""Values of ``format`` that clients send unasked, SPARQLWrapper above all."""
Pairs = Sequence[tuple[str, str]]


async def read_pairs(request: Request) -> Pairs:
    """Parameters of the query string and the form; a body that is the query counts as one."""
    in_url = decoded(request.scope["query_string"])
    if request.method != "POST":
        return in_url
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == _UPDATE:
        raise Refusal(403, READ_ONLY)
    if kind == _FORM:
        return [*in_url, *decoded(await request.body())]
    if kind == _QUERY:
        return [*in_url, ("query", _text(await request.body()))]
    raise Refusal(415, f"expected a body of the type {_FORM} or {_QUERY}; found {kind or 'none'}")


def wants_editor(accept: str, pairs: Pairs) -> bool:
    """Whether a browser asks: what is offered for programs counts first."""
    return best(accept, _OFFERED) == "text/html" and not any(name == "format" for name, _ in pairs)


def read_job(method: str, accept: str, pairs: Pairs, settings: Settings) -> Job | None:
    """The job of a request; None of one that asks nothing, which is for the service description."""
    if any(name in _OF_UPDATES for name, _ in pairs):
        raise Refusal(403, READ_ONLY)
    queries = [value for name, value in pairs if name == "query"]
    if not queries and method != "POST":
        return None
    if len(queries) != 1:
        raise Refusal(400, f"expected one query; found {len(queries)}")
    results, graphs = _formats(accept, pairs)
    return Job(
        sparql=queries[0],
        results=results,
        graphs=graphs,
        default_graphs=_graphs(pairs, "default-graph-uri"),
        named_graphs=_graphs(pairs, "named-graph-uri"),
        rows=settings.rows,
        seconds=settings.deadline,
    )


def decoded(content: bytes) -> Pairs:
    """Names and values of a query string or a form."""
    pieces = content.split(b"&")
    if len(pieces) > _MOST:
        raise Refusal(400, "too many parameters")
    try:
        return [(unquoted(name), unquoted(value)) for name, _, value in (piece.partition(b"=") for piece in pieces) if name]
    except UnicodeDecodeError:
        raise Refusal(400, "a parameter is not UTF-8") from None


def unquoted(text: bytes) -> str:
    """Text of a name or a value in a form.

    The same as `urllib.parse.unquote_plus`, at a tenth of its price: quoted-printable differs in the mark alone, and what
    decodes it is not written in Python.
    """
    text = text.replace(b"+", b" ")
    if b"%" not in text:
        return text.decode()
    if _NO_ESCAPE.search(text):
        return unquote_to_bytes(text).decode()
    return binascii.a2b_qp(text.replace(b"=", b"=3D").replace(b"%", b"=")).decode()


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(400, f"the query is not UTF-8: byte {error.start}") from None


def _graphs(pairs: Pairs, name: str) -> tuple[str, ...]:
    return tuple(_iri(value, name) for given, value in pairs if given == name)


def _iri(text: str, name: str) -> str:
    try:
        return NamedNode(text).value
    except ValueError:
        raise Refusal(400, f"{name}: {text[:200]!r} is not an absolute IRI") from None


def _formats(accept: str, pairs: Pairs) -> tuple[str | None, str | None]:
    """Media types for a table and for a graph."""
    chosen = next((value for name, value in pairs if name == "format"), "")
    if chosen:
        media_type = SUFFIXES.get(_OTHER_NAMES.get(chosen, chosen), chosen)
        found = tuple(media_type if media_type in offered else None for offered in (RESULTS, GRAPHS))
        if not any(found):
            raise Refusal(400, f"unknown format {chosen[:100]!r}; expected one of {', '.join(SUFFIXES)}")
        return found[0], found[1]
    results, graphs = best(accept, RESULTS), best(accept, GRAPHS)
    if results is None and graphs is None:
        raise not_acceptable(", ".join(dict.fromkeys((*RESULTS, *GRAPHS))))
    return results, graphs
