"""Questions to a knowledge graph: SPARQL in, small frozen values out.

    with open_store(Path("kg")) as store:
        for report, label in store.query("SELECT ?r ?label { GRAPH ?r { ?r a okg:InspectionReport ; rdfs:label ?label } }"):
            ...

What it promises:

- The store answers from the version that it opened, whatever a build publishes meanwhile; `EmbeddedStore.is_outdated`
  says when there is a newer one.  It holds that version, which no build deletes before the store is closed.
- The default graph is the union of all named graphs, as in most triplestores; stored questions do not lean on that.
- Nothing is changed and nothing is fetched: updates do not parse, SERVICE is refused before evaluation.
- Rows are pyoxigraph terms, None where a variable is unbound, all in memory.

`SparqlStore` is what the rest of the package asks of a store, so that a remote endpoint fits as well.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TypeVar

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
)

from ofsted_kg.errors import QueryError, StoreError
from ofsted_kg.folder import IndexVersion, KnowledgeGraphFolder, hold_published
from ofsted_kg.manifest import GraphFile, Manifest, read_manifest
from ofsted_kg.paragraph_index import COLUMNS, find_paragraphs
from ofsted_kg.sparql_guard import refuse_remote_calls
from ofsted_kg.sparql_syntax import syntax_error
from ofsted_kg.text_index import INDEXED, find_subjects

Term = NamedNode | BlankNode | Literal | Triple
Results = QuerySolutions | QueryBoolean | QueryTriples
_Use = TypeVar("_Use")
_MOST_SUBJECTS = 5_000
"""With more subjects than these, filtering what the other patterns find is quicker than beginning with them."""


@dataclass(frozen=True, slots=True)
class Solutions:
    """What a SELECT found; iterates over its rows."""

    columns: tuple[str, ...]
    """Names of the selected variables, in order."""
    rows: tuple[tuple[Term | None, ...], ...]
    """One term for each column, None where the variable is unbound."""

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Boolean:
    """What an ASK found."""

    value: bool


@dataclass(frozen=True, slots=True)
class Triples:
    """What a CONSTRUCT or DESCRIBE made, in no particular order, each triple once."""

    triples: tuple[Triple, ...]

    def __len__(self) -> int:
        return len(self.triples)


class SparqlStore(Protocol):
    """Anything that answers SPARQL: the embedded store or a remote endpoint."""

    def query(self, sparql: str, /) -> Solutions:
        """Solutions of a SELECT; QueryError for another form of query, QuerySyntaxError where it does not parse."""
        ...

    def run(self, sparql: str, /) -> Solutions | Boolean | Triples:
        """Result of a query of any form; errors as for `query`."""
        ...

    def serialize(self, sparql: str, result_format: QueryResultsFormat, graph_format: RdfFormat = RdfFormat.TURTLE) -> bytes:
        """Result of a query as a document: of ``result_format`` for SELECT and ASK, of ``graph_format`` for the others."""
        ...


class EmbeddedStore:
    """The published index of a knowledge graph's folder, open for reading until it is closed."""

    def __init__(self, root: Path) -> None:
        """Open the published index below ``root``; NoKnowledgeGraph where there is none."""
        self._folder = KnowledgeGraphFolder(root)
        # looked at first, so that what is published meanwhile is seen later
        self._stamp = self._folder.stamp()
        self._version, self._hold = hold_published(self._folder)
        try:
            self._store: Store | None = _open(self._version)
        except StoreError:
            os.close(self._hold)
            raise

    @property
    def version(self) -> str:
        """Version of the index that answers, e.g. ``000012``."""
        return self._version.name

    def is_outdated(self) -> bool:
        """Whether a build has published another version since this store was opened."""
        stamp = self._folder.stamp()
        if stamp == self._stamp:
            return False
        if self._folder.published() != self._version:
            return True
        self._stamp = stamp
        return False

    def query(self, sparql: str, /) -> Solutions:
        """Solutions of a SELECT; QueryError for another form of query, QuerySyntaxError where it does not parse."""
        found = self.run(sparql)
        if isinstance(found, Solutions):
            return found
        raise QueryError("expected a SELECT query; 'ofsted-kg sparql' runs those of other forms")

    def run(self, sparql: str, /) -> Solutions | Boolean | Triples:
        """Result of a query of any form; errors as for `query`."""
        return self._evaluated(sparql, as_values)

    def indexed(
        self, index: str, terms: Mapping[str, Sequence[Term]], columns: Sequence[str]
    ) -> list[tuple[Term | None, ...]] | None:
        """Rows from an index beside the store, with these variables; None where it has none, or not for that question.

        The one index there is goes by the name ``paragraphs``: of words in paragraphs, with the parameters ``words`` (one)
        and ``authority``.
        """
        words = [str(getattr(term, "value", "")) for term in terms.get("words", ())]
        if self._store is None or index != "paragraphs" or len(words) != 1 or not self._version.paragraphs.is_file():
            return None
        if not terms.keys() <= {"words", "authority"} or len(columns) < 2 or not set(columns) <= set(COLUMNS):
            return None
        authorities = [str(getattr(term, "value", "")) for term in terms.get("authority", ())]
        chosen = itemgetter(*map(COLUMNS.index, columns))
        return [chosen(row) for row in find_paragraphs(self._version.paragraphs, words[0], authorities)]

    def subjects(self, properties: Sequence[str], words: Sequence[str]) -> Sequence[NamedNode] | None:
        """Subjects with one of some words, in any case, in one of these properties; None where there is no index of them.

        None also where there are too many to begin a query with.
        """
        if self._store is None or not self._version.texts.is_file() or not set(properties) <= INDEXED:
            return None
        return find_subjects(self._version.texts, properties, words, _MOST_SUBJECTS)

    def serialize(self, sparql: str, result_format: QueryResultsFormat, graph_format: RdfFormat = RdfFormat.TURTLE) -> bytes:
        """Result of a query as a document: of ``result_format`` for SELECT and ASK, of ``graph_format`` for the others."""
        return self._evaluated(sparql, lambda results: as_document(results, result_format, graph_format))

    def graphs(self) -> tuple[GraphFile, ...]:
        """The named graphs by file name, with their numbers of triples and, for reports, where they come from."""
        return tuple(self._manifest.files.values())

    def __len__(self) -> int:
        """Number of triples in all graphs together."""
        return sum(graph.triples for graph in self.graphs())

    def close(self) -> None:
        """Let go of the version; queries raise StoreError from now on."""
        if self._store is not None:
            self._store = None
            os.close(self._hold)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __del__(self) -> None:
        if hasattr(self, "_store"):
            self.close()

    @cached_property
    def _manifest(self) -> Manifest:
        return read_manifest(self._version.manifest)

    def _evaluated(self, sparql: str, use: Callable[[Results], _Use]) -> _Use:
        """Use of the results while they are read, which is when the engine evaluates."""
        if self._store is None:
            raise StoreError(f"{self._folder.root}: the store was closed")
        refuse_remote_calls(sparql)
        try:
            return use(self._store.query(sparql, use_default_graph_as_union=True))
        except SyntaxError as error:
            raise syntax_error(sparql, error) from None
        # the engine raises RuntimeError for a query that goes wrong, and for files that do
        except RuntimeError as error:
            raise (
                _damaged(self._version, error) if "Corruption" in str(error) else QueryError(f"can't be evaluated: {error}")
            ) from error
        except OSError as error:
            raise _damaged(self._version, error) from error


def open_store(root: Path) -> EmbeddedStore:
    """Open the knowledge graph in a folder for reading; NoKnowledgeGraph, with the remedy, where nothing has been built."""
    return EmbeddedStore(root)


def _open(version: IndexVersion) -> Store:
    try:
        return Store.read_only(str(version.store))
    except (OSError, RuntimeError) as error:
        raise _damaged(version, error) from error


def _damaged(version: IndexVersion, error: Exception) -> StoreError:
    return StoreError(f"{version.path}: damaged: delete the folder {version.path.parent} and build again ({error})")


def as_values(results: Results) -> Solutions | Boolean | Triples:
    """What the engine found as a frozen value."""
    if isinstance(results, QuerySolutions):
        columns = tuple(variable.value for variable in results.variables)
        return Solutions(columns, tuple(tuple(solution) for solution in results))
    if isinstance(results, QueryBoolean):
        return Boolean(bool(results))
    # the engine repeats a triple that several solutions make
    return Triples(tuple(dict.fromkeys(results)))


def as_document(results: Results, result_format: QueryResultsFormat, graph_format: RdfFormat) -> bytes:
    """What the engine found as a document."""
    if isinstance(results, QueryTriples):
        document = results.serialize(format=graph_format)
    else:
        document = results.serialize(format=result_format)
    return document if document is not None else b""
