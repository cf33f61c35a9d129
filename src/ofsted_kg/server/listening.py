"""Run the application on a socket, with uvicorn."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any, Final

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from ofsted_kg.errors import OfstedKgError

_SILENCE: Final = 20.0
"""Seconds within which a connection must have sent the head of its first request."""
_IDLE: Final = 15
_LARGEST_HEAD: Final = 64 * 1024


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that does not wait for a client for ever."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock."""
        super().connection_made(transport)
        self._silence = self.loop.call_later(_SILENCE, self._give_up)

    def _give_up(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._silence.cancel()
        super().connection_lost(exc)


def listen(app: Starlette, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve until the process is told to stop; says where, once it does."""
    bound = _bound(host, port)
    config = uvicorn.Config(app, **_options())
    server = uvicorn.Server(config)
    shown = f"[{host}]" if ":" in host else host
    say(f"serving at http://{shown}:{bound.getsockname()[1]}/ (stop with Ctrl-C)")
    with bound:
        server.run(sockets=[bound])


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise OfstedKgError(f"can't listen at {host}, port {port}: {error.strerror}; choose another with --port") from None
    return made


def _options() -> dict[str, Any]:
    return {
        "http": PatientProtocol,
        "log_level": "warning",
        "access_log": False,
        "server_header": False,
        "timeout_keep_alive": _IDLE,
        "timeout_graceful_shutdown": 5,
        "h11_max_incomplete_event_size": _LARGEST_HEAD,
        "limit_concurrency": 512,
    }
