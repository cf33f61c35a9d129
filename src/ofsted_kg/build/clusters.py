"""The workers of an existing Dask cluster as an executor: a build hands them work as it does to processes of its own.

They need this package in the same version, and the report files under the same paths.  Whoever runs the scheduler can
have this process carry out anything: connect to one of your own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Final

from ofsted_kg.errors import OfstedKgError

_ADDRESS: Final = re.compile(r"(?:tcp|tls|ucx|ws|wss)://[^\s/]+:[0-9]+")
_PATIENCE: Final = "15s"
"""How long a scheduler, and then its first worker, is waited for."""


@contextmanager
def dask_cluster(scheduler: str) -> Iterator[tuple[Executor, int]]:
    """An executor on the cluster of a scheduler, and how many tasks it takes at once; OfstedKgError where none answers."""
    try:
        from dask.distributed import Client
    except ModuleNotFoundError:
        raise OfstedKgError("Dask is missing: pip install 'ofsted-kg[dask]'") from None
    if not _ADDRESS.fullmatch(scheduler):
        raise OfstedKgError(f"{scheduler!r} is no address of a scheduler, such as tcp://head:8786")
    try:
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    except OSError as error:
        raise OfstedKgError(f"{scheduler}: no Dask scheduler answers there ({type(error).__name__})") from None
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise OfstedKgError(f"{scheduler}: the Dask scheduler has no workers")
        yield client.get_executor(pure=False), threads
