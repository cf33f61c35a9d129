"""The pages of topics and agencies, and the list of recommendations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from ofsted_kg.answers import Answer, Cell, Resource
from ofsted_kg.labels import tail
from ofsted_kg.rdf.namespaces import RESOURCES
from ofsted_kg.server.lookups import VerdictCount, verdict_counts
from ofsted_kg.server.pages.asked import Asked, Content, Download
from ofsted_kg.server.pages.search import excerpt
from ofsted_kg.server.refusals import not_found

_FACETS = {"authority": "LocalAuthority", "part": "Part", "timescale": "Timescale", "topic": "Topic"}


def topic(asked: Asked) -> Content:
    """What the page of a topic shows: every authority's verdict, with the quotes."""
    resource = asked.resource("topic", asked.path["name"])
    chosen = {"topic": [resource.iri]}
    findings = asked.view("findings", chosen)
    groups: dict[Resource, list[Mapping[str, Cell]]] = {}
    for record in findings.records():
        groups.setdefault(cast("Resource", record["report"]), []).append(record)
    return {
        "topic": resource,
        "verdicts": asked.view("verdicts", chosen),
        "groups": groups,
        "recommendations": asked.view("recommendations", chosen),
        "downloads": {name: Download(name, chosen) for name in ("verdicts", "findings", "recommendations")},
    }


def topics(asked: Asked) -> Content:
    """All topics with how many reports are weak, mixed, adequate and strong on each."""
    return {"topics": by_verdict(asked, verdict_counts(asked.edition.store)), "downloads": {"verdicts": Download("verdicts", {})}}


def by_verdict(asked: Asked, counts: Iterable[VerdictCount]) -> list[tuple[Resource, Counter[str]]]:
    """Topics by name, each with its reports by the verdict in small letters."""
    found: dict[str, Counter[str]] = {}
    for one in counts:
        found.setdefault(one.topic, Counter())[tail(one.verdict).lower()] += one.reports
    named = [(Resource(iri, asked.edition.labels.label(iri)), verdicts) for iri, verdicts in found.items()]
    return sorted(named, key=lambda item: item[0].label)


def agencies(asked: Asked) -> Content:
    """All agencies, or those of an authority or a type."""
    chosen = {name: asked.values(name) for name in ("authority", "kind") if asked.values(name)}
    answer = asked.view("agencies", chosen)
    groups: dict[str, dict[str, list[Mapping[str, Cell]]]] = {}
    for record in answer.records():
        named = groups.setdefault(str(record["kind"] or ""), {})
        named.setdefault(cast("Resource", record["agency"]).iri, []).append(record)
    return {
        "groups": [
            (kind, [named[iri] for iri in sorted(named)])
            for kind, named in sorted(groups.items(), key=lambda group: (not group[0], group[0]))
        ],
        "chosen": {name: values[0] for name, values in chosen.items()},
        "facets": {"authority": asked.concepts("LocalAuthority"), "kind": asked.concepts("AgencyType")},
        "downloads": {"agencies": Download("agencies", chosen)},
    }


def agency(asked: Asked) -> Content:
    """What the page of an agency shows: who names it, and where."""
    iri = f"{RESOURCES}agency/{asked.path['name']}"
    chosen = {"agency": [iri]}
    named = asked.view("agencies", chosen)
    if not named.rows:
        raise not_found("there is no such agency here")
    downloads = {name: Download(name, chosen) for name in ("agencies", "mentions")}
    return {
        "name": fullest(str(row[0]) for row in named.rows),
        "agencies": named,
        "places": _places(asked.view("mentions", chosen).records()),
        "downloads": downloads,
    }


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph that names an agency, or another place of a report that does."""

    report: Resource
    authority: Resource
    paragraph: Cell
    passage: Resource
    """The first mention there."""
    pieces: tuple[tuple[str, bool], ...]
    """The words around it, and which of them are the name."""


def _places(mentions: Sequence[Mapping[str, Cell]]) -> dict[Resource, list[Place]]:
    """Places by report, each paragraph once."""
    grouped: dict[tuple[Cell, Cell], list[Mapping[str, Cell]]] = {}
    for record in mentions:
        grouped.setdefault((record["report"], record["paragraph"] or record["passage"]), []).append(record)
    found: dict[Resource, list[Place]] = {}
    for records in grouped.values():
        place = _place(records)
        found.setdefault(place.report, []).append(place)
    return found


def _place(records: Sequence[Mapping[str, Cell]]) -> Place:
    first = records[0]
    printed = [str(record["quote"]) for record in records]
    return Place(
        report=cast("Resource", first["report"]),
        authority=cast("Resource", first["authority"]),
        paragraph=first["paragraph"],
        passage=cast("Resource", first["passage"]),
        pieces=excerpt(str(first["within"] or first["quote"]), printed),
    )


def fullest(names: Iterable[str]) -> str:
    """The longest of the names that reports print for one thing."""
    return min(names, key=lambda name: (-len(name), name))


def recommendations(asked: Asked) -> Content:
    """Recommendations with the facets by which they can be narrowed down."""
    chosen: dict[str, list[str]] = {name: asked.values(name) for name in (*_FACETS, "addressee", "words") if asked.values(name)}
    answer = asked.view("recommendations", chosen)
    return {
        "answer": answer,
        "chosen": {name: values[0] for name, values in chosen.items()},
        "facets": {name: asked.concepts(of_class) for name, of_class in _FACETS.items()},
        "addressees": _addressees(asked.view("recommendations", {})),
        "downloads": {"recommendations": Download("recommendations", chosen)},
    }


def _addressees(answer: Answer) -> list[str]:
    place = [column.name for column in answer.columns].index("addressees")
    return sorted({name for row in answer.rows for name in cast("tuple[str, ...]", row[place] or ())})
