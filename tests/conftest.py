"""What many tests share: the packaged vocabulary and the five reports, read once."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from figures import summary
from ofsted_kg.facts import ReportFacts
from ofsted_kg.pipeline import Conversion, convert
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
from ofsted_kg.resources import packaged_folder
from ofsted_kg.vocabulary import Vocabulary

LIMITS = (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE)
REPORTS = tuple(sorted(packaged_folder("reports").glob("*.txt")))


@pytest.fixture(autouse=True)
def unlimited() -> Iterator[None]:
    """A limit that a test sets on this process would end a later one, without a word why."""
    before = [resource.getrlimit(limit) for limit in LIMITS]
    yield
    assert [resource.getrlimit(limit) for limit in LIMITS] == before


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return packaged_vocabulary()


@pytest.fixture(scope="session")
def conversions(vocabulary: Vocabulary) -> dict[str, Conversion]:
    """The five reports' conversions by authority id."""
    found = (convert(path, vocabulary) for path in REPORTS)
    return {conversion.facts.header.authority: conversion for conversion in found}


@pytest.fixture(scope="session")
def all_facts(conversions: dict[str, Conversion]) -> dict[str, ReportFacts]:
    """The five reports' facts by authority id."""
    return {authority: conversion.facts for authority, conversion in conversions.items()}


@pytest.fixture(scope="session")
def report_paths() -> tuple[Path, ...]:
    return REPORTS


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests measured, such as the accuracy of findings, wherever they ran."""
    reports = (report for found in terminalreporter.stats.values() for report in found if hasattr(report, "user_properties"))
    lines = summary(pair for report in reports for pair in report.user_properties)
    if lines:
        terminalreporter.section("figures")
        for line in lines:
            terminalreporter.write_line(line)
