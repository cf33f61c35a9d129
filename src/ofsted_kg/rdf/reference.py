"""The reference of the ontology as Markdown tables: every class, property and individual as its Turtle defines it.

``python -m ofsted_kg.rdf.reference``, run at the root of a checkout, rewrites what stands behind `MARKER` in
``docs/ontology.md``; a test compares the two, so that the page can't drift from the ontology.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

from ofsted_kg.rdf.namespaces import ONTOLOGY, RDFS

MARKER: Final = "<!-- made by python -m ofsted_kg.rdf.reference from ontology/ofsted-kg.ttl -->"
PAGE: Final = Path("docs/ontology.md")
FILES: Final = (Path("ontology/ofsted-kg.ttl"), Path("ontology/alignments.ttl"))

_OWL: Final = "http://www.w3.org/2002/07/owl#"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TYPE: Final = NamedNode(_RDF + "type")
_DOMAIN: Final = NamedNode(RDFS.label.value.replace("label", "domain"))
_RANGE: Final = NamedNode(RDFS.label.value.replace("label", "range"))
_SUB_PROPERTY: Final = NamedNode(RDFS.label.value.replace("label", "subPropertyOf"))
_INVERSE: Final = NamedNode(_OWL + "inverseOf")
_CHARACTERISTICS: Final = {
    NamedNode(_OWL + "FunctionalProperty"): "functional",
    NamedNode(_OWL + "InverseFunctionalProperty"): "inverse functional",
    NamedNode(_OWL + "AsymmetricProperty"): "asymmetric",
    NamedNode(_OWL + "IrreflexiveProperty"): "irreflexive",
}

Node = NamedNode | BlankNode


@dataclass(frozen=True, slots=True)
class _Graph:
    objects: dict[tuple[object, NamedNode], tuple[object, ...]]
    prefixes: dict[str, str]

    def values(self, subject: object, predicate: NamedNode) -> tuple[object, ...]:
        return self.objects.get((subject, predicate), ())

    def terms(self, kind: str) -> list[NamedNode]:
        """Our own terms of an OWL class, in alphabetical order."""
        wanted = NamedNode(_OWL + kind)
        found = [s for (s, p), o in self.objects.items() if p == _TYPE and wanted in o and isinstance(s, NamedNode)]
        return sorted((term for term in found if term.value.startswith(ONTOLOGY)), key=lambda term: term.value.casefold())


def reference(files: Sequence[Path]) -> str:
    """Markdown tables of the terms that some Turtle files define, headings included."""
    graph = _read(files)
    return "\n\n".join(_section(graph, *section) for section in _SECTIONS) + "\n"


def with_reference(page: str, files: Sequence[Path]) -> str:
    """A page with fresh tables behind its marker; what stands before it is kept."""
    return f"{page.split(MARKER)[0]}{MARKER}\n\n{reference(files)}"


def _read(files: Sequence[Path]) -> _Graph:
    objects: dict[tuple[object, NamedNode], tuple[object, ...]] = {}
    prefixes: dict[str, str] = {}
    for file in files:
        parser = parse(file.read_bytes(), format=RdfFormat.TURTLE)
        for quad in parser:
            _add(objects, quad.triple)
        prefixes |= parser.prefixes
    return _Graph(objects, prefixes)


def _add(objects: dict[tuple[object, NamedNode], tuple[object, ...]], triple: Triple) -> None:
    key = (triple.subject, triple.predicate)
    objects[key] = tuple(dict.fromkeys((*objects.get(key, ()), triple.object)))
