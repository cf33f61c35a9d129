"""The facts of three reports against what careful readers wrote down: no difference at all in what is printed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ofsted_kg.facts import ReportFacts
from ofsted_kg.facts_json import to_json
from ofsted_kg.vocabulary import Vocabulary

GOLD = Path(__file__).parent / "gold"
REPORTS = ("dudley", "telford-and-wrekin", "wolverhampton")
PARAGRAPHS = {"dudley": 96, "telford-and-wrekin": 150, "tameside": 112, "poole": 140, "wolverhampton": 121}


def squashed(text: str) -> str:
    """Letters and digits alone, as two printings of one text are compared."""
    return re.sub(r"[^a-z0-9]+", "", text.lower().replace("&", "and"))


def report_rows(facts: dict[str, Any]) -> Any:
    fields = (
        "authority",
        "inspection_start",
        "inspection_end",
        "reporting_inspector",
        "age_group",
        "published",
        "authority_as_printed",
    )
    return {field: squashed(facts["report"][field]) for field in fields}


def judgement_rows(facts: dict[str, Any]) -> Any:
    return [
        (
            j["part"],
            j["area"],
            j["record_grade"],
            j["inline_grade"],
            j["narrative_grade"],
            j["first_paragraph"],
            j["last_paragraph"],
        )
        for j in facts["judgements"]
    ]


def paragraph_rows(facts: dict[str, Any]) -> Any:
    return {key: facts["paragraphs"][key] for key in ("count", "first", "last", "missing_numbers")}


def recommendation_rows(facts: dict[str, Any]) -> Any:
    return [(r["part"], r["timescale"], squashed(r["text"]), r["addressees"]) for r in facts["recommendations"]]


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("rows", [report_rows, judgement_rows, paragraph_rows, recommendation_rows])
def test_what_the_report_prints_is_what_was_read_by_hand(
    report: str, rows: Any, all_facts: dict[str, ReportFacts], vocabulary: Vocabulary
) -> None:
    gold = json.loads((GOLD / f"{report}.json").read_text("utf-8"))
    assert rows(to_json(all_facts[report], vocabulary)) == rows(gold)


def test_all_numbered_paragraphs_of_the_five_reports_are_found(all_facts: dict[str, ReportFacts]) -> None:
    assert {authority: len(facts.paragraphs) for authority, facts in all_facts.items()} == PARAGRAPHS
    for facts in all_facts.values():
        assert [p.number for p in facts.paragraphs] == list(range(1, len(facts.paragraphs) + 1))


def test_the_numbers_that_one_text_has_lost_are_known(all_facts: dict[str, ReportFacts]) -> None:
    lost = {a: [p.number for p in facts.paragraphs if not p.printed] for a, facts in all_facts.items()}
    assert lost == {"dudley": [], "telford-and-wrekin": [], "tameside": [1, 41, 60, 97], "poole": [], "wolverhampton": []}
