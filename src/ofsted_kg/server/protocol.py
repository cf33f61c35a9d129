"""The SPARQL endpoint at ``/sparql``, and named graphs as a whole at ``/graphs``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from pyoxigraph import NamedNode, RdfFormat, serialize
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ofsted_kg.description.accuracy import read_accuracy
from ofsted_kg.description.dataset import DataSet
from ofsted_kg.errors import OfstedKgError
from ofsted_kg.server.evaluation import PREFIXES
from ofsted_kg.server.library import Document, Edition
from ofsted_kg.server.lookups import graph_triples
from ofsted_kg.server.negotiation import GRAPHS, best, with_charset
from ofsted_kg.server.refusals import UNREADABLE, Refusal, not_acceptable, not_found
from ofsted_kg.server.responses import Streamed, document_response, plain
from ofsted_kg.server.service import describe
from ofsted_kg.server.site import Site, site_of
from ofsted_kg.server.sparql_request import read_job, read_pairs, wants_editor

QUICK: Final = "ofsted_kg.quick"
"""Stands in the scope of a request whose query was quick."""
_METHODS: Final = ("GET", "HEAD", "POST")
_MOST: Final = 1_000_000
"""Triples that are put together in memory, or counted by class and property while somebody waits."""


@dataclass(frozen=True, slots=True)
class SparqlEndpoint:
    """What answers ``/sparql``, and passes on what is for others.

    It stands before the routes on the bare ASGI interface, since beside a quick query whatever else is done counts.
    """

    app: ASGIApp
    site: Site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or say why not."""
        if scope["type"] != "http" or scope["path"] != scope.get("root_path", "") + "/sparql":
            await self.app(scope, receive, send)
            return
        try:
            response = await self._answer(Request(scope, receive))
        except Refusal as refusal:
            response = plain(refusal)
        except OfstedKgError:
            response = plain(UNREADABLE)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        """Answer a query; describe the service where there is none; show browsers the editor."""
        if request.method not in _METHODS:
            raise Refusal(405, "expected GET or POST", headers={"Allow": ", ".join(_METHODS)})
        pairs, accept = await read_pairs(request), request.headers.get("accept", "")
        if request.method == "GET" and wants_editor(accept, pairs):
            chosen = urlencode([(name, value) for name, value in pairs if name == "query"])
            return RedirectResponse(f"/editor?{chosen}" if chosen else "/editor", 303)
        job = read_job(request.method, accept, pairs, self.site.settings)
        if job is None:
            return await _description(request, self.site)
        answer = await self.site.pool.ask(job)
        if answer.is_quick:
            self.site.shapes.learn(job.sparql)
            request.scope[QUICK] = True
        if answer.rest is None:
            return Response(answer.first, media_type=with_charset(answer.media_type), headers={"Vary": "Accept"})
        return Streamed(answer.rest, answer.media_type, self.site.settings.sending)


async def description(request: Request) -> Response:
    """The service description, which is also the VoID of the data."""
    return await _description(request, site_of(request))


async def _description(request: Request, site: Site) -> Response:
    media_type, form = _graph_format(request)
    content = await run_in_threadpool(_described, f"{request.base_url}sparql", site.edition, form)
    return document_response(request, Document(content, media_type))


def _described(endpoint: str, edition: Edition, form: RdfFormat) -> bytes:
    counts = edition.counts if len(edition.store) <= _MOST else None
    return describe(endpoint, DataSet(edition.store.graphs(), read_accuracy(), counts), form)


async def graphs(request: Request) -> Response:
    """A graph as a whole, by the reading half of the SPARQL 1.1 Graph Store Protocol."""
    chosen = request.query_params.getlist("graph")
    wants_default = "default" in request.query_params
    if len(chosen) + wants_default != 1:
        raise Refusal(400, "expected 'graph=IRI' or 'default'")
    media_type, form = _graph_format(request)
    edition = site_of(request).edition
    content = await run_in_threadpool(_graph, edition, chosen[0] if chosen else None, form)
    return document_response(request, Document(content, media_type))


def _graph(edition: Edition, name: str | None, form: RdfFormat) -> bytes:
    chosen = [graph for graph in edition.store.graphs() if name in (None, graph.graph)]
    if not chosen:
        raise not_found("no such graph")
    if sum(graph.triples for graph in chosen) > _MOST:
        raise Refusal(503, f"more than {_MOST:,} triples: take the graphs one by one, or use 'ofsted-kg export'")
    names = [NamedNode(graph.graph) for graph in chosen]
    return serialize(graph_triples(edition.store, names), format=form, prefixes=PREFIXES) or b""


def _graph_format(request: Request) -> tuple[str, RdfFormat]:
    media_type = best(request.headers.get("accept", ""), GRAPHS)
    form = RdfFormat.from_media_type(media_type) if media_type else None
    if media_type is None or form is None:
        raise not_acceptable(", ".join(GRAPHS))
    return media_type, form
