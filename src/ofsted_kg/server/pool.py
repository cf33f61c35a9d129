"""A pool of worker processes: answers come from it within the deadline, or an honest refusal does.

Few queries run at once at full priority.  One that is not done after its patience moves to the background, where it
runs on at the lowest priority and makes room for the next, so that slow queries delay nobody else's.  A worker that
was moved, killed or lost is replaced.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ofsted_kg.server import frames
from ofsted_kg.server.frames import Frame
from ofsted_kg.server.job import Job
from ofsted_kg.server.refusals import Refusal
from ofsted_kg.server.settings import Settings

_LOWEST: Final = 19
_USER: Final = 11
_SYSTEM: Final = 12
"""Places of the processor times in what /proc says of a process, behind its name."""
_FAREWELL: Final = 3.0
"""Seconds that an idle worker has to end by itself."""
_BUSY: Final = {"Retry-After": "5"}


class BrokenOff(Exception):
    """An answer that can't be brought to its end."""


@dataclass(slots=True)
class Worker:
    """One worker process."""

    process: asyncio.subprocess.Process
    used: float = 0.0
    """Seconds of processor time that its earlier queries took."""

    async def send(self, job: Job) -> None:
        """Give it a job."""
        pipe = self.process.stdin
        assert pipe is not None
        pipe.write(frames.pack(frames.JOB, job.to_bytes()))
        await pipe.drain()

    async def receive(self) -> Frame | None:
        """The next frame of its reply; None where the process has ended."""
        pipe = self.process.stdout
        assert pipe is not None
        try:
            kind, length = frames.PREFIX.unpack(await pipe.readexactly(frames.PREFIX.size))
            frame = Frame(kind, await pipe.readexactly(length))
        except asyncio.IncompleteReadError:
            return None
        if kind in (frames.READY, frames.END):
            self.used = frames.seconds_of(frame)
        if kind == frames.FAIL:
            self.used = json.loads(frame.content)["seconds"]
        return frame

    def seconds_worked(self) -> float:
        """Seconds of processor time that the present query has taken."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[_USER]) + int(fields[_SYSTEM])) / os.sysconf("SC_CLK_TCK") - self.used

    def kill(self) -> None:
        """End it at once."""
        if self.process.returncode is None:
            self.process.kill()

    def step_back(self) -> None:
        """Let others go first."""
        try:
            os.setpriority(os.PRIO_PROCESS, self.process.pid, _LOWEST)
        except ProcessLookupError:
            return


@dataclass(slots=True)
class Run:
    """One query while it is evaluated."""

    worker: Worker
    left: float
    """Seconds that its evaluation may still take."""
    is_slow: bool = False
    is_done: bool = False


@dataclass(slots=True)
class Answer:
    """The beginning of an answer, and the rest as it comes."""

    media_type: str
    first: bytes
    rest: AsyncGenerator[bytes, None] | None
    """None where ``first`` is all of it."""


@dataclass(slots=True)
class Pool:
    """The workers of one knowledge graph."""

    kg: Path
    settings: Settings
    _idle: list[Worker] = field(default_factory=list)
    _all: set[asyncio.subprocess.Process] = field(default_factory=set)
    _places: asyncio.Semaphore = field(init=False)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _slow: int = 0

    def __post_init__(self) -> None:
        self._places = asyncio.Semaphore(self.settings.quick)

    async def open(self) -> None:
        """Start the first workers, so that the first query need not wait for one."""
        self._idle += [await self._start() for _ in range(self._wanted)]

    async def close(self) -> None:
        """End all workers."""
        for worker in self._idle:
            self._later(_dismissed(worker.process))
            self._all.discard(worker.process)
        self._idle.clear()
        for process in list(self._all):
            self._bury(process)
        while self._tasks:
            await asyncio.gather(*self._tasks)

    @property
    def _wanted(self) -> int:
        return self.settings.quick + self.settings.spare

    async def ask(self, job: Job) -> Answer:
        """The answer to a query; Refusal where there is none."""
        run = await self._begin(job)
        try:
            head = await self._first_frame(run)
            if head.kind == frames.FAIL:
                self._end(run)
                raise _refusal(head)
            return await self._answer(run, json.loads(head.content))
        except BaseException:
            if not run.is_done:
                self._discard(run)
            raise

    async def _begin(self, job: Job) -> Run:
        try:
            await asyncio.wait_for(self._places.acquire(), self.settings.waiting)
        except TimeoutError:
            raise Refusal(503, "too many queries at the moment: try again in a few seconds", headers=_BUSY) from None
        try:
            worker = self._living() or await self._start()
            await worker.send(job)
        except OSError:
            self._places.release()
            raise Refusal(503, "no query can be answered at the moment: try again", headers=_BUSY) from None
        return Run(worker, self.settings.deadline)

    def _living(self) -> Worker | None:
        """An idle worker; those that were killed meanwhile are buried."""
        while self._idle:
            worker = self._idle.pop()
            if worker.process.returncode is None:
                return worker
            self._bury(worker.process)
        return None

    async def _first_frame(self, run: Run) -> Frame:
        waiting = asyncio.ensure_future(run.worker.receive())
        try:
            await self._be_patient(run, waiting)
            frame = await asyncio.wait_for(waiting, max(0.0, run.left))
        except TimeoutError:
            reason = f"the query took longer than {self.settings.deadline:g} seconds and was stopped: ask for less"
            raise Refusal(503, reason) from None
        finally:
            waiting.cancel()
        if frame is None:
            raise await self._lost(run)
        return frame

    async def _be_patient(self, run: Run, waiting: asyncio.Future[Frame | None]) -> None:
        """Wait for a frame, and no longer than the query's work justifies that others wait for it."""
        clock, patience = asyncio.get_running_loop().time, self.settings.patience
        until = clock() + run.left
        while not waiting.done() and not run.is_slow and clock() < until:
            await asyncio.wait({waiting}, timeout=min(patience, until - clock()))
            if not waiting.done() and run.worker.seconds_worked() > patience / 2:
                self._move_to_background(run)
        run.left = until - clock()

    def _move_to_background(self, run: Run) -> None:
        if self._slow >= self.settings.slow:
            raise Refusal(503, "too many long queries at the moment: try again in a few seconds", headers=_BUSY)
        run.worker.step_back()
        run.is_slow = True
        self._slow += 1
        self._places.release()
        self._later(self._refill())

    async def _answer(self, run: Run, head: Any) -> Answer:
        first = await self._next(run)
        if head["whole"]:
            await self._next(run)
            self._end(run)
            return Answer(head["media_type"], first.content, None)
        return Answer(head["media_type"], first.content, self._rest(run))

    async def _rest(self, run: Run) -> AsyncGenerator[bytes, None]:
        try:
            while (frame := await self._next(run)).kind == frames.DATA:
                yield frame.content
            if frame.kind == frames.FAIL:
                raise BrokenOff(_refusal(frame).reason)
            self._end(run)
        finally:
            if not run.is_done:
                self._discard(run)

    async def _next(self, run: Run) -> Frame:
        """The next frame, where time that the client takes does not count."""
        clock = asyncio.get_running_loop()
        try:
            began = clock.time()
            frame = await asyncio.wait_for(run.worker.receive(), max(0.1, run.left))
            run.left -= clock.time() - began
        except TimeoutError:
            raise BrokenOff("the query took too long") from None
        if frame is None:
            raise BrokenOff("the worker was lost")
        return frame

    def _end(self, run: Run) -> None:
        """Take the worker back; one that was sent to the background stays slow and is replaced."""
        if run.is_slow:
            self._discard(run)
            return
        run.is_done = True
        self._idle.append(run.worker)
        self._places.release()

    def _discard(self, run: Run) -> None:
        run.is_done = True
        self._bury(run.worker.process)
        if run.is_slow:
            self._slow -= 1
            return
        self._places.release()
        self._later(self._refill())

    async def _refill(self) -> None:
        """Have a worker ready for the next query."""
        try:
            worker = await self._start()
        except OSError:
            return
        if len(self._idle) < self._wanted:
            self._idle.append(worker)
        else:
            self._bury(worker.process)

    def _bury(self, process: asyncio.subprocess.Process) -> None:
        """Kill a process and see it end."""
        if process in self._all:
            self._all.discard(process)
            Worker(process).kill()
            self._later(_ended(process))

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something while requests go on; `close` waits for it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _lost(self, run: Run) -> Refusal:
        code = await run.worker.process.wait()
        if code == -signal.SIGXCPU:
            return Refusal(503, f"the query took longer than {self.settings.deadline:g} seconds and was stopped: ask for less")
        if code == -signal.SIGABRT:
            return Refusal(503, "the query needs more memory than is allowed: ask for less")
        return Refusal(503, "the query was stopped: try again", headers=_BUSY)

    async def _start(self) -> Worker:
        command = (sys.executable, "-P", "-m", "ofsted_kg.server.worker", str(self.kg), str(self.settings.memory))
        pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=nothing, limit=1 << 20)
        self._all.add(process)
        worker = Worker(process)
        if await worker.receive() is None:
            self._bury(process)
            raise ConnectionError("a worker did not start")
        return worker


async def _dismissed(process: asyncio.subprocess.Process) -> None:
    """Let an idle worker end by itself, which it does when its pipe is closed."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), _FAREWELL)
    except TimeoutError:
        process.kill()
        await process.wait()


async def _ended(process: asyncio.subprocess.Process) -> None:
    if process.stdin is not None:
        process.stdin.close()
    await process.wait()


def _refusal(frame: Frame) -> Refusal:
    said = json.loads(frame.content)
    return Refusal(said["status"], said["reason"])
