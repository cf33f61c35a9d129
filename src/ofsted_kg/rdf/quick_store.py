"""An rdflib store for one graph that is filled once and then asked many small questions, as validation does.

Imports rdflib, so import it where it is needed.
"""

from __future__ import annotations

from collections.abc import Sequence

from rdflib.plugins.stores.memory import SimpleMemory
from rdflib.term import Node

Statement = tuple[Node, Node, Node]


class QuickStore(SimpleMemory):
    """rdflib's store without named graphs, which takes half the time of its default one."""

    # pyshacl wraps a graph in a dataset, which asks this of any store; with one graph alone it is true enough
    context_aware = True
    graph_aware = True

    def __init__(self, statements: Sequence[Statement]) -> None:
        super().__init__()
        self._size = len(set(statements))
        for statement in statements:
            self.add(statement, None)  # type: ignore[arg-type]

    def __len__(self, context: object = None) -> int:
        """How many statements it was filled with: pyshacl asks three times for each result, and counting takes long."""
        return self._size
