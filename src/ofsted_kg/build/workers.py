"""Work handed to a `concurrent.futures.Executor`, results in order, never more than a few tasks waiting.

Worker processes die with the build that started them, however it dies.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.connection import wait
from threading import Thread
from typing import Final, TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_WINDOW: Final = 2
"""Tasks in hand for each worker: enough to keep it busy, few enough to bound the memory of the results."""
_PRELOADED: Final = ["ofsted_kg.build.workshop", "rdflib", "pyshacl"]
"""Imported once, by the process that the workers are copies of: what converting and validating takes longest to import."""


def workers(jobs: int) -> Executor:
    """So many worker processes, or a thread of this process for one."""
    if jobs <= 1:
        return ThreadPoolExecutor(1)
    # not "fork": a child would inherit the lock of the build, and threads of the caller in any state
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_prepare_worker)


def in_order(
    executor: Executor, function: Callable[[_Item], _Result], items: Iterable[_Item], jobs: int
) -> Iterator[tuple[_Item, Future[_Result]]]:
    """Each item with its finished future, in the order of the items; what waits is cancelled where the caller stops."""
    waiting: deque[tuple[_Item, Future[_Result]]] = deque()
    try:
        for item in items:
            waiting.append((item, _submitted(executor, function, item)))
            if len(waiting) > _WINDOW * jobs:
                yield _finished(waiting)
        while waiting:
            yield _finished(waiting)
    finally:
        for _, future in waiting:
            future.cancel()


def _submitted(executor: Executor, function: Callable[[_Item], _Result], item: _Item) -> Future[_Result]:
    try:
        return executor.submit(function, item)
    except BrokenExecutor as error:
        broken: Future[_Result] = Future()
        broken.set_exception(error)
        return broken


def _finished(waiting: deque[tuple[_Item, Future[_Result]]]) -> tuple[_Item, Future[_Result]]:
    item, future = waiting.popleft()
    future.exception()
    return item, future


def _prepare_worker() -> None:
    """Leave Ctrl-C to the parent, and end with it: a worker would wait for work for ever otherwise."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
