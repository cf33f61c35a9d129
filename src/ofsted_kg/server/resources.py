"""Linked data: every IRI of the graph leads to its page or to its data, as the client asks.

``/id/...`` is what stands behind the IRIs ``https://w3id.org/ofsted-kg/id/...``; it answers 303, because an authority is
no document.  ``/data/....ttl`` says all that the graph does of one resource; of a report, its whole named graph.
"""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode, RdfFormat, serialize
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ofsted_kg.rdf.namespaces import RESOURCES
from ofsted_kg.server.addresses import address
from ofsted_kg.server.evaluation import PREFIXES
from ofsted_kg.server.library import Document, Edition
from ofsted_kg.server.lookups import description, graph_triples
from ofsted_kg.server.negotiation import GRAPHS, SUFFIXES, best
from ofsted_kg.server.refusals import not_acceptable, not_found
from ofsted_kg.server.responses import document_response
from ofsted_kg.server.site import site_of

_ENDINGS: Final = {SUFFIXES[ending]: ending for ending in ("ttl", "nt", "rdf", "jsonld", "trig", "nq", "n3", "html")}


async def redirect(request: Request) -> Response:
    """See other: the page of a resource for people, its data for programs."""
    iri = _iri(request.path_params["rest"])
    offered = ("text/html", *(one for one in GRAPHS if one in _ENDINGS))
    media_type = best(request.headers.get("accept", ""), offered)
    if media_type is None:
        raise not_acceptable(", ".join(offered))
    if not await run_in_threadpool(description, site_of(request).edition.store, iri):
        raise not_found("nothing of that name is in the graph")
    rest = iri.value.removeprefix(RESOURCES)
    target = address(iri.value) if media_type == "text/html" else f"/data/{rest}.{_ENDINGS[media_type]}"
    return RedirectResponse(target, 303, {"Vary": "Accept"})


async def data(request: Request) -> Response:
    """The data of a resource in the format of the ending, or of the Accept header."""
    rest, dot, ending = request.path_params["rest"].rpartition(".")
    media_type = SUFFIXES.get(ending) if dot else None
    form = RdfFormat.from_media_type(media_type) if media_type else None
    if media_type is None or form is None:
        raise not_found("expected an ending: " + ", ".join(one for one in _ENDINGS.values() if one != "html"))
    edition, iri = site_of(request).edition, _iri(rest)
    content = await run_in_threadpool(_serialized, edition, iri, form)
    links = {"Link": f'<{iri.value}>; rel="describes"'}
    return document_response(request, Document(content, media_type, links))


def _serialized(edition: Edition, iri: NamedNode, form: RdfFormat) -> bytes:
    is_graph = any(graph.graph == iri.value for graph in edition.store.graphs())
    triples = graph_triples(edition.store, [iri]) if is_graph else description(edition.store, iri)
    if not triples:
        raise not_found("nothing of that name is in the graph")
    return serialize(triples, format=form, prefixes=PREFIXES) or b""


def _iri(rest: str) -> NamedNode:
    try:
        return NamedNode(RESOURCES + rest)
    except ValueError:
        raise not_found("nothing of that name is in the graph") from None
