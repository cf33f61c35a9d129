"""Work without collections of garbage, for a task that makes many objects and no cycles.

Python looks for cycles each time that some hundreds of objects more were made than freed.  Where they are all still in
use and hold no cycle, it looks in vain: what is no longer used is freed by its count of references all the same.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Put collections off until the end of a block; where they are off already, they stay so."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
