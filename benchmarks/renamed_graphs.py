"""Graphs of many reports, made of those of the five: other authorities and dates, other grades, paragraphs shuffled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Final

from ofsted_kg.pipeline import convert
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
from ofsted_kg.resources import packaged_folder

FIRST_DAY: Final = date(1990, 1, 1)
"""Of the inspections that are made up; each round of the authorities is on another day."""
GRADES: Final = ("1", "2", "3", "4")
_NUMBER: Final = r'<https://w3id\.org/ofsted-kg/ontology#number> "\d+"'
_SLOT: Final = re.compile(rf"(/paragraph/\d+>(?: {_NUMBER})?|/grade/[1-4]>)")
_DIGITS: Final = re.compile(r"(?<=/paragraph/)\d+|(?<=/grade/)\d|(?<=\")\d+")


@dataclass(frozen=True)
class Report:
    """One converted report."""

    authority: str
    ended: str
    nquads: str

    @cached_property
    def pieces(self) -> list[str]:
        """The statements, cut so that each second piece names a paragraph or a grade."""
        return _SLOT.split(self.nquads)

    @cached_property
    def slots(self) -> tuple[str, ...]:
        """What those pieces are, each once, in order."""
        return tuple(dict.fromkeys(self.pieces[1::2]))

    def shuffled(self, seed: int) -> str:
        """The statements with paragraphs and grades exchanged for one another, in a way that the seed decides."""
        random = Random(seed)
        numbers = sorted({_DIGITS.findall(slot)[0] for slot in self.slots if slot.startswith("/paragraph")}, key=int)
        new = {
            "paragraph": dict(zip(numbers, random.sample(numbers, len(numbers)), strict=True)),
            "grade": dict(zip(GRADES, random.sample(GRADES, len(GRADES)), strict=True)),
        }
        other = {slot: _exchanged(slot, new[slot.split("/")[1]]) for slot in self.slots}
        return "".join(other[piece] if place % 2 else piece for place, piece in enumerate(self.pieces))


def _exchanged(slot: str, new: dict[str, str]) -> str:
    return _DIGITS.sub(lambda found: new[found[0]], slot)


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
            ended = FIRST_DAY + timedelta(days=7 * (place // len(others)))
            yield renamed(report, others[place % len(others)], f"{ended}", place)


def renamed(report: Report, authority: str, ended: str, seed: int) -> str:
    """The graph of another inspection."""
    moved = report.shuffled(seed).replace(f"/{report.authority}/slac/{report.ended}", f"/{authority}/slac/{ended}")
    moved = moved.replace(f"/authority/{report.authority}>", f"/authority/{authority}>")
    moved = moved.replace(f'"{report.ended}"^^', f'"{ended}"^^')
    # a report may name the authority that it is given to: what it said of both is then said once
    return "\n".join(dict.fromkeys(moved.split("\n")))
