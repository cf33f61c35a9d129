"""The two graphs that belong to no report: the ontology's terms and the vocabulary, as sorted N-Quads.

The vocabulary carries the closure of ``skos:broader`` as ``skos:broaderTransitive``, so that a question about a
concept and all below it is a single pattern in any triplestore; and it compares the grades of each scale, so that a
question about a grade and all better or worse ones is one as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, Triple

from ofsted_kg.rdf.graph import to_nquads
from ofsted_kg.rdf.namespaces import OKG, ONTOLOGY_GRAPH, RDF, SKOS, VOCABULARY_GRAPH
from ofsted_kg.rdf.turtle import read_triples
from ofsted_kg.rdf.vocabulary_reader import ONTOLOGY_FILES, vocabulary_files
from ofsted_kg.resources import overlaid_files


def vocabulary_graphs(overlay: Path | None = None) -> dict[str, bytes]:
    """The two graphs by file name; VocabularyError where a file does not parse."""
    ontology = [file for file in overlaid_files("ontology", ".ttl", overlay) if file.name in ONTOLOGY_FILES]
    vocabulary = _triples(vocabulary_files(overlay))
    return {
        "_ontology.nq": _nquads(_triples(ontology), ONTOLOGY_GRAPH),
        "_vocabulary.nq": _nquads([*vocabulary, *broader_transitive(vocabulary), *compared_grades(vocabulary)], VOCABULARY_GRAPH),
    }


def broader_transitive(triples: Iterable[Triple]) -> Iterator[Triple]:
    """``skos:broaderTransitive`` from each concept to all above it, a concept in a circle included."""
    broader: dict[NamedNode | BlankNode | Triple, list[NamedNode]] = {}
    for triple in triples:
        if triple.predicate == SKOS.broader and isinstance(triple.object, NamedNode):
            broader.setdefault(triple.subject, []).append(triple.object)
    for concept in broader:
        above: dict[NamedNode, None] = {}
        waiting = list(broader[concept])
        while waiting:
            higher = waiting.pop()
            if higher not in above:
                above[higher] = None
                waiting += broader.get(higher, [])
        yield from (Triple(concept, SKOS.broaderTransitive, higher) for higher in above)


def compared_grades(triples: Iterable[Triple]) -> Iterator[Triple]:
    """For each grade the numbers of its scale that it is no better than, and those that it is no worse than; 1 is the best."""
    known = list(triples)
    grades = {triple.subject for triple in known if (triple.predicate, triple.object) == (RDF.type, OKG.Grade)}
    notations = ((t.subject, t.object) for t in known if t.predicate == SKOS.notation and t.subject in grades)
    numbers = {grade: number for grade, number in notations if isinstance(number, Literal)}
    scales = {t.subject: t.object for t in known if t.predicate == OKG.framework and t.subject in numbers}
    for grade, other in product(scales, repeat=2):
        if scales[grade] == scales[other]:
            own, number = numbers[grade], numbers[other]
            if int(own.value) >= int(number.value):
                yield Triple(grade, OKG.noBetterThan, number)
            if int(own.value) <= int(number.value):
                yield Triple(grade, OKG.noWorseThan, number)


def _triples(files: Sequence[Path]) -> list[Triple]:
    return [triple for file in files for triple in read_triples(file)]


def _nquads(triples: Iterable[Triple], graph: NamedNode) -> bytes:
    quads = Dataset(Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)
    # the parser names blank nodes at random: canonical names make the same bytes of the same files
    quads.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return to_nquads(quads)
