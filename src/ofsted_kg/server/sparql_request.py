"""The query part of the SPARQL 1.1 Protocol: an HTTP request in, one `Job` out, or a refusal that says what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode
from starlette.requests import Request

from ofsted_kg.server.job import Job
from ofsted_kg.server.negotiation import GRAPHS, RESULTS, SUFFIXES, best
from ofsted_kg.server.refusals import Refusal, not_acceptable
from ofsted_kg.server.settings import Settings

_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
READ_ONLY: Final = "this endpoint is read-only: updates are refused"
_OTHER_NAMES: Final = {"turtle": "ttl", "rdf+xml": "rdf", "json-ld": "jsonld", "ntriples": "nt", "nquads": "nq"}
"""Values of ``format`` that clients send unasked, SPARQLWrapper above all."""
Pairs = Sequence[tuple[str, str]]


async def read_request(request: Request, settings: Settings) -> Job | None:
    """The job of a request; None of one that asks nothing, which is for the service description."""
    pairs = await _pairs(request)
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in pairs):
        raise Refusal(403, READ_ONLY)
    queries = [value for name, value in pairs if name == "query"]
    if not queries and request.method != "POST":
        return None
    if len(queries) != 1:
        raise Refusal(400, f"expected one query; found {len(queries)}")
    results, graphs = _formats(request, pairs)
    return Job(
        sparql=queries[0],
        results=results,
        graphs=graphs,
        default_graphs=_graphs(pairs, "default-graph-uri"),
        named_graphs=_graphs(pairs, "named-graph-uri"),
        rows=settings.rows,
        seconds=settings.deadline,
    )


async def _pairs(request: Request) -> Pairs:
    """Parameters of the query string, the form, or the body that is the query."""
    in_url = _decoded(request.url.query.encode("latin-1"))
    if request.method != "POST":
        return in_url
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == _UPDATE:
        raise Refusal(403, READ_ONLY)
    if kind == _FORM:
        return [*in_url, *_decoded(await request.body())]
    if kind == _QUERY:
        return [*in_url, ("query", _text(await request.body()))]
    raise Refusal(415, f"expected a body of the type {_FORM} or {_QUERY}; found {kind or 'none'}")


def _decoded(content: bytes) -> Pairs:
    try:
        return parse_qsl(_text(content), keep_blank_values=True, max_num_fields=200, errors="strict")
    except UnicodeDecodeError:
        raise Refusal(400, "a parameter is not UTF-8") from None
    except ValueError:
        raise Refusal(400, "too many parameters") from None


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


def _formats(request: Request, pairs: Pairs) -> tuple[str | None, str | None]:
    """Media types for a table and for a graph."""
    chosen = next((value for name, value in pairs if name == "format"), "")
    if chosen:
        media_type = SUFFIXES.get(_OTHER_NAMES.get(chosen, chosen), chosen)
        found = tuple(media_type if media_type in offered else None for offered in (RESULTS, GRAPHS))
        if not any(found):
            raise Refusal(400, f"unknown format {chosen[:100]!r}; expected one of {', '.join(SUFFIXES)}")
        return found[0], found[1]
    accept = request.headers.get("accept", "")
    results, graphs = best(accept, RESULTS), best(accept, GRAPHS)
    if results is None and graphs is None:
        raise not_acceptable(", ".join(dict.fromkeys((*RESULTS, *GRAPHS))))
    return results, graphs
