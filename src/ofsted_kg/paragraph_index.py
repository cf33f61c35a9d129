"""An index of the words in paragraphs, beside the store: what the question ``search`` is answered from.

An SQLite file in the folder of an index version, published with it and never changed afterwards.  It holds each
paragraph once, and for each word of each report the paragraphs that hold it.  Words are looked up by their parts, so that
"risk" finds "risks", as the question's SPARQL does; what is found is compared with the text itself, so that the rows are
those of the SPARQL, in the same order: how often the words occur, the most first; then report, then number.
"""

from __future__ import annotations

import json
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from sqlite3 import Connection
from typing import Final

from pyoxigraph import Literal, NamedNode

from ofsted_kg.index_file import new_index, opened_index
from ofsted_kg.rdf.namespaces import XSD

Row = tuple[str, ...]
Found = tuple[NamedNode | Literal | None, ...]

COLUMNS: Final = ("authority", "paragraph", "page", "heading", "times", "quote", "inspected", "report", "link")
"""The variables of the question ``search``, in the order in which a row has them."""
PARAGRAPHS: Final = """
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT ?authority ?inspected ?number ?page ?link ?heading ?text
WHERE {
  VALUES ?report { %(graph)s }
  GRAPH ?report {
    ?report okg:reportOf ?inspection .
    ?inspection okg:inspectedAuthority ?authority .
    ?link a okg:Paragraph ;
      okg:number ?number ;
      okg:quote ?text ;
      okg:inSection ?section .
  }
  OPTIONAL { GRAPH ?graph { ?inspection okg:endDate ?inspected } }
  OPTIONAL { GRAPH ?graph { ?section okg:heading ?heading } }
  OPTIONAL { GRAPH ?graph { ?report okg:pageCount ?pages } }
  OPTIONAL { GRAPH ?graph { ?link okg:page ?printed_on } }
  BIND(IF(?pages > 1, ?printed_on, ?none) AS ?page)
}
ORDER BY ?number STR(?link)
"""
_TABLES: Final = """
CREATE TABLE report (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, authority TEXT, inspected TEXT);
CREATE TABLE paragraph (id INTEGER PRIMARY KEY, report INTEGER, number INTEGER, page INTEGER, iri TEXT, heading TEXT, text TEXT);
CREATE TABLE word (id INTEGER PRIMARY KEY, word TEXT UNIQUE);
CREATE TABLE posting (report INTEGER, word INTEGER, paragraphs BLOB, PRIMARY KEY (report, word)) WITHOUT ROWID;
CREATE INDEX paragraph_of ON paragraph (report);
"""
_TOKEN: Final = re.compile(r"[^\W_]+")
_MOST_LOOKUPS: Final = 30_000
"""With more words that may be meant, times reports, reading every paragraph is quicker than narrowing them down."""
_ALIKE: Final = frozenset("[]\\^~")
_AS_TILDE: Final = str.maketrans(dict.fromkeys("[]\\^", "~"))
_ANYWHERE: Final = "instr(word, :part)"
_AT_THE_END: Final = "substr(word, -length(:part)) = :part"
_AT_THE_START: Final = "substr(word, 1, length(:part)) = :part"
_ALONE: Final = "word = :part"


# --- writing


def write_paragraphs(path: Path, before: Path | None, gone: Sequence[str], changed: Mapping[str, Iterable[Row]]) -> None:
    """Make the index of a version from that of the one ``before``, or anew.

    ``gone`` are reports to leave out, ``changed`` the rows of `PARAGRAPHS`, as strings, of those to take in.  StoreError
    where the file can't be written.
    """
    with new_index(path, before, _TABLES) as connection:
        _Writer(connection).write(gone, changed)


@dataclass(frozen=True, slots=True)
class _Writer:
    connection: Connection

    def write(self, gone: Sequence[str], changed: Mapping[str, Iterable[Row]]) -> None:
        for report in gone:
            self._remove(report)
        words: dict[str, int] = dict(self.connection.execute("SELECT word, id FROM word"))
        for report, rows in changed.items():
            self._add(report, list(rows), words)

    def _remove(self, report: str) -> None:
        for (number,) in self.connection.execute("SELECT id FROM report WHERE iri = ?", (report,)).fetchall():
            for table, column in (("posting", "report"), ("paragraph", "report"), ("report", "id")):
                self.connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (number,))

    def _add(self, report: str, rows: Sequence[Row], words: dict[str, int]) -> None:
        if not rows:
            return
        known = self.connection.execute("INSERT INTO report VALUES (NULL, ?, ?, ?)", (report, *rows[0][:2])).lastrowid
        holding: dict[int, array[int]] = defaultdict(lambda: array("I"))
        for _, _, *paragraph in rows:
            inserted = self.connection.execute("INSERT INTO paragraph VALUES (NULL, ?, ?, ?, ?, ?, ?)", (known, *paragraph))
            for word in sorted(set(_TOKEN.findall(paragraph[-1].lower()))):
                holding[words.setdefault(word, len(words) + 1)].append(inserted.lastrowid or 0)
        new = ((number, word) for word, number in words.items() if number in holding)
        self.connection.executemany("INSERT OR IGNORE INTO word VALUES (?, ?)", new)
        postings = ((known, word, places.tobytes()) for word, places in sorted(holding.items()))
        self.connection.executemany("INSERT INTO posting VALUES (?, ?, ?)", postings)


# --- reading


@dataclass(frozen=True, slots=True)
class _Report:
    iri: str
    report: NamedNode
    authority: NamedNode
    inspected: Literal | None


def find_paragraphs(path: Path, words: str, authorities: Iterable[str] = ()) -> Iterator[Found]:
    """The paragraphs that hold some words, side by side and in any case, with a term for each of `COLUMNS`.

    ``authorities`` are IRIs; none means any.  StoreError where the index is damaged.
    """
    with opened_index(path) as connection:
        search = _Search(connection, _reports(connection, frozenset(authorities)))
        yield from search.rows(words)


def _reports(connection: Connection, authorities: frozenset[str]) -> dict[int, _Report]:
    rows = connection.execute("SELECT id, iri, authority, inspected FROM report")
    return {
        number: _report(iri, authority, day)
        for number, iri, authority, day in rows
        if not authorities or authority in authorities
    }


def _report(iri: str, authority: str, day: str) -> _Report:
    return _Report(iri, NamedNode(iri), NamedNode(authority), Literal(day, datatype=XSD.date) if day else None)


@dataclass(frozen=True, slots=True)
class _Search:
    connection: Connection
    reports: Mapping[int, _Report]

    def rows(self, words: str) -> Iterator[Found]:
        """The rows of the question, in its order."""
        wanted = words.lower()
        found = [(hit, _times(hit[-1].lower(), wanted)) for hit in self._paragraphs(wanted) if wanted in hit[-1].lower()]
        found.sort(key=lambda hit: (-hit[1], self.reports[hit[0][0]].iri, hit[0][1], hit[0][3]))
        # most rows share their headings and numbers: a term is made once
        number, heading = cache(_integer), cache(Literal)
        for (report, place, page, iri, printed, text), times in found:
            of = self.reports[report]
            where = number(place), number(page) if page else None, heading(printed) if printed else None
            yield of.authority, *where, number(times), Literal(text), of.inspected, of.report, NamedNode(iri)

    def _paragraphs(self, wanted: str) -> Iterator[tuple[int, int, int | str, str, str, str]]:
        """The paragraphs that may hold the words: report, number, page or an empty text, IRI, heading, text."""
        columns = "SELECT p.report, p.number, p.page, p.iri, p.heading, p.text FROM"
        candidates = self._candidates(wanted)
        if candidates is None:
            query = f"{columns} paragraph p WHERE p.report IN (SELECT value FROM json_each(?))"
            return self.connection.execute(query, (json.dumps(list(self.reports)),))
        query = f"{columns} json_each(?) JOIN paragraph p ON p.id = value"
        return self.connection.execute(query, (json.dumps(sorted(candidates)),))

    def _candidates(self, wanted: str) -> set[int] | None:
        """Ids of the paragraphs that hold each of the words, wherever; None where the words tell nothing."""
        found: set[int] | None = None
        for part, place in _parts(wanted):
            holding = self._holding(part, place)
            if holding is not None:
                found = holding if found is None else found & holding
        return found

    def _holding(self, part: str, place: str) -> set[int] | None:
        words = [word for (word,) in self.connection.execute(f"SELECT id FROM word WHERE {place}", {"part": part})]
        if len(words) * len(self.reports) > _MOST_LOOKUPS:
            return None
        query = (
            "SELECT paragraphs FROM json_each(?) AS r CROSS JOIN json_each(?) AS w "
            "CROSS JOIN posting ON report = r.value AND word = w.value"
        )
        found: set[int] = set()
        for (places,) in self.connection.execute(query, (json.dumps(sorted(self.reports)), json.dumps(words))):
            found.update(array("I", places))
        return found


def _times(text: str, wanted: str) -> int:
    """How often a text holds some words, by the question's count, which takes some signs for one another."""
    if _ALIKE.isdisjoint(wanted):
        return text.count(wanted)
    return text.translate(_AS_TILDE).count(wanted.translate(_AS_TILDE))


def _integer(number: int) -> Literal:
    return Literal(number)


def _parts(wanted: str) -> Iterator[tuple[str, str]]:
    """Each word looked for with where it must stand in a word of the text: the first may end one, the last begin one."""
    parts = _TOKEN.findall(wanted)
    if len(parts) == 1:
        yield parts[0], _ANYWHERE
        return
    for place, part in enumerate(parts):
        yield part, _AT_THE_END if place == 0 else _AT_THE_START if place == len(parts) - 1 else _ALONE
