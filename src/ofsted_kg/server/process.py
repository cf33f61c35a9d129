"""A worker process as the server sees it: jobs go in and frames come out over a socket, until it ends or is killed."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ofsted_kg.server import frames
from ofsted_kg.server.frames import Frame
from ofsted_kg.server.job import Job

_LARGEST: Final = 1 << 20
"""Bytes of an answer that wait for a slow client before its worker has to."""
_FAREWELL: Final = 3.0
"""Seconds that an idle worker has to end by itself."""
_LOW: Final = 5
"""Priority of those that evaluate what may not be quick: the server itself and its express workers go before them."""
_LOWEST: Final = 19
_TUNABLES: Final = "GLIBC_TUNABLES"
_ALLOCATOR: Final = "glibc.malloc.tcache_count=1000"
"""The engine takes and frees thousands of small pieces for each query: with more of them at hand it needs a fifth less time."""


@dataclass(slots=True, eq=False)
class WorkerProcess:
    """One worker."""

    process: asyncio.subprocess.Process
    _reader: asyncio.StreamReader
    _writer: asyncio.StreamWriter

    @property
    def is_alive(self) -> bool:
        """Whether nothing is known of its end."""
        return self.process.returncode is None and not self._reader.at_eof()

    def send(self, job: Job) -> None:
        """Give it a job."""
        self._writer.write(frames.pack(frames.JOB, job.to_bytes()))

    async def receive(self) -> Frame | None:
        """The next frame of its reply; None where the process has ended."""
        try:
            kind, length = frames.PREFIX.unpack(await self._reader.readexactly(frames.PREFIX.size))
            return Frame(kind, await self._reader.readexactly(length))
        except (asyncio.IncompleteReadError, ConnectionError):
            return None

    def seconds_worked(self) -> float:
        """Seconds of processor time that it has taken so far."""
        return seconds_worked(self.process.pid)

    def step_aside(self) -> None:
        """Leave nearly all of the processor to others, as long as they want it."""
        with suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, self.process.pid, _LOWEST)

    def step_back(self) -> None:
        """Let everybody else go first."""
        step_back(self.process.pid)

    def kill(self) -> None:
        """End it at once."""
        if self.process.returncode is None:
            self.process.kill()

    async def ended(self) -> int:
        """Its exit status, once it has ended."""
        self._writer.close()
        return await self.process.wait()

    async def dismiss(self) -> None:
        """Let it end by itself, which an idle one does when its socket is closed."""
        try:
            await asyncio.wait_for(self.ended(), _FAREWELL)
        except TimeoutError:
            self.kill()
            await self.process.wait()


async def start_worker(kg: Path, memory: int) -> WorkerProcess:
    """A worker that can take jobs; OSError where none can be started."""
    command = (sys.executable, "-P", "-m", "ofsted_kg.server.worker", str(kg), str(memory))
    ours, theirs = socket.socketpair()
    with theirs:
        nothing = asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(
            *command, stdin=theirs.fileno(), stdout=nothing, stderr=nothing, env=environment()
        )
    with suppress(ProcessLookupError):
        os.setpriority(os.PRIO_PROCESS, process.pid, _LOW)
    worker = WorkerProcess(process, *await asyncio.open_unix_connection(sock=ours, limit=_LARGEST))
    if await worker.receive() is None:
        worker.kill()
        raise ConnectionError(f"a worker did not start: status {await worker.ended()}")
    return worker


def step_back(pid: int) -> None:
    """Let everybody else go before a process."""
    try:
        if hasattr(os, "SCHED_IDLE"):
            os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0))
        else:
            os.setpriority(os.PRIO_PROCESS, pid, _LOWEST)
    except ProcessLookupError:
        return


def environment() -> dict[str, str]:
    """The environment of a process that evaluates queries."""
    return {_TUNABLES: _ALLOCATOR, **os.environ}


def seconds_worked(pid: int) -> float:
    """Seconds of processor time that a process has taken so far, which tell a slow query from a busy machine."""
    try:
        # the kernel's clock of another process, see clock_getcpuclockid(3)
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0
