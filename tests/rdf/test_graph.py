from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest

from ofsted_kg.facts import ReportFacts
from ofsted_kg.pipeline import Conversion, convert
from ofsted_kg.rdf.graph import to_graph, to_nquads
from ofsted_kg.rdf.iris import digest, report_iris
from ofsted_kg.rdf.namespaces import DCTERMS, OKG, RDF
from ofsted_kg.vocabulary import Vocabulary


def test_two_conversions_of_a_file_give_the_same_bytes(report_paths: tuple[Path, ...], vocabulary: Vocabulary) -> None:
    for path in report_paths:
        assert convert(path, vocabulary).nquads == convert(path, vocabulary).nquads


def test_a_graph_is_sorted_nquads_of_one_named_graph_without_blank_nodes(conversions: dict[str, Conversion]) -> None:
    for conversion in conversions.values():
        lines = conversion.nquads.split(b"\n")[:-1]
        assert lines == sorted(set(lines))
        quads = list(pyoxigraph.parse(conversion.nquads, format=pyoxigraph.RdfFormat.N_QUADS))
        assert {q.graph_name for q in quads} == {pyoxigraph.NamedNode(conversion.report)}
        assert not any(isinstance(term, pyoxigraph.BlankNode) for q in quads for term in (q.subject, q.object))


def test_no_file_name_stands_in_an_iri(conversions: dict[str, Conversion]) -> None:
    for conversion in conversions.values():
        for quad in pyoxigraph.parse(conversion.nquads, format=pyoxigraph.RdfFormat.N_QUADS):
            assert conversion.facts.source.name.removesuffix(".txt") not in quad.subject.value


@pytest.mark.parametrize(
    ("cls", "counts"),
    [
        ("Judgement", {"dudley": 22, "poole": 22, "tameside": 22, "telford-and-wrekin": 22, "wolverhampton": 22}),
        ("Paragraph", {"dudley": 96, "poole": 140, "tameside": 112, "telford-and-wrekin": 150, "wolverhampton": 121}),
        ("Recommendation", {"dudley": 13, "poole": 15, "tameside": 16, "telford-and-wrekin": 29, "wolverhampton": 22}),
        ("GradeStatement", {"dudley": 62, "poole": 61, "tameside": 55, "telford-and-wrekin": 62, "wolverhampton": 61}),
    ],
)
def test_every_fact_becomes_a_resource(cls: str, counts: dict[str, int], conversions: dict[str, Conversion]) -> None:
    kind = getattr(OKG, cls)
    found = {
        authority: sum(
            q.predicate == RDF.type and q.object == kind
            for q in pyoxigraph.parse(conversion.nquads, format=pyoxigraph.RdfFormat.N_QUADS)
        )
        for authority, conversion in conversions.items()
    }
    assert found == counts


def test_another_resource_base_names_all_resources_of_the_report(
    all_facts: dict[str, ReportFacts], vocabulary: Vocabulary
) -> None:
    facts = all_facts["poole"]
    iris = report_iris(facts.header, facts.framework, "https://example.org/x/")
    quads = pyoxigraph.parse(to_graph(facts, vocabulary, iris), format=pyoxigraph.RdfFormat.N_QUADS)
    subjects = {q.subject.value for q in quads}
    assert all(subject.startswith("https://example.org/x/") for subject in subjects)


def test_words_come_back_from_the_graph_to_the_letter(all_facts: dict[str, ReportFacts], vocabulary: Vocabulary) -> None:
    words = 'tab\t quote" back\\slash line\nend \r bell\x07 del\x7f nbsp\u00a0 \u2028 \U0001f600'
    facts = replace(all_facts["poole"], header=replace(all_facts["poole"].header, title=words))
    graph = to_graph(facts, vocabulary, report_iris(facts.header, facts.framework))
    quads = list(pyoxigraph.parse(graph, format=pyoxigraph.RdfFormat.N_QUADS))
    assert [q.object.value for q in quads if q.predicate == DCTERMS.title] == [words]
    assert to_nquads(quads) == graph


def test_a_digest_does_not_change_with_white_space_or_punctuation() -> None:
    assert digest("Ensure it is done.") == digest("ensure  it is\ndone")
    assert digest("ensure it is done") != digest("ensure it was done")


def test_nquads_of_nothing_are_a_single_newline() -> None:
    assert to_nquads([]) == b"\n"
