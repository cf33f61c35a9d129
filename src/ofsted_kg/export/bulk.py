"""A knowledge graph as files for bulk loaders: N-Quads in compressed shards, a manifest, and a script for each store.

Beside them lies a description of the data set.  Each graph stands whole in one shard.  The same knowledge graph always
gives the same bytes.  The manifest is written last, so that a folder with a manifest is whole.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, parse

from ofsted_kg.errors import StoreError
from ofsted_kg.export.graph_files import with_stable_blank_nodes
from ofsted_kg.export.load_scripts import load_scripts
from ofsted_kg.local_graphs import LocalGraph
from ofsted_kg.rdf.graph import to_nquads
from ofsted_kg.whole_file import write_whole

SHARD_BYTES: Final = 256_000_000
"""Bytes of N-Quads, before compression, after which a shard is closed."""
_MANIFEST: Final = "manifest.json"
_DESCRIPTION: Final = "dataset.ttl"
_ENDING: Final = ".nq.gz"


@dataclass(frozen=True, slots=True)
class Shard:
    """A file of graphs."""

    file: str
    graphs: dict[str, int]
    """Triples by IRI."""
    quads: int
    size: int
    """Bytes before compression."""
    sha256: str
    """Of the compressed file."""


Describe = Callable[[tuple[Shard, ...]], bytes]
"""Gives the description of the data set in these shards, as Turtle."""


def write_bulk(
    graphs: Iterable[LocalGraph], folder: Path, describe: Describe | None = None, shard_bytes: int = SHARD_BYTES
) -> tuple[Shard, ...]:
    """Write shards, scripts, description and manifest; StoreError where the folder holds something else."""
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder)
    shards = tuple(_written(folder, number, batch) for number, batch in enumerate(_batches(graphs, shard_bytes), start=1))
    for name, text in load_scripts().items():
        write_whole(folder / name, text.encode())
        (folder / name).chmod(0o755)
    if describe:
        write_whole(folder / _DESCRIPTION, describe(shards))
    manifest = {"quads": sum(shard.quads for shard in shards), "shards": [asdict(shard) for shard in shards]}
    write_whole(folder / _MANIFEST, (json.dumps(manifest, indent=1) + "\n").encode())
    return shards


def _clear(folder: Path) -> None:
    """Take out an earlier bulk export, and nothing else."""
    known = {*load_scripts(), _MANIFEST, _DESCRIPTION}
    others = sorted(p.name for p in folder.iterdir() if p.name not in known and not p.name.endswith(_ENDING))
    if others:
        raise StoreError(f"{folder}: holds other files ({others[0]}): give a folder of its own, or an empty one")
    for name in (_MANIFEST, _DESCRIPTION):
        (folder / name).unlink(missing_ok=True)
    for shard in folder.glob(f"*{_ENDING}"):
        shard.unlink()


def _batches(graphs: Iterable[LocalGraph], shard_bytes: int) -> Iterator[list[tuple[LocalGraph, bytes]]]:
    batch: list[tuple[LocalGraph, bytes]] = []
    for graph in graphs:
        batch.append((graph, _nquads(graph)))
        if sum(len(content) for _, content in batch) >= shard_bytes:
            yield batch
            batch = []
    if batch:
        yield batch


def _nquads(graph: LocalGraph) -> bytes:
    """The graph with blank nodes that no other graph of the shard has."""
    content = graph.read()
    if b"_:" not in content:
        return content
    return to_nquads(with_stable_blank_nodes(parse(content, format=RdfFormat.N_QUADS), graph.name))


def _written(folder: Path, number: int, batch: list[tuple[LocalGraph, bytes]]) -> Shard:
    content = b"".join(nquads for _, nquads in batch)
    packed = io.BytesIO()
    # neither time nor name: the same content gives the same file
    with gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0, compresslevel=6) as file:
        file.write(content)
    name = f"graphs-{number:05d}{_ENDING}"
    write_whole(folder / name, packed.getvalue())
    graphs = {graph.iri: nquads.count(b"\n") for graph, nquads in batch}
    return Shard(name, graphs, sum(graphs.values()), len(content), hashlib.sha256(packed.getvalue()).hexdigest())
