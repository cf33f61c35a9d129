"""Another engine gives the same rows: each question as it stands and narrowed, asked of Oxigraph and of rdflib.

Rows are compared by value: numbers as numbers, lists without order, and rows as often as they occur.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import pytest
from benchmarks.narrowing import NEEDED, narrowings_of_one_row
from rdflib import Dataset
from tests.queries.memory import MemoryStore
from tests.queries.small import small_graph

from ofsted_kg.answers import answer
from ofsted_kg.binding import bind, read_choices
from ofsted_kg.build.vocabulary_graphs import vocabulary_graphs
from ofsted_kg.facts import ReportFacts
from ofsted_kg.labels import Labels, read_labels
from ofsted_kg.queries import load_questions
from ofsted_kg.question import LIST_SEPARATOR
from ofsted_kg.resources import overlaid_files
from ofsted_kg.vocabulary import Vocabulary

QUESTIONS = load_questions(overlaid_files("queries", ".rq"))
LEAST = {"similar-authorities": {"least": "1"}, "search": {"words": "children"}}
"""Small graphs hold less than the defaults ask for."""
_REPEATED = (75, 145)
"""Paragraphs of Telford and Wrekin with the same words."""
NOTHING_TO_FIND = {"possible-same-agency", "data-quality"}
"""What no small graph has."""
Value = Decimal | str | frozenset[str] | None


@dataclass(frozen=True)
class Engines:
    """The same graphs in two stores."""

    oxigraph: MemoryStore
    rdflib: Dataset
    labels: Labels


@pytest.fixture(scope="module")
def engines(all_facts: dict[str, ReportFacts], vocabulary: Vocabulary) -> Engines:
    """Parts of two reports, and one of them again as an earlier inspection of the other authority."""
    telford, tameside = all_facts["telford-and-wrekin"], all_facts["tameside"]
    earlier = replace(tameside.header, authority="telford-and-wrekin", inspection_end=date(2009, 6, 5))
    parts = (tameside, replace(tameside, header=earlier, findings=tameside.findings[:200]))
    graphs = [vocabulary_graphs()["_vocabulary.nq"], *(small_graph(part, vocabulary) for part in parts)]
    graphs.append(small_graph(telford, vocabulary, _REPEATED))
    dataset = Dataset()
    for graph in graphs:
        dataset.parse(data=graph.decode(), format="nquads")
    oxigraph = MemoryStore(graphs)
    return Engines(oxigraph, dataset, read_labels(oxigraph))


def rows(found: Iterable[Iterable[Any]]) -> Counter[tuple[Value, ...]]:
    return Counter(tuple(map(value, row)) for row in found)


def value(term: Any) -> Value:
    """What a term of either engine says."""
    if term is None:
        return None
    text = str(getattr(term, "value", term)) if type(term).__module__.startswith("pyoxigraph") else str(term)
    try:
        return Decimal(text)
    except InvalidOperation:
        return frozenset(text.split(LIST_SEPARATOR)) if LIST_SEPARATOR in text else text


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_the_same_rows_in_another_engine(name: str, engines: Engines) -> None:
    question = QUESTIONS[name]
    whole = answer(engines.oxigraph, question, {**NEEDED.get(name, {}), **LEAST.get(name, {})}, labels=engines.labels)
    assert whole.rows or name in NOTHING_TO_FIND
    compare(question.sparql, engines)
    choices = {**NEEDED.get(name, {}), **LEAST.get(name, {}), **narrowings_of_one_row(whole)}
    narrowed = compare(bind(question, read_choices(question, choices, engines.labels)), engines)
    assert narrowed or not whole.rows


def compare(sparql: str, engines: Engines) -> Counter[tuple[Value, ...]]:
    expected = rows(engines.oxigraph.query(sparql))
    assert rows(engines.rdflib.query(sparql)) == expected
    return expected
