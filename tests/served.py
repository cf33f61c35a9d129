"""A server as people start it: a process on a free port of this machine, ended by its own id."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

COMMAND = (sys.executable, "-m", "ofsted_kg", "serve", "--port", "0", "--deadline", "20")
PATIENCE = 60
"""Seconds that a busy machine may take to start it."""


@contextmanager
def served(kg: Path) -> Iterator[str]:
    """The address of a server of a knowledge graph, without a slash at its end."""
    process = subprocess.Popen([*COMMAND, "--kg", str(kg)], stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        found = re.fullmatch(r"serving at (http://127\.0\.0\.1:\d+)/ \(stop with Ctrl-C\)\n", process.stderr.readline())
        assert found
        _wait_for(found[1])
        yield found[1]
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            urlopen(f"{address}/void", timeout=PATIENCE).close()
            return
        except URLError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
