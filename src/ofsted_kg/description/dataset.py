"""The data set as statements in DCAT, VoID, DQV and PROV: the same knowledge graph always gives the same ones.

No node is blank, so that descriptions can be compared and merged: what has no name elsewhere is a fragment of the data
set's IRI, and a source file, which may lie anywhere, is named by its hash (RFC 6920).
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from ofsted_kg.description.accuracy import Accuracy
from ofsted_kg.description.counts import Counts
from ofsted_kg.export.graph_files import PREFIXES as _EXPORTED
from ofsted_kg.manifest import GraphFile
from ofsted_kg.rdf.namespaces import DCTERMS, ONTOLOGY, RDF, RDFS, RESOURCES, SKOS, XSD

DATA_SET: Final = NamedNode(RESOURCES + "dataset")
DCAT: Final = "http://www.w3.org/ns/dcat#"
VOID: Final = "http://rdfs.org/ns/void#"
_DQV: Final = "http://www.w3.org/ns/dqv#"
_SPDX: Final = "http://spdx.org/rdf/terms#"
_PROV: Final = _EXPORTED["prov"]
_FRAGMENTS: Final = DATA_SET.value + "#"
PREFIXES: Final = {**_EXPORTED, "dcat": DCAT, "void": VOID, "dqv": _DQV, "spdx": _SPDX, "data": _FRAGMENTS}

_LICENCE: Final = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
_TITLE: Final = "Inspections of children's services in England"
_DESCRIPTION: Final = (
    "Reports of inspections as a knowledge graph: judgements, recommendations, findings and verdicts by topic, and agencies, "
    "each with the passage of the report that it rests on. Findings are found by a program; how well is measured below."
)
_ACCURACY: Final = "http://www.w3.org/2016/05/ldqd#semanticAccuracy"
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_HASH: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Distribution:
    """A file that holds some or all of the data set, as N-Quads."""

    name: str
    size: int
    sha256: str
    is_packed: bool = False
    """Whether it is compressed by gzip."""
    address: str = ""
    """Where it can be downloaded from; empty where nobody said."""


@dataclass(frozen=True, slots=True)
class DataSet:
    """What is described."""

    graphs: tuple[GraphFile, ...]
    accuracy: Accuracy
    counts: Counts | None = None
    """None where counting would take too long."""
    distributions: tuple[Distribution, ...] = ()


def part(graph: GraphFile) -> NamedNode:
    """The part of the data set that is one named graph."""
    return _fragment(f"graph-{Path(graph.name).stem}")


def statements(data: DataSet) -> Iterator[Triple]:
    """The description."""
    yield from _general(data)
    for graph in data.graphs:
        yield from _part(graph)
    if data.counts:
        yield from _counted(data.counts)
    for distribution in data.distributions:
        yield from _distribution(distribution)
    yield from _measured(data.accuracy)


def of(subject: NamedNode, *pairs: tuple[str, NamedNode | Literal]) -> Iterator[Triple]:
    """Statements on one subject."""
    return (Triple(subject, NamedNode(prop), value) for prop, value in pairs)


def _general(data: DataSet) -> Iterator[Triple]:
    yield from of(
        DATA_SET,
        (RDF.type.value, NamedNode(DCAT + "Dataset")),
        (RDF.type.value, NamedNode(VOID + "Dataset")),
        (DCTERMS.title.value, Literal(_TITLE, language="en")),
        (PREFIXES["dcterms"] + "description", Literal(_DESCRIPTION, language="en")),
        (PREFIXES["dcterms"] + "language", NamedNode("http://id.loc.gov/vocabulary/iso639-1/en")),
        (DCTERMS.license.value, NamedNode(_LICENCE)),
        (VOID + "uriSpace", Literal(RESOURCES)),
        (VOID + "triples", Literal(sum(graph.triples for graph in data.graphs))),
    )
    for vocabulary in (ONTOLOGY, PREFIXES["skos"], PREFIXES["dcterms"]):
        yield from of(DATA_SET, (VOID + "vocabulary", NamedNode(vocabulary)))


def _part(graph: GraphFile) -> Iterator[Triple]:
    node = part(graph)
    yield from of(DATA_SET, (VOID + "subset", node))
    yield from of(
        node,
        (RDF.type.value, NamedNode(VOID + "Dataset")),
        (RDFS.label.value, Literal(graph.source or Path(graph.name).stem)),
        (VOID + "triples", Literal(graph.triples)),
    )
    if graph.is_report:
        yield from of(node, (PREFIXES["foaf"] + "primaryTopic", NamedNode(graph.graph)))
        yield from _derivation(node, graph)


def _derivation(node: NamedNode, graph: GraphFile) -> Iterator[Triple]:
    """Which file a report's graph was made from; a graph that people put in may tell no hash, or something else."""
    if not _HASH.fullmatch(graph.source_sha256):
        return
    digest = urlsafe_b64encode(bytes.fromhex(graph.source_sha256)).decode().rstrip("=")
    source = NamedNode(f"ni:///sha-256;{digest}")
    for derived in (DATA_SET, node):
        yield from of(derived, (_PROV + "wasDerivedFrom", source))
    yield from of(source, (RDF.type.value, NamedNode(_PROV + "Entity")), (RDFS.label.value, Literal(graph.source)))
    yield from _checksum(source, graph.source_sha256)


def _checksum(node: NamedNode, sha256: str) -> Iterator[Triple]:
    checksum = _fragment(f"sha256-{sha256}")
    yield from of(node, (_SPDX + "checksum", checksum))
    yield from of(
        checksum,
        (RDF.type.value, NamedNode(_SPDX + "Checksum")),
        (_SPDX + "algorithm", NamedNode(_SPDX + "checksumAlgorithm_sha256")),
        (_SPDX + "checksumValue", Literal(sha256, datatype=NamedNode(PREFIXES["xsd"] + "hexBinary"))),
    )


def _counted(counts: Counts) -> Iterator[Triple]:
    yield from of(
        DATA_SET,
        (VOID + "distinctSubjects", Literal(counts.subjects)),
        (VOID + "entities", Literal(counts.entities)),
        (VOID + "classes", Literal(len(counts.classes))),
        (VOID + "properties", Literal(len(counts.properties))),
    )
    for iri, number in counts.classes.items():
        yield from _partition("class", iri, (VOID + "entities", Literal(number)))
    for iri, number in counts.properties.items():
        yield from _partition("property", iri, (VOID + "triples", Literal(number)))


def _partition(kind: str, iri: str, size: tuple[str, Literal]) -> Iterator[Triple]:
    node = _fragment(f"{kind}-{_short(iri)}")
    yield from of(DATA_SET, (f"{VOID}{kind}Partition", node))
    yield from of(node, (VOID + kind, NamedNode(iri)), size)


def _distribution(file: Distribution) -> Iterator[Triple]:
    node = _fragment(f"file-{file.name}")
    yield from of(DATA_SET, (DCAT + "distribution", node))
    yield from of(
        node,
        (RDF.type.value, NamedNode(DCAT + "Distribution")),
        (DCTERMS.title.value, Literal(file.name)),
        (DCTERMS.license.value, NamedNode(_LICENCE)),
        (DCAT + "mediaType", NamedNode(_MEDIA_TYPES + "application/n-quads")),
        (DCAT + "byteSize", Literal(str(file.size), datatype=NamedNode(PREFIXES["xsd"] + "nonNegativeInteger"))),
    )
    if file.address:
        yield from of(node, (DCAT + "downloadURL", NamedNode(file.address)))
    if file.is_packed:
        yield from of(node, (DCAT + "compressFormat", NamedNode(_MEDIA_TYPES + "application/gzip")))
    yield from _checksum(node, file.sha256)


def _measured(accuracy: Accuracy) -> Iterator[Triple]:
    """Each figure as a measurement of its own: on which report, and of what."""
    for report, scores in accuracy.reports:
        for measure, score in zip(accuracy.measures, scores, strict=True):
            for figure, value in asdict(score).items():
                yield from _measurement(report, f"{figure}-of-{measure}", value)
                yield from _metric(f"{figure}-of-{measure}")


def _measurement(report: str, metric: str, value: str) -> Iterator[Triple]:
    node = _fragment(f"measurement-{metric}-{report.replace(' ', '-')}")
    yield from of(DATA_SET, (_DQV + "hasQualityMeasurement", node))
    yield from of(
        node,
        (RDF.type.value, NamedNode(_DQV + "QualityMeasurement")),
        (_DQV + "computedOn", DATA_SET),
        (_DQV + "isMeasurementOf", _fragment(f"metric-{metric}")),
        (_DQV + "value", Literal(value, datatype=XSD.decimal)),
        (RDFS.label.value, Literal(report, language="en")),
    )


def _metric(name: str) -> Iterator[Triple]:
    text = "Against annotations by hand of the report that the measurement names, read by a model that had not learnt from it."
    return of(
        _fragment(f"metric-{name}"),
        (RDF.type.value, NamedNode(_DQV + "Metric")),
        (_DQV + "inDimension", NamedNode(_ACCURACY)),
        (_DQV + "expectedDataType", XSD.decimal),
        (SKOS.prefLabel.value, Literal(name.replace("-", " "), language="en")),
        (SKOS.definition.value, Literal(text, language="en")),
    )


def _short(iri: str) -> str:
    """The IRI with a known namespace shortened to its prefix."""
    return next((f"{prefix}-{iri.removeprefix(base)}" for prefix, base in PREFIXES.items() if iri.startswith(base)), iri)


def _fragment(name: str) -> NamedNode:
    return NamedNode(_FRAGMENTS + quote(name, safe=""))
