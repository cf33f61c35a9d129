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
_TYPE, _BODY, _NAME = (str(node).encode() for node in (OKG.agencyType, OKG.localBody, SKOS.prefLabel))
_ALIKE_EVERYWHERE: Final = frozenset(
    f"<{RESOURCES}agency-type/{name}>".encode()
    for name in ("local-authority-service", "other", "young-peoples-group", "youth-offending-service")
)
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
        name = file.name
        for quad in parse(_beginning(file), format=RdfFormat.N_QUADS):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                agencies[quad.subject.value][quad.predicate].add(quad.object.value)
                reports[quad.subject.value].add(name)
    for iri, said in agencies.items():
        kind = next((value.rpartition("/")[2] for value in said.get(OKG.agencyType, ())), "")
        if OKG.localBody not in said and kind:
            yield Candidate(iri, kind, tuple(sorted(said.get(SKOS.prefLabel, ()))), frozenset(reports[iri]))


def _beginning(file: Path) -> bytes:
    """The lines of a sorted file that tell type and name of agencies whose names can tell something.

    Each build reads this of every report there is, so the others are left out before they are parsed.
    """
    with file.open("rb") as lines:
        split = (line.split(b" ", 3) for line in takewhile(_is_of_agency, lines))
        # a line that is no statement is reported where the file is loaded
        told = [line for line in split if len(line) == 4]
    alike = {subject for subject, property_, value, _ in told if property_ == _TYPE and value in _ALIKE_EVERYWHERE}
    return b"".join(b" ".join(line) for line in told if line[1] in (_TYPE, _BODY, _NAME) and line[0] not in alike)


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
