"""Real triplestores for tests: the Oxigraph server and Virtuoso, each on loopback ports of its own and in a folder of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START = 90.0
"""Seconds within which a server must answer."""

VIRTUOSO_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000

[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 20
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
DirsAllowed = {allowed}
CheckpointInterval = 0

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10

[SPARQL]
ResultSetMaxRows = {rows}
MaxSortedTopRows = 1000000
"""


@dataclass(frozen=True)
class Triplestore:
    """A running server."""

    kind: str
    query: str
    """Address for SPARQL queries."""
    base: str
    """Address that `push` is given."""
    process: subprocess.Popen[bytes]
    folder: Path
    sql: int = 0
    """Virtuoso's port for isql."""

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self.process.kill()
        self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def oxigraph(folder: Path, options: Sequence[str] = ()) -> Iterator[Triplestore]:
    """The Oxigraph server on a folder, which may hold a store already."""
    port = free_port()
    program = Path(sys.executable).with_name("oxigraph")
    command = [str(program), "serve", "--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}", *options]
    base = f"http://127.0.0.1:{port}"
    with _running(command, folder, f"{base}/query") as process:
        yield Triplestore("oxigraph", f"{base}/query", base, process, folder)


@contextmanager
def virtuoso(folder: Path, rows: int = 1_000_000, allowed: Path | None = None) -> Iterator[Triplestore]:
    """Virtuoso with an empty database; user and password are dba."""
    sql, http = free_port(), free_port()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "virtuoso.ini").write_text(VIRTUOSO_INI.format(sql=sql, http=http, rows=rows, allowed=allowed or folder))
    base = f"http://127.0.0.1:{http}"
    command = ["virtuoso-t", "+foreground", "+wait", "+configfile", "virtuoso.ini"]
    with _running(command, folder, f"{base}/sparql") as process:
        yield Triplestore("virtuoso", f"{base}/sparql", base, process, folder, sql)


@contextmanager
def _running(command: Sequence[str], folder: Path, query: str) -> Iterator[subprocess.Popen[bytes]]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
    try:
        _wait_for(process, query, folder)
        yield process
    finally:
        process.kill()
        process.wait()


def _wait_for(process: subprocess.Popen[bytes], query: str, folder: Path) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end:
        assert process.poll() is None, (folder / "output.txt").read_text()
        try:
            with urllib.request.urlopen(f"{query}?query=ASK%7B%7D", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"{query} did not answer within {START} seconds")
