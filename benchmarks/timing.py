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
    """Do a task again and again until so many seconds of processor time have passed: at least a few times, a slow one once."""
    values: list[float] = []
    result = None
    while _goes_on(values, seconds):
        start = time.process_time()
        result = task()
        values.append(time.process_time() - start)
    rounds = Benchmark([Run([max(value, 1e-9) for value in values], metadata={"name": "task"}, collect_metadata=False)])
    return Timed(min(values), rounds, result)


def _goes_on(values: list[float], seconds: float) -> bool:
    if not values:
        return True
    few = len(values) < LEAST_ROUNDS and values[0] < seconds
    return few or (sum(values) < seconds and len(values) < MOST_ROUNDS)
