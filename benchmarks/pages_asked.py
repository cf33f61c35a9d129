"""What each kind of page costs when it is asked for the first time, and its size."""

from __future__ import annotations

import gzip
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import servers
from benchmarks.servers import Server, get
from benchmarks.table import Row, Table

PAGES = (
    "One page of each kind, asked for the first time. Milliseconds are processor time of the server: at once after it started, "
    "and when it has rendered ahead what has an address of its own. Allowed are 50 ms of the latter, and 100 KB sent."
)
PAGES_HEADS = ("page", "ms at once", "ms when rendered ahead", "KB sent", "KB")


def pages(kg: Path, patience: float) -> Table:
    """Each page for the first time, on a server that has just started and on one that has had time to render ahead."""
    with servers.ours(kg) as server:
        paths = page_addresses(server)
    with servers.ours(kg) as server:
        early = [page_cost(server, path) for path in paths]
    with servers.ours(kg) as server:
        wait_until_warm(server, patience)
        late = [page_cost(server, path) for path in paths]
    rows = [
        Row(
            (path, f"{at_once.spent:.0f}", f"{ahead.spent:.1f}", f"{ahead.sent / 1000:.1f}", f"{ahead.size / 1000:.0f}"),
            max(ahead.spent / 50, ahead.sent / 100_000) if ahead.status == 200 else float("inf"),
        )
        for path, at_once, ahead in zip(paths, early, late, strict=True)
    ]
    return Table("Pages", PAGES, PAGES_HEADS, tuple(rows))


@dataclass(frozen=True)
class PageCost:
    """What one request for a page came to."""

    status: int
    spent: float
    """Milliseconds of processor time of the server and its threads."""
    sent: int
    size: int


def page_cost(server: Server, path: str) -> PageCost:
    # the server alone: what its idle processes render ahead meanwhile is not for this page
    before = server.own_seconds()
    status, body = get(server.port, path, "text/html", "gzip")
    return PageCost(status, 1000 * (server.own_seconds() - before), len(body), len(plain(body)))


def wait_until_warm(server: Server, seconds: float) -> None:
    """Wait for the process that renders ahead to appear and to end."""
    until = time.monotonic() + seconds
    while not server.is_warming() and time.monotonic() < until:
        time.sleep(0.1)
    while server.is_warming() and time.monotonic() < until:
        time.sleep(0.5)


def plain(body: bytes) -> bytes:
    """A body without compression."""
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body


def page_addresses(server: Server) -> list[str]:
    """One page of each kind, found by following the links from the first."""
    found: dict[str, str] = {}
    waiting = ["/"]
    while waiting and len(found) < 40:
        path = waiting.pop(0)
        kind = path.split("?")[0] if path.count("/") == 1 else path.split("/")[1] + ("?" if "?" in path else "")
        if kind in found:
            continue
        found[kind] = path
        waiting += links(get(server.port, path, "text/html")[1].decode())
    return list(found.values())


def links(html: str) -> list[str]:
    """Addresses of pages of this server."""
    marked = (piece.split('"')[0].split("#")[0].replace("&amp;", "&") for piece in html.split('href="')[1:])
    left_out = ("/static", "/api", "/data", "/id", "/sparql", "/void", "/openapi", "/graphs")
    return [path for path in marked if path.startswith("/") and not path.startswith(left_out)]
