"""A small HTTP server in front of a real store that does what networks and busy stores do: at chosen requests it drops the
connection, asks to wait, cuts an answer short or is slow; everything else it passes on.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Literal
from urllib.parse import urlsplit

Fault = Literal["drop", "drop the answer", "busy", "busy for long", "truncate", "slow", "gateway", "redirect", "hold"]


@dataclass
class Proxy:
    """A running server; ``faults`` tells what happens to which request, counted from 0."""

    address: str
    faults: Mapping[int, Fault]
    seen: list[str] = field(default_factory=list)
    """Requests so far: method and path."""
    authorizations: set[str] = field(default_factory=set)
    _released: Event = field(default_factory=Event)

    def wait_for(self, requests: int) -> None:
        """Until so many requests have come."""
        end = time.monotonic() + 120
        while len(self.seen) < requests:
            assert time.monotonic() < end, self.seen
            time.sleep(0.02)

    def hold(self) -> None:
        """Keep a request until it is released."""
        self._released.wait(120)

    def release(self) -> None:
        """Let the request that is held go on."""
        self._released.set()


@contextmanager
def faulty(store: str, faults: Mapping[int, Fault] | None = None) -> Iterator[Proxy]:
    """A proxy in front of the store at an address."""
    lock = Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_request(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with lock:
                fault = proxy.faults.get(len(proxy.seen))
                proxy.seen.append(f"{self.command} {self.path.split('?')[0]}")
                proxy.authorizations.add(self.headers.get("Authorization", ""))
            if fault == "hold":
                proxy.hold()
            if fault == "drop":
                self.close_connection = True
            elif fault in ("busy", "busy for long", "gateway", "redirect"):
                self.refuse(fault)
            else:
                self.pass_on(content, fault)

        do_GET = do_POST = do_PUT = do_DELETE = handle_request  # noqa: N815

        def refuse(self, fault: str) -> None:
            self.send_response({"gateway": 502, "redirect": 307}.get(fault, 503))
            if fault.startswith("busy"):
                self.send_header("Retry-After", "86400" if fault == "busy for long" else "0")
            if fault == "redirect":
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def pass_on(self, content: bytes, fault: Fault | None) -> None:
            try:
                status, headers, body = forward(store, self.command, self.path, content, dict(self.headers))
            except OSError:
                self.close_connection = True
                return
            if fault == "slow":
                time.sleep(1.5)
            if fault == "drop the answer":
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in headers:
                if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if fault == "truncate" else body)
            self.close_connection = fault == "truncate"

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    proxy = Proxy(f"http://127.0.0.1:{server.server_port}", faults or {})
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield proxy
    finally:
        proxy.release()
        server.shutdown()
        server.server_close()


def forward(
    store: str, method: str, path: str, content: bytes, headers: dict[str, str]
) -> tuple[int, list[tuple[str, str]], bytes]:
    """The store's own answer."""
    connection = http.client.HTTPConnection(urlsplit(store).netloc, timeout=60)
    kept = {name: value for name, value in headers.items() if name.lower() not in ("host", "connection", "content-length")}
    try:
        connection.request(method, path, content or None, kept)
        response = connection.getresponse()
        return response.status, response.getheaders(), response.read()
    finally:
        connection.close()
