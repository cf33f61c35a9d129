"""Agencies of three reports against what careful readers wrote down, pooled: no worse than the marks below.

An agency of ours is one of theirs where they share a printed name; partners leave out teams, projects and panels, of which
two readers draw the line differently.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ofsted_kg.extract.agencies import extract_agencies
from ofsted_kg.resources import packaged_folder
from ofsted_kg.structure import build_document
from ofsted_kg.text import read_text
from ofsted_kg.vocabulary import Vocabulary

GOLD = Path(__file__).parents[1] / "gold"
REPORTS = {"dudley": "dudley-2012", "telford-and-wrekin": "telford-and-wrekin-2012", "wolverhampton": "wolverhampton-2011"}
LOOSE = {"other", "local-authority-service"}
Rows = set[tuple[Any, ...]]
Pair = tuple[dict[str, Any], dict[str, Any]]


def names(agency: dict[str, Any]) -> set[str]:
    printed = [agency["name"], *agency["aliases"]]
    return {re.sub(r"[^a-z0-9]+", "", re.sub(r"^the ", "", name.lower()).replace("&", "and")) for name in printed}


def paired(gold: Sequence[dict[str, Any]], found: Sequence[dict[str, Any]]) -> list[tuple[int, int]]:
    """Index pairs of one agency, those that share most names first."""
    shared = ((len(names(a) & names(b)), g, f) for g, a in enumerate(gold) for f, b in enumerate(found))
    pairs: list[tuple[int, int]] = []
    for _, g, f in sorted((c for c in shared if c[0]), key=lambda c: (-c[0], c[1], c[2])):
        if g not in {p[0] for p in pairs} and f not in {p[1] for p in pairs}:
            pairs.append((g, f))
    return pairs


@pytest.fixture(scope="module")
def rows(vocabulary: Vocabulary) -> dict[str, tuple[Rows, Rows]]:
    """Kind of fact -> (theirs, ours), over the three reports."""
    kinds: dict[str, tuple[Rows, Rows]] = {kind: (set(), set()) for kind in ("agencies", "partners", "types", "mentions")}
    for report, stem in REPORTS.items():
        gold = json.loads((GOLD / f"{report}.json").read_text("utf-8"))["agencies"]
        document = build_document(read_text(packaged_folder("reports") / f"{stem}.txt"), vocabulary)
        found = [
            {"name": a.name, "aliases": a.aliases, "type": a.type, "paragraphs": a.paragraphs}
            for a in extract_agencies(document, vocabulary)
        ]
        add(kinds, report, gold, found)
    return kinds


def add(kinds: dict[str, tuple[Rows, Rows]], report: str, gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> None:
    pairs = paired(gold, found)
    gold_of = {f: g for g, f in pairs}
    for g, agency in enumerate(gold):
        kinds["agencies"][0].add((report, g))
        if agency["type"] not in LOOSE:
            kinds["partners"][0].add((report, g))
    for f, agency in enumerate(found):
        row = (report, gold_of.get(f, f"ours {f}"))
        kinds["agencies"][1].add(row)
        if (gold[gold_of[f]] if f in gold_of else agency)["type"] not in LOOSE:
            kinds["partners"][1].add(row)
    for g, f in pairs:
        for side, agency in enumerate((gold[g], found[f])):
            kinds["types"][side].add((report, g, agency["type"]))
            kinds["mentions"][side].update((report, g, paragraph) for paragraph in agency["paragraphs"])


@pytest.mark.parametrize(("kind", "mark"), [("partners", 0.95), ("types", 0.95), ("agencies", 0.86), ("mentions", 0.95)])
def test_the_agencies_of_the_three_reports_are_read(kind: str, mark: float, rows: dict[str, tuple[Rows, Rows]]) -> None:
    theirs, ours = rows[kind]
    assert 2 * len(theirs & ours) / (len(theirs) + len(ours)) >= mark
