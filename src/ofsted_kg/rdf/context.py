"""What the vocabulary says of the terms that a report uses: the statements that shapes need beside the report's own.

A report's graph names its framework, grades and authority and says nothing of them.  To judge it, an engine needs the
framework with all that belongs to it, that authority and those topics, but not the hundred others: what can be reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Triple

from ofsted_kg.rdf.in_memory import Term
from ofsted_kg.rdf.namespaces import OKG, ONTOLOGY, RDFS, SKOS
from ofsted_kg.rdf.shapes import read_quads

_NAMES_FOR_PARSING: Final = frozenset({SKOS.altLabel, SKOS.hiddenLabel})


@dataclass(frozen=True, slots=True)
class Context:
    """The statements of some files by what they are about, and the members of each framework."""

    about: dict[Term, list[Triple]]
    members: dict[Term, list[Term]]

    def of(self, triples: Sequence[Triple]) -> list[Triple]:
        """All that is known of the terms in some statements, and of the terms in that.

        Nothing is added to what the statements themselves describe: a file that carries its own vocabulary is judged by it.
        """
        described = {triple.subject for triple in triples}
        found: dict[Term, list[Triple]] = {}
        waiting: list[Term] = [triple.object for triple in triples if triple.object in self.about]
        while waiting:
            term = waiting.pop()
            if term not in found and term not in described:
                found[term] = self.about.get(term, [])
                waiting += [triple.object for triple in found[term] if triple.object in self.about]
                waiting += self.members.get(term, [])
        return [triple for known in found.values() for triple in known]


def read_context(files: Sequence[Path]) -> Context:
    """Context of ontology and vocabulary files; ValidationError where one can't be read."""
    context = Context({}, {})
    for file in files:
        for quad in read_quads(file):
            if _matters(quad.triple):
                context.about.setdefault(quad.subject, []).append(quad.triple)
            if quad.predicate == OKG.framework:
                context.members.setdefault(quad.object, []).append(quad.subject)
    return context


def _matters(triple: Triple) -> bool:
    """Of the ontology's own terms nothing but their hierarchy; and no other names than the preferred: those are the parser's."""
    if triple.predicate in _NAMES_FOR_PARSING:
        return False
    is_definition = isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(ONTOLOGY)
    return triple.predicate == RDFS.subClassOf if is_definition else True
