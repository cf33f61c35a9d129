"""The same report as text and as PDF gives the same facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ofsted_kg.facts import ReportFacts
from ofsted_kg.facts_json import to_json
from ofsted_kg.pipeline import read_facts
from ofsted_kg.vocabulary import Vocabulary
from tests.pdf.rendering import render

AUTHORITIES = ("dudley", "poole", "tameside", "telford-and-wrekin", "wolverhampton")


def compared(facts: ReportFacts, vocabulary: Vocabulary) -> dict[str, Any]:
    """The facts without what differs between two files: spans, pages, hashes, notices of the reading."""
    rows = to_json(facts, vocabulary)
    report = {key: value for key, value in rows["report"].items() if key not in ("source", "evidence")}
    return {
        "report": report,
        "judgements": [{k: v for k, v in j.items() if k != "evidence"} for j in rows["judgements"]],
        "paragraphs": [(p["number"], p["section"], p["quote"]) for p in rows["paragraphs"]["rows"]],
        "missing_numbers": rows["paragraphs"]["missing_numbers"],
        "findings": [(f["paragraph"], f["topic"], f["polarity"], f["quote"]) for f in rows["findings"]],
        "recommendations": [(r["part"], r["timescale"], r["text"], r["addressees"]) for r in rows["recommendations"]],
        "agencies": [(a["name"], a["aliases"], a["type"], a["paragraphs"]) for a in rows["agencies"]],
    }


@pytest.fixture(scope="module")
def rendered(
    request: pytest.FixtureRequest, all_facts: dict[str, ReportFacts], vocabulary: Vocabulary, tmp_path_factory: Any
) -> Path:
    path: Path = tmp_path_factory.mktemp("pdf") / f"{request.param}.pdf"
    path.write_bytes(render(all_facts[request.param], vocabulary))
    return path


@pytest.mark.parametrize("rendered", AUTHORITIES, indirect=True)
def test_a_rendered_report_gives_the_facts_of_its_text(
    rendered: Path, all_facts: dict[str, ReportFacts], vocabulary: Vocabulary
) -> None:
    facts = read_facts(rendered, vocabulary)
    assert compared(facts, vocabulary) == compared(all_facts[rendered.stem], vocabulary)
    assert len(facts.source.page_starts) > 20
    last = facts.paragraphs[-1].passage.span.start
    assert facts.source.page(last) > 20
