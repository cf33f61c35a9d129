"""Many inspections made of the five reports: the same texts under other authorities and dates."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ofsted_kg.facts import ReportFacts
from ofsted_kg.pipeline import read_facts
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
from ofsted_kg.resources import packaged_folder

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")


def write_copies(folder: Path, number: int, first: int = 0) -> list[Path]:
    """Write so many reports, each of another inspection; ``first`` numbers the first of them."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for place, text in enumerate(copies(first + number)):
        if place >= first:
            path = folder / f"copy-{place:04d}.txt"
            path.write_text(text, "utf-8")
            written.append(path)
    return written


def copies(number: int) -> Iterator[str]:
    """Texts of that many inspections, always the same ones in the same order."""
    authorities, originals = _originals()
    for place in range(number):
        authority = authorities[place % len(authorities)]
        month = MONTHS[place // len(authorities)]
        new = {
            "authority": authority,
            "inspection_dates": f"4 {month} 2010 to 15 {month} 2010",
            "published": "30 December 2010",
        }
        yield renamed(originals[place % len(originals)], new)


@cache
def _originals() -> tuple[tuple[str, ...], tuple[ReportFacts, ...]]:
    """Names of authorities, each once (a council and its successor may share one), and the reports to copy."""
    vocabulary = packaged_vocabulary()
    paths = sorted(packaged_folder("reports").glob("*.txt"))
    names = dict.fromkeys(authority.name for authority in vocabulary.authorities)
    return tuple(names), tuple(read_facts(path, vocabulary) for path in paths)


def renamed(facts: ReportFacts, fields: dict[str, str]) -> str:
    """The text of a report with other words for some fields of its front matter."""
    text = facts.source.text
    for field, passage in sorted(facts.header.evidence, key=lambda found: found[1].span, reverse=True):
        if field in fields:
            text = text[: passage.span.start] + fields[field] + text[passage.span.end :]
    return text
