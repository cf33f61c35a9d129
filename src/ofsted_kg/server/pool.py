"""A pool of worker processes: answers come from it within the deadline, or an honest refusal does.

Few queries run at once at full priority.  One that is not done after its patience moves to the background, where it
runs on while nobody else wants the processor and makes room for the next, so that slow queries delay nobody else's.

A query is stopped in one way only: its worker is killed.  A watch looks at all running queries several times a second,
which costs a quick one nothing.  A worker that was moved, killed or lost is replaced; a query whose worker was lost by
no fault of its own is asked again.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ofsted_kg.server import frames
from ofsted_kg.server.frames import Frame
from ofsted_kg.server.job import Job
from ofsted_kg.server.process import WorkerProcess, start_worker
from ofsted_kg.server.refusals import Refusal
from ofsted_kg.server.settings import Settings

_BUSY: Final = {"Retry-After": "5"}
_LONG: Final = 10
"""How many times its patience a query works before everybody else goes first; until then it gets on, if little."""
_ATTEMPTS: Final = 3
"""Workers that a query may lose before it is suspected."""


class BrokenOff(Exception):
    """An answer that can't be brought to its end."""


@dataclass(slots=True, eq=False)
class Run:
    """One query while it is evaluated."""

    worker: WorkerProcess
    left: float
    """Seconds that its evaluation may still take; time that the client takes does not count."""
    since: float | None = None
    """Since when the server waits for the worker; None while it does not."""
    worked: float | None = None
    """Processor time of the worker when the watch first saw this query."""
    is_slow: bool = False
    is_last: bool = False
    """Whether everybody else goes first."""
    is_waiting: bool = False
    """Whether the watch last saw it wait for its client."""
    verdict: Refusal | None = None
    """Why it was stopped."""

    async def receive(self) -> Frame:
        """The next frame; BrokenOff where the worker has ended."""
        clock = asyncio.get_running_loop().time
        began = self.since = clock()
        frame = await self.worker.receive()
        self.since = None
        self.left -= clock() - began
        if frame is None:
            raise BrokenOff
        return frame

    def stop(self, verdict: Refusal) -> None:
        """End it."""
        self.verdict = verdict
        self.worker.kill()


@dataclass(slots=True)
class Pool:
    """The workers of one knowledge graph."""

    kg: Path
    settings: Settings
    _idle: list[WorkerProcess] = field(default_factory=list)
    _all: set[WorkerProcess] = field(default_factory=set)
    _runs: set[Run] = field(default_factory=set)
    _places: asyncio.Semaphore = field(init=False)
    _lacking: asyncio.Event = field(default_factory=asyncio.Event)
    _duties: list[asyncio.Task[None]] = field(default_factory=list)
    _farewells: set[asyncio.Task[Any]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._places = asyncio.Semaphore(self.settings.quick)

    async def open(self) -> None:
        """Start the first workers, so that the first query need not wait for one."""
        first = range(self.settings.quick + self.settings.spare)
        self._idle += await asyncio.gather(*(self._start() for _ in first))
        self._duties += [asyncio.create_task(self._watch()), asyncio.create_task(self._replace())]

    async def close(self) -> None:
        """End all workers."""
        for duty in self._duties:
            duty.cancel()
        await asyncio.gather(*self._duties, return_exceptions=True)
        for worker in self._idle:
            self._all.discard(worker)
            self._later(worker.dismiss())
        for worker in list(self._all):
            self._bury(worker)
        self._idle.clear()
        while self._farewells:
            await asyncio.gather(*self._farewells)

    async def ask(self, job: Job) -> Answer:
        """The answer to a query; Refusal where there is none."""
        for _ in range(_ATTEMPTS):
            run = await self._begin(job)
            try:
                return self._answer(run, await run.receive())
            except BrokenOff:
                await self._explain(run)
            finally:
                if run.since is not None:
                    self.discard(run)
        raise Refusal(503, "the query was stopped: try again", headers=_BUSY)

    def end(self, run: Run) -> None:
        """Take the worker back; one that was sent to the background stays there and is replaced."""
        if run.is_slow:
            self.discard(run)
        elif run in self._runs:
            self._runs.discard(run)
            self._idle.append(run.worker)
            self._places.release()

    def discard(self, run: Run) -> None:
        """End a query that is not wanted any more, if it has not ended, and its worker."""
        if run in self._runs:
            self._runs.discard(run)
            self._bury(run.worker)
            if not run.is_slow:
                self._places.release()

    async def _begin(self, job: Job) -> Run:
        await self._turn()
        try:
            worker = self._living() or await self._start_anyway()
        except BaseException as error:
            self._places.release()
            if isinstance(error, OSError):
                raise Refusal(503, "no query can be answered at the moment: try again", headers=_BUSY) from None
            raise
        worker.send(job)
        run = Run(worker, self.settings.deadline)
        self._runs.add(run)
        return run

    async def _turn(self) -> None:
        if not self._places.locked():
            await self._places.acquire()
            return
        try:
            async with asyncio.timeout(self.settings.waiting):
                await self._places.acquire()
        except TimeoutError:
            raise Refusal(503, "too many queries at the moment: try again in a few seconds", headers=_BUSY) from None

    def _living(self) -> WorkerProcess | None:
        """An idle worker; those that were killed meanwhile are buried."""
        found = None
        while self._idle and found is None:
            worker = self._idle.pop()
            if worker.is_alive:
                found = worker
            else:
                self._bury(worker)
        if len(self._idle) < self.settings.spare:
            self._lacking.set()
        return found

    def _answer(self, run: Run, frame: Frame) -> Answer:
        if frame.kind == frames.HEAD:
            return Answer(frame.content.decode(), b"", Rest(self, run))
        self.end(run)
        if frame.kind == frames.FAIL:
            raise _refusal(frame)
        media_type, _, content = frame.content.partition(b"\n")
        return Answer(media_type.decode(), content, None, not run.is_slow)

    async def _explain(self, run: Run) -> None:
        """Refusal where the query itself is the reason why its worker has ended."""
        try:
            # how it ended is known only where it is not killed once more
            status = await run.worker.ended()
        finally:
            self.discard(run)
        if run.verdict is not None:
            raise run.verdict
        if status == -signal.SIGABRT:
            raise Refusal(503, "the query needs more memory than is allowed: ask for less")

    async def _watch(self) -> None:
        """Look at what is running, again and again."""
        clock = asyncio.get_running_loop().time
        while True:
            await asyncio.sleep(self.settings.patience / 2)
            now = clock()
            for run in tuple(self._runs):
                self._look_at(run, now)

    def _look_at(self, run: Run, now: float) -> None:
        """Stop a query at its deadline, and move one that is slow, or whose client is, out of the way of the others."""
        if run.since is not None and now - run.since > run.left:
            run.stop(self._too_long())
        elif run.since is None and run.is_waiting and not run.is_slow:
            self._move_to_background(run)
        elif run.since is not None and not run.is_last:
            self._be_patient(run)
        run.is_waiting = run.since is None

    def _be_patient(self, run: Run) -> None:
        """Let others go first where a query has worked longer than its patience."""
        worked = run.worker.seconds_worked()
        if run.worked is None:
            run.worked = worked
        if run.is_slow and worked - run.worked > _LONG * self.settings.patience:
            run.worker.step_back()
            run.is_last = True
        elif not run.is_slow and worked - run.worked > self.settings.patience / 2:
            self._move_to_background(run)

    def _move_to_background(self, run: Run) -> None:
        if sum(other.is_slow for other in self._runs) >= self.settings.slow:
            run.stop(Refusal(503, "too many long queries at the moment: try again in a few seconds", headers=_BUSY))
            return
        run.worker.step_aside()
        run.is_slow = True
        self._places.release()

    def _too_long(self) -> Refusal:
        return Refusal(503, f"the query took longer than {self.settings.deadline:g} seconds and was stopped: ask for less")

    async def _replace(self) -> None:
        """Have workers ready for the next queries."""
        while True:
            await self._lacking.wait()
            self._lacking.clear()
            while len(self._idle) < self.settings.spare:
                try:
                    self._idle.append(await self._start())
                except OSError:
                    await asyncio.sleep(1)

    async def _start(self) -> WorkerProcess:
        worker = await start_worker(self.kg, self.settings.memory)
        self._all.add(worker)
        return worker

    async def _start_anyway(self) -> WorkerProcess:
        """A new worker for a query that waits, even where the first is lost before it is ready."""
        for _ in range(_ATTEMPTS - 1):
            with suppress(OSError):
                return await self._start()
        return await self._start()

    def _bury(self, worker: WorkerProcess) -> None:
        """Kill a worker and see it end."""
        if worker in self._all:
            self._all.discard(worker)
            worker.kill()
            self._later(worker.ended())

    def _later(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something while requests go on; `close` waits for it."""
        task = asyncio.get_running_loop().create_task(work)
        self._farewells.add(task)
        task.add_done_callback(self._farewells.discard)


@dataclass(slots=True, eq=False)
class Rest:
    """The pieces of a long answer, as they come; to be closed, whatever happens."""

    pool: Pool
    run: Run

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Every piece; BrokenOff where there will be no more of them though the answer is not complete."""
        while (frame := await self.run.receive()).kind == frames.DATA:
            yield frame.content
        if frame.kind == frames.FAIL:
            raise BrokenOff(_refusal(frame).reason)
        self.pool.end(self.run)

    async def aclose(self) -> None:
        """End the query unless it has ended."""
        self.pool.discard(self.run)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or the beginning of a long one."""

    media_type: str
    first: bytes
    rest: Rest | None
    """None where ``first`` is all of it."""
    is_quick: bool = False
    """Whether it was whole before its query's patience was used up."""


def _refusal(frame: Frame) -> Refusal:
    status, _, reason = frame.content.decode().partition(" ")
    return Refusal(int(status), reason)
