from __future__ import annotations

import shlex
from pathlib import Path

from tests.cli.conftest import Run

from ofsted_kg.resources import packaged_folder


def test_the_demo_goes_from_reports_to_an_answer(run: Run, tmp_path: Path) -> None:
    shown = run("demo")
    assert shown.exit_code == 0
    lines = shown.stdout.splitlines()
    assert lines[0].startswith("kg: 5 reports, ")
    assert lines[1] == "5 files validated: no violations, 1 warning"
    dudley = next(line for line in lines if line.startswith("Dudley"))
    assert dudley.split()[:9] == ["Dudley", "2011-11-28", "to", "2011-12-09", "2012-01-25", "Martin", "Ayres", "HMI", "96"]
    assert "Which grade did every service area get?  (ofsted-kg query grade-matrix)" in lines
    assert "What to type next:" in lines
    assert (tmp_path / "kg" / "current").is_file()


def test_what_it_says_to_type_next_works(run: Run) -> None:
    lines = run("demo", "--kg", "first look").stdout.partition("What to type next:")[2].splitlines()
    typed = [line.split("  ")[1] for line in lines if line.startswith("  ofsted-kg ")]
    assert len(typed) >= 6
    for line in typed:
        words = [str(packaged_folder("reports")) if word == "FOLDER" else word for word in shlex.split(line)]
        assert run(*words[1:]).exit_code == 0, line


def test_a_second_demo_changes_nothing(run: Run) -> None:
    first, second = run("demo").stdout, run("demo").stdout
    assert first.replace("(5 added)", "(5 current)") == second
