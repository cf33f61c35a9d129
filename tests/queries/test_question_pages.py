"""The manual's page of the stored questions is made of their headers."""

from __future__ import annotations

from pathlib import Path

from ofsted_kg.queries import load_questions
from ofsted_kg.question_pages import PAGE, QUERIES, with_questions

ROOT = Path(__file__).parents[2]


def test_the_page_of_the_manual_is_that_of_the_files() -> None:
    page = (ROOT / PAGE).read_text("utf-8")
    assert page == with_questions(page, load_questions(sorted((ROOT / QUERIES).glob("*.rq"))).values())


def test_the_page_names_every_question_with_its_columns() -> None:
    page = (ROOT / PAGE).read_text("utf-8")
    for file in sorted((ROOT / QUERIES).glob("*.rq")):
        assert f"\n## {file.stem}\n" in page
    assert "| `page` | integer |" in page
