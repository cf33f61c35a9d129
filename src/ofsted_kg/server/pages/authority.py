"""The pages of an authority, and of several side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from ofsted_kg.answers import Answer, Cell, Resource
from ofsted_kg.server.pages.asked import Asked, Content, Download
from ofsted_kg.server.pages.heatmap import heat_maps
from ofsted_kg.server.refusals import Refusal

_SHOWN = 8
"""Topics in the lists of the strongest and the weakest."""
MOST_COMPARED = 5


def authority(asked: Asked) -> Content:
    """What the page of an authority shows."""
    resource = asked.resource("authority", asked.path["name"])
    chosen = {"authority": [resource.iri]}
    verdicts = asked.view("verdicts", chosen)
    return {
        "authority": resource,
        "reports": asked.view("reports", chosen),
        "maps": heat_maps(asked.view("grades", chosen)),
        "strongest": _ranked(verdicts, "strong")[:_SHOWN],
        "weakest": _ranked(verdicts, "weak")[:_SHOWN],
        "verdicts": verdicts,
        "recommendations": asked.view("recommendations", chosen),
        "agencies": asked.view("agencies", chosen),
        "downloads": {name: Download(name, chosen) for name in ("grades", "verdicts", "findings", "recommendations", "agencies")},
    }


def compare(asked: Asked) -> Content:
    """What the page shows that compares two to five authorities."""
    choices = asked.concepts("LocalAuthority")
    keys = list(dict.fromkeys(asked.values("authority")))
    if len(keys) > MOST_COMPARED:
        raise Refusal(422, f"authority: choose two to {MOST_COMPARED}; {len(keys)} are chosen")
    chosen = [asked.resource("authority", key) for key in keys]
    choice = {"authority": [one.iri for one in chosen]}
    return {
        "choices": choices,
        "chosen": chosen,
        "keys": keys,
        "maps": heat_maps(asked.view("grades", choice)) if chosen else (),
        "topics": _topics(asked.view("verdicts", choice), chosen) if chosen else (),
        "downloads": {name: Download(name, choice) for name in ("grades", "verdicts", "recommendations")},
    }


def _ranked(verdicts: Answer, value: str) -> list[Mapping[str, Cell]]:
    """Topics of a verdict, those with the clearest balance first."""
    found = [record for record in verdicts.records() if cast("Resource", record["verdict"]).iri.lower().endswith(value)]
    return sorted(found, key=_balance, reverse=value == "strong")


def _balance(record: Mapping[str, Cell]) -> int:
    return cast("int", record["strengths"]) - cast("int", record["weaknesses"])


def _topics(verdicts: Answer, chosen: list[Resource]) -> list[tuple[Resource, list[Mapping[str, Cell] | None]]]:
    """For each topic the verdict on each authority, of its latest report."""
    cells = {(cast("Resource", r["topic"]), cast("Resource", r["authority"]).iri): r for r in verdicts.records()}
    topics = sorted({topic for topic, _ in cells}, key=lambda topic: topic.label)
    return [(topic, [cells.get((topic, one.iri)) for one in chosen]) for topic in topics]
