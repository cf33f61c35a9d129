from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pandas
import pytest
from pyoxigraph import parse
from rdflib import DCTERMS, XSD, Literal, URIRef

import ofsted_kg
from ofsted_kg.errors import NoKnowledgeGraph, ParameterError, StoreError, UnknownQuery, UnreadableSource
from ofsted_kg.resources import packaged_folder

POOLE = packaged_folder("reports") / "poole-2011.txt"
REPORT = "https://w3id.org/ofsted-kg/id/report/poole/slac/2011-11-11"
BEING_HEALTHY = {"area": "being healthy"}


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("api") / "kg"
    summary = ofsted_kg.build_graph([str(POOLE)], folder, jobs=1)
    assert (summary.reports, summary.problems) == (1, ())
    return folder


@pytest.fixture
def graph(kg: Path) -> ofsted_kg.KnowledgeGraph:
    return ofsted_kg.open_graph(kg)


def test_a_report_is_converted_to_facts_and_a_graph() -> None:
    conversion = ofsted_kg.convert(str(POOLE), ofsted_kg.read_vocabulary())
    assert conversion.report == REPORT
    assert len(conversion.facts.paragraphs) == 140
    assert conversion.nquads == ofsted_kg.convert(POOLE).nquads


def test_a_file_that_is_no_report_is_an_error_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    with pytest.raises(UnreadableSource, match=r"empty\.txt: is empty"):
        ofsted_kg.convert(tmp_path / "empty.txt")


def test_rows_are_dictionaries_of_plain_values(graph: ofsted_kg.KnowledgeGraph) -> None:
    (row,) = graph.ask("grades-of-area", BEING_HEALTHY)
    assert row["authority"] == ofsted_kg.Resource("https://w3id.org/ofsted-kg/id/authority/poole", "Poole")
    assert (row["grade_number"], row["inspected"], row["quote"]) == (2, date(2011, 11, 11), "Being healthy Good")


def test_a_data_frame_has_types(graph: ofsted_kg.KnowledgeGraph) -> None:
    frame = graph.ask_frame("grades-of-area", BEING_HEALTHY)
    assert list(frame["authority"]) == ["Poole"]
    assert frame["grade_number"].dtype == pandas.Int64Dtype()
    assert frame.loc[0, "inspected"] == pandas.Timestamp("2011-11-11")


def test_an_answer_tells_what_was_asked(graph: ofsted_kg.KnowledgeGraph) -> None:
    answer = graph.answer("grades-of-area", BEING_HEALTHY)
    assert answer.wording == "Which grade did Being healthy get?"
    assert "framework/slac/area/looked-after-children/being-healthy" in answer.sparql


def test_questions_are_listed_and_found_by_name(graph: ofsted_kg.KnowledgeGraph) -> None:
    assert graph.questions()["grade-matrix"] == graph.question("grade_matrix")
    with pytest.raises(UnknownQuery, match="grade-matrix"):
        graph.question("grade-matrx")
    with pytest.raises(ParameterError, match="has no parameter 'colour'"):
        graph.ask("grade-matrix", {"colour": "red"})


def test_free_sparql_gives_terms(graph: ofsted_kg.KnowledgeGraph) -> None:
    found = graph.select("SELECT ?n { VALUES ?n { 1 2 } }")
    assert (found.columns, [row[0].value for row in found]) == (("n",), ["1", "2"])  # type: ignore[union-attr]


def test_one_report_or_all_come_as_an_rdflib_graph(graph: ofsted_kg.KnowledgeGraph) -> None:
    report = graph.to_rdflib(REPORT)
    assert len(report) == ofsted_kg.convert(POOLE).nquads.count(b"\n")
    distinct = graph.store.query("SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }")
    assert len(graph.to_rdflib()) == len(distinct)
    assert str(dict(report.namespaces())["okg"]) == "https://w3id.org/ofsted-kg/ontology#"
    assert report.value(URIRef(REPORT), DCTERMS.issued) == Literal("2011-12-16", datatype=XSD.date)
    with pytest.raises(StoreError, match=f"known: .*{REPORT}"):
        graph.to_rdflib("https://example.org/other")


def test_an_export_holds_everything(graph: ofsted_kg.KnowledgeGraph, tmp_path: Path) -> None:
    assert graph.export(tmp_path / "graph.nq") == len(graph.store)
    assert sum(1 for _ in parse(path=str(tmp_path / "graph.nq"))) == len(graph.store)


def test_a_closed_graph_answers_no_more(kg: Path) -> None:
    with ofsted_kg.open_graph(kg) as graph:
        assert len(graph.ask("inspections")) == 1
    with pytest.raises(StoreError, match="closed"):
        graph.ask("inspections")


def test_a_folder_without_a_graph_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(NoKnowledgeGraph, match="make one with: ofsted-kg build"):
        ofsted_kg.open_graph(tmp_path)


def test_own_questions_are_laid_over_the_packaged_ones(kg: Path, tmp_path: Path) -> None:
    (tmp_path / "titles.rq").write_text(
        "# title: Titles\n# question: Which titles are there?\n# description: All of them.\n"
        "# column title (text, evidence): The title.\n# order: By title.\n\n"
        "PREFIX dcterms: <http://purl.org/dc/terms/>\n"
        "SELECT ?title WHERE { GRAPH ?r { ?r dcterms:title ?title ; dcterms:issued ?day } }\n",
        "utf-8",
    )
    with ofsted_kg.open_graph(kg, queries=tmp_path) as graph:
        assert graph.ask("titles") == ({"title": "Inspection of safeguarding and looked after children services"},)


def test_a_program_reviews_findings_and_reads_them_as_gold(kg: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(kg, tmp_path / "kg")
    with ofsted_kg.open_graph(copy) as before:
        row = next(row for row in before.ask("reviews", {"topic": "marac"}) if row["paragraph"] == 40)
    desk = ofsted_kg.ReviewDesk(copy, tmp_path / "mine.ttl")
    signature = ofsted_kg.Signature("Ann Example", "so it is", datetime(2026, 3, 5, tzinfo=UTC))
    desk.amend(getattr(row["link"], "iri", ""), ofsted_kg.Amendment(polarity="adequate"), signature)
    desk.add("poole-2011.txt", (40, str(row["quote"])), ofsted_kg.Stance("thresholds", "strength"), signature)
    ofsted_kg.build_graph([POOLE], copy, jobs=1)
    with ofsted_kg.open_graph(copy) as graph:
        gold = graph.gold("poole_slac_2011-11-11")
        assert isinstance(gold, dict)
        assert graph.gold() == [gold]
    found = {(finding["topic"], finding["polarity"], finding["review"]["decision"]) for finding in gold["findings"]}
    assert found == {("marac", "adequate", "amended"), ("thresholds", "strength", "added")}
