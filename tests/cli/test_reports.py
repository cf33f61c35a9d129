from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

from ofsted_kg.resources import packaged_folder

DUDLEY = packaged_folder("reports") / "dudley-2012.txt"


def test_the_facts_of_a_report_are_json(run: Run) -> None:
    facts = json.loads(run("facts", DUDLEY).stdout)
    assert facts["report"]["authority"] == "Dudley"
    assert facts["paragraphs"]["count"] == 96
    assert len(facts["judgements"]) == 22


def test_a_file_that_is_no_report_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all, this is a letter.\n", "utf-8")
    asked = run("facts", "letter.txt")
    assert (asked.exit_code, asked.stdout) == (2, "")
    assert asked.stderr.startswith("error: letter.txt: ")
    assert asked.stderr.count("\n") == 1


def test_a_file_that_is_not_there_is_one_line(run: Run) -> None:
    asked = run("facts", "nowhere.txt")
    assert asked.exit_code == 2
    assert asked.stderr == "error: nowhere.txt: can't be opened: No such file or directory\n"
