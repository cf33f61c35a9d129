"""The next version of the index: what is in ``graphs/``, loaded into a store, published in one step.

It starts as a backup of the published version, which shares its files on disk, so that a report more costs the same
whatever is there already; only a build that changes most of the graph loads everything anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store, parse

from ofsted_kg.errors import StoreError
from ofsted_kg.folder import IndexVersion, KnowledgeGraphFolder
from ofsted_kg.manifest import GraphFile, Manifest, engine, read_manifest, write_manifest
from ofsted_kg.paragraph_index import PARAGRAPHS, write_paragraphs
from ofsted_kg.rdf.namespaces import VOCABULARY_GRAPH
from ofsted_kg.text_index import TEXTS, write_texts

_BATCH: Final = 32_000_000
"""Bytes of N-Quads that are loaded at once: larger batches load little faster and take more memory."""
_MERGED_AGAIN: Final = 10
"""The share of all triples, one in so many, that may change before the store's files are merged again.

Each change adds files in which every look-up has to look as well: three changes made look-ups take twice as long.  Merging
takes time as the whole store has triples, so it is put off until it costs little for each triple that changed.
"""


def published_manifest(folder: KnowledgeGraphFolder) -> Manifest | None:
    """What the published index holds; None where there is none, or none that this release can build upon."""
    version = folder.published()
    try:
        manifest = read_manifest(version.manifest) if version else None
    except StoreError:
        return None
    return manifest if manifest and manifest.engine == engine() else None


def bring_up_to_date(folder: KnowledgeGraphFolder, files: Mapping[str, GraphFile]) -> IndexVersion:
    """The published version of an index that holds just these files of ``graphs/``; a new one only where they differ."""
    _refuse_shared_graphs(folder, files.values())
    published, manifest = folder.published(), published_manifest(folder)
    if published and manifest and _hashes(manifest.files) == _hashes(files):
        if dict(manifest.files) != dict(files):
            write_manifest(published.manifest, files, manifest.unmerged)
        return published
    version = folder.next_version()
    version.create()
    try:
        unmerged = _fill(version, folder, manifest, files)
        _index_texts(version, published, manifest.files if manifest else {}, files)
        write_manifest(version.manifest, files, unmerged)
    except (OSError, StoreError):
        shutil.rmtree(version.path, ignore_errors=True)
        raise
    folder.publish(version)
    folder.delete_unused()
    return version


def _hashes(files: Mapping[str, GraphFile]) -> dict[str, str]:
    return {name: file.sha256 for name, file in files.items()}


def _refuse_shared_graphs(folder: KnowledgeGraphFolder, files: Iterable[GraphFile]) -> None:
    names: dict[str, str] = {}
    for file in files:
        other = names.setdefault(file.graph, file.name)
        if other != file.name:
            raise StoreError(f"{folder.graphs}: {other} and {file.name} hold the same graph: delete one of them and build again")


def _fill(version: IndexVersion, folder: KnowledgeGraphFolder, manifest: Manifest | None, new: Mapping[str, GraphFile]) -> int:
    """Make the store of a version, from the published one where most of that stays; triples that are not merged then."""
    old = manifest.files if manifest else {}
    changed = [file for name, file in new.items() if name not in old or old[name].sha256 != file.sha256]
    gone = [file for name, file in old.items() if name not in new or new[name].sha256 != file.sha256]
    total = _triples(new.values())
    published = folder.published()
    if published and manifest and old and 2 * _triples(changed) < total:
        unmerged = manifest.unmerged + _triples(changed) + _triples(gone)
        due = unmerged * _MERGED_AGAIN > total
        graphs, paths = [file.graph for file in gone], [folder.graphs / file.name for file in changed]
        if _taken_over(published, version, graphs, paths, merge=due):
            return 0 if due else unmerged
    store = Store(str(version.store))
    _load(store, [folder.graphs / name for name in new])
    # merges what the batches left: look-ups are several times faster, and so is the next change
    store.optimize()
    return 0


def _triples(files: Iterable[GraphFile]) -> int:
    return sum(file.triples for file in files)


def _taken_over(
    published: IndexVersion, version: IndexVersion, gone: Iterable[str], changed: Iterable[Path], *, merge: bool
) -> bool:
    """Whether the published store could be copied and changed; it can't where its files are damaged or deleted."""
    try:
        Store.read_only(str(published.store)).backup(version.store)
        store = Store(str(version.store))
        for graph in gone:
            store.remove_graph(NamedNode(graph))
        _load(store, changed)
        if merge:
            store.optimize()
    except (FileNotFoundError, RuntimeError):
        # the engine raises RuntimeError for damaged files
        shutil.rmtree(version.store, ignore_errors=True)
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Beside:
    """An index beside the store: where its file lies, which query gives its rows for a graph, and what writes it."""

    file: Callable[[IndexVersion], Path]
    query: str
    write: Callable[[Path, Path | None, Sequence[str], Mapping[str, Iterable[tuple[str, ...]]]], None]
    only_reports: bool


_NAMES: Final = VOCABULARY_GRAPH.value
_INDEXES: Final = (
    _Beside(lambda version: version.paragraphs, PARAGRAPHS, write_paragraphs, only_reports=True),
    _Beside(lambda version: version.texts, TEXTS, write_texts, only_reports=False),
)


def _index_texts(
    version: IndexVersion, published: IndexVersion | None, old: Mapping[str, GraphFile], new: Mapping[str, GraphFile]
) -> None:
    """Make the indexes beside the store of a version, from the published ones where there are any."""
    store = Store.read_only(str(version.store))
    for index in _INDEXES:
        before = index.file(published) if published and old and index.file(published).is_file() else None
        was, graphs = _graphs(index, old) if before else {}, _graphs(index, new)
        if not index.only_reports and was.get(_NAMES) != graphs.get(_NAMES):
            # holders of parts are found by the names that the vocabulary has for them, in reports that did not change
            before, was = None, {}
        gone = [graph for graph, content in was.items() if graphs.get(graph) != content]
        changed = {graph: _rows(store, index.query, graph) for graph, content in graphs.items() if was.get(graph) != content}
        index.write(index.file(version), before, gone, changed)


def _graphs(index: _Beside, files: Mapping[str, GraphFile]) -> dict[str, str]:
    """Hashes by graph of those that an index is made of."""
    return {file.graph: file.sha256 for file in files.values() if file.is_report or not index.only_reports}


def _rows(store: Store, query: str, graph: str) -> Iterator[tuple[str, ...]]:
    found = store.query(query % {"graph": NamedNode(graph)})
    yield from (tuple(str(getattr(term, "value", "")) for term in row) for row in cast("QuerySolutions", found))


def _load(store: Store, files: Iterable[Path]) -> None:
    for batch in _batches(files):
        _load_batch(store, batch)
    store.flush()


def _batches(files: Iterable[Path]) -> Iterator[dict[Path, bytes]]:
    """Contents of the files by path, in groups of bounded size."""
    batch: dict[Path, bytes] = {}
    for path in files:
        batch[path] = path.read_bytes()
        if sum(map(len, batch.values())) >= _BATCH:
            yield batch
            batch = {}
    if batch:
        yield batch


def _load_batch(store: Store, batch: Mapping[Path, bytes]) -> None:
    try:
        store.bulk_load(b"".join(batch.values()), RdfFormat.N_QUADS)
    except SyntaxError as error:
        damaged = next((path for path, content in batch.items() if not _parses(content)), "a graph file")
        raise StoreError(f"{damaged}: not N-Quads ({error}): delete it and build again") from None


def _parses(content: bytes) -> bool:
    try:
        for _ in parse(content, format=RdfFormat.N_QUADS):
            pass
    except SyntaxError:
        return False
    return True
