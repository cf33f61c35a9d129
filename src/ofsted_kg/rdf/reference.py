"""The reference of the ontology as Markdown tables: every class, property and individual as its Turtle defines it.

``python -m ofsted_kg.rdf.reference``, run at the root of a checkout, rewrites what stands behind `MARKER` in
``docs/ontology.md``.  A test compares the two, so the page can't drift from the ontology.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse

from ofsted_kg.rdf.namespaces import ONTOLOGY

MARKER: Final = "<!-- made from ontology/ofsted-kg.ttl and alignments.ttl by python -m ofsted_kg.rdf.reference -->"
PAGE: Final = Path("docs/ontology.md")
FILES: Final = (Path("ontology/ofsted-kg.ttl"), Path("ontology/alignments.ttl"))

_OWL: Final = "http://www.w3.org/2002/07/owl#"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_CHARACTERISTICS: Final = {
    "FunctionalProperty": "functional",
    "InverseFunctionalProperty": "inverse functional",
    "AsymmetricProperty": "asymmetric",
    "IrreflexiveProperty": "irreflexive",
}

_Statements = dict[str, dict[str, list[object]]]
_Column = tuple[str, Callable[["_Terms", str], str]]


@dataclass(frozen=True, slots=True)
class _Terms:
    """The statements of the files by subject and property, both as strings, and their prefixes."""

    statements: _Statements
    prefixes: dict[str, str]

    def values(self, subject: str, predicate: str) -> list[object]:
        return self.statements.get(subject, {}).get(predicate, [])

    def of_kind(self, kind: str) -> list[str]:
        """Our own terms of an OWL class, in alphabetical order."""
        wanted = NamedNode(_OWL + kind)
        ours = (iri for iri in self.statements if iri.startswith(ONTOLOGY) and wanted in self.values(iri, _RDF + "type"))
        return sorted(ours, key=str.casefold)

    def name(self, iri: str) -> str:
        """An IRI with its prefix, as code: ``okg:Judgement``."""
        prefix, base = max(self.prefixes.items(), key=lambda item: len(item[1]) * iri.startswith(item[1]))
        return f"`{prefix}:{iri.removeprefix(base)}`"


def reference(files: Sequence[Path]) -> str:
    """Markdown tables, under headings, of all terms that some Turtle files define."""
    terms = _read(files)
    return "\n\n".join(f"## {heading}\n\n{_table(terms, kind, columns)}" for heading, kind, columns in _SECTIONS) + "\n"


def with_reference(page: str, files: Sequence[Path]) -> str:
    """A page with fresh tables behind its marker; what stands before it is kept."""
    return f"{page.split(MARKER)[0]}{MARKER}\n\n{reference(files)}"


def _read(files: Sequence[Path]) -> _Terms:
    statements: _Statements = {}
    prefixes: dict[str, str] = {}
    for file in files:
        parser = parse(file.read_bytes(), format=RdfFormat.TURTLE)
        for quad in parser:
            statements.setdefault(_key(quad.subject), {}).setdefault(quad.predicate.value, []).append(quad.object)
        prefixes |= parser.prefixes
    return _Terms(statements, prefixes)


def _key(node: object) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)


def _table(terms: _Terms, kind: str, columns: Sequence[_Column]) -> str:
    head = ["term", *(header for header, _ in columns)]
    rows = ([terms.name(iri), *(cell(terms, iri) for _, cell in columns)] for iri in terms.of_kind(kind))
    return "\n".join(f"| {' | '.join(row)} |" for row in chain([head, ["---"] * len(head)], rows))


def _words(predicate: str) -> Callable[[_Terms, str], str]:
    """A cell with the text of a property."""
    return lambda terms, iri: " ".join(str(getattr(value, "value", "")) for value in terms.values(iri, predicate))


def _named(predicate: str) -> Callable[[_Terms, str], str]:
    """A cell with the names of what a property points to, unions written out."""
    return lambda terms, iri: ", ".join(
        filter(None, (_expression(terms, v) for v in dict.fromkeys(terms.values(iri, predicate))))
    )


def _expression(terms: _Terms, value: object) -> str:
    if isinstance(value, NamedNode):
        return terms.name(value.value)
    union = terms.values(_key(value), _OWL + "unionOf")
    return " or ".join(_expression(terms, member) for head in union for member in _members(terms, head))


def _members(terms: _Terms, head: object) -> Iterator[object]:
    while isinstance(head, BlankNode):
        yield terms.values(_key(head), _RDF + "first")[0]
        head = terms.values(_key(head), _RDF + "rest")[0]


def _classes(terms: _Terms, iri: str) -> str:
    kinds = (terms.name(_key(kind)) for kind in terms.values(iri, _RDF + "type"))
    return ", ".join(kind for kind in kinds if not kind.startswith("`owl:"))


def _characteristics(terms: _Terms, iri: str) -> str:
    """What OWL says of a property beside domain and range, and why it has no range."""
    kinds = {_key(kind).removeprefix(_OWL) for kind in terms.values(iri, _RDF + "type")}
    inverse = _named(_OWL + "inverseOf")(terms, iri)
    notes = [words for kind, words in _CHARACTERISTICS.items() if kind in kinds]
    parents = _named(_RDFS + "subPropertyOf")(terms, iri)
    notes += [f"{words} {names}" for words, names in (("inverse of", inverse), ("under", parents)) if names]
    return "; ".join(filter(None, (*notes, _words(_SKOS + "editorialNote")(terms, iri))))


_LABELLED: Final[tuple[_Column, ...]] = (("label", _words(_RDFS + "label")), ("definition", _words(_RDFS + "comment")))
_PROPERTY: Final[tuple[_Column, ...]] = (
    *_LABELLED,
    ("domain", _named(_RDFS + "domain")),
    ("range", _named(_RDFS + "range")),
    ("characteristics", _characteristics),
)
_SECTIONS: Final[tuple[tuple[str, str, tuple[_Column, ...]], ...]] = (
    ("Classes", "Class", (*_LABELLED, ("under", _named(_RDFS + "subClassOf")))),
    ("Object properties", "ObjectProperty", _PROPERTY),
    ("Datatype properties", "DatatypeProperty", _PROPERTY),
    ("Individuals", "NamedIndividual", (*_LABELLED, ("class", _classes))),
)


if __name__ == "__main__":
    PAGE.write_text(with_reference(PAGE.read_text("utf-8"), FILES), "utf-8")
