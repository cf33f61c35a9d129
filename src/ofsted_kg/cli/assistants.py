"""The command ``mcp``: the stored questions as tools for an assistant."""

from __future__ import annotations

from importlib.util import find_spec

from ofsted_kg.cli.application import app
from ofsted_kg.cli.options import DEFAULT_KG, KgOption, QueriesOption, examples
from ofsted_kg.errors import OfstedKgError


@app.command(epilog=examples("mcp --kg kg"))
def mcp(kg: KgOption = DEFAULT_KG, overlay: QueriesOption = None) -> None:
    """Offer the stored questions to an assistant over MCP.

    Talks over standard input and output: an assistant starts this command itself, from its own settings.
    """
    if not all(map(find_spec, ("mcp", "starlette"))):
        raise OfstedKgError("assistants need more packages; install them with: pip install 'ofsted-kg[mcp]'")
    import anyio

    from ofsted_kg.assistants import create_assistant, serve_stdio

    anyio.run(serve_stdio, create_assistant(kg, queries=overlay))
