from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from typer.testing import CliRunner

from ofsted_kg.cli import app
from ofsted_kg.resources import packaged_folder


@pytest.fixture(scope="module")
def first_look(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of a demo, and what the demo printed."""
    folder = tmp_path_factory.mktemp("demo") / "first look"
    shown = CliRunner().invoke(app, ["demo", "--kg", str(folder)], catch_exceptions=False)
    assert shown.exit_code == 0
    return folder, shown.stdout


def test_the_demo_goes_from_reports_to_an_answer(first_look: tuple[Path, str]) -> None:
    folder, shown = first_look
    lines = shown.splitlines()
    assert lines[0].startswith(f"{folder}: 5 reports, ")
    assert lines[1] == "5 files validated: no violations, 1 warning"
    dudley = next(line for line in lines if line.startswith("Dudley"))
    assert dudley.split()[:9] == ["Dudley", "2011-11-28", "to", "2011-12-09", "2012-01-25", "Martin", "Ayres", "HMI", "96"]
    assert "Which grade did every service area get?  (ofsted-kg query grade-matrix)" in lines
    assert "What to type next:" in lines
    assert (folder / "current").is_file()


def test_what_it_says_to_type_next_works(first_look: tuple[Path, str], run: Run) -> None:
    lines = first_look[1].partition("What to type next:")[2].splitlines()
    typed = [shlex.split(line.split("    ")[0]) for line in lines if line.startswith("  ofsted-kg ")]
    assert len(typed) == 6
    for line in typed:
        words = [str(packaged_folder("reports")) if word == "FOLDER" else word for word in line[1:]]
        assert run(*words).exit_code == 0, line


def test_a_second_demo_changes_nothing(first_look: tuple[Path, str], run: Run) -> None:
    folder, shown = first_look
    assert run("demo", "--kg", folder).stdout == shown.replace("(5 added)", "(5 current)")


def test_a_demo_that_cannot_build_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "kg").write_text("a file, where a folder is needed")
    shown = run("demo")
    assert shown.exit_code == 2
    assert shown.stderr.startswith("error: ")
    assert shown.stderr.count("\n") == 1
