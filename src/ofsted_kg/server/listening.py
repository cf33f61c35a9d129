"""Run the application on a socket, with uvicorn."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ofsted_kg.errors import OfstedKgError
from ofsted_kg.server.express import Express
from ofsted_kg.server.protocol import QUICK
from ofsted_kg.server.site import Site
from ofsted_kg.server.warming import keep_warm, prepare

_SILENCE: Final = 20.0
"""Seconds within which the head of a request must have arrived, and within which a client must take some of an answer."""
_GLANCE: Final = 5.0
_IDLE: Final = 15
_LARGEST_HEAD: Final = 64 * 1024
_TOO_LARGE: Final = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


_OPTIONS: Final[dict[str, Any]] = {
    "log_level": "warning",
    "access_log": False,
    "server_header": False,
    "timeout_keep_alive": _IDLE,
    "timeout_graceful_shutdown": 5,
    "limit_concurrency": 512,
}


class PatientProtocol(HttpToolsProtocol):
    """HTTP/1.1 that waits for no client for ever, that a head can't fill, and that hands over who asks SPARQL."""

    def __init__(self, *, express: Express | None = None, rest: bytes = b"", **given: Any) -> None:
        """Begin with sending ``rest``."""
        super().__init__(**given)
        self._given, self._express, self._rest = given, express, rest
        self._head_since: float | None = self.loop.time()
        self._head_size = 0
        self._unsent, self._unsent_since = 0, 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock."""
        super().connection_made(transport)
        self._clock = self.loop.call_later(_GLANCE, self._look)
        if self._rest:
            transport.write(self._rest)
        elif self._express is not None and self._express.take_new(self._descriptor, self._resume):
            transport.abort()

    def data_received(self, data: bytes) -> None:
        """Take bytes; they begin a head unless they belong to one or to a body."""
        if self._head_since is None and self._is_idle:
            self._head_since = self.loop.time()
        super().data_received(data)
        if self._head_since is not None:
            self._head_size += len(data)
            if self._head_size > _LARGEST_HEAD and not self.transport.is_closing():
                self.transport.write(_TOO_LARGE)
                self.transport.close()

    def on_headers_complete(self) -> None:
        """Stop the clock of the head."""
        self._head_since, self._head_size = None, 0
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Wait for the next request; of a client that asks quick SPARQL, elsewhere."""
        super().on_response_complete()
        if self._express is not None and QUICK in self.scope and self.cycle.keep_alive:
            self.loop.call_soon(self._hand_over)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all clocks."""
        self._clock.cancel()
        super().connection_lost(exc)

    @property
    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _hand_over(self) -> None:
        """Let an express worker have the connection, if nothing is under way on it."""
        is_quiet = self._is_idle and self._head_since is None and not self.transport.get_write_buffer_size()
        if self._express is None or not is_quiet or self.transport.is_closing():
            return
        if self._express.take(self._descriptor, self._resume):
            # closes the descriptor of this process; the connection lives on
            self.transport.abort()

    @property
    def _descriptor(self) -> int:
        return int(self.transport.get_extra_info("socket").fileno())

    def _resume(self, connection: socket.socket, again: bool, rest: bytes) -> None:
        """Go on with a connection that was handed over."""
        express = self._express if again else None
        made = type(self)(express=express, rest=rest, **self._given)
        self._resuming = self.loop.create_task(self.loop.connect_accepted_socket(lambda: made, connection))

    def _look(self) -> None:
        """Give up on a client that has sent no whole head, or taken nothing, for too long."""
        now, unsent = self.loop.time(), self.transport.get_write_buffer_size()
        if unsent == 0 or unsent != self._unsent:
            self._unsent, self._unsent_since = unsent, now
        if now - (self._head_since or now) > _SILENCE or now - self._unsent_since > _SILENCE:
            self.transport.abort()
        self._clock = self.loop.call_later(_GLANCE, self._look)


def listen(app: Starlette, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve until the process is told to stop; says where, once it does."""
    server = make_server(app)
    shown = f"[{host}]" if ":" in host else host
    with bind(host, port) as bound:
        say(f"serving at http://{shown}:{bound.getsockname()[1]}/ (stop with Ctrl-C)")
        server.run(sockets=[bound])


def make_server(app: Starlette) -> uvicorn.Server:
    """A server of the application that is not running yet."""
    site: Site = app.state.site
    express = Express(site.pool.kg, site.settings, site.shapes)
    protocol = partial(PatientProtocol, express=express if sys.platform == "linux" else None)
    return ExpressServer(site, express, uvicorn.Config(app, http=protocol, **_OPTIONS))  # type: ignore[arg-type]


class ExpressServer(uvicorn.Server):
    """A server with express workers beside it, and with pages that are rendered ahead."""

    def __init__(self, site: Site, express: Express, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._site = site
        self._express = express
        self._warming: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start everything, and listen once the first page costs no more than any other."""
        await run_in_threadpool(prepare, self._site)
        await super().startup(sockets)
        await self._express.open()
        if self._site.settings.cached:
            self._warming = asyncio.create_task(keep_warm(self._site))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End everything."""
        if self._warming is not None:
            self._warming.cancel()
            await asyncio.gather(self._warming, return_exceptions=True)
        await self._express.close()
        await super().shutdown(sockets)


def bind(host: str, port: int) -> socket.socket:
    """A socket to listen at; OfstedKgError where that is not possible."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if sys.platform == "linux":
        # a connection appears when its first request is there, or after a second
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise OfstedKgError(f"can't listen at {host}, port {port}: {error.strerror}; choose another with --port") from None
    return made
