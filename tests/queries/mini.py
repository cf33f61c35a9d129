"""The two made-up reports of ``mini.trig`` in memory."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import QuerySolutions, RdfFormat, Store

from ofsted_kg.labels import Term

MINI = Path(__file__).with_name("mini.trig")


class MiniStore:
    """As little as a stored question asks of a store; counts how often it is asked."""

    def __init__(self) -> None:
        self.store = Store()
        self.store.load(path=str(MINI), format=RdfFormat.TRIG)
        self.asked: list[str] = []

    def query(self, sparql: str, /) -> Iterable[Iterable[Term | None]]:
        self.asked.append(sparql)
        found = self.store.query(sparql)
        assert isinstance(found, QuerySolutions)
        return found
