"""Graphs of many reports, made of those of the five: the same statements under other authorities and dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ofsted_kg.pipeline import convert
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
from ofsted_kg.resources import packaged_folder


@dataclass(frozen=True)
class Report:
    """One converted report."""

    authority: str
    ended: str
    nquads: str


def originals() -> list[Report]:
    """The five reports."""
    vocabulary = packaged_vocabulary()
    found = [convert(path, vocabulary) for path in sorted(packaged_folder("reports").glob("*.txt"))]
    return [Report(c.facts.header.authority, str(c.facts.header.inspection_end), c.nquads.decode()) for c in found]


def graphs(number: int) -> Iterator[str]:
    """The named graphs of so many reports, the five themselves first."""
    reports = originals()
    taken = {report.authority for report in reports}
    others = [authority.id for authority in packaged_vocabulary().authorities if authority.id not in taken]
    for place in range(number):
        report = reports[place % len(reports)]
        if place < len(reports):
            yield report.nquads
        else:
            month = 1 + place // len(others) % 12
            yield renamed(report, others[place % len(others)], f"2010-{month:02d}-15")


def renamed(report: Report, authority: str, ended: str) -> str:
    """The same graph of another inspection."""
    moved = report.nquads.replace(f"/{report.authority}/slac/{report.ended}", f"/{authority}/slac/{ended}")
    moved = moved.replace(f"/authority/{report.authority}>", f"/authority/{authority}>")
    return moved.replace(f'"{report.ended}"^^', f'"{ended}"^^')
