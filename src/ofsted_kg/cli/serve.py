"""The command ``serve``: a knowledge graph in the browser, as a SPARQL endpoint and as an interface for programs."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated

import typer

from ofsted_kg.cli import console
from ofsted_kg.cli.application import app
from ofsted_kg.cli.options import DEFAULT_KG, KgOption, QueriesOption, examples
from ofsted_kg.errors import OfstedKgError


@app.command(epilog=examples("serve", "serve --port 8080 --deadline 30"))
def serve(
    kg: KgOption = DEFAULT_KG,
    host: Annotated[str, typer.Option("--host", help="Address to listen at; 0.0.0.0 is open to the network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 for a free one.")] = 8000,
    deadline: Annotated[float, typer.Option("--deadline", min=0.1, help="Seconds that a SPARQL query may take.")] = 10.0,
    overlay: QueriesOption = None,
) -> None:
    """Serve pages, stored questions and SPARQL over HTTP.

    Listens on this machine alone unless told otherwise. A newly built index is served from the next request on. Stop it
    with Ctrl-C.
    """
    if not all(map(find_spec, ("httptools", "jinja2", "starlette", "uvicorn", "uvloop"))):
        raise OfstedKgError("the server needs more packages; install them with: pip install 'ofsted-kg[server]'")
    from ofsted_kg.server.app import create_app
    from ofsted_kg.server.listening import listen
    from ofsted_kg.server.settings import Settings

    listen(create_app(kg, Settings(deadline=deadline), overlay), host, port, console.note)
