"""A knowledge graph of the five reports, built once, and the command line to ask it with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ofsted_kg.build import BuildOptions, build
from ofsted_kg.cli import app
from ofsted_kg.resources import packaged_folder

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The knowledge graph of the five reports; not to be changed."""
    folder = tmp_path_factory.mktemp("cli") / "kg"
    summary = build([packaged_folder("reports")], folder, BuildOptions(jobs=1))
    assert summary.problems == ()
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command in an empty folder, in this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OFSTED_KG", raising=False)

    def run_command(*words: str | Path, given: str | None = None) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words], input=given, prog_name="ofsted-kg", catch_exceptions=False)

    return run_command
