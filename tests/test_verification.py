from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from ofsted_kg.rdf.namespaces import OKG, RDF
from ofsted_kg.verification import Verdict, verify

REPORT = NamedNode("https://example.org/report")
PASSAGE = NamedNode("https://example.org/report/passage/4-24")
TEXT = "1.  Care is\nwell-\nbeing [3] first.\n"


def write_graph(folder: Path, passage: dict[NamedNode, Literal | list[Literal]], sha256: str | None = None) -> Path:
    digest = sha256 or hashlib.sha256(TEXT.encode()).hexdigest()
    statements = [
        (REPORT, RDF.type, OKG.InspectionReport),
        (REPORT, OKG.sourceFile, Literal("mini.txt")),
        (REPORT, OKG.sha256, Literal(digest)),
        (PASSAGE, RDF.type, OKG.Passage),
    ]
    for prop, values in passage.items():
        statements += [(PASSAGE, prop, value) for value in (values if isinstance(values, list) else [values])]
    path = folder / "mini.nq"
    path.write_text("".join(f"{Quad(s, p, o, REPORT)} .\n" for s, p, o in statements), "utf-8")
    return path


def quoted(quote: str, start: int = 4, end: int = 34) -> dict[NamedNode, Literal | list[Literal]]:
    omits = [Literal(f"{TEXT.index('[')}-{TEXT.index(']') + 1}")]
    return {OKG.start: Literal(start), OKG.end: Literal(end), OKG.quote: Literal(quote), OKG.omits: omits}


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources" / "deep"
    folder.mkdir(parents=True)
    (folder / "mini.txt").write_text(TEXT, "utf-8")
    return tmp_path / "sources"


def test_a_passage_that_stands_in_its_source_is_in_order(tmp_path: Path, sources: Path) -> None:
    graph = write_graph(tmp_path, quoted("Care is well-being first."))
    assert list(verify([graph], [sources])) == [Verdict(REPORT.value, "mini.txt", 1, ())]


def test_a_source_may_be_given_as_a_file(tmp_path: Path, sources: Path) -> None:
    graph = write_graph(tmp_path, quoted("Care is well-being first."))
    assert list(verify([graph], [sources / "deep" / "mini.txt"])) == [Verdict(REPORT.value, "mini.txt", 1, ())]


def test_a_passage_that_reads_otherwise_is_reported_with_both_texts(tmp_path: Path, sources: Path) -> None:
    graph = write_graph(tmp_path, quoted("Care is second."))
    (verdict,) = verify([graph], [sources])
    assert verdict.problems == (
        f"{PASSAGE.value}: characters 4-34 read 'Care is well-being first.', the graph quotes 'Care is second.'",
    )


def test_long_quotes_are_cut_in_the_message(tmp_path: Path, sources: Path) -> None:
    graph = write_graph(tmp_path, quoted("x" * 100))
    (verdict,) = verify([graph], [sources])
    assert f"the graph quotes '{'x' * 60}…'" in verdict.problems[0]


def test_a_source_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    graph = write_graph(tmp_path, quoted("Care is well-being first."))
    (tmp_path / "empty").mkdir()
    assert list(verify([graph], [tmp_path / "empty"])) == [
        Verdict(REPORT.value, "mini.txt", 0, ("not found in the folders given",))
    ]


def test_a_source_that_has_changed_is_a_problem(tmp_path: Path, sources: Path) -> None:
    graph = write_graph(tmp_path, quoted("Care is well-being first."), sha256="0" * 64)
    (verdict,) = verify([graph], [sources])
    assert verdict.passages == 0
    assert "mini.txt is another file now" in verdict.problems[0]
    assert "the graph's is 000000000000…" in verdict.problems[0]


def test_a_source_that_cannot_be_read_is_a_problem(tmp_path: Path, sources: Path) -> None:
    graph = write_graph(tmp_path, quoted("Care is well-being first."))
    (sources / "deep" / "mini.txt").write_bytes(b"")
    assert next(verify([graph], [sources])).problems == ("is empty: nothing to read",)


def test_the_converted_file_is_found_among_others_of_its_name(tmp_path: Path, sources: Path) -> None:
    (sources / "mini.txt").write_text("another", "utf-8")
    graph = write_graph(tmp_path, quoted("Care is well-being first."))
    assert list(verify([graph], [sources])) == [Verdict(REPORT.value, "mini.txt", 1, ())]
