"""The shapes on the five reports: no violation, one warning; and each planted fault is found, as the command finds it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ofsted_kg.build.vocabulary_graphs import vocabulary_graphs
from ofsted_kg.pipeline import Conversion
from ofsted_kg.rdf.namespaces import RESOURCES
from ofsted_kg.validation import packaged_rules, validate_graph, validate_vocabulary
from tests.shapes.pyshacl_command import merged, rows, run_pyshacl

DUDLEY = "report/dudley/slac/2011-12-09"
OVERALL = f"{DUDLEY}/judgement/safeguarding/overall-effectiveness"
OKG = "https://w3id.org/ofsted-kg/ontology#"
ISSUED = "http://purl.org/dc/terms/issued"

Fault = tuple[str, str, str | None]
"""End of the subject's IRI, property, new value as N-Triples writes it, or None to take the statement away."""

FAULTS: dict[str, tuple[Fault, set[str]]] = {
    "an area without official grade": ((OVERALL, "officialGrade", None), {"judgement-official-grade"}),
    "a grade of another framework": (
        (OVERALL, "officialGrade", f"<{RESOURCES}framework/lac-2013/grade/3>"),
        {"judgement-own-scale", "judgement-places-agree"},
    ),
    "a heading that disagrees": (
        (f"{OVERALL}/inline", "grade", f"<{RESOURCES}framework/slac/grade/1>"),
        {"judgement-places-agree"},
    ),
    "an area without judgement": ((OVERALL, "inspection", None), {"judgement-inspection", "inspection-required-areas"}),
    "a paragraph number twice": (
        (f"{DUDLEY}/paragraph/15", "number", f'"14"^^<{"http://www.w3.org/2001/XMLSchema#integer"}>'),
        {"report-paragraph-numbers"},
    ),
    "a start after the end": (
        (DUDLEY.replace("report", "inspection"), "startDate", '"2011-12-28"^^<http://www.w3.org/2001/XMLSchema#date>'),
        {"inspection-dates-in-order"},
    ),
    "published before the end": (
        (DUDLEY, ISSUED, '"2011-12-01"^^<http://www.w3.org/2001/XMLSchema#date>'),
        {"report-published-after-inspection"},
    ),
    "an authority that nobody knows": (
        (DUDLEY.replace("report", "inspection"), "inspectedAuthority", f"<{RESOURCES}authority/atlantis>"),
        {"inspection-authority", "inspection-authority-code"},
    ),
    "a quotation beyond the source": (
        (f"{DUDLEY}/paragraph/14", "end", '"9999999"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        {"report-quotes-within-source"},
    ),
    "a passage that ends before it starts": (
        (f"{DUDLEY}/paragraph/14", "end", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        {"passage-start-before-end", "paragraph-passages-within"},
    ),
    "a passage without words": ((f"{DUDLEY}/paragraph/14", "quote", None), {"passage-quote"}),
    "a passage without section": ((f"{DUDLEY}/paragraph/14", "inSection", None), {"passage-section"}),
    "a report without fingerprint": ((DUDLEY, "sha256", None), {"report-sha256"}),
    "a report without published date": ((DUDLEY, ISSUED, None), {"report-published-known"}),
    "recommendations without timescale": ((rf"{DUDLEY}/recommendation/[^>]*", "timescale", None), {"recommendation-timescale"}),
    "recommendations without words": ((rf"{DUDLEY}/recommendation/[^>]*", "text", None), {"recommendation-text"}),
}


def with_fault(nquads: bytes, fault: Fault) -> bytes:
    subject, prop, value = fault
    predicate = prop if prop.startswith("http") else OKG + prop
    statement = re.compile(rf"^(<{RESOURCES}{subject}> <{predicate}> ).*( <[^>]*> \.)\n", re.MULTILINE)
    changed, number = statement.subn("" if value is None else rf"\g<1>{value}\g<2>\n", nquads.decode())
    assert number > 0
    return changed.encode()


def found_in(nquads: bytes) -> set[str]:
    return {result.shape.split("#")[1] for result in validate_graph(nquads, packaged_rules())}


def test_the_five_reports_have_no_violation_and_one_warning(conversions: dict[str, Conversion]) -> None:
    found = {authority: validate_graph(conversion.nquads, packaged_rules()) for authority, conversion in conversions.items()}
    assert {authority: len(results) for authority, results in found.items()} == {
        "dudley": 0,
        "poole": 0,
        "tameside": 1,
        "telford-and-wrekin": 0,
        "wolverhampton": 0,
    }
    [warning] = found["tameside"]
    report = RESOURCES + "report/tameside/slac/2012-03-26"
    assert (warning.severity, warning.graph) == ("warning", report)
    assert warning.focus == f"{report}/judgement/safeguarding/leadership-and-management"
    assert warning.focus_label == 'judgement "Leadership and management" (Safeguarding services)'
    assert warning.shape_name == "Record, heading and narrative give the same grade"
    places = [re.sub(r': "[^"]*"$', "", place) for place in warning.where.split("; ")]
    assert places == [
        'heading "Adequate": section "Leadership and management"',
        'narrative "Good": paragraph 55',
        'record "Adequate": section "Record of main findings"',
    ]


def test_the_packaged_vocabulary_passes_the_shapes() -> None:
    assert validate_vocabulary(packaged_rules()) == ()


@pytest.mark.parametrize(("fault", "expected"), FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_found(fault: Fault, expected: set[str], conversions: dict[str, Conversion]) -> None:
    assert found_in(with_fault(conversions["dudley"].nquads, fault)) == expected


def test_a_second_report_of_one_inspection_is_found(conversions: dict[str, Conversion]) -> None:
    graph = conversions["dudley"].nquads
    copy = graph.replace(f"<{RESOURCES}{DUDLEY}".encode(), f"<{RESOURCES}{DUDLEY}-copy".encode())
    assert {"inspection-report", "inspection-area-judged-once"} <= found_in(graph + copy)


def test_the_command_gives_the_same_results_on_the_reports(conversions: dict[str, Conversion], tmp_path: Path) -> None:
    graphs = {name: conversion.nquads for name, conversion in conversions.items() if name != "dudley"}
    graphs["dudley"] = conversions["dudley"].nquads
    for fault, _ in FAULTS.values():
        if fault[:2] not in {(OVERALL, "officialGrade"), (f"{DUDLEY}/paragraph/14", "end")}:
            graphs["dudley"] = with_fault(graphs["dudley"], fault)
    files = []
    for name, content in (*graphs.items(), *vocabulary_graphs().items()):
        files.append(tmp_path / f"{name.removesuffix('.nq')}.nq")
        files[-1].write_bytes(content)
    status, found = run_pyshacl(merged(packaged_rules().shapes, tmp_path / "shapes.ttl"), files)
    ours = [result for content in graphs.values() for result in validate_graph(content, packaged_rules())]
    assert len(ours) > 30
    assert (status, found) == (1, rows(ours))
