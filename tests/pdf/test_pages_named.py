"""What rests on a PDF names the page: facts, answers and the page of the report."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pypdfium2 import PdfDocument
from starlette.testclient import TestClient

from ofsted_kg.answers import Cell, answer
from ofsted_kg.build import BuildOptions, build
from ofsted_kg.facts import ReportFacts
from ofsted_kg.facts_json import to_json
from ofsted_kg.pipeline import Conversion, convert
from ofsted_kg.queries import load_questions
from ofsted_kg.rdf.namespaces import RESOURCES
from ofsted_kg.resources import overlaid_files
from ofsted_kg.server.app import create_app
from ofsted_kg.server.settings import Settings
from ofsted_kg.vocabulary import Vocabulary
from tests.pdf.rendering import render
from tests.queries.memory import MemoryStore, with_vocabulary

QUESTIONS = load_questions(overlaid_files("queries", ".rq"))
ASKED = {"evidence": {"topic": "marac"}, "paragraph": {}, "search": {"words": "social workers"}}


@pytest.fixture(scope="module")
def pdf(all_facts: dict[str, ReportFacts], vocabulary: Vocabulary, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("named") / "tameside.pdf"
    path.write_bytes(render(all_facts["tameside"], vocabulary))
    return path


@pytest.fixture(scope="module")
def pages(pdf: Path) -> list[str]:
    """Each page's letters and digits, without its footer."""
    with PdfDocument(pdf) as document:
        texts = [squashed(page.get_textpage().get_text_range()) for page in document]
    return [text.removesuffix(f"tamesidecouncilinspectionofservices{number}") for number, text in enumerate(texts, start=1)]


@pytest.fixture(scope="module")
def conversion(pdf: Path, vocabulary: Vocabulary) -> Conversion:
    return convert(pdf, vocabulary)


@pytest.fixture(scope="module")
def store(conversion: Conversion) -> MemoryStore:
    return with_vocabulary([conversion.nquads])


def squashed(text: Cell) -> str:
    return re.sub(r"[\W_]+", "", str(text)).casefold()


def begins_on(pages: list[str], page: int, quote: Cell) -> bool:
    """Whether the quote's beginning stands on the page, though it may end on the next."""
    beginning = squashed(quote)[:40]
    return 0 <= "".join(pages[page - 1 : page + 1]).find(beginning) < len(pages[page - 1])


def passages(value: Any) -> list[dict[str, Any]]:
    """Every object with a span, wherever it stands."""
    if isinstance(value, list):
        return [found for item in value for found in passages(item)]
    if not isinstance(value, dict):
        return []
    return [value] * ("span" in value) + passages(list(value.values()))


def test_each_fact_names_the_page_on_which_its_quote_begins(
    conversion: Conversion, vocabulary: Vocabulary, pages: list[str]
) -> None:
    found = passages(to_json(conversion.facts, vocabulary))
    assert len(found) > 500
    assert [f["quote"] for f in found if not begins_on(pages, f["page"], f["quote"])] == []
    assert len({f["page"] for f in found}) > 20


def test_facts_of_a_text_name_no_page(all_facts: dict[str, ReportFacts], vocabulary: Vocabulary) -> None:
    assert [f for f in passages(to_json(all_facts["tameside"], vocabulary)) if "page" in f] == []


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_names_the_page_of_its_quote(name: str, store: MemoryStore, pages: list[str]) -> None:
    records = answer(store, QUESTIONS[name], {"authority": "tameside", **ASKED[name]}).records()
    assert records
    for record in records:
        page = record["page"]
        assert isinstance(page, int)
        assert begins_on(pages, page, record["quote"])


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_from_a_text_names_no_page(name: str, conversions: dict[str, Conversion]) -> None:
    store = with_vocabulary([conversions["tameside"].nquads])
    records = answer(store, QUESTIONS[name], {"authority": "tameside", **ASKED[name]}).records()
    assert {record["page"] for record in records} == {None}


def test_the_page_of_a_report_says_where_each_page_of_the_file_begins(pdf: Path, conversion: Conversion, tmp_path: Path) -> None:
    summary = build([pdf], tmp_path / "kg", BuildOptions(jobs=1))
    assert summary.problems == ()
    with TestClient(create_app(tmp_path / "kg", Settings())) as client:
        shown = client.get(f"/{conversion.report.removeprefix(RESOURCES)}").text
        leaves = [int(number) for number in re.findall(r'<p class="leaf">page (\d+)</p>', shown)]
        assert leaves == sorted(leaves)
        assert len(set(leaves)) > 20
        assert re.search(r'title="Link to paragraph 4, on page \d+ of the file"', shown)
