from __future__ import annotations

import shutil
from pathlib import Path

from tests.cli.conftest import Run

from ofsted_kg.resources import packaged_folder

REPORTS = packaged_folder("reports")


def test_every_passage_of_the_five_reports_stands_in_its_source(run: Run, kg: Path) -> None:
    verified = run("verify", REPORTS, "--kg", kg)
    assert verified.exit_code == 0
    rows = [line.split() for line in verified.stdout.splitlines()[2:]]
    assert [(source, problems) for source, _, problems in rows] == [(path.name, "0") for path in sorted(REPORTS.glob("*.txt"))]
    assert min(int(passages) for _, passages, _ in rows) > 150


def test_a_source_that_changed_or_is_missing_fails_the_check(run: Run, kg: Path, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    for path in REPORTS.glob("*.txt"):
        shutil.copyfile(path, tmp_path / "sources" / path.name)
    (tmp_path / "sources" / "poole-2011.txt").unlink()
    with (tmp_path / "sources" / "dudley-2012.txt").open("a", encoding="utf-8") as file:
        file.write("!")
    verified = run("verify", "sources", "--kg", kg)
    assert verified.exit_code == 1
    problems = verified.stderr.splitlines()
    assert problems[0].startswith("error: dudley-2012.txt: sources/dudley-2012.txt is another file now")
    assert problems[1:] == ["error: poole-2011.txt: not found in the folders given"]
