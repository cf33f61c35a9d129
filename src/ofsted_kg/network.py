"""The network of an inspection's partners: authorities, agencies, boards and topics as a typed multigraph.

    with open_store(Path("kg")) as store:
        network = build_network(read_rows(store))
    shared_agencies(network)

What it promises:

- `build_network` is a function of rows alone; the same rows in any order give the same graph, in the same order.
- Nodes are IRIs with ``kind`` (authority, agency, board or topic), ``label`` and, for agencies and boards, ``agency_type``.
- Edges are keyed by their ``relation`` and weighted by how much there is of it: ``names`` (authority to agency: mentions),
  ``addresses`` (authority to agency: recommendations), ``judges`` (authority to topic: clauses), ``judged-on`` (agency to
  topic: findings), and each role that a report states from one agency to another, by the name of its property.
- Measures (``degree``, ``betweenness``, ``community``) are of the organisations, since every authority is judged on nearly
  every topic; those that choose at random have a fixed seed. ``authorities`` says of an agency how many name it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ofsted_kg.answers import Answer, Cell, Resource, answer
from ofsted_kg.labels import Labels, Queryable, read_labels, tail
from ofsted_kg.queries import load_question
from ofsted_kg.resources import packaged_folder

if TYPE_CHECKING:
    import networkx as nx

    Network = nx.MultiDiGraph[str]

SEED: Final = 2011
AUTHORITY: Final = "authority"
AGENCY: Final = "agency"
BOARD: Final = "board"
TOPIC: Final = "topic"
ORGANISATIONS: Final = (AUTHORITY, AGENCY, BOARD)

_QUESTIONS: Final = Path(__file__).parent / "network_questions"
_BOARD_TYPE: Final = "-board"
"""The identifier of an agency type that is a board ends so."""
_PIVOTS: Final = 400
"""With more nodes, betweenness is estimated from so many: it costs nodes times edges."""
_POLARITIES: Final = {"strength": "strengths", "adequate": "adequate", "weakness": "weaknesses"}


@dataclass(frozen=True, slots=True, order=True)
class NamedAgency:
    """A report names an agency, so often."""

    authority: str
    agency: str
    name: str
    type: str
    """IRI of the agency's type, empty where it has none."""
    type_label: str
    mentions: int


@dataclass(frozen=True, slots=True, order=True)
class Addressee:
    """So many recommendations of a report make an agency responsible."""

    authority: str
    agency: str
    recommendations: int


@dataclass(frozen=True, slots=True, order=True)
class Clauses:
    """So many clauses of one polarity on a topic, in sum or naming one agency."""

    subject: str
    """IRI of the authority or the agency that is judged."""
    topic: str
    polarity: str
    """``strengths``, ``adequate`` or ``weaknesses``."""
    number: int


@dataclass(frozen=True, slots=True, order=True)
class Role:
    """An agency's part in another, as a report states it."""

    agency: str
    role: str
    other: str


@dataclass(frozen=True, slots=True)
class NetworkRows:
    """All that a network is built from."""

    authorities: tuple[tuple[str, str], ...] = ()
    """(IRI, name) of each inspected authority."""
    named: tuple[NamedAgency, ...] = ()
    addressees: tuple[Addressee, ...] = ()
    verdicts: tuple[Clauses, ...] = ()
    findings: tuple[Clauses, ...] = ()
    roles: tuple[Role, ...] = ()
    topics: tuple[tuple[str, str], ...] = ()
    """(IRI, name) of each topic that a row speaks of."""


@dataclass(frozen=True, slots=True)
class SharedAgency:
    """An agency that the reports on several authorities name."""

    agency: str
    name: str
    type: str
    authorities: tuple[str, ...]
    """Their names, in alphabetical order."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an organisation stands among the others."""

    node: str
    label: str
    degree: int
    """With how many others it has to do."""
    betweenness: float
    """Share of the shortest ways between others that lead through it."""


# --- rows


def read_rows(store: Queryable, authorities: Sequence[str] = ()) -> NetworkRows:
    """Rows of a store, of the named authorities alone where some are given; ParameterError for one that is not known."""
    labels = read_labels(store)
    chosen = {"authority": list(authorities)}

    def asked(folder: Path, name: str) -> Answer:
        return answer(store, load_question(folder / f"{name}.rq"), chosen, labels=labels)

    verdicts = _verdicts(asked(packaged_folder("queries"), "topic-matrix").records())
    findings = _findings(asked(_QUESTIONS, "findings").records())
    return NetworkRows(
        authorities=tuple(
            sorted({(_iri(row["authority"]), str(row["authority"])) for row in asked(_QUESTIONS, "authorities").records()})
        ),
        named=tuple(map(_named, asked(_QUESTIONS, "named-agencies").records())),
        addressees=tuple(map(_addressee, asked(_QUESTIONS, "addressees").records())),
        verdicts=verdicts,
        findings=findings,
        roles=tuple(map(_role, asked(_QUESTIONS, "roles").records())),
        topics=_topics(labels, (*verdicts, *findings)),
    )


def _named(row: Mapping[str, Cell]) -> NamedAgency:
    kind = row["type"]
    return NamedAgency(
        _iri(row["authority"]), _iri(row["agency"]), str(row["name"]), _iri(kind), str(kind or ""), _number(row["mentions"])
    )


def _addressee(row: Mapping[str, Cell]) -> Addressee:
    return Addressee(_iri(row["authority"]), _iri(row["agency"]), _number(row["recommendations"]))


def _role(row: Mapping[str, Cell]) -> Role:
    return Role(_iri(row["agency"]), tail(_iri(row["role"])), _iri(row["other"]))


def _verdicts(rows: Iterable[Mapping[str, Cell]]) -> tuple[Clauses, ...]:
    return tuple(
        Clauses(_iri(row["authority"]), _iri(row["topic"]), polarity, number)
        for row in rows
        for polarity in _POLARITIES.values()
        if (number := _number(row[polarity]))
    )


def _findings(rows: Iterable[Mapping[str, Cell]]) -> tuple[Clauses, ...]:
    return tuple(
        Clauses(_iri(row["agency"]), _iri(row["topic"]), _POLARITIES[tail(_iri(row["polarity"]))], _number(row["findings"]))
        for row in rows
    )


def _topics(labels: Labels, clauses: Iterable[Clauses]) -> tuple[tuple[str, str], ...]:
    return tuple((topic, labels.label(topic)) for topic in sorted({clause.topic for clause in clauses}))


def _iri(cell: Cell) -> str:
    return cell.iri if isinstance(cell, Resource) else ""


def _number(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0


# --- the graph


def build_network(rows: NetworkRows) -> Network:
    """The multigraph of some rows, with degree, betweenness and community of each organisation."""
    import networkx as nx

    network: Network = nx.MultiDiGraph(name="ofsted-kg")
    for node, attributes in sorted(_nodes(rows).items()):
        network.add_node(node, **attributes)
    for (source, target, relation), counts in sorted(_edges(rows).items()):
        if source != target and source in network and target in network:
            network.add_edge(source, target, key=relation, relation=relation, weight=counts.total(), **_by_polarity(counts))
    _measure(network)
    return network


def _nodes(rows: NetworkRows) -> dict[str, dict[str, str]]:
    """Attributes by IRI; a council that a report names as a partner stays an authority if it was inspected, too."""
    agencies = {row.agency: _agency(row) for row in sorted(rows.named, reverse=True)}
    authorities = {iri: {"kind": AUTHORITY, "label": name} for iri, name in rows.authorities}
    return {iri: {"kind": TOPIC, "label": name} for iri, name in rows.topics} | agencies | authorities


def _agency(row: NamedAgency) -> dict[str, str]:
    kind = BOARD if row.type.endswith(_BOARD_TYPE) else AGENCY
    return {"kind": kind, "label": row.name, "agency_type": row.type_label}


def _edges(rows: NetworkRows) -> dict[tuple[str, str, str], Counter[str]]:
    """How much there is of each relation, by polarity where it has one."""
    edges: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for named in rows.named:
        edges[named.authority, named.agency, "names"][""] += named.mentions
    for addressee in rows.addressees:
        edges[addressee.authority, addressee.agency, "addresses"][""] += addressee.recommendations
    for relation, clauses in (("judges", rows.verdicts), ("judged-on", rows.findings)):
        for clause in clauses:
            edges[clause.subject, clause.topic, relation][clause.polarity] += clause.number
    for role in rows.roles:
        edges[role.agency, role.other, role.role][""] += 1
    return edges


def _by_polarity(counts: Counter[str]) -> dict[str, int]:
    return {} if "" in counts else {polarity: counts[polarity] for polarity in _POLARITIES.values()}


# --- measures


def shared_agencies(network: Network) -> tuple[SharedAgency, ...]:
    """Agencies and boards that reports on two or more authorities name, those of most authorities first."""
    shared = [
        SharedAgency(node, data["label"], data["agency_type"], tuple(sorted(network.nodes[a]["label"] for a in namers)))
        for node, data in network.nodes(data=True)
        if data["kind"] in (AGENCY, BOARD) and len(namers := named_by(network, node)) > 1
    ]
    return tuple(sorted(shared, key=lambda agency: (-len(agency.authorities), agency.name, agency.agency)))


def named_by(network: Network, agency: str) -> tuple[str, ...]:
    """IRIs of the authorities whose reports name an agency."""
    return tuple(sorted({source for source, _, relation in network.in_edges(agency, keys=True) if relation == "names"}))


def standings(network: Network) -> tuple[Standing, ...]:
    """The organisations by their betweenness, then by degree and name."""
    found = [
        Standing(node, data["label"], data["degree"], data["betweenness"])
        for node, data in network.nodes(data=True)
        if data["kind"] in ORGANISATIONS
    ]
    return tuple(sorted(found, key=lambda s: (-s.betweenness, -s.degree, s.label, s.node)))


def communities(network: Network) -> tuple[tuple[str, ...], ...]:
    """Organisations that have more to do with each other than with the rest, as sorted IRIs; the largest first."""
    import networkx as nx

    ties = organisations(network)
    # numbers, because sets of strings differ in their order from one process to the next
    names = sorted(ties)
    numbered = nx.relabel_nodes(ties, {name: number for number, name in enumerate(names)})
    found = nx.community.louvain_communities(numbered, weight="weight", seed=SEED) if names else []
    return tuple(sorted((tuple(names[n] for n in sorted(group)) for group in found), key=lambda group: (-len(group), group)))


def organisations(network: Network) -> nx.Graph[str]:
    """The organisations and their ties, of whatever kinds, as a simple graph with summed weights."""
    import networkx as nx

    ties: nx.Graph[str] = nx.Graph()
    ties.add_nodes_from(node for node, data in network.nodes(data=True) if data["kind"] in ORGANISATIONS)
    for source, target, data in network.edges(data=True):
        if source in ties and target in ties:
            before = ties.get_edge_data(source, target, {"weight": 0})["weight"]
            ties.add_edge(source, target, weight=before + data["weight"])
    return ties


def _measure(network: Network) -> None:
    import networkx as nx

    ties = organisations(network)
    pivots = _PIVOTS if len(ties) > _PIVOTS else None
    betweenness = nx.betweenness_centrality(ties, k=pivots, seed=SEED)
    for node in ties:
        network.nodes[node]["degree"] = ties.degree(node)
        network.nodes[node]["betweenness"] = round(betweenness[node], 6)
        if network.nodes[node]["kind"] != AUTHORITY:
            network.nodes[node]["authorities"] = len(named_by(network, node))
    for number, group in enumerate(communities(network), start=1):
        for node in group:
            network.nodes[node]["community"] = number
