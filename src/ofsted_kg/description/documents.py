"""The description of a knowledge graph's data set as a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlsplit

from pyoxigraph import NamedNode

from ofsted_kg.description.accuracy import read_accuracy
from ofsted_kg.description.counts import count
from ofsted_kg.description.dataset import PREFIXES, DataSet, Distribution, statements
from ofsted_kg.errors import FormatError
from ofsted_kg.export.bulk import Shard
from ofsted_kg.export.graph_files import document
from ofsted_kg.store import EmbeddedStore


def described(
    store: EmbeddedStore, ending: str, distributions: Sequence[Distribution] | None = None, published_at: str = ""
) -> bytes:
    """The description in the format of a file ending; of the graph's own files where no others are given.

    ``published_at`` is the address of the folder from which people can download them, where there is one; FormatError where
    it is no address.
    """
    graphs = store.graphs()
    files = [Distribution(f"graphs/{graph.name}", graph.size, graph.sha256) for graph in graphs]
    chosen = files if distributions is None else distributions
    if published_at:
        chosen = [replace(file, address=_address(published_at, file.name)) for file in chosen]
    return document(statements(DataSet(graphs, read_accuracy(), count(store), tuple(chosen))), ending, PREFIXES)


def _address(folder: str, name: str) -> str:
    try:
        if urlsplit(folder).scheme in ("http", "https"):
            return NamedNode(f"{folder.rstrip('/')}/{quote(name)}").value
    except ValueError:
        pass
    raise FormatError(f"{folder!r} is no address to download from; expected one like https://data.example.org/inspections/")


def in_shards(folder: Path, shards: Iterable[Shard]) -> list[Distribution]:
    """The files of a bulk export as distributions."""
    return [Distribution(shard.file, (folder / shard.file).stat().st_size, shard.sha256, is_packed=True) for shard in shards]
