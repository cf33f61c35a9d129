"""Limits of the server, with defaults that suit one machine and a graph of a few hundred reports."""

from __future__ import annotations

import os
from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """What a request may cost."""

    deadline: float = 10.0
    """Seconds that a SPARQL query may be evaluated."""
    rows: int = 100_000
    """Rows, or triples, that the answer to a SPARQL query may have."""
    memory: int = 1024 * MEBIBYTE
    """Bytes that a worker process may take beside those it started with."""
    express: int = os.cpu_count() or 1
    """Processes that answer quick queries over HTTP by themselves; 0 for none."""
    quick: int = 4
    """Queries that are evaluated at full priority at once."""
    spare: int = 2
    """Workers that wait beside those, so that a query need not wait for one to start."""
    slow: int = 16
    """Queries that may run on in the background at once, after their ``patience`` is used up."""
    patience: float = 0.05
    """Seconds of work after which a query counts as slow, makes room for another and runs on at low priority."""
    waiting: float = 10.0
    """Seconds that a query waits for its turn."""
    sending: float = 120.0
    """Seconds that an answer may take to be sent."""
    body: int = MEBIBYTE
    """Bytes of the largest request body."""
    url: int = 16 * 1024
    """Bytes of the longest path and query string."""
    head: int = 32 * 1024
    """Bytes of a request's headers together."""
    receiving: float = 20.0
    """Seconds within which a request's body must have arrived."""
    page: int = 100
    """Rows of a result on a page."""
    limit: int = 1000
    """Rows of a JSON answer where the request does not say."""
    cached: int = 64 * MEBIBYTE
    """Bytes of rendered pages and answers that are kept for the next who asks."""
    steps_back: bool = True
    """Whether pages are rendered ahead only while nobody else wants the processor."""
