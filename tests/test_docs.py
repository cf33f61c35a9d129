"""The manual says what the program does: help pages, shown outputs and the version are compared with the real thing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from docs import ontology_page
from docs.generate import (
    COMMAND_LINE,
    GUIDE,
    README,
    ROOT,
    STANDS_FOR,
    commands,
    help_page,
    runner,
    walked,
    with_help_pages,
    with_outputs,
)

VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]


@pytest.mark.parametrize("words", [pytest.param(words, id=" ".join(words) or "ofsted-kg") for words in commands()])
def test_each_command_has_a_sentence_of_help_and_an_example(words: tuple[str, ...]) -> None:
    page = help_page(words)
    assert page.startswith(f"Usage: {' '.join(('ofsted-kg', *words))}")
    is_group = "COMMAND [ARGS]..." in page
    assert is_group or re.search(r"Examples:\n +ofsted-kg ", page)


def test_the_help_pages_in_the_manual_are_current() -> None:
    text = COMMAND_LINE.read_text("utf-8")
    assert with_help_pages(text) == text


def test_the_outputs_in_the_readme_are_real(tmp_path: Path) -> None:
    text = README.read_text("utf-8")
    assert "```console\n$ make demo\n" in text
    assert with_outputs(text, runner(tmp_path)) == text


def test_the_page_of_the_ontology_is_made_from_it() -> None:
    page = ontology_page.ontology_page()
    assert ontology_page.PAGE.read_text("utf-8") == page
    assert '<a href="#finding">finding</a>' in page


def test_the_guide_to_a_new_framework_reads_its_report_as_it_says(tmp_path: Path) -> None:
    text = GUIDE.read_text("utf-8")
    assert walked(text, tmp_path) == text
    refused, accepted = "is no inspection report of a known framework", "The vocabulary is in order."
    assert text.index(refused) < text.index("has no grade") < text.index(accepted) < text.index("kg: 1 reports")
    assert "Poole,Leadership," in text


def test_what_stands_for_a_make_target_is_what_it_runs() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert STANDS_FOR == {"make demo": "ofsted-kg demo"}
    assert "demo:\n\t@scripts/prepare\n\t@$(BIN)/ofsted-kg demo\n" in makefile


def test_the_changelog_has_an_entry_for_the_current_version() -> None:
    versions = re.findall(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert versions[0] == VERSION


def test_every_file_that_the_manual_links_to_exists() -> None:
    pages = [README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
    local_link = re.compile(r"\]\((?!<|https?:|#)([^)#]+)[^)]*\)")
    links = [(page, link) for page in pages for link in local_link.findall(page.read_text("utf-8"))]
    assert [(page.name, link) for page, link in links if not (page.parent / link).exists()] == []
