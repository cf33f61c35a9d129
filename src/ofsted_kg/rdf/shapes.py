"""SHACL shapes as they stand in ``shapes/``: the graph that an engine runs, and what each shape says for itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import Quad, RdfFormat, parse

from ofsted_kg.errors import ValidationError
from ofsted_kg.rdf.in_memory import rdflib_graph
from ofsted_kg.violations import SH
from ofsted_kg.violations import Path as PropertyPath

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

_PATH_KINDS: Final = ("inverse", "alternative", "zeroOrMore", "oneOrMore", "zeroOrOne")


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes of some files."""

    graph: rdflib.Graph
    files: tuple[Path, ...]

    def without_comparisons(self) -> rdflib.Graph:
        """The graph without the constraints that compare the values of two properties."""
        import rdflib

        from ofsted_kg.rdf.quick_store import QuickStore

        comparing = {rdflib.URIRef(SH + term) for term in ("lessThan", "lessThanOrEquals")}
        return rdflib.Graph(store=QuickStore([triple for triple in self.graph if triple[1] not in comparing]))

    def listed(self) -> list[Node]:
        """The shapes that a user meets, in alphabetical order: those declared as one."""
        from rdflib import RDF, URIRef

        kinds = (URIRef(SH + "NodeShape"), URIRef(SH + "PropertyShape"))
        return sorted({shape for kind in kinds for shape in self.graph.subjects(RDF.type, kind)}, key=str)

    def name(self, shape: Node) -> str:
        """What a shape asks for, in words; the end of its IRI where it does not say."""
        return _text(self.graph, shape, "name") or str(shape).replace("#", "/").rsplit("/", 1)[-1]


def read_shapes(files: Sequence[Path]) -> Shapes:
    """Shapes of Turtle files; ValidationError with file, line and column where one does not parse."""
    if not files:
        raise ValidationError("no shapes: the folder of shapes holds no .ttl file")
    return Shapes(rdflib_graph(quad.triple for file in files for quad in read_quads(file)), tuple(files))


def read_quads(file: Path) -> list[Quad]:
    """The statements of an RDF file of any format, told by its ending; ValidationError says why it can't be read."""
    rdf_format = RdfFormat.from_extension(file.suffix.removeprefix("."))
    if rdf_format is None:
        raise ValidationError(f"{file}: no RDF file by its ending; known: .ttl .trig .nt .nq .rdf .jsonld")
    try:
        return list(parse(file.read_bytes(), format=rdf_format, base_iri=file.absolute().as_uri(), rename_blank_nodes=True))
    except SyntaxError as error:
        place = f"line {error.lineno}, column {error.offset}: " if error.lineno else ""
        raise ValidationError(f"{file}: {place}{error.msg}") from None
    except OSError as error:
        raise ValidationError(f"{file}: {error.strerror}") from None


def path_of(graph: rdflib.Graph, node: Node) -> PropertyPath:
    """The property path that a node of a shapes graph or a report stands for."""
    from rdflib import RDF, URIRef

    if isinstance(node, URIRef):
        return str(node)
    if graph.value(node, RDF.first) is not None:
        return "sequence", tuple(path_of(graph, part) for part in graph.items(node))
    for kind in _PATH_KINDS:
        part = graph.value(node, URIRef(f"{SH}{kind}Path"))
        if part is not None:
            return kind, tuple(path_of(graph, p) for p in (graph.items(part) if kind == "alternative" else [part]))
    raise ValidationError(f"{node}: no property path")


def _text(graph: rdflib.Graph, node: Node, term: str) -> str:
    from rdflib import URIRef

    return str(graph.value(node, URIRef(SH + term)) or "")
