"""A worker process: evaluates one query after another until its pipe ends.

It is a process because the engine can't be told to stop: the server kills it at the deadline.  Its memory is limited by
the kernel, as is its time on the processor, in case the server is gone by then.
"""

from __future__ import annotations

import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from ofsted_kg.server import frames
from ofsted_kg.server.evaluation import PublishedIndex, Reply, answer, open_index
from ofsted_kg.server.job import read_job

_GRACE: Final = 2
"""Seconds of processor time beyond the deadline after which the kernel ends the process."""


def main() -> None:
    """Serve the knowledge graph and the memory limit that the arguments name, over standard input and output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    index = open_index(Path(sys.argv[1]))
    limit_memory(int(sys.argv[2]))
    serve(index, sys.stdin.buffer, sys.stdout.buffer, limit_time)


def serve(index: PublishedIndex, jobs: BinaryIO, replies: BinaryIO, limit: Callable[[float], None]) -> None:
    """Answer jobs until there are no more; ``limit`` is told before each how many seconds it may take."""
    replies.write(frames.pack(frames.READY, frames.seconds()))
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


def limit_time(seconds: float) -> None:
    """Let this process work so many seconds more, and a little; the kernel ends it then."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + seconds) + 1 + _GRACE, hard))


if __name__ == "__main__":
    main()
