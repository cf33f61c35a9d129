"""The description of a knowledge graph's data set as a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ofsted_kg.description.accuracy import read_accuracy
from ofsted_kg.description.counts import count
from ofsted_kg.description.dataset import PREFIXES, DataSet, Distribution, statements
from ofsted_kg.export.bulk import Shard
from ofsted_kg.export.graph_files import document
from ofsted_kg.store import EmbeddedStore


def described(store: EmbeddedStore, ending: str, distributions: Sequence[Distribution] | None = None) -> bytes:
    """The description in the format of a file ending; of the graph's own files where no others are given."""
    graphs = store.graphs()
    files = [Distribution(f"graphs/{graph.name}", graph.size, graph.sha256) for graph in graphs]
    chosen = files if distributions is None else distributions
    return document(statements(DataSet(graphs, read_accuracy(), count(store), tuple(chosen))), ending, PREFIXES)


def in_shards(folder: Path, shards: Iterable[Shard]) -> list[Distribution]:
    """The files of a bulk export as distributions."""
    return [Distribution(shard.file, (folder / shard.file).stat().st_size, shard.sha256, is_packed=True) for shard in shards]
