"""The agencies of all graphs, compared: which of them may be the same, as statements of the derived graph.

Graph files are sorted, and no subject of a report comes before its agencies, so the beginning of each file is enough.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from ofsted_kg.likeness import Candidate, Likeness, likenesses
from ofsted_kg.rdf.namespaces import DERIVED_GRAPH, OKG, RDF, RESOURCES, SKOS

_AGENCY: Final = b"/agency/"
_ALIKE_EVERYWHERE: Final = frozenset(("local-authority-service", "other", "young-peoples-group", "youth-offending-service"))
"""Types whose names are much the same in every report."""

Said = dict[NamedNode, set[str]]
"""Property -> values."""


def likeness_quads(graphs: Path) -> list[Quad]:
    """What the derived graph says of agencies that may be the same."""
    return [quad for likeness in likenesses(_candidates(graphs)) for quad in _quads(likeness)]


def _candidates(graphs: Path) -> Iterator[Candidate]:
    agencies: dict[str, Said] = defaultdict(lambda: defaultdict(set))
    reports: dict[str, set[str]] = defaultdict(set)
    for file in sorted(graphs.glob("[!_]*.nq")):
        for quad in parse(_beginning(file), format=RdfFormat.N_QUADS):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                agencies[quad.subject.value][quad.predicate].add(quad.object.value)
                reports[quad.subject.value].add(file.name)
    for iri, said in agencies.items():
        kind = next((value.rpartition("/")[2] for value in said.get(OKG.agencyType, ())), "")
        if OKG.localBody not in said and kind and kind not in _ALIKE_EVERYWHERE:
            yield Candidate(iri, kind, tuple(sorted(said.get(SKOS.prefLabel, ()))), frozenset(reports[iri]))


def _beginning(file: Path) -> bytes:
    """The lines of a sorted file that are about agencies."""
    with file.open("rb") as lines:
        of_agencies: Iterator[bytes] = takewhile(_is_of_agency, lines)
        return b"".join(of_agencies)


def _is_of_agency(line: bytes) -> bool:
    return _AGENCY in line.partition(b" ")[0]


def _quads(likeness: Likeness) -> Iterator[Quad]:
    pair = hashlib.sha256(f"{likeness.one} {likeness.other}".encode()).hexdigest()[:16]
    iri = NamedNode(f"{RESOURCES}possibly-same/{pair}")
    yield Quad(iri, RDF.type, OKG.PossiblySame, DERIVED_GRAPH)
    yield Quad(iri, OKG.oneAgency, NamedNode(likeness.one), DERIVED_GRAPH)
    yield Quad(iri, OKG.otherAgency, NamedNode(likeness.other), DERIVED_GRAPH)
    yield Quad(iri, OKG.likeness, Literal(likeness.likeness), DERIVED_GRAPH)
    yield Quad(iri, OKG.reason, Literal(likeness.reason), DERIVED_GRAPH)
