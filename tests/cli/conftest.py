"""A knowledge graph of the five reports, built once, and the command line to ask it with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from graphs import built_once
from ofsted_kg.cli import app
from ofsted_kg.resources import packaged_folder

Run = Callable[..., Result]


TWO_REPORTS = tuple(packaged_folder("reports") / name for name in ("dudley-2012.txt", "poole-2011.txt"))


@pytest.fixture(scope="session")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The knowledge graph of the five reports; not to be changed."""
    return built_once("kg-of-five", [packaged_folder("reports")], tmp_path_factory)


@pytest.fixture(scope="session")
def two_reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The knowledge graph of Dudley and Poole; not to be changed."""
    return built_once("kg-of-two", TWO_REPORTS, tmp_path_factory)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command in an empty folder, in this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OFSTED_KG", raising=False)

    def run_command(*words: str | Path, given: str | None = None) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words], input=given, prog_name="ofsted-kg", catch_exceptions=False)

    return run_command
