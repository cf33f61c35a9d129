"""The roles of agencies in the five reports against those listed by hand: no worse than the marks below.

The rules were developed on two reports, so the figures of the other three are held apart as well. Which agencies a finding
names is compared on the findings of three annotated reports that the reader finds, too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ofsted_kg.facts import Agency, Finding, ReportFacts
from ofsted_kg.identity import identities
from ofsted_kg.pipeline import Conversion
from ofsted_kg.vocabulary import Vocabulary

GOLD = Path(__file__).parent / "gold"
LISTED = json.loads((GOLD / "agency-roles.json").read_text("utf-8"))
DEVELOPED_ON = {"dudley", "telford-and-wrekin"}
JUDGED_TO_SERVE = {"local-safeguarding-children-board", "childrens-trust-board", "youth-offending-service", "young-peoples-group"}
COUNCIL = {"the council", "the city council", "the local authority", "Poole"}
ROLES = ("provider", "commissioner", "member", "chair", "serves", "addressee")
Row = tuple[object, ...]


def folded(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", re.sub(r"^the ", "", text.lower()).replace("&", "and"))


class Report:
    """One report's roles as rows that can be compared: agencies by their place in its list."""

    def __init__(self, conversion: Conversion, vocabulary: Vocabulary) -> None:
        self.facts: ReportFacts = conversion.facts
        self.id = conversion.facts.header.authority
        self.vocabulary = vocabulary
        self.numbers = {
            folded(form): number
            for number, agency in reversed(list(enumerate(self.facts.agencies)))
            for form in (agency.name, *agency.aliases, *(m.form for m in agency.mentions))
        }

    def agency(self, name: str) -> object:
        """The place of the agency called so, or the council, or the name itself where the reader found none."""
        if name in COUNCIL or folded(name) in {folded(n) for n in self.vocabulary.authority(self.id).names}:
            return "council"
        return self.numbers.get(folded(name), name)

    def listed(self, rows: Iterable[dict[str, Any]]) -> set[Row]:
        return {self._listed(row) for row in rows if row["report"] == self.id}

    def _listed(self, row: dict[str, Any]) -> Row:
        kind = row["role"]
        if kind == "serves":
            return kind, self.agency(row["agency"]), row["of"]
        if kind == "addressee":
            return kind, self.agency(row["agency"]), folded(row["recommendation"])
        if kind == "chair":
            return kind, self.agency(row["of"]), "independent" if row["independent"] else folded(row["agency"]), row["paragraph"]
        return kind, self.agency(row["agency"]), self.agency(row["of"]) if "of" in row else None, row["paragraph"]

    def found(self) -> set[Row]:
        return {*self._stated(), *self._serving(), *self._addressed()}

    def _stated(self) -> Iterator[Row]:
        for role in self.facts.roles:
            body = None if role.body is None else self._number(role.body)
            if role.kind == "chair":
                yield role.kind, body, "independent" if role.independent else folded(role.office), role.paragraph
            else:
                yield role.kind, "council" if role.holder is None else self._number(role.holder), body, role.paragraph

    def _number(self, agency: Agency) -> int:
        return next(number for number, known in enumerate(self.facts.agencies) if known is agency)

    def _serving(self) -> Iterator[Row]:
        for number, identity in enumerate(identities(self.facts, self.vocabulary)):
            if self.facts.agencies[number].type in JUDGED_TO_SERVE:
                yield from (("serves", number, authority) for authority in identity.serves)

    def _addressed(self) -> Iterator[Row]:
        beginnings = {folded(r["recommendation"]) for r in LISTED["rows"] if r["role"] == "addressee"}
        for recommendation in self.facts.recommendations:
            text = folded(recommendation.text)
            named = next((beginning for beginning in beginnings if text.startswith(beginning)), text)
            for addressee in recommendation.addressees:
                agency = self.agency(addressee.name)
                if agency != addressee.name:
                    yield "addressee", agency, named


Rows = dict[str, tuple[set[Row], set[Row]]]


@pytest.fixture(scope="module")
def rows(conversions: dict[str, Conversion], vocabulary: Vocabulary) -> Rows:
    """Report -> (theirs, ours), without what they left open."""
    found: Rows = {}
    for conversion in conversions.values():
        report = Report(conversion, vocabulary)
        theirs, open_rows = report.listed(LISTED["rows"]), report.listed(LISTED["borderline"])
        found[report.id] = theirs, report.found() - (open_rows - theirs)
    return found


def figures(rows: Rows, reports: Iterable[str], kinds: Iterable[str] = ROLES) -> tuple[float, float]:
    """Precision and recall of some reports' roles of some kinds, printed as well."""
    pairs = [{row for row in side if row[0] in kinds} for report in reports for side in rows[report]]
    hits = sum(len(theirs & ours) for theirs, ours in zip(pairs[::2], pairs[1::2], strict=True))
    listed, found = sum(map(len, pairs[::2])), sum(map(len, pairs[1::2]))
    precision, recall = hits / found if found else 1.0, hits / listed if listed else 1.0
    print(f"{'+'.join(kinds)}: precision {precision:.3f}, recall {recall:.3f}, {listed} listed, {found} found")
    return precision, recall


def test_the_roles_of_the_five_reports_are_read(rows: Rows) -> None:
    precision, recall = figures(rows, rows)
    assert precision >= 0.95
    assert recall >= 0.7


def test_the_roles_of_the_reports_that_no_rule_was_made_for_are_read(rows: Rows) -> None:
    precision, recall = figures(rows, rows.keys() - DEVELOPED_ON)
    assert precision >= 0.95
    assert recall >= 0.7


@pytest.mark.parametrize(
    ("kind", "precision", "recall"),
    [
        ("provider", 0.93, 0.65),
        ("commissioner", 0.95, 0.7),
        ("member", 0.95, 0.85),
        ("chair", 0.95, 0.85),
        ("serves", 0.95, 0.85),
        ("addressee", 0.95, 0.9),
    ],
)
def test_roles_of_each_kind_are_read(kind: str, precision: float, recall: float, rows: Rows) -> None:
    found = figures(rows, rows, [kind])
    assert found[0] >= precision
    assert found[1] >= recall


def test_findings_name_the_agencies_that_their_clauses_name(conversions: dict[str, Conversion]) -> None:
    theirs: set[Row] = set()
    ours: set[Row] = set()
    for report in ("dudley", "telford-and-wrekin", "wolverhampton"):
        gold = json.loads((GOLD / f"{report}.json").read_text("utf-8"))
        facts = conversions[report].facts
        called = {folded(form): a["name"] for a in reversed(gold["agencies"]) for form in (a["name"], *a["aliases"])}
        for clause, finding in same_clauses(gold["findings"], facts.findings):
            theirs |= {(report, finding.passage.span, finding.topic, name) for name in named_by_hand(clause["quote"], gold)}
            ours |= {(report, finding.passage.span, finding.topic, name) for name in named(finding, facts, called)}
    precision, recall = len(theirs & ours) / len(ours), len(theirs & ours) / len(theirs)
    print(f"named in a finding: precision {precision:.3f}, recall {recall:.3f}, {len(theirs)} listed, {len(ours)} found")
    assert precision >= 0.95
    assert recall >= 0.8


def same_clauses(listed: list[dict[str, Any]], found: Iterable[Finding]) -> Iterator[tuple[dict[str, Any], Finding]]:
    """Findings of the annotation and ours that are one: same paragraph, topic, polarity, and four in five words."""
    for finding in found:
        words = set(re.findall(r"\w+", finding.passage.quote.lower()))
        for clause in listed:
            theirs = set(re.findall(r"\w+", clause["quote"].lower()))
            key = clause["paragraph"], clause["topic"], clause["polarity"]
            if key == (finding.paragraph, finding.topic, finding.polarity) and len(words & theirs) >= 0.8 * len(words | theirs):
                yield clause, finding


def named_by_hand(quote: str, gold: dict[str, Any]) -> Iterator[str]:
    """Agencies of which a printed form stands in a quote."""
    for agency in gold["agencies"]:
        if any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", quote) for form in (agency["name"], *agency["aliases"])):
            yield agency["name"]


def named(finding: Finding, facts: ReportFacts, called: dict[str, str]) -> Iterator[str]:
    """Agencies that are mentioned inside one of our findings, by the names of the annotation."""
    span = finding.passage.span
    for agency in facts.agencies:
        name = next((called[folded(f)] for f in (agency.name, *agency.aliases) if folded(f) in called), agency.name)
        if any(span.start <= m.passage.span.start and m.passage.span.end <= span.end for m in agency.mentions):
            yield name
