"""The application: what answers at which address.

    app = create_app(Path("kg"))        # an ASGI application; run it with uvicorn or mount it elsewhere

Everything that it holds hangs on it and ends with it: two applications in one process share nothing.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from ofsted_kg.errors import OfstedKgError
from ofsted_kg.server import browsing, protocol, questions, resources
from ofsted_kg.server.editing import editor
from ofsted_kg.server.guards import Guards
from ofsted_kg.server.library import Library
from ofsted_kg.server.pool import BrokenOff, Pool
from ofsted_kg.server.protocol import SparqlEndpoint
from ofsted_kg.server.refusals import UNREADABLE, Refusal
from ofsted_kg.server.responses import plain
from ofsted_kg.server.settings import Settings
from ofsted_kg.server.site import Site, site_of, wants_page
from ofsted_kg.server.templating import environment

_PLAIN: Final = ("/sparql", "/graphs", "/void", "/data/", "/openapi.json")
_JSON: Final = ("/api/",)


def create_app(kg: Path, settings: Settings | None = None, queries: Path | None = None) -> Starlette:
    """Make the application of the knowledge graph in a folder; NoKnowledgeGraph where nothing has been built.

    ``queries`` is a folder of stored questions laid over the packaged ones.
    """
    chosen = settings or Settings()
    site = Site(Library(kg, queries, chosen.cached), Pool(kg, chosen), chosen, environment())
    app = Starlette(
        routes=_routes(),
        middleware=[Middleware(Guards, chosen), Middleware(SparqlEndpoint, site)],
        exception_handlers={
            Refusal: _refused,
            HTTPException: _http_error,
            OfstedKgError: _failed,
            BrokenOff: _broken,
            500: _fault,
        },
        lifespan=_lifespan,
    )
    app.state.site = site
    return app


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    await app.state.site.pool.open()
    try:
        yield
    finally:
        await app.state.site.pool.close()


def _routes() -> list[BaseRoute]:
    return [
        Route("/void", protocol.description),
        Route("/graphs", protocol.graphs),
        Route("/openapi.json", questions.openapi),
        Route("/api/questions", questions.catalogue),
        Route("/api/questions/{name}", questions.question),
        Route("/api/tables/accuracy.{ending}", questions.accuracy),
        Route("/api/tables/{name}", questions.table),
        Route("/editor", editor),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
        Route("/id/{rest:path}", resources.redirect),
        Route("/data/{rest:path}", resources.data),
        *browsing.routes(browsing.PAGES),
        *browsing.routes((browsing.ANYTHING,)),
    ]


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return _refusal(request, error)


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _refusal(request, Refusal(error.status_code, error.detail, headers=error.headers))


def _failed(request: Request, _: Exception) -> Response:
    """An error of the package that a handler did not expect."""
    return _refusal(request, UNREADABLE)


def _broken(request: Request, _: Exception) -> Response:
    return _refusal(request, Refusal(503, "the query was stopped: ask for less"))


def _fault(request: Request, _: Exception) -> Response:
    return _refusal(request, Refusal(500, "a fault of this server; the same request will probably fail again"))


def _refusal(request: Request, refusal: Refusal) -> Response:
    if request.url.path.startswith(_JSON):
        return JSONResponse({"error": refusal.reason, **refusal.details}, refusal.status, refusal.headers)
    if wants_page(request) and not request.url.path.startswith(_PLAIN):
        page = site_of(request).templates.get_template("refusal.html")
        return HTMLResponse(page.render(reason=refusal.reason, status=refusal.status, here=""), refusal.status, refusal.headers)
    return plain(refusal)
