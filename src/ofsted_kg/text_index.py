"""An index of names and other short texts in the graphs: which subjects have some words in one of their texts.

A filter on words in a name reads every name there is.  With the subjects from here in the query beside it, the engine
looks at those alone; the filter stays in the query and decides, so the rows are the same with the index and without.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection
from typing import Final

from pyoxigraph import NamedNode

from ofsted_kg.index_file import new_index, opened_index
from ofsted_kg.rdf.namespaces import OKG, ONTOLOGY, SKOS, VOCABULARY_GRAPH

Row = tuple[str, ...]

PROPERTIES: Final = (SKOS.prefLabel, SKOS.altLabel, OKG.office, OKG.addresseeName, OKG.text)
"""What subjects are called, or say."""
INDEXED: Final = frozenset(node.value for node in (*PROPERTIES, OKG.holder))
"""Where a parameter's text may be looked for: in these, and in what the holder of a part is called."""
TEXTS: Final = f"""
PREFIX okg: <{ONTOLOGY}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?property ?subject ?text
WHERE {{
  {{
    VALUES ?property {{ {" ".join(map(str, PROPERTIES))} }}
    GRAPH %(graph)s {{ ?subject ?property ?text }}
  }} UNION {{
    GRAPH %(graph)s {{ ?subject okg:holder ?thing . ?thing skos:prefLabel|skos:altLabel ?text }}
    BIND(okg:holder AS ?property)
  }} UNION {{
    GRAPH %(graph)s {{ ?subject okg:holder ?thing }}
    GRAPH {VOCABULARY_GRAPH} {{ ?thing skos:prefLabel|skos:altLabel ?text }}
    BIND(okg:holder AS ?property)
  }}
}}
ORDER BY STR(?property) STR(?subject) STR(?text)
"""
_TABLES: Final = """
CREATE TABLE graph (id INTEGER PRIMARY KEY, iri TEXT UNIQUE);
CREATE TABLE text (id INTEGER PRIMARY KEY, text TEXT UNIQUE);
CREATE TABLE said (graph INTEGER, property TEXT, text INTEGER, subject TEXT);
CREATE INDEX said_in ON said (graph);
CREATE INDEX said_of ON said (text);
"""


def write_texts(path: Path, before: Path | None, gone: Sequence[str], changed: Mapping[str, Iterable[Row]]) -> None:
    """Make the index of a version from that of the one ``before``, or anew.

    ``gone`` are graphs to leave out, ``changed`` the rows of `TEXTS`, as strings, of those to take in.  StoreError where
    the file can't be written.
    """
    with new_index(path, before, _TABLES) as connection:
        for graph in gone:
            connection.execute("DELETE FROM said WHERE graph = (SELECT id FROM graph WHERE iri = ?)", (graph,))
            connection.execute("DELETE FROM graph WHERE iri = ?", (graph,))
        writer = _Writer(connection, dict(connection.execute("SELECT text, id FROM text")))
        for graph, rows in changed.items():
            writer.add(graph, rows)
        if gone:
            connection.execute("DELETE FROM text WHERE NOT EXISTS (SELECT 1 FROM said WHERE said.text = text.id)")


@dataclass(frozen=True, slots=True)
class _Writer:
    connection: Connection
    texts: dict[str, int]
    """Number of each text."""

    def add(self, graph: str, rows: Iterable[Row]) -> None:
        said = [(property_, text.lower(), subject) for property_, subject, text in rows]
        if not said:
            return
        for text in dict.fromkeys(text for _, text, _ in said if text not in self.texts):
            self.texts[text] = self.connection.execute("INSERT INTO text VALUES (NULL, ?)", (text,)).lastrowid or 0
        number = self.connection.execute("INSERT INTO graph VALUES (NULL, ?)", (graph,)).lastrowid
        numbered = ((number, property_, self.texts[text], subject) for property_, text, subject in said)
        self.connection.executemany("INSERT INTO said VALUES (?, ?, ?, ?)", numbered)


def find_subjects(path: Path, properties: Iterable[str], words: Iterable[str], most: int) -> Sequence[NamedNode] | None:
    """Subjects with one of some words, in any case, in a text of one of some properties; None where they are over ``most``.

    StoreError where the index is damaged.
    """
    query = (
        "SELECT DISTINCT subject FROM text JOIN said ON said.text = text.id "
        "WHERE property IN (SELECT value FROM json_each(?)) "
        "AND EXISTS (SELECT 1 FROM json_each(?) WHERE instr(text.text, value)) ORDER BY subject LIMIT ?"
    )
    wanted = json.dumps(list(properties)), json.dumps([word.lower() for word in words])
    with opened_index(path) as connection:
        found = [NamedNode(subject) for (subject,) in connection.execute(query, (*wanted, most + 1))]
    return found if len(found) <= most else None
