"""Which agency is which across the five reports, against pairs that were judged by hand: ``tests/gold/agency-identity.json``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ofsted_kg.facts import ReportFacts
from ofsted_kg.identity import identities
from ofsted_kg.vocabulary import Vocabulary

GOLD = json.loads((Path(__file__).parent / "gold" / "agency-identity.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def keys(all_facts: dict[str, ReportFacts], vocabulary: Vocabulary) -> dict[str, str]:
    """``report: printed name`` -> key of the agency."""
    return {
        f"{report}: {form}": identity.key
        for report, facts in all_facts.items()
        for agency, identity in zip(facts.agencies, identities(facts, vocabulary), strict=True)
        for form in (agency.name, *agency.aliases)
    }


def test_no_two_bodies_are_taken_for_one(keys: dict[str, str]) -> None:
    named = [pair for pair in GOLD["different"] if pair[0] in keys and pair[1] in keys]
    assert len(named) == len(GOLD["different"])
    assert [pair for pair in named if keys[pair[0]] == keys[pair[1]]] == []


def test_nine_in_ten_pairs_of_one_body_are_found(keys: dict[str, str]) -> None:
    found = [pair for pair in GOLD["same"] if keys.get(pair[0]) is not None and keys.get(pair[0]) == keys.get(pair[1])]
    print(f"\nidentity: {len(found)} of {len(GOLD['same'])} pairs of one body, {len(GOLD['different'])} pairs apart")
    assert len(found) / len(GOLD["same"]) >= 0.9


def test_one_key_is_given_to_two_reports_for_shared_bodies_alone(
    all_facts: dict[str, ReportFacts], vocabulary: Vocabulary
) -> None:
    reports: dict[str, set[str]] = {}
    for report, facts in all_facts.items():
        for identity in identities(facts, vocabulary):
            reports.setdefault(identity.key, set()).add(report)
    assert {key for key, found in reports.items() if len(found) > 1} == {
        "action-for-children",
        "care-quality-commission",
        "general-social-care-council",
        "national-association-for-the-care-and-resettlement-of-offenders",
        "nhs-provider-trust/black-country-partnership",
        "ofsted",
        "west-midlands-police",
    }
