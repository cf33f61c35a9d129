"""The express lane: connections that ask quick queries are served by processes that speak HTTP themselves.

Handing a query to another process and its answer back costs as much as a quick query itself.  So a connection that asked
for SPARQL is handed, as a whole, to an express worker, which answers what is plain and quick and gives the connection back
for anything else.  The server keeps a descriptor of each, and takes them back from a worker that is lost, or that it
kills because a query in it is not quick; that query is then asked again in the `Pool`, with all its limits.
"""

from __future__ import annotations

import asyncio
import json
import mmap
import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from ofsted_kg.server.express_worker import CLOSED, IDLE, NUMBER, read_query
from ofsted_kg.server.ledger import SIZE, Entry, Ledger, bytes_given
from ofsted_kg.server.process import environment, seconds_worked
from ofsted_kg.server.settings import Settings
from ofsted_kg.server.shapes import Shapes

_PAUSE: Final = 1.0
"""Seconds before a worker that was lost is replaced."""
_LONGEST: Final = 1 << 17
_MOST: Final = 256
"""Connections of one worker."""

Resume = Callable[[socket.socket, bool, bytes], None]
"""Called with a connection that the server has back, whether it may be handed over again, and what is to be sent first."""


@dataclass(slots=True)
class Lane:
    """One express worker and its connections."""

    process: asyncio.subprocess.Process
    control: socket.socket
    ledger: Ledger
    connections: dict[int, tuple[socket.socket, Resume]] = field(default_factory=dict)
    is_ready: bool = False
    seen: Entry = field(default_factory=Entry)
    worked: float = 0.0

    def is_stuck(self, patience: float) -> bool:
        """Whether the query that was seen last time is still there, and has worked longer than its patience."""
        now, worked = self.ledger.read(), seconds_worked(self.process.pid)
        if not now.connection or now.number != self.seen.number:
            self.seen, self.worked = now, worked
            return False
        return worked - self.worked > patience

    def receive(self) -> bool:
        """Take a message of the worker; False where it has ended."""
        try:
            message = self.control.recv(_LONGEST)
        except BlockingIOError:
            return True
        except OSError:
            return False
        number, why, rest = message[: NUMBER.size], message[NUMBER.size : NUMBER.size + 1], message[NUMBER.size + 1 :]
        if not why:
            self.is_ready = bool(number)
            return bool(number)
        connection, resume = self.connections.pop(NUMBER.unpack(number)[0])
        if why == CLOSED:
            connection.close()
        else:
            resume(connection, why == IDLE, rest)
        return True

    def take_back(self) -> None:
        """Take the connections of a worker that has ended."""
        last = self.ledger.read()
        for number, (connection, resume) in self.connections.items():
            again = True if number != last.connection else _settle(connection, last)
            if again is not None:
                resume(connection, again, b"")
        self.connections.clear()

    def drop(self) -> None:
        """Close all connections."""
        for connection, _ in self.connections.values():
            connection.close()
        self.connections.clear()


@dataclass(slots=True)
class Express:
    """The express workers of one server."""

    kg: Path
    settings: Settings
    shapes: Shapes
    _lanes: list[Lane] = field(default_factory=list)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _count: int = 0
    _is_closing: bool = False

    async def open(self) -> None:
        """Start the workers, without waiting for them."""
        # one more stands by in case that one is lost
        wanted = self.settings.express + 1 if self.settings.express else 0
        self._tasks += [asyncio.create_task(self._keep()) for _ in range(wanted)]
        self._tasks.append(asyncio.create_task(self._watch()))

    async def close(self) -> None:
        """End the workers and their connections."""
        self._is_closing = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def take_new(self, descriptor: int, resume: Resume) -> bool:
        """Hand a connection over whose first request is there, unread, if queries like that are known to be quick."""
        with socket.socket(fileno=os.dup(descriptor)) as connection:
            try:
                request = connection.recv(_LONGEST, socket.MSG_PEEK | socket.MSG_DONTWAIT)
            except OSError:
                return False
        job = read_query(request, self.settings)
        return job is not None and self.shapes.knows(job.sparql) and self.take(descriptor, resume)

    def take(self, descriptor: int, resume: Resume) -> bool:
        """Hand a connection over, unless there is nobody to take it; the caller closes its own descriptor."""
        ready = [lane for lane in self._lanes if lane.is_ready][: self.settings.express]
        free = [lane for lane in ready if len(lane.connections) < _MOST]
        lane = min(free, key=lambda lane: len(lane.connections), default=None)
        if lane is None:
            return False
        self._count += 1
        kept = socket.socket(fileno=os.dup(descriptor))
        try:
            socket.send_fds(lane.control, [NUMBER.pack(self._count)], [descriptor])
        except OSError:
            kept.close()
            return False
        lane.connections[self._count] = (kept, resume)
        return True

    async def _keep(self) -> None:
        """Have a worker, and another one when it is lost."""
        while True:
            with suppress(OSError):
                await self._live(await self._start())
            await asyncio.sleep(_PAUSE)

    async def _live(self, lane: Lane) -> None:
        """From the start of a worker to its end."""
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(lane.control.fileno(), lambda: None if lane.receive() else ended.set())
        self._lanes.append(lane)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(lane.control.fileno())
            self._lanes.remove(lane)
            lane.control.close()
            if lane.process.returncode is None:
                lane.process.kill()
            await lane.process.wait()
            lane.drop() if self._is_closing else lane.take_back()

    async def _start(self) -> Lane:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        shared = os.memfd_create("ledger")
        os.ftruncate(shared, SIZE)
        command = (sys.executable, "-P", "-m", "ofsted_kg.server.express_worker", str(self.kg), json.dumps(asdict(self.settings)))
        try:
            process = await asyncio.create_subprocess_exec(
                *command, stdin=theirs.fileno(), stdout=shared, stderr=asyncio.subprocess.DEVNULL, env=environment()
            )
            return Lane(process, ours, Ledger(mmap.mmap(shared, SIZE)))
        finally:
            theirs.close()
            os.close(shared)

    async def _watch(self) -> None:
        """End every worker that a query occupies."""
        while True:
            await asyncio.sleep(self.settings.patience / 2)
            for lane in self._lanes:
                if lane.is_stuck(self.settings.patience / 2) and lane.process.returncode is None:
                    lane.process.kill()


def _settle(connection: socket.socket, last: Entry) -> bool | None:
    """Whether a connection whose worker ended at ``last`` may be handed over again; None where it can't go on."""
    try:
        given = bytes_given(connection) - last.sent if last.is_sending else 0
        if given >= last.size > 0:
            # the answer was given, so that its request is no longer one
            connection.recv(last.length)
            return True
    except BlockingIOError:
        return True
    except OSError:
        given = -1
    if given == 0:
        return False
    connection.close()
    return None
