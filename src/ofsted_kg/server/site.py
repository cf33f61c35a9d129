"""What the handlers of one application share; it hangs on the application and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from jinja2 import Environment
from starlette.requests import Request

from ofsted_kg.server.library import Edition, Library
from ofsted_kg.server.negotiation import best
from ofsted_kg.server.pool import Pool
from ofsted_kg.server.settings import Settings
from ofsted_kg.server.shapes import Shapes


@dataclass(frozen=True, slots=True)
class Site:
    """One knowledge graph, served."""

    library: Library
    pool: Pool
    settings: Settings
    templates: Environment
    shapes: Shapes = field(default_factory=Shapes)
    """Of the queries that were quick."""

    @property
    def edition(self) -> Edition:
        """The version that a request that comes now is answered from."""
        return self.library.current()


def site_of(request: Request) -> Site:
    """The site that a request came to."""
    return cast("Site", request.app.state.site)


def wants_page(request: Request) -> bool:
    """Whether a browser asks, and not a program."""
    return best(request.headers.get("accept", ""), ("application/json", "text/html")) == "text/html"
