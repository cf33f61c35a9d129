"""A server in a thread of the test's own process, for what only shows on a socket."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from ofsted_kg.server.app import create_app
from ofsted_kg.server.listening import bind, make_server
from ofsted_kg.server.settings import Settings


@contextmanager
def serving(kg: Path, settings: Settings) -> Iterator[int]:
    """A server in a thread of this process, with express workers that are ready."""
    server = make_server(create_app(kg, settings))
    with bind("127.0.0.1", 0) as bound:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            until = time.monotonic() + 60
            while not _is_ready(server, settings.express) and time.monotonic() < until:
                time.sleep(0.05)
            yield bound.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(30)
    assert not thread.is_alive()


def _is_ready(server: uvicorn.Server, express: int) -> bool:
    lanes = server._express._lanes  # type: ignore[attr-defined]
    return server.started and sum(lane.is_ready for lane in lanes) >= express
