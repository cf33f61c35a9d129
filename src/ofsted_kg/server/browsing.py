"""The pages for people: which address shows what, rendered once for each version of the index."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from jinja2 import Environment
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ofsted_kg.server.library import Document, Edition
from ofsted_kg.server.pages import authority, network, overview, question, report, resource, search, subjects
from ofsted_kg.server.pages.asked import Asked, Page
from ofsted_kg.server.responses import document_response
from ofsted_kg.server.site import site_of


@dataclass(frozen=True, slots=True)
class PageRoute:
    """One kind of page."""

    path: str
    template: str
    gather: Page


PAGES: Final = (
    PageRoute("/", "home", overview.home),
    PageRoute("/questions", "questions", overview.questions),
    PageRoute("/questions/{name}", "question", question.question),
    PageRoute("/authority/{name}", "authority", authority.authority),
    PageRoute("/report/{authority}/{framework}/{day}", "report", report.report),
    PageRoute("/topics", "topics", subjects.topics),
    PageRoute("/topic/{name}", "topic", subjects.topic),
    PageRoute("/agencies", "agencies", subjects.agencies),
    PageRoute("/agency/{name:path}", "agency", subjects.agency),
    PageRoute("/recommendations", "recommendations", subjects.recommendations),
    PageRoute("/compare", "compare", authority.compare),
    PageRoute("/network", "network", network.network),
    PageRoute("/search", "search", search.search),
    PageRoute("/coverage", "coverage", overview.coverage),
    PageRoute("/api", "api", overview.interface),
    PageRoute("/about", "about", overview.about),
)
ANYTHING: Final = PageRoute("/{rest:path}", "resource", resource.resource)
"""Shows what no other page does: parts of frameworks, grades, regions."""


def routes(pages: tuple[PageRoute, ...]) -> list[Route]:
    """Routes of some pages."""
    return [Route(page.path, _handler(page), name=page.template) for page in pages]


def _handler(page: PageRoute) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request) -> Response:
        site = site_of(request)
        edition = site.edition
        known = edition.kept(key_of(request))
        if known is None:

            def render() -> Document:
                return rendered(page, request, edition, site.templates, site.settings.page)

            known = await run_in_threadpool(edition.rendered, key_of(request), render)
        return document_response(request, known)

    return handle


def key_of(request: Request) -> str:
    """What a page is kept by."""
    return f"page {request.url.path}?{request.url.query}"


def rendered(page: PageRoute, request: Request, edition: Edition, templates: Environment, rows: int) -> Document:
    """A page with so many rows in a table."""
    content = page.gather(Asked(edition, request.path_params, request.query_params.multi_items(), rows))
    text = templates.get_template(f"{page.template}.html").render(content, here=request.url.path)
    return Document(text.encode(), "text/html", status=content.get("status", 200))
