"""What the load consists of: stored questions with many values, and SPARQL of three kinds, thousands of different queries."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from ofsted_kg.binding import bind, read_choices
from ofsted_kg.labels import read_labels
from ofsted_kg.queries import load_questions
from ofsted_kg.resources import overlaid_files
from ofsted_kg.store import EmbeddedStore, open_store

KINDS = ("stored", "lookup", "join", "aggregate", "mixed")
MOST = 12_000
PREFIXES = "PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
LOOKUPS = (
    "SELECT ?property ?value {{ <{finding}> ?property ?value }} LIMIT {number}",
    """SELECT ?topic ?polarity ?quote ?paragraph {{
      <{finding}> okg:topic ?topic ; okg:polarity ?polarity ; okg:evidence ?passage .
      ?passage okg:quote ?quote ; okg:inParagraph/okg:number ?paragraph
    }} LIMIT {number}""",
)
JOINS = (
    """SELECT ?paragraph ?quote ?polarity {{ GRAPH ?report {{
      ?inspection okg:inspectedAuthority <{authority}> .
      ?finding okg:topic <{topic}> ; okg:polarity ?polarity ; okg:evidence ?passage .
      ?passage okg:quote ?quote ; okg:inParagraph ?where . ?where okg:number ?paragraph
    }} }} ORDER BY ?paragraph ?quote LIMIT {number}""",
    """SELECT ?area ?label ?grade {{
      GRAPH ?report {{
        ?inspection okg:inspectedAuthority <{authority}> .
        ?judgement okg:inspection ?inspection ; okg:serviceArea ?area ; okg:officialGrade ?grade
      }}
      ?area skos:prefLabel ?label
    }} ORDER BY ?label ?area LIMIT {number}""",
)
AGGREGATES = (
    """SELECT ?polarity (COUNT(*) AS ?findings) {{ GRAPH <{report}> {{ ?finding okg:polarity ?polarity ; okg:topic ?topic }} }}
    GROUP BY ?polarity ORDER BY DESC(?findings) LIMIT {number}""",
    """SELECT ?report (COUNT(?finding) AS ?findings) {{ GRAPH ?report {{
      ?finding okg:topic <{topic}> ; okg:polarity <https://w3id.org/ofsted-kg/id/polarity/weakness>
    }} }} GROUP BY ?report ORDER BY DESC(?findings) ?report LIMIT {number}""",
)
TEMPLATES = {"lookup": LOOKUPS, "join": JOINS, "aggregate": AGGREGATES, "mixed": (*LOOKUPS, *JOINS, *AGGREGATES)}
"""A limit that is another one for each query makes all of them different."""
STORED = (
    ("grades-of-area", "authority"),
    ("recommendations", "authority"),
    ("weak-arrangements", "topic"),
    ("topic-verdicts", "topic"),
)
"""Stored questions, and the parameter that is given every value there is."""
RESOURCES = {
    "finding": "SELECT ?it { ?it a okg:Finding } ORDER BY ?it LIMIT 5000",
    "authority": "SELECT DISTINCT ?it { ?inspection okg:inspectedAuthority ?it } ORDER BY ?it",
    "topic": "SELECT DISTINCT ?it { ?finding a okg:Finding ; okg:topic ?it } ORDER BY ?it",
    "report": "SELECT ?it { ?it a okg:InspectionReport } ORDER BY ?it",
}


@dataclass(frozen=True)
class Asked:
    """One thing that the servers are asked for."""

    sparql: str
    api: str = ""
    """Address of the stored question, where it is one."""


def asked(kg: Path, kind: str) -> list[Asked]:
    """Everything that is asked of one kind."""
    with open_store(kg) as store:
        resources = {name: [term.value for (term,) in store.query(PREFIXES + query)] for name, query in RESOURCES.items()}
        if kind == "stored":
            return list(_stored(store, resources))
        return list(_queries(TEMPLATES[kind], resources))


def _queries(templates: tuple[str, ...], resources: dict[str, list[str]]) -> Iterator[Asked]:
    turns = {name: itertools.cycle(iris) for name, iris in resources.items()}
    for number, template in zip(range(MOST), itertools.cycle(templates), strict=False):
        chosen = {name: next(iris) for name, iris in turns.items()}
        yield Asked(PREFIXES + template.format(number=1000 + number, **chosen))


def _stored(store: EmbeddedStore, resources: dict[str, list[str]]) -> Iterator[Asked]:
    labels = read_labels(store)
    questions = load_questions(overlaid_files("queries", ".rq"))
    for name, parameter in STORED:
        for iri in resources[parameter]:
            values = {parameter: labels.label(iri)}
            terms = read_choices(questions[name], values, labels)
            yield Asked(bind(questions[name], terms), f"/api/questions/{name}?{urlencode(values)}")
