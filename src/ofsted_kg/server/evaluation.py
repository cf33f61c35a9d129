"""Evaluate one query in a worker process and write the answer out as it comes.

The first `FIRST` bytes are held back, so that whatever goes wrong until then is still an honest failure.  Rows are
counted in what is written, by the mark that stands once in each; a line break inside a CSV field counts as a row.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from ofsted_kg.errors import QueryError, QuerySyntaxError
from ofsted_kg.folder import IndexVersion, KnowledgeGraphFolder, Stamp, hold_published, stamp_of
from ofsted_kg.server import frames
from ofsted_kg.server.dataset_clause import has_dataset_clause
from ofsted_kg.server.job import Job
from ofsted_kg.sparql_guard import refuse_remote_calls
from ofsted_kg.sparql_syntax import syntax_error

FIRST: Final = 256 * 1024
_PIECE: Final = 64 * 1024
_MARKS: Final = {
    QueryResultsFormat.JSON: (b"},{", -1),
    QueryResultsFormat.XML: (b"<result>", 0),
    QueryResultsFormat.CSV: (b"\n", 1),
    QueryResultsFormat.TSV: (b"\n", 1),
}
"""What stands once in each row, and how many more of them there are than rows."""
PREFIXES: Final = {
    "okg": "https://w3id.org/ofsted-kg/ontology#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
Results = QuerySolutions | QueryBoolean | QueryTriples


class TooMuch(Exception):
    """An answer of more rows than allowed."""


class NotAccepted(Exception):
    """The client accepts no media type for this form of query."""


@dataclass(slots=True)
class PublishedIndex:
    """The published version of an index, opened anew whenever there is a newer one."""

    folder: KnowledgeGraphFolder
    version: IndexVersion
    hold: int
    store: Store
    stamp: Stamp
    current: Path
    """The file that names the published version."""

    def newest(self) -> Store:
        """The store to ask now."""
        if stamp_of(self.current) != self.stamp:
            opened = open_index(self.folder.root)
            os.close(self.hold)
            self.version, self.hold, self.store, self.stamp = opened.version, opened.hold, opened.store, opened.stamp
        return self.store


def open_index(root: Path) -> PublishedIndex:
    """Open the published index below a folder."""
    folder = KnowledgeGraphFolder(root)
    # looked at first, so that what is published meanwhile is seen later
    stamp = folder.stamp()
    version, hold = hold_published(folder)
    return PublishedIndex(folder, version, hold, Store.read_only(str(version.store)), stamp, folder.current)


class Reply:
    """The answer's bytes on their way out."""

    def __init__(self, pipe: BinaryIO, rows: int) -> None:
        self._pipe = pipe
        self._left = rows
        self._held = bytearray()
        self._mark = b""
        self._tail = b""
        self.media_type = ""
        self._began = False

    def begin(self, media_type: str, mark: bytes = b"", more: int = 0) -> None:
        """Say what is coming, which bytes stand once in each row, and how many more of them there are than rows."""
        self.media_type, self._mark = media_type, mark
        self._left += more

    def write(self, content: bytes) -> int:
        """Take bytes from the engine; TooMuch where they are more rows than allowed."""
        if self._mark:
            self._count(content)
        self._held += content
        if len(self._held) >= (_PIECE if self._began else FIRST):
            self._send()
        return len(content)

    def flush(self) -> None:
        """Nothing: `finish` sends the rest."""

    def finish(self) -> None:
        """Send the rest; an answer that is short goes in one piece."""
        if self._began:
            self._pipe.write(frames.pack(frames.DATA, bytes(self._held)) + frames.pack(frames.END))
        else:
            self._pipe.write(frames.pack(frames.WHOLE, b"%s\n%s" % (self.media_type.encode(), self._held)))
        self._pipe.flush()

    def fail(self, status: int, reason: str) -> None:
        """Say why there is no answer, or no more of it."""
        self._pipe.write(frames.pack(frames.FAIL, f"{status} {reason}".encode()))
        self._pipe.flush()

    def _send(self) -> None:
        head = b"" if self._began else frames.pack(frames.HEAD, self.media_type.encode())
        self._pipe.write(head + frames.pack(frames.DATA, bytes(self._held)))
        self._pipe.flush()
        self._held.clear()
        self._began = True

    def _count(self, content: bytes) -> None:
        seen = self._tail + content
        self._left -= seen.count(self._mark)
        self._tail = seen[len(seen) - len(self._mark) + 1 :] if len(self._mark) > 1 else b""
        if self._left < 0:
            raise TooMuch


def answer(store: Store, job: Job, reply: Reply) -> None:
    """Evaluate a query and write its answer, or why there is none."""
    try:
        refuse_remote_calls(job.sparql)
        _write(_results(store, job), job, reply)
        reply.finish()
    except SyntaxError as error:
        reply.fail(400, str(syntax_error(job.sparql, error)))
    except (QueryError, QuerySyntaxError) as error:
        reply.fail(400, str(error))
    except NotAccepted as error:
        reply.fail(406, f"none of the accepted media types is offered for this form of query; offered: {error}")
    except TooMuch:
        reply.fail(503, f"the answer has more than {job.rows:,} rows: add a LIMIT, or ask for less")
    except MemoryError:
        reply.fail(503, "the query needs more memory than is allowed: ask for less")
    except RuntimeError as error:
        reply.fail(400, f"the query can't be evaluated: {error}")


def _results(store: Store, job: Job) -> Results:
    if job.default_graphs or job.named_graphs:
        return store.query(
            job.sparql,
            default_graph=[NamedNode(iri) for iri in job.default_graphs],
            named_graphs=[NamedNode(iri) for iri in job.named_graphs],
        )
    return store.query(job.sparql, use_default_graph_as_union=not has_dataset_clause(job.sparql))


def _write(results: Results, job: Job, reply: Reply) -> None:
    if isinstance(results, QueryTriples):
        form = RdfFormat.from_media_type(job.graphs or "")
        if form is None or job.graphs is None:
            raise NotAccepted("text/turtle, application/n-triples, application/rdf+xml, application/ld+json")
        reply.begin(job.graphs)
        reply.write(serialize(_distinct(results, job.rows), format=form, prefixes=PREFIXES) or b"")
        return
    known = QueryResultsFormat.from_media_type(job.results or "")
    if known is None or job.results is None:
        raise NotAccepted("application/sparql-results+json, application/sparql-results+xml, text/csv, text/tab-separated-values")
    reply.begin(job.results, *_MARKS[known])
    results.serialize(cast("IO[bytes]", reply), format=known)


def _distinct(triples: Iterable[Triple], most: int) -> list[Triple]:
    """Each triple once, since the engine repeats one that several solutions make."""
    found: dict[Triple, None] = {}
    for triple in triples:
        found[triple] = None
        if len(found) > most:
            raise TooMuch
    return list(found)
