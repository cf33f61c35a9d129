"""A SPARQL query on its way to a worker, and what it may cost there."""

from __future__ import annotations

import json
from typing import NamedTuple


class Job(NamedTuple):
    """One query with what the protocol says of it."""

    sparql: str
    results: str | None
    """Media type for SELECT and ASK; None where the client accepts none of them."""
    graphs: str | None
    """Media type for CONSTRUCT and DESCRIBE, likewise."""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    rows: int = 100_000
    seconds: float = 10.0

    def to_bytes(self) -> bytes:
        """The job as JSON."""
        return json.dumps(self).encode()


def read_job(content: bytes) -> Job:
    """The job that `Job.to_bytes` wrote."""
    sparql, results, graphs, default_graphs, named_graphs, *limits = json.loads(content)
    return Job(sparql, results, graphs, tuple(default_graphs), tuple(named_graphs), *limits)
