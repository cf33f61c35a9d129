"""A worker process: evaluates one query after another until its pipe ends.

It is a process because the engine can't be told to stop: the server kills it at the deadline.  Its memory is limited by
the kernel, as is its time on the processor, in case the server is gone by then.
"""

from __future__ import annotations

import math
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from ofsted_kg.server import frames
from ofsted_kg.server.evaluation import PublishedIndex, Reply, answer, open_index
from ofsted_kg.server.job import read_job

_GRACE: Final = 2
"""Seconds of processor time beyond the deadline after which the kernel ends the process, at the earliest."""
_STRETCH: Final = 60
"""Seconds for which the kernel is told at once."""


def main() -> None:
    """Serve the knowledge graph and the memory limit that the arguments name, over the socket that is standard input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    index = open_index(Path(sys.argv[1]))
    limit_memory(int(sys.argv[2]))
    with os.fdopen(sys.stdin.fileno(), "wb", closefd=False) as replies:
        serve(index, sys.stdin.buffer, replies, TimeLimit().extend)


def serve(index: PublishedIndex, jobs: BinaryIO, replies: BinaryIO, limit: Callable[[float], None]) -> None:
    """Answer jobs until there are no more; ``limit`` is told before each how many seconds it may take."""
    replies.write(frames.pack(frames.READY))
    replies.flush()
    while frame := frames.read(jobs):
        job = read_job(frame.content)
        limit(job.seconds)
        answer(index.newest(), job, Reply(replies, job.rows))


def limit_memory(more: int) -> None:
    """Let this process grow by so many bytes and no further."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + more, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class TimeLimit:
    """How long this process may work before the kernel ends it."""

    def __init__(self) -> None:
        self._until = 0.0

    def extend(self, seconds: float) -> None:
        """Let it work so many seconds more, at least."""
        needed = time.process_time() + seconds + _GRACE
        if needed > self._until:
            self._until = math.ceil(needed + _STRETCH)
            _, hard = resource.getrlimit(resource.RLIMIT_CPU)
            resource.setrlimit(resource.RLIMIT_CPU, (int(self._until), hard))


if __name__ == "__main__":
    main()
