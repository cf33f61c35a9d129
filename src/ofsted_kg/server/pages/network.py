"""The page of the network: which agencies the reports name, as a picture and as a table of the same ties."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from ofsted_kg.answers import Cell, Resource
from ofsted_kg.rdf.namespaces import ONTOLOGY
from ofsted_kg.server.pages.asked import Asked, Content, Download
from ofsted_kg.server.pages.stars import Point, between, ring, star, star_radius
from ofsted_kg.server.pages.subjects import fullest
from ofsted_kg.server.refusals import Refusal

MOST: Final = 8
"""Authorities in one picture; more would be a cloud."""
_MARGIN: Final = 90.0
_ABOVE: Final = 6.0
"""Space below a name."""
_SHARED: Final = "shared"


@dataclass(frozen=True, slots=True)
class Mention:
    """An authority's report names an agency, so often."""

    authority: Resource
    report: Resource
    number: int
    paragraph: Cell


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency with all that name it."""

    iri: str
    name: str
    kind: Resource | None
    mentions: tuple[Mention, ...]

    @property
    def namers(self) -> tuple[str, ...]:
        """IRIs of the authorities whose reports name it."""
        return tuple(sorted({mention.authority.iri for mention in self.mentions}))

    @property
    def total(self) -> int:
        """How often it is named in all."""
        return sum(mention.number for mention in self.mentions)


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the picture."""

    iri: str
    name: str
    kind: str
    """``authority``, ``shared`` or ``single``."""
    x: float
    y: float
    radius: float
    name_y: float
    """Where its name stands: above it, or above the star of an authority."""
    note: str
    """What it is and how often it is named."""
    near: tuple[str, ...]
    """Keys of the authorities that it is tied to."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A line of the picture."""

    x1: float
    y1: float
    x2: float
    y2: float
    key: str
    """Key of the authority that it leads to."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The network, drawn."""

    box: tuple[float, float, float, float]
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]


def network(asked: Asked) -> Content:
    """What the page of the network shows."""
    every = asked.concepts("LocalAuthority")
    keys = list(dict.fromkeys(asked.values("authority")))
    if len(keys) > MOST:
        raise Refusal(422, f"authority: choose up to {MOST}; {len(keys)} are chosen")
    shown = [asked.resource("authority", key) for key in keys] or [Resource(one.iri, one.label) for one in every[:MOST]]
    choices: dict[str, list[str]] = {"authority": [one.iri for one in shown], "kind": asked.values("kind")}
    # all of them are known to the page of agencies already
    narrowed = {**choices, "authority": [] if len(shown) == len(every) else choices["authority"]}
    answer = asked.view("agencies", {name: values for name, values in narrowed.items() if values})
    only_shared = asked.value("only") == _SHARED
    agencies = [one for one in _agencies(answer.records()) if len(one.namers) > 1 or not only_shared]
    return {
        "choices": every,
        "keys": keys,
        "shown": shown,
        "kinds": asked.edition.labels.of_class(ONTOLOGY + "AgencyType"),
        "kind": asked.value("kind"),
        "only_shared": only_shared,
        "agencies": agencies,
        "picture": draw(shown, agencies) if agencies else None,
        "downloads": {"agencies": Download("agencies", choices)},
    }


def _agencies(records: Sequence[Mapping[str, Cell]]) -> list[Agency]:
    groups: dict[str, list[Mapping[str, Cell]]] = {}
    for record in records:
        groups.setdefault(cast("Resource", record["agency"]).iri, []).append(record)
    found = [_agency(iri, rows) for iri, rows in groups.items()]
    return sorted(found, key=lambda one: (-len(one.namers), one.name.lower(), one.iri))


def _agency(iri: str, rows: Sequence[Mapping[str, Cell]]) -> Agency:
    kind = next((cast("Resource", row["kind"]) for row in rows if row["kind"]), None)
    return Agency(iri, fullest(str(row["name"]) for row in rows), kind, tuple(map(_mention, rows)))


def _mention(row: Mapping[str, Cell]) -> Mention:
    return Mention(
        cast("Resource", row["authority"]), cast("Resource", row["report"]), cast("int", row["mentions"]), row["paragraph"]
    )


def draw(authorities: Sequence[Resource], agencies: Sequence[Agency]) -> Picture:
    """The picture of some authorities with the agencies that their reports name."""
    stars = {one.iri: _own(one.iri, agencies) for one in authorities}
    largest = max(map(len, stars.values()))
    places = dict(zip(stars, ring(len(stars), largest), strict=True))
    shared = [one for one in agencies if len(one.namers) > 1]
    nodes = [_authority(one, places[one.iri], len(stars[one.iri])) for one in authorities]
    for iri, own in stars.items():
        nodes += [_node(one, "single", place) for one, place in zip(own, star(places[iri], len(own)), strict=True)]
    nodes += [_node(a, _SHARED, p) for a, p in zip(shared, between(places, [a.namers for a in shared]), strict=True)]
    named_by = {_key(iri): place for iri, place in places.items()}
    ties = [Tie(*named_by[key], node.x, node.y, key) for node in nodes if node.kind != "authority" for key in node.near]
    return Picture(_box(tuple(places.values()), star_radius(largest)), tuple(nodes), tuple(ties))


def _own(authority: str, agencies: Sequence[Agency]) -> list[Agency]:
    own = [one for one in agencies if one.namers == (authority,)]
    return sorted(own, key=lambda one: (-one.total, one.name, one.iri))


def _authority(authority: Resource, place: Point, own: int) -> Node:
    note = f"local authority; its report alone names {own} of these agencies"
    name_y = place[1] - star_radius(own) - _ABOVE
    return Node(authority.iri, authority.label, "authority", *place, 15.0, name_y, note, (_key(authority.iri),))


def _node(agency: Agency, kind: str, place: Point) -> Node:
    times = "once" if agency.total == 1 else f"{agency.total} times"
    by = ", ".join(sorted({mention.authority.label for mention in agency.mentions}))
    note = f"{agency.kind.label if agency.kind else 'type not known'}; named {times} ({by})"
    size = min(11.0, 3.5 + 1.6 * math.sqrt(agency.total))
    return Node(agency.iri, agency.name, kind, *place, size, place[1] - size - _ABOVE, note, tuple(map(_key, agency.namers)))


def _key(authority: str) -> str:
    return authority.rpartition("/")[2]


def _box(places: Sequence[Point], reach: float) -> tuple[float, float, float, float]:
    ways = [(min(p[axis] for p in places) - reach, max(p[axis] for p in places) + reach) for axis in (0, 1)]
    (left, right), (top, bottom) = ways
    return left - _MARGIN, top - _MARGIN / 2, right - left + 2 * _MARGIN, bottom - top + _MARGIN
