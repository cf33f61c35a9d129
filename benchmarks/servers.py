"""The servers that are compared, each a process of its own on a free port of this machine, and what they cost."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ofsted_kg.folder import KnowledgeGraphFolder

BIN = Path(sys.executable).parent
PATIENCE = 180.0


@dataclass(frozen=True)
class Server:
    """One server that answers."""

    name: str
    port: int
    pid: int
    endpoint: str
    works_on: bool = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Its turn; one that works on after nobody waits for its answers any more is stopped at the end of it."""
        os.kill(self.pid, signal.SIGCONT)
        try:
            yield
        finally:
            if self.works_on:
                os.kill(self.pid, signal.SIGSTOP)

    def processes(self) -> list[int]:
        """Its process and all below it."""
        found = [self.pid]
        for pid in found:
            found += _children(pid)
        return found

    def seconds(self) -> float:
        """Processor time so far of its processes that answer."""
        return sum(_seconds(pid) for pid in self.processes() if not _renders(pid))

    def own_seconds(self) -> float:
        """Processor time of the server itself so far, without its processes."""
        return _seconds(self.pid)

    def is_warming(self) -> bool:
        """Whether it renders pages ahead."""
        return any(map(_renders, self.processes()))

    def memory(self) -> float:
        """Megabytes that its processes hold in memory of their own."""
        return sum(_own_memory(pid) for pid in self.processes()) / 1e6


def get(port: int, path: str, accept: str, encoding: str = "identity") -> tuple[int, bytes]:
    """One request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", path, headers={"Accept": accept, "Accept-Encoding": encoding})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


@contextmanager
def ours(kg: Path, *options: str) -> Iterator[Server]:
    """``ofsted-kg serve``."""
    port = free_port()
    with _running([str(BIN / "ofsted-kg"), "serve", "--kg", str(kg), "--port", str(port), *options], port) as pid:
        yield Server("ofsted-kg", port, pid, "/sparql")


@contextmanager
def oxigraph(kg: Path) -> Iterator[Server]:
    """``oxigraph serve-read-only`` on the very same index."""
    version, port = KnowledgeGraphFolder(kg).published(), free_port()
    assert version is not None
    bound = ["-l", str(version.store), "-b", f"127.0.0.1:{port}", "--union-default-graph"]
    with _running([str(BIN / "oxigraph"), "serve-read-only", *bound], port) as pid:
        yield Server("oxigraph", port, pid, "/query")


@contextmanager
def rdflib_endpoint(kg: Path) -> Iterator[Server]:
    """``rdflib-endpoint serve`` on the graphs as files."""
    port, files = free_port(), sorted(map(str, (kg / "graphs").glob("*.nq")))
    command = [str(BIN / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port), *files]
    with _running(command, port) as pid:
        yield Server("rdflib-endpoint", port, pid, "/", works_on=True)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


@contextmanager
def _running(command: list[str], port: int) -> Iterator[int]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(port, process)
            yield process.pid
        finally:
            process.terminate()
            process.send_signal(signal.SIGCONT)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{process.args}: did not start")


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _renders(pid: int) -> bool:
    """Whether a process renders pages ahead, while nobody else wants the processor."""
    try:
        return b"ofsted_kg.server.rendering" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _seconds(pid: int) -> float:
    try:
        # the kernel's clock of another process, see clock_getcpuclockid(3)
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


def _own_memory(pid: int) -> int:
    try:
        resident, shared = map(int, Path(f"/proc/{pid}/statm").read_text().split()[1:3])
    except OSError:
        return 0
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE")
