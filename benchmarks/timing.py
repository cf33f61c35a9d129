"""Processor time of small tasks."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from pyperf import Benchmark, Run

LEAST_ROUNDS: Final = 3
MOST_ROUNDS: Final = 50


class Timed(NamedTuple):
    """A task that was done several times."""

    seconds: float
    """Least processor time: what else the machine does can only add to it."""
    rounds: Benchmark
    """All of them, for ``pyperf``."""
    result: Any


def timed(task: Callable[[], Any], seconds: float = 1.0) -> Timed:
    """Do a task a few times, and more often while so many seconds of processor time have not passed."""
    result = task()
    values: list[float] = []
    while len(values) < LEAST_ROUNDS or (sum(values) < seconds and len(values) < MOST_ROUNDS):
        start = time.process_time()
        result = task()
        values.append(time.process_time() - start)
    rounds = Benchmark([Run([max(value, 1e-9) for value in values], metadata={"name": "task"}, collect_metadata=False)])
    return Timed(min(values), rounds, result)
